#include "crawler/quotes/frames.hpp"

#include <algorithm>

namespace qw::quotes {
namespace {

bool speaks(const Cue& cue) {
  return cue.cue != CueClass::know && cue.cue != CueClass::call &&
         (cue.form == VerbForm::past || cue.form == VerbForm::now || cue.form == VerbForm::predicate);
}

/// Speech without marks: — words, — сказал X. — words.   words, — сказал X.   words — X
class DashReader {
 public:
  explicit DashReader(Reading& reading) : r_(reading), a_(reading.a) {}

  void run() {
    const auto& paragraphs = a_.document->paragraphs;
    for (std::size_t p = 0; p < paragraphs.size(); ++p) {
      TokenRange tokens = paragraphs[p].tokens;
      const bool block = p + 1 < paragraphs.size() && opens_cue_line(a_, tokens.end) &&
                         a_.token(tokens.begin).kind != TokenKind::dash;
      if (block) {
        tokens.end = paragraphs[++p].tokens.end;
      }
      read_paragraph(tokens, block);
      p += read_list(p);
    }
  }

 private:
  struct Insertion {
    Index dash = no_index;
    Index end = 0;  ///< behind its last token
    Index cue = no_index;
    Subject subject;
  };

  bool is_item(TokenRange tokens) const {
    return tokens.size() > 3 && !a_.is_opening(tokens.begin + 1) &&
           (a_.is(tokens.begin, TokenKind::dash) || a_.is(tokens.begin, TokenKind::symbol));
  }

  /// «Глава ЕЦБ Кристин Лагард: ¶ - инфляция высока; ¶ - ставка останется»: one record an item. Gives how
  /// many paragraphs behind `p` were used.
  std::size_t read_list(std::size_t p) {
    constexpr std::size_t most_items = 20;
    const auto& paragraphs = a_.document->paragraphs;
    const TokenRange head = paragraphs[p].tokens;
    std::size_t items = 0;
    while (p + items + 1 < paragraphs.size() && items < most_items &&
           is_item(paragraphs[p + items + 1].tokens)) {
      ++items;
    }
    if (items < 2 || head.empty() || !a_.is(head.end - 1, TokenKind::colon) ||
        a_.token(paragraphs[p + 1].tokens.begin + 1).capital) {
      return 0;  // turns of a dialogue begin with a capital
    }
    Draft like;
    like.form = model::QuoteForm::headline;
    const Index id = a_.marks[head.begin].mention;
    if (id != no_index && a_.mentions[id].tokens.end == head.end - 1 &&
        (a_.mentions[id].cases & Case::nom) != 0) {
      like.subject.mention = id;
      like.cue_token = head.begin;
      like.cue_length = 0;
    } else {
      const TokenRange left = {r_.sentence(head.end - 1).begin, head.end - 1};
      for (Index i = left.end; i > left.begin && like.subject.mention == no_index; --i) {
        const Index c = a_.marks[i - 1].cue;
        if (c != no_index && speaks(a_.cues[c])) {
          like.form = model::QuoteForm::indirect;
          r_.attach_cue(like, a_.cues[c], find_subject(a_, left, a_.cues[c], Look::before_first));
          r_.used_cues[c] = true;
        }
      }
      if (like.subject.mention == no_index) {
        return 0;
      }
    }
    for (std::size_t n = 1; n <= items; ++n) {
      Draft draft = like;
      draft.content = paragraphs[p + n].tokens;
      ++draft.content.begin;
      r_.add(std::move(draft));
    }
    return items;
  }

  bool outside(Index i) const { return a_.marks[i].inside == no_index && !r_.speech_pair_at(i); }

