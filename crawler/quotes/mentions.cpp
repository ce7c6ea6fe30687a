#include "base/utf8.hpp"
#include "crawler/quotes/offices.hpp"
#include "crawler/text/letters.hpp"

#include <algorithm>

namespace qw::quotes {
namespace {

bool ends_with(std::string_view key, std::u32string_view letters) {
  return key.ends_with(utf8::from_code_points(letters));
}

/// Long because a role, a noun and a house share the search for the name behind them.
class Finder : OfficeReader {
 public:
  explicit Finder(Analysis& analysis) : OfficeReader(analysis), a_(analysis) {}

  void run() {
    for (Index i = 0; i < a_.size();) {
      while (hit_ < a_.phrases.size() && a_.phrases[hit_].token < i) {
        ++hit_;
      }
      const Index next = a_.token(i).kind == TokenKind::word ? read(i) : i;
      i = std::max(next, i + 1);
    }
    join_appositions();
  }

 private:
  // --- mentions -------------------------------------------------------------------------------------------

  Index read(Index i) {
    if (a_.marks[i].mention != no_index) {
      return i + 1;
    }
    Mention mention;
    mention.tokens = {i, i};
    Index at = i;
    if (a_.has(at, Tag::former)) {
      mention.former = true;
      ++at;
      if (!adjacent(at)) {
        return i + 1;
      }
    }
    if (read_former_prefix(i, mention)) {
      return add(mention);
    }
    if (read_role(at, mention) || read_noun(at, mention)) {
      return add(mention);
    }
    if (mention.former) {
      return i + 1;
    }
    if (const Found found = find(i, SenseKind::institution); found.sense != nullptr) {
      return add_institution(i, found);
    }
    if (const Found found = find(i, SenseKind::media); found.sense != nullptr &&
                                                       (a_.token(i).capital || found.length > 1) &&
                                                       !has_kind(i, SenseKind::last_name)) {
      mention.who = Who::media;
      mention.tokens = mention.name = {i, i + found.length};
      return add(mention);
    }
    if (const Index end = cited_name(i); end > i) {
      mention.who = Who::media;
      mention.tokens = mention.name = {i, end};
      return add(mention);
    }
    if (const Found found = find(i, SenseKind::pronoun); found.sense != nullptr) {
      return add_pronoun(i, *found.sense);
    }
    if (const auto name = read_name(i)) {
      mention.tokens = mention.name = name->tokens;
      take_name(mention, *name);
      if (mention.who == Who::person && name->tokens.size() == 1 && behind_locative(i) && !is_first_name(i) &&
          !has_kind(i, SenseKind::person) && !name->vetoed) {
        mention.who = Who::body;  // a place
        mention.place = true;
      }
      if (mention.who == Who::person && name->tokens.size() == 1 && !name->vetoed && is_common_word(i)) {
        mention.who = Who::body;  // Комиссия, Сейм, Банк
      }
      return add(mention);
    }
    return i + 1;
  }

  /// «сообщает The Brussels Dispatch», «передаёт "ДС"», «со ссылкой на "Курьер"»: a name that no table knows
  /// is an outlet's where the words before it say so. Gives the token behind it, or `i`.
  Index cited_name(Index i) const {
    if (i == 0 || !a_.token(i).capital || has_kind(i, SenseKind::last_name) ||
        has_kind(i, SenseKind::person) || has_kind(i, SenseKind::institution) ||
        has_kind(i, SenseKind::noun) || has_kind(i, SenseKind::role_head)) {
      return i;
    }
    const bool marked = a_.is_opening(i - 1) && a_.pairs[a_.marks[i - 1].pair].words <= 4;
    const bool latin = text::is_latin(utf8::decode(a_.document->bytes({i, i + 1}), 0).code_point);
    const Index before = marked ? i - 1 : i;
    if ((!marked && !latin) || before == 0) {
      return i;
    }
    const Index last = before - 1;
    const Index phrase = a_.marks[last].covered;
    const bool source =
        a_.has(last, Tag::relay_source) || (phrase != no_index && a_.has(phrase, Tag::relay_source));
    bool relays = false;
    each_sense(last, [&](const Sense& sense, Index) {
      relays = relays || (sense.kind == SenseKind::cue && sense.form == VerbForm::now && !sense.plural &&
                          (sense.cue == CueClass::relay || sense.cue == CueClass::say));
    });
    if (!source && !relays) {
      return i;
    }
    Index end = i + 1;
    while (end < a_.size() && adjacent(end) &&
           (marked ? !a_.is(end, TokenKind::quote)
                   : text::is_latin(utf8::decode(a_.document->bytes({end, end + 1}), 0).code_point))) {
      ++end;
    }
    return end;
  }

