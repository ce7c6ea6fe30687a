#include "crawler/quotes/frames.hpp"

#include <algorithm>

namespace qw::quotes {
namespace {

constexpr Index most_adjuncts = 30;

/// по словам X, …;  как отметил X, …;  …, сказал X, …;  …, считает X.
class AsideReader {
 public:
  explicit AsideReader(Reading& reading) : r_(reading), a_(reading.a) {}

  void run() {
    for (const Hit& hit : a_.phrases) {
      if (hit.sense->kind == SenseKind::prepositional) {
        read_prepositional(hit);
      }
    }
    for (Index c = 0; c < a_.cues.size(); ++c) {
      if (!r_.used_cues[c]) {
        read_parenthetical(c);
      }
    }
  }

 private:
  bool is_edge(Index i, TokenRange sentence) const {
    if (i >= sentence.end) {
      return true;
    }
    const TokenKind kind = a_.token(i).kind;
    return kind == TokenKind::comma || kind == TokenKind::stop || kind == TokenKind::dash ||
           kind == TokenKind::semicolon || kind == TokenKind::colon || kind == TokenKind::symbol ||
           kind == TokenKind::close_bracket;
  }

  /// Start of the clause group that an insertion at `i` breaks: behind the last colon or semicolon.
  Index group_begin(Index i, TokenRange sentence) const {
    Index begin = sentence.begin;
    for (Index j = sentence.begin; j < i; ++j) {
      if (a_.is_opening(j) && a_.pair_end(j) < i) {
        j = a_.pair_end(j);
        continue;
      }
      if (a_.token(j).kind == TokenKind::semicolon || a_.token(j).kind == TokenKind::colon ||
          (a_.token(j).sentence_end && j + 1 < i)) {
        begin = j + 1;
      }
    }
    return begin;
  }

  /// Only «однако», «впрочем», «при этом» stand between `begin` and `i`.
  bool only_connectors(Index begin, Index i) const {
    for (Index j = begin; j < i; ++j) {
      const TokenKind kind = a_.token(j).kind;
      if (kind == TokenKind::comma || kind == TokenKind::symbol || kind == TokenKind::dash) {
        continue;
      }
      if (!a_.has(j, Tag::but) && !a_.has(j, Tag::reset) && !a_.has(j, Tag::adverb) &&
          !a_.has(j, Tag::and_) && a_.marks[j].covered == no_index) {
        return false;
      }
    }
    return true;
  }

  bool speech_around(Index i) const {
    const Index pair = a_.marks[i].inside;
    return pair != no_index;
  }

  /// Already the content of another record of the same sentence?
  bool covered_by_draft(TokenRange content) const {
    Index last = no_index;
    for (Index i = content.begin; i < content.end; ++i) {
      const Index d = r_.outer[i];
      if (d == no_index || d == last) {
        continue;
      }
      last = d;
      const TokenRange other = r_.drafts[d].content;
      const Index begin = std::max(other.begin, content.begin);
      const Index end = std::min(other.end, content.end);
      if (begin < end && 2 * (end - begin) >= std::min(other.size(), content.size())) {
        return true;
      }
    }
    return false;
  }