  /// «, — сказал X» at the dash.
  Insertion insertion_at(Index dash, Index end) const {
    Insertion found;
    if (dash == 0 || a_.token(dash).kind != TokenKind::dash || !outside(dash)) {
      return found;
    }
    const TokenKind before = a_.token(dash - 1).kind;
    const Index mark = before == TokenKind::comma && dash > 1 ? dash - 2 : dash - 1;
    if (a_.token(mark).kind == TokenKind::quote && a_.marks[mark].pair != no_index &&
        r_.used_pairs[a_.marks[mark].pair]) {
      return found;
    }
    Index stop = dash + 1;
    while (stop < end && a_.token(stop).kind != TokenKind::dash && !a_.token(stop).sentence_end) {
      ++stop;
    }
    if (stop < end && a_.token(stop).sentence_end) {
      ++stop;
    }
    for (Index j = dash + 1; j < stop && j < dash + 6; ++j) {
      if (a_.token(j).kind != TokenKind::word) {
        break;
      }
      if (a_.marks[j].cue != no_index) {
        const Cue& cue = a_.cues[a_.marks[j].cue];
        const bool document = before == TokenKind::comma && cue.form == VerbForm::impersonal;
        if (!speaks(cue) && !document) {
          break;
        }
        Subject subject;
        if (document || (cue.traits & Trait::document) != 0) {
          constexpr Index most_words = 6;
          subject.mention = owner_behind(a_, cue.token + cue.length, stop, most_words);
          subject.somebody = subject.mention == no_index;  // «…, — указано в письме»
        } else {
          subject = find_subject(a_, {dash + 1, stop}, cue, Look::behind_first);
        }
        if (subject.found() || before == TokenKind::comma) {
          found = {dash, stop, a_.marks[j].cue, subject};
        }
        break;
      }
      if (a_.marks[j].mention != no_index) {
        j = a_.mentions[a_.marks[j].mention].tokens.end - 1;
        continue;
      }
      if (!a_.has(j, Tag::adverb)) {
        break;
      }
    }
    return found;
  }

  /// «Слова, слова“, — сказал X»: a mark that closes nothing before the dash.
  bool unopened(Index dash) const {
    const Index mark = a_.is(dash - 1, TokenKind::comma) && dash > 1 ? dash - 2 : dash - 1;
    return a_.is(mark, TokenKind::quote) && a_.marks[mark].pair == no_index;
  }

  Index skip_symbols(Index i, Index end) const {
    while (i < end && a_.token(i).kind == TokenKind::symbol) {
      ++i;
    }
    return i;
  }

  /// `block`: its last line names the speaker of all before.
  void read_paragraph(TokenRange paragraph, bool block) {
    const Index begin = skip_symbols(paragraph.begin, paragraph.end);
    if (begin >= paragraph.end || a_.marks[begin].inside != no_index) {
      return;
    }
    const bool dialogue = a_.token(begin).kind == TokenKind::dash;
    Index start = dialogue ? begin + 1 : begin;
    bool any = false;
    for (Index i = start; i < paragraph.end; ++i) {
      if (a_.is_opening(i)) {
        i = a_.pair_end(i);
        continue;
      }
      if (a_.token(i).kind == TokenKind::dash) {
        if (const Insertion insertion = insertion_at(i, paragraph.end); insertion.dash != no_index) {
          const bool whole = !any && (block || unopened(i));
          i = take(insertion, whole ? begin : start, paragraph, dialogue) - 1;
          start = i + 1;
          any = true;
          continue;
        }
      }
      if (a_.token(i).sentence_end && !dialogue) {
        if (!any) {
          signature(a_.kind == model::TextKind::headline ? begin : start, i + 1);
        }
        start = i + 1;
        // «… вечером. – Мы в Киеве, – написала X» opens dash speech inside a paragraph.
        if (start < paragraph.end && a_.token(start).kind == TokenKind::dash) {
          ++start;
          i = start - 1;
        }
      }
    }
    if (dialogue && !any) {
      announced(paragraph, begin);
    }
    if (!any && !dialogue) {
      signature(begin, paragraph.end, is_title(paragraph) || signed_behind_comma(paragraph));
    }
  }

  /// A quotation that lost its marks on the page begins with the paragraph, when all that stands before the
  /// last sentence is said in the first person and nobody else speaks there.
  Index block_begin(Index paragraph, Index start) const {
    bool first_person = false;
    for (Index i = paragraph; i < start; ++i) {
      const Index id = a_.marks[i].mention;
      first_person = first_person || a_.has(i, Tag::ours) || a_.has(i, Tag::my) ||
                     (id != no_index && a_.mentions[id].first_person);
      const Index c = a_.marks[i].cue;
      if (a_.token(i).kind == TokenKind::quote || a_.token(i).kind == TokenKind::dash ||
          (c != no_index && a_.cues[c].cue != CueClass::know && a_.cues[c].form != VerbForm::infinitive)) {
        return start;
      }
    }
    return first_person ? paragraph : start;
  }