  /// A word of the dictionary that only stands with a capital here.
  bool is_common_word(Index i) const {
    return !is_first_name(i) && !has_kind(i, SenseKind::person) &&
           a_.language_data->word(a_.languages[i], a_.key(i))->known;
  }

  bool read_noun(Index at, Mention& mention) const {
    Found best;
    each_sense(at, [&](const Sense& sense, Index length) {
      if (sense.kind == SenseKind::noun && sense.noun != NounKind::document &&
          (best.sense == nullptr || rank(sense.noun) < rank(best.sense->noun))) {
        best = {&sense, length};
      }
    });
    if (best.sense == nullptr) {
      return false;
    }
    const NounKind kind = best.sense->noun;
    if (kind == NounKind::body && a_.has(at, Tag::place) && !a_.token(at).capital) {
      return false;
    }
    const Index end = at + best.length;
    mention.cases = cases_of(at, *best.sense, best.length);
    mention.plural = plural_only(at, *best.sense);
    mention.gender = best.sense->gender;
    mention.tokens.end = end;
    mention.name = {at, end};
    if (kind == NounKind::media) {
      mention.who = Who::media;
      is_capital_media(end, mention);
      return true;
    }
    if ((kind == NounKind::relational || kind == NounKind::press) && read_owner(at, end, kind, mention)) {
      return true;
    }
    mention.who = kind == NounKind::body                                ? Who::body
                  : kind == NounKind::carry || kind == NounKind::native ? Who::carry
                  : kind == NounKind::anonymous                         ? Who::anonymous
                                                                        : Who::noun;
    if (kind == NounKind::body) {
      mention.cases = mention.cases == Case::all && behind_noun(at) ? std::uint8_t{Case::gen} : mention.cases;
      return true;
    }
    if (kind == NounKind::other) {
      if (const Found media = find(end, SenseKind::media); media.sense != nullptr && adjacent(end)) {
        mention.who = Who::media;  // «корреспондент РИА Новости»
        mention.name = {end, end + media.length};
        mention.tokens.end = end + media.length;
        return true;
      }
    }
    mention.native = kind == NounKind::native;
    mention.country = mention.native ? best.sense->id : 0;
    const Mention unnamed = mention;
    if (attach_name(end, mention)) {
      return true;
    }
    mention = unnamed;
    if (kind == NounKind::carry && is_somebody_else(at, end)) {
      // «португальский политик»: an official of that country.
      mention.country = at > 0 && adjacent(at) ? country_of(a_.key(at - 1)) : 0;
      mention.native = mention.country != 0;
      mention.who = mention.native ? Who::carry : Who::noun;
    }
    return true;
  }

  /// Of an adjective («эстонский»); 0 for other words.
  std::uint32_t country_of(std::string_view key) const {
    for (const auto& [stem, country] : a_.lexicon->country_adjectives) {
      if (key.starts_with(stem)) {
        return country;
      }
    }
    return 0;
  }

  static int rank(NounKind kind) {
    switch (kind) {
      case NounKind::relational:
        return 0;
      case NounKind::press:
        return 1;
      case NounKind::anonymous:
        return 2;
      case NounKind::carry:
        return 3;
      case NounKind::official:
        return 4;
      default:
        return 5;
    }
  }

  bool plural_only(Index at, const Sense& like) const {
    bool one = false;
    bool several = false;
    each_sense(at, [&](const Sense& sense, Index) {
      if (sense.kind == SenseKind::noun && sense.noun == like.noun) {
        (sense.plural ? several : one) = true;
      }
    });
    return several && !one;
  }