  void read_prepositional(const Hit& hit) {
    const TokenRange sentence = r_.sentence(hit.token);
    if (speech_around(hit.token)) {
      return;
    }
    // «розпочатого за заявою учасника»: an account stands at the start or between commas.
    const bool apart = hit.token == sentence.begin || a_.token(hit.token - 1).kind != TokenKind::word ||
                       a_.has(hit.token - 1, Tag::but) || a_.has(hit.token - 1, Tag::and_) ||
                       a_.has(hit.token - 1, Tag::that) || only_connectors(sentence.begin, hit.token);
    if (!apart) {
      return;
    }
    if (hit.token > 0 && a_.has(hit.token - 1, Tag::that) && r_.inner[hit.token] != no_index) {
      return;  // «зауважила, що з погляду Єврокомісії …»: part of what is said
    }
    Draft draft;
    draft.form = model::QuoteForm::prepositional;
    draft.cue = hit.sense->cue;
    draft.cue_token = hit.token;
    draft.cue_length = hit.length;
    const Index behind = hit.token + hit.length;
    Index end = behind;
    for (Index i = hit.token + 1; i < behind; ++i) {
      if (const Index id = a_.marks[i].mention; id != no_index && a_.mentions[id].possessive) {
        draft.subject.mention = id;
      }
    }
    if (draft.subject.mention == no_index) {
      draft.subject.mention = owner_behind(a_, behind, sentence.end, 3);
      if (draft.subject.mention != no_index) {
        end = a_.mentions[draft.subject.mention].tokens.end;
      } else if (behind < sentence.end && a_.token(behind).kind == TokenKind::word &&
                 (only_connectors(sentence.begin, hit.token) ||
                  a_.token(hit.token - 1).kind != TokenKind::word)) {
        draft.subject.somebody = true;
        draft.subject.words = {behind, behind + 1};
      } else {
        return;
      }
    }
    // To the comma that closes the insertion; an apposition or participle has commas of its own.
    while (end < sentence.end && !is_edge(end, sentence)) {
      if (a_.is_opening(end)) {
        end = a_.pair_end(end);
      }
      ++end;
    }
    while (end + 1 < sentence.end && a_.token(end).kind == TokenKind::comma &&
           (begins_insertion(a_, end + 1) || apposition(end + 1))) {
      ++end;
      while (end < sentence.end && !is_edge(end, sentence)) {
        ++end;
      }
    }
    const Index group = group_begin(hit.token, sentence);
    if (only_connectors(group, hit.token) || after_conjunction(hit.token, group)) {
      if (end >= sentence.end || a_.token(end).kind == TokenKind::stop) {
        return;
      }
      const Index begin = end + 1;
      draft.content = {begin, clause_end(r_, begin, sentence.end, nullptr)};
    } else {
      Index begin = relative_before(hit.token, group);
      while (begin < hit.token && (a_.has(begin, Tag::but) && begin + 1 < hit.token)) {
        ++begin;
      }
      const bool final = end >= sentence.end || a_.token(end).kind == TokenKind::stop;
      if (final) {
        Index stop = hit.token;
        while (stop > begin &&
               (a_.token(stop - 1).kind == TokenKind::comma || a_.token(stop - 1).kind == TokenKind::dash)) {
          --stop;
        }
        draft.content = {begin, stop};
      } else {
        draft.content = {begin, clause_end(r_, end, sentence.end, nullptr)};
      }
      if (covered_by_draft(draft.content)) {
        return;
      }
    }
    drop_media(draft);
  }

  /// «…, которые, по его мнению, …»: the relative clause is what is said; else where the group begins.
  Index relative_before(Index i, Index group) const {
    if (i < group + 4 || a_.token(i - 1).kind != TokenKind::comma || !a_.has(i - 2, Tag::relative)) {
      return group;
    }
    if (a_.token(i - 3).kind == TokenKind::comma) {
      return i - 2;
    }
    return i > group + 4 && a_.has(i - 3, Tag::preposition) && a_.token(i - 4).kind == TokenKind::comma
               ? i - 3
               : group;
  }

  /// «По словам Иванова, главы МИД, …»
  bool apposition(Index i) const {
    const Index id = a_.marks[i].mention;
    return id != no_index && a_.mentions[id].tokens.begin == i &&
           (a_.mentions[id].who == Who::role || a_.mentions[id].who == Who::noun ||
            a_.mentions[id].who == Who::carry) &&
           (a_.mentions[id].cases & Case::gen) != 0 && is_edge(a_.mentions[id].tokens.end, r_.sentence(i));
  }

  bool after_conjunction(Index i, Index group) const {
    i -= i > group + 2 && a_.token(i - 1).kind == TokenKind::comma ? 1 : 0;  // «…, однако, по её словам, …»
    return i > group + 1 && (a_.has(i - 1, Tag::but) || a_.has(i - 1, Tag::and_)) &&
           a_.token(i - 2).kind == TokenKind::comma;
  }

  /// An outlet that passes on what a person says is `via` of the person's record.
  void drop_media(Draft draft) {
    // «По словам X, доклад передаёт, что …»: what only things say inside is not said by anybody.
    const TokenRange content = draft.content;
    for (Index i = content.begin; i < content.end; ++i) {
      const Index d = r_.by_cue[i];
      if (d == no_index || r_.drafts[d].nested) {
        continue;
      }
      const Subject& inner = r_.drafts[d].subject;
      // «За словами X, він не очікує, що …»: his own thought goes on.
      const bool own = inner.mention != no_index && a_.mentions[inner.mention].who == Who::pronoun &&
                       !a_.mentions[inner.mention].place && !a_.mentions[inner.mention].plural &&
                       inner.mention != draft.subject.mention;
      if ((own || !inner.found()) && r_.drafts[d].content.begin > i &&
          r_.drafts[d].content.end <= content.end) {
        r_.drafts[d].dropped = true;
      }
    }
    const bool media =
        draft.subject.mention != no_index && a_.mentions[draft.subject.mention].who == Who::media;
    if (media && person_speaks(draft.content)) {
      return;
    }
    r_.add(std::move(draft));
  }