  /// Gives the token behind what was used.
  Index take(const Insertion& insertion, Index start, TokenRange paragraph, bool dialogue) {
    if (insertion.dash <= start + 1 && count_words(a_, {start, insertion.dash}) < 1) {
      return insertion.end;
    }
    Draft draft;
    draft.form = model::QuoteForm::direct;
    draft.content = {dialogue ? start : block_begin(paragraph.begin, start), insertion.dash};
    const Cue& cue = a_.cues[insertion.cue];
    r_.used_cues[insertion.cue] = true;
    r_.attach_cue(draft, cue, insertion.subject);
    Index end = insertion.end;
    // Goes on behind a second dash: to the end of the paragraph in dialogue, else to the end of that
    // sentence.
    if (end < paragraph.end && a_.token(end).kind == TokenKind::dash &&
        insertion_at(end, paragraph.end).dash == no_index) {
      Index stop = end + 1;
      while (stop < paragraph.end) {
        if (a_.token(stop).kind == TokenKind::dash && insertion_at(stop, paragraph.end).dash != no_index) {
          break;
        }
        ++stop;
        if (a_.token(stop - 1).sentence_end && !dialogue) {
          break;
        }
      }
      draft.content.end = stop;
      end = stop;
    }
    r_.add(std::move(draft));
    return std::max(end, insertion.dash + 1);
  }

  /// «Дверь открыта: Кос — о скандале»: words, a colon, and whose words on what they are.
  bool announced_behind(Index begin, Index end) {
    for (Index i = begin + 2; i + 2 < end; ++i) {
      if (a_.is_opening(i)) {
        i = a_.pair_end(i);
        continue;
      }
      if (a_.token(i).kind != TokenKind::colon) {
        continue;
      }
      const Index id = a_.marks[i + 1].mention;
      if (id == no_index || a_.mentions[id].tokens.begin != i + 1 ||
          (a_.mentions[id].cases & Case::nom) == 0 ||
          (a_.mentions[id].who != Who::official && a_.mentions[id].who != Who::person &&
           a_.mentions[id].who != Who::role) ||
          count_words(a_, {begin, i}) < 3) {
        return false;
      }
      Index behind = a_.mentions[id].tokens.end;
      behind += behind < end && a_.token(behind).kind == TokenKind::dash ? 1 : 0;
      if (behind < end && !a_.has(behind, Tag::speaker_name_link)) {
        return false;
      }
      for (Index j = begin; j < i; ++j) {
        if (a_.marks[j].cue != no_index && a_.cues[a_.marks[j].cue].cue != CueClass::know) {
          return false;  // «Каллас ответила Орбану: Кос …»
        }
      }
      Draft draft;
      draft.form = model::QuoteForm::direct;
      draft.content = {begin, i};
      draft.subject.mention = id;
      draft.cue_token = i + 1;
      draft.cue_length = 0;
      r_.add(std::move(draft));
      return true;
    }
    return false;
  }

  /// «… такие же права, — Еврокомиссия.»
  bool signed_behind_comma(TokenRange paragraph) const {
    constexpr Index most_tokens = 60;
    for (Index i = paragraph.end; i > paragraph.begin + 2 && paragraph.size() < most_tokens; --i) {
      if (a_.token(i - 1).kind == TokenKind::dash) {
        return a_.token(i - 2).kind == TokenKind::comma;
      }
    }
    return false;
  }

  /// A line without a full stop inside a body: a heading.
  bool is_title(TokenRange paragraph) const {
    constexpr Index most_tokens = 30;
    if (paragraph.size() > most_tokens || a_.is(paragraph.end - 1, TokenKind::stop)) {
      return false;
    }
    for (Index i = paragraph.begin; i + 1 < paragraph.end; ++i) {
      if (a_.token(i).sentence_end) {
        return false;
      }
    }
    return true;
  }