  /// «агентство ТАСС», «газета «День»: the name is the outlet's.
  bool is_capital_media(Index end, Mention& mention) const {
    Index at = end;
    if (at < a_.size() && a_.token(at).kind == TokenKind::quote) {
      ++at;
    }
    // «у коментарі агентству Каллас заявила», «на сайте Еврокомиссии»: a person or house is no outlet's name.
    const bool other = find(at, SenseKind::media).sense == nullptr && at == end &&
                       (has_kind(at, SenseKind::last_name) || has_kind(at, SenseKind::person) ||
                        has_kind(at, SenseKind::institution) || a_.has(at, Tag::place));
    if (at < a_.size() && a_.token(at).kind == TokenKind::word && a_.token(at).capital && !other &&
        (at > end || adjacent(at))) {
      Index last = at + 1;
      if (const Found media = find(at, SenseKind::media); media.sense != nullptr) {
        last = at + media.length;
      } else {
        while (last < a_.size() && adjacent(last) && a_.token(last).capital && last - at < 4) {
          ++last;
        }
      }
      mention.name = {at, last};
      mention.tokens.end = last;
      return true;
    }
    return false;
  }

  /// «советник Каллас», «її пресслужба»: nobody, or the house of the owner.
  bool read_owner(Index at, Index end, NounKind kind, Mention& mention) const {
    std::string house;
    bool owned = false;
    if (adjacent(end)) {
      if (const auto name = read_name(end); name && (name->cases & Case::gen) != 0) {
        const bool title = kind != NounKind::relational && (name->cases & mention.cases & Case::nom) != 0 &&
                           (name->official < 0 || is_first_name(name->tokens.begin));
        if (!title) {
          owned = true;
          mention.tokens.end = mention.name.end = name->tokens.end;
          if (name->official >= 0) {
            const Person& person = a_.lexicon->officials[static_cast<std::size_t>(name->official)];
            house = person.in_office(a_.date) ? person.house : "";
            // An unnamed «представитель Каллас» against «представительница Пинью»: spokespersons are named.
            if (kind == NounKind::press && person.house.empty()) {
              house.clear();
            }
          }
        }
      }
    }
    mention.possessive = false;
    owner_before_ = no_index;
    if (!owned && at > 0 && a_.marks[at - 1].mention != no_index &&
        a_.mentions[a_.marks[at - 1].mention].possessive) {
      owned = true;
      mention.who = Who::org;
      mention.org = kind == NounKind::press ? "?" : "";
      if (kind != NounKind::press) {
        mention.who = Who::noun;
      }
      const Mention unnamed = mention;
      if (attach_name(end, mention)) {
        mention.org.clear();
        return true;
      }
      mention = unnamed;
      return true;
    }
    if (!owned) {
      return false;
    }
    mention.who = kind == NounKind::press && !house.empty() ? Who::org : Who::noun;
    mention.org = mention.who == Who::org ? house : "";
    mention.gender = model::Gender::unknown;
    return true;
  }

  /// «дипломат из Рима», «анонимный чиновник», «чиновник Белого дома».
  bool is_somebody_else(Index at, Index end) const {
    if (adjacent(end)) {
      if (a_.has(end, Tag::preposition) && a_.key(end).size() >= 4 && end + 1 < a_.size() &&
          a_.token(end + 1).capital && !has_kind(end + 1, SenseKind::institution)) {
        return true;
      }
      if (a_.token(end).capital && !has_kind(end, SenseKind::institution)) {
        return true;
      }
      if (!a_.token(end).capital && looks_like_noun(a_, end) && a_.marks[end].entry == nullptr) {
        return true;
      }
    }
    if (at > 0 && adjacent(at) && a_.token(at - 1).kind == TokenKind::word && a_.marks[at - 1].tags == 0 &&
        a_.marks[at - 1].mention == no_index && !ends_with(a_.key(at - 1), U"\u043E\u0432\u0456")) {
      const auto word = a_.language_data->word(a_.languages[at - 1], a_.key(at - 1));
      return std::ranges::any_of(word->lemmas,
                                 [](const std::string& lemma) {
                                   return ends_with(lemma, U"\u0438\u0439") ||
                                          ends_with(lemma, U"\u044B\u0439");
                                 }) &&
             !looks_like_verb(a_, at - 1);
    }
    return false;
  }

  Index add_institution(Index i, const Found& found) {
    Mention mention;
    mention.who = Who::org;
    mention.org = a_.lexicon->orgs[found.sense->id];
    mention.gender = found.sense->gender;
    mention.cases = cases_of(i, *found.sense, found.length);
    mention.tokens = mention.name = {i, i + found.length};
    if (mention.cases == Case::all && behind_noun(i)) {
      mention.cases = Case::gen;
    }
    return add(mention);
  }