  bool person_speaks(TokenRange content) const {
    for (Index i = content.begin; i < content.end; ++i) {
      const Index d = r_.by_cue[i];
      if (d != no_index && r_.drafts[d].subject.mention != no_index &&
          a_.mentions[r_.drafts[d].subject.mention].who != Who::media) {
        return true;
      }
      const Index c = a_.marks[i].cue;
      if (c != no_index && (a_.cues[c].traits & Trait::cites) != 0) {
        return true;  // «заяву генсека наводить Bild»
      }
      if (c == no_index || (a_.cues[c].traits & Trait::clause) == 0 || a_.cues[c].cue == CueClass::know ||
          a_.cues[c].cue == CueClass::relay) {
        continue;
      }
      const Subject subject = find_subject(a_, content, a_.cues[c], Look::before_first);
      if (subject.mention != no_index && a_.mentions[subject.mention].who != Who::media &&
          a_.mentions[subject.mention].who != Who::body) {
        return true;
      }
    }
    return false;
  }

  void read_parenthetical(Index c) {
    const Cue& cue = a_.cues[c];
    if (cue.cue == CueClass::know || cue.cue == CueClass::call || cue.form == VerbForm::infinitive ||
        cue.form == VerbForm::gerund || speech_around(cue.token) ||
        (cue.cue == CueClass::demand && cue.form != VerbForm::past)) {
      return;
    }
    const TokenRange sentence = r_.sentence(cue.token);
    if (a_.has(cue.token + cue.length, Tag::ask_particle) ||
        (cue.first > 0 && a_.has(cue.first - 1, Tag::ask_particle))) {
      return;  // «не боится ли премьер»
    }
    Subject subject;
    Index first = cue.first;
    Index end = cue.token + cue.length;
    const bool impersonal = cue.form == VerbForm::impersonal || (cue.traits & Trait::document) != 0;
    if (!impersonal) {
      subject = find_subject(a_, {cue.first, sentence.end}, cue, Look::behind_first);
      if (subject.mention != no_index && a_.mentions[subject.mention].tokens.begin > end + 4) {
        subject = Subject{};
      }
    }
    bool how = first > sentence.begin && a_.has(first - 1, Tag::how);
    if (!how && first > sentence.begin + 1 && a_.has(first - 1, Tag::adverb) && a_.has(first - 2, Tag::how)) {
      --first;  // «как ранее сообщала X»
      how = true;
    }
    if (!subject.found() && first > sentence.begin) {
      // «, она сказала,», «как вона висловилася»
      const Index id = a_.marks[first - 1].mention;
      if (id != no_index && a_.mentions[id].tokens.end == first && agrees(a_, cue, a_.mentions[id]) &&
          (a_.mentions[id].cases & Case::nom) != 0 && !a_.mentions[id].possessive &&
          (!a_.mentions[id].after_preposition || a_.mentions[id].place)) {
        subject.mention = id;
        first = a_.mentions[id].tokens.begin;
        if (a_.mentions[id].place && first > sentence.begin) {
          --first;
        }
        how = first > sentence.begin && a_.has(first - 1, Tag::how);
        if (!how && (a_.mentions[id].who != Who::pronoun || has_object(end, sentence))) {
          return;  // «…, Каллас сказала», «…, она изложила планы» go on with words of their own
        }
      }
    }
    if (how) {
      --first;
    }
    if (impersonal) {
      subject.mention = owner_behind(a_, end + 1, sentence.end, 6);
      if (subject.mention == no_index && !how && is_document(end + 1)) {
        subject.somebody = true;  // «…, говорится в публикации»
        subject.words = {end + 1, end + 2};
      } else if (subject.mention == no_index && (!how || cue.form == VerbForm::past)) {
        return;  // «как сообщалось»: the outlet itself, before
      }
    }
    // «опроверг их и сам X»: the verb has an object, what stands before it is no content.
    if (cue.cue == CueClass::deny && !how && subject.mention != no_index &&
        a_.mentions[subject.mention].tokens.begin > end) {
      return;
    }
    if (!subject.found() && !how) {
      return;
    }
    if (subject.mention != no_index) {
      end = std::max(end, a_.mentions[subject.mention].tokens.end);
    } else if (subject.somebody) {
      end = std::max(end, subject.words.end);
    }
    const bool starts = first == sentence.begin || only_connectors(sentence.begin, first);
    if (!starts && a_.token(first - 1).kind != TokenKind::comma && !a_.has(first - 1, Tag::but)) {
      return;
    }
    if (starts && !how && (first == sentence.begin || a_.token(first - 1).kind != TokenKind::comma)) {
      return;
    }
    const Index limit = std::min(sentence.end, end + most_adjuncts);
    while (end < limit && !is_edge(end, sentence)) {
      if (a_.is_opening(end)) {
        end = a_.pair_end(end);
      } else if (a_.marks[end].cue != no_index && a_.cues[a_.marks[end].cue].form != VerbForm::infinitive) {
        return;
      }
      ++end;
    }
    if (end < sentence.end && a_.token(end).kind == TokenKind::colon) {
      return;
    }
    Draft draft;
    draft.form = model::QuoteForm::parenthetical;
    const bool final = end >= sentence.end || a_.token(end).kind == TokenKind::stop ||
                       a_.token(end).kind == TokenKind::symbol || begins_insertion(a_, end + 1) ||
                       goes_on_speaking(end + 1, sentence) || relay_follows(end + 1, sentence);
    const Index group = group_begin(first, sentence);
    if (starts || only_connectors(group, first)) {
      if (final) {
        return;
      }
      draft.content = {end + 1, clause_end(r_, end + 1, sentence.end, nullptr)};
      if (a_.is_opening(end + 1) && r_.used_pairs[a_.marks[end + 1].pair]) {
        return;
      }
    } else if (final) {
      draft.content = {group, first};
    } else {
      draft.content = {group, clause_end(r_, end + 1, sentence.end, nullptr)};
    }
    Index begin = draft.content.begin;
    while (begin < draft.content.end &&
           (a_.token(begin).kind == TokenKind::symbol || a_.token(begin).kind == TokenKind::dash)) {
      ++begin;
    }
    draft.content.begin = begin;
    const bool media = subject.mention != no_index && a_.mentions[subject.mention].who == Who::media;
    if (!starts && covered_by_draft(draft.content)) {
      return;
    }
    if (refers_back(draft.content)) {
      return;  // «Об этом заявила X, передаёт Y»
    }
    if (!a_.is_opening(draft.content.begin)) {
      draft.form = form_of(a_, draft.content, draft.form);
    }
    r_.attach_cue(draft, cue, subject);
    draft.cue_rules = false;
    if ((cue.cue == CueClass::claim && (cue.traits & Trait::possible) != 0) ||
        ((cue.traits & Trait::excludes) != 0 && cue.negations > 0)) {
      draft.possible = true;  // «…, не исключил X»
    }
    if (media && person_speaks(draft.content)) {
      return;
    }
    if (media) {
      if (const Index source = named_source(a_, {cue.token, sentence.end}); source != no_index) {
        draft.subject.mention = source;  // «…, пишет Politico со ссылкой на X»
      }
    }
    r_.used_cues[c] = true;
    r_.add(std::move(draft));
  }