  /// «Решения нет — Каллас» closes a headline, a post or a line.
  void signature(Index begin, Index end, bool title = false) {
    if (a_.kind == model::TextKind::body && !title) {
      return;
    }
    begin = skip_symbols(begin, end);
    if ((!title || a_.kind != model::TextKind::body) && announced_behind(begin, end)) {
      return;
    }
    Index stop = end;
    while (stop > begin &&
           (a_.token(stop - 1).kind == TokenKind::stop || a_.token(stop - 1).kind == TokenKind::symbol)) {
      --stop;
    }
    if (stop <= begin) {
      return;
    }
    const Index id = a_.marks[stop - 1].mention;
    if (id == no_index) {
      return;
    }
    const Mention& m = a_.mentions[id];
    const Index first = m.tokens.begin;
    if (m.tokens.end != stop || first <= begin + 2 || a_.token(first - 1).kind != TokenKind::dash ||
        (m.cases & Case::nom) == 0 || m.who == Who::pronoun) {
      return;
    }
    const TokenRange words = {begin, first - 1};
    if (count_words(a_, words) < 2 || a_.is_opening(begin)) {
      return;
    }
    Draft draft;
    draft.form = model::QuoteForm::direct;
    draft.content = words;
    draft.subject.mention = id;
    draft.cue_token = first;
    draft.cue_length = 0;
    if (m.who == Who::media || m.who == Who::body) {
      return;  // an outlet behind a headline is no speaker
    }
    r_.add(std::move(draft));
  }

  /// «Об этом она написала в соцсети. ¶ — Мы готовы …»: a whole paragraph behind a dash goes on with the
  /// words of the one who spoke in the sentence before; a list and the turns of an interview do not.
  Subject goes_on(TokenRange paragraph, Index begin) const {
    constexpr Index fewest_words = 5;
    const Index last = begin - 1;
    if (begin == 0 || begin != paragraph.begin || !a_.is(last, TokenKind::stop) ||
        a_.token(last).mark != U'.' || !a_.token(begin + 1).capital ||
        !a_.is(paragraph.end - 1, TokenKind::stop) || a_.token(paragraph.end - 1).mark == U'?' ||
        count_words(a_, paragraph) < fewest_words) {
      return {};
    }
    const TokenRange sentence = r_.sentence(last);
    if (a_.token(sentence.begin).kind == TokenKind::dash) {
      return {};
    }
    for (Index i = sentence.begin; i < sentence.end; ++i) {
      const Index c = a_.marks[i].cue;
      if (c != no_index && speaks(a_.cues[c]) && a_.cues[c].form == VerbForm::past && !a_.cues[c].plural) {
        const Subject subject = find_subject(a_, sentence, a_.cues[c], Look::before_first);
        return subject.mention != no_index && a_.mentions[subject.mention].who != Who::media ? subject
                                                                                             : Subject{};
      }
    }
    return {};
  }

  /// A turn of dialogue behind «она ответила коротко:».
  void announced(TokenRange paragraph, Index begin) {
    if (const Subject subject = goes_on(paragraph, begin); subject.found()) {
      Draft draft;
      draft.form = model::QuoteForm::direct;
      draft.content = {begin + 1, paragraph.end};
      draft.subject = subject;
      r_.add(std::move(draft));
      return;
    }
    if (begin == 0 || a_.token(begin - 1).kind != TokenKind::colon ||
        count_words(a_, {begin, paragraph.end}) < 1) {
      return;
    }
    const TokenRange left = r_.sentence(begin - 1);
    for (Index i = begin - 1; i > left.begin; --i) {
      const Index c = a_.marks[i - 1].cue;
      if (c == no_index || !speaks(a_.cues[c])) {
        continue;
      }
      Draft draft;
      draft.form = model::QuoteForm::direct;
      draft.content = {begin + 1, paragraph.end};
      r_.used_cues[c] = true;
      r_.attach_cue(draft, a_.cues[c],
                    find_subject(a_, {left.begin, begin - 1}, a_.cues[c], Look::before_first));
      r_.add(std::move(draft));
      return;
    }
  }

  Reading& r_;
  const Analysis& a_;
};

}  // namespace

void read_dashes(Reading& reading) { DashReader(reading).run(); }

}  // namespace qw::quotes