  /// ЕС or США behind a noun is its genitive: «лидеры ЕС», «вторжение РФ».
  bool behind_noun(Index i) const {
    return i > 0 && adjacent(i) && a_.token(i - 1).kind == TokenKind::word && a_.marks[i - 1].tags == 0 &&
           !looks_like_verb(a_, i - 1);
  }

  bool beside_cue(Index i) const {
    const auto finite = [&](Index at) {
      const Found cue = find(at, SenseKind::cue);
      return cue.sense != nullptr &&
             (cue.sense->form == VerbForm::past || cue.sense->form == VerbForm::now) && !cue.sense->plural;
    };
    return (i > 0 && adjacent(i) && finite(i - 1)) || (i + 1 < a_.size() && adjacent(i + 1) && finite(i + 1));
  }

  Index add_pronoun(Index i, const Sense& sense) {
    if ((sense.cases & (Case::nom | Case::gen)) == 0 || (sense.demonstrative && !beside_cue(i))) {
      return i + 1;
    }
    Mention mention;
    mention.demonstrative = sense.demonstrative;
    mention.who = Who::pronoun;
    mention.gender = sense.gender;
    mention.plural = sense.plural;
    mention.first_person = sense.first_person;
    mention.place = sense.place;
    mention.possessive = (sense.cases & Case::nom) == 0;
    mention.cases =
        mention.possessive ? static_cast<std::uint8_t>(Case::gen) : static_cast<std::uint8_t>(Case::nom);
    mention.tokens = mention.name = {i, i + 1};
    return add(mention);
  }

  bool is_in(Index i) const {
    const std::string_view key = a_.key(i);
    const char32_t first = utf8::decode(key, 0).code_point;
    return (key.size() == 2 && (first == 0x0432 || first == 0x0443)) ||
           (key.size() == 4 && first == 0x0432 && key.ends_with("\xD0\xBE"));
  }

  Index add(Mention mention) {
    const Index first = mention.tokens.begin;
    const auto id = static_cast<Index>(a_.mentions.size());
    for (Index i = first; i < mention.tokens.end; ++i) {
      a_.marks[i].mention = id;
    }
    Index before = first;
    if (before > 0 && a_.token(before - 1).kind == TokenKind::quote) {
      --before;
    }
    if (before > 0 && a_.token(before - 1).kind == TokenKind::word && a_.has(before - 1, Tag::preposition)) {
      mention.after_preposition = true;
      mention.place = mention.place ||
                      (is_in(before - 1) && (mention.who == Who::org ||
                                             (mention.who == Who::body && has_kind(first, SenseKind::noun))));
    }
    if (mention.former && mention.who == Who::role) {
      mention.who = Who::noun;
      mention.official = -1;
    }
    if (mention.former && mention.who == Who::org) {
      mention.who = Who::noun;
      mention.org.clear();
    }
    a_.mentions.push_back(std::move(mention));
    return a_.mentions.back().tokens.end;
  }

  /// «Тереса Рибера, вице-президент …, сказала»: the apposition is the one who is named.
  void join_appositions() {
    for (std::size_t n = 1; n < a_.mentions.size(); ++n) {
      Mention& after = a_.mentions[n];
      const Mention& before = a_.mentions[n - 1];
      // «X, исполнительный вице-президент Y, …»
      const Index gap = after.tokens.begin - std::min(after.tokens.begin, before.tokens.end);
      if (gap < 1 || gap > 3 || !a_.is(before.tokens.end, TokenKind::comma) ||
          (gap > 1 && (a_.marks[after.tokens.begin - 1].tags != 0 ||
                       a_.token(after.tokens.begin - 1).kind != TokenKind::word ||
                       looks_like_verb(a_, after.tokens.begin - 1)))) {
        continue;
      }
      const bool named = before.who == Who::official || before.who == Who::person;
      const bool unnamed = after.who == Who::role || after.who == Who::noun || after.who == Who::carry;
      if (named && unnamed && (before.cases & after.cases & Case::nom) != 0 && !after.plural) {
        const TokenRange tokens = after.tokens;
        after = before;
        after.tokens = tokens;
      }
    }
  }

  Analysis& a_;
  std::size_t hit_ = 0;
  mutable Index owner_before_ = no_index;
};

}  // namespace

void find_mentions(Analysis& analysis) { Finder(analysis).run(); }

}  // namespace qw::quotes