  bool is_document(Index i) const {
    return a_.is(i, TokenKind::word) && a_.marks[i].entry != nullptr &&
           std::ranges::any_of(a_.marks[i].entry->senses, [](const Sense& sense) {
             return sense.kind == SenseKind::noun && sense.noun == NounKind::document && sense.rest.empty();
           });
  }

  bool has_object(Index behind, TokenRange sentence) const {
    constexpr Tags adjuncts = bit(Tag::preposition) | bit(Tag::adverb) | bit(Tag::time) | bit(Tag::place) |
                              bit(Tag::speaker_name_link);
    return !is_edge(behind, sentence) && (a_.marks[behind].tags & adjuncts) == 0 &&
           a_.marks[behind].mention == no_index;
  }

  /// «…, заявила X, но добавила, что …»
  bool goes_on_speaking(Index i, TokenRange sentence) const {
    return i + 1 < sentence.end && (a_.has(i, Tag::but) || a_.has(i, Tag::and_)) &&
           a_.marks[i + 1].cue != no_index && a_.cues[a_.marks[i + 1].cue].cue != CueClass::know;
  }

  /// «…, сказала X, сообщает Y»
  bool relay_follows(Index i, TokenRange sentence) const {
    if (i >= sentence.end || a_.marks[i].cue == no_index) {
      return false;
    }
    const Cue& cue = a_.cues[a_.marks[i].cue];
    if (cue.form != VerbForm::past && cue.form != VerbForm::now) {
      return false;
    }
    const Subject subject = find_subject(a_, {i, sentence.end}, cue, Look::behind_first);
    return subject.somebody ||
           (subject.mention != no_index && a_.mentions[subject.mention].tokens.begin > cue.token);
  }

  bool refers_back(TokenRange content) const {
    for (Index i = content.begin; i < content.end && i < content.begin + 3; ++i) {
      if (a_.has(i, Tag::cataphora)) {
        return true;
      }
    }
    return false;
  }

  Reading& r_;
  const Analysis& a_;
};

}  // namespace

void read_asides(Reading& reading) { AsideReader(reading).run(); }

}  // namespace qw::quotes
