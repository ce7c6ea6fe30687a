#include "crawler/match/article_reading.hpp"

#include <algorithm>

namespace qw::match {
namespace {

constexpr std::uint32_t cue_reach = 3;  ///< words between a negator and the verb of speech

bool is_headline(const ReadText& text) {
  return text.source->kind == model::TextKind::headline || text.source->kind == model::TextKind::feed_title;
}

class UnitMaker {
 public:
  UnitMaker(const std::vector<ReadText>& texts, std::string_view official, const Lexicon& lexicon,
            const Operators& op, const Mentions& mentions)
      : texts_(texts), official_(official), lexicon_(lexicon), op_(op), mentions_(mentions) {}

  std::vector<Unit> make() {
    for (std::uint32_t at = 0; at < texts_.size(); ++at) {
      text_ = &texts_[at];
      index_ = at;
      if (text_->words.empty()) {
        continue;
      }
      claimed_.assign(text_->words.size(), false);
      add_quotes();
      add_sentences();
    }
    const bool foreign = std::ranges::any_of(units_, [&](const Unit& unit) {
      return is_headline(texts_[unit.text]) && unit.whose == Whose::other && unit.own_words;
    });
    for (Unit& unit : units_) {
      unit.foreign_headline = foreign && !is_headline(texts_[unit.text]);
    }
    return std::move(units_);
  }

 private:
  bool has(std::uint32_t concept_index, std::uint32_t first, std::uint32_t last) const {
    return std::ranges::any_of(text_->hits, [&](const Hit& hit) {
      return hit.concept_index == concept_index && hit.first >= first && hit.last <= last;
    });
  }
  bool outside_quotes_has(std::uint32_t concept_index, std::uint32_t first, std::uint32_t last) const {
    return std::ranges::any_of(text_->hits, [&](const Hit& hit) {
      return hit.concept_index == concept_index && hit.first >= first && hit.last <= last &&
             !claimed_[hit.first];
    });
  }
  const Hit* speech_hit(std::uint32_t first, std::uint32_t last) const {
    const Hit* found = nullptr;
    for (const Hit& hit : text_->hits) {
      if (hit.first < first || hit.last > last || lexicon_.at(hit.concept_index).kind != Kind::speech) {
        continue;
      }
      if (found == nullptr || (found->concept_index == op_.say && hit.concept_index != op_.say)) {
        found = &hit;
      }
    }
    return found;
  }
  /// A negator right in front of the verb of speech, with nothing but words between.
  bool negated(const Hit& hit) const {
    if (hit.concept_index == op_.speech_noun) {
      return false;  // «не бумажные обещания»
    }
    return std::ranges::any_of(text_->hits, [&](const Hit& other) {
      if ((other.concept_index != op_.no && other.concept_index != op_.nobody) || other.last >= hit.first ||
          other.last + cue_reach < hit.first) {
        return false;
      }
      for (std::uint32_t k = other.last + 1; k <= hit.first; ++k) {
        if (text_->words[k].before != 0) {
          return false;
        }
      }
      return true;
    });
  }

  std::pair<std::uint32_t, std::uint32_t> sentence_of(std::uint32_t first, std::uint32_t last) const {
    const auto& words = text_->words;
    const std::uint32_t from = words[first].sentence;
    const std::uint32_t to = words[last].sentence;
    while (first > 0 && words[first - 1].sentence == from) {
      --first;
    }
    while (last + 1 < words.size() && words[last + 1].sentence == to) {
      ++last;
    }
    return {first, last};
  }

  void mark_layers(Unit& unit) const {
    const std::uint32_t first = unit.sentence_first;
    const std::uint32_t last = unit.sentence_last;
    // What the official doubts is no distance of the outlet.
    const bool own_sentence = unit.own_words && unit.shape != Shape::quote;
    unit.unsure = !own_sentence && outside_quotes_has(op_.unsure, first, last);
    unit.hedged = unit.hedged || (!own_sentence && outside_quotes_has(op_.hedge, first, last)) ||
                  (is_headline(*text_) && text_->words[first].in_question && unit.shape != Shape::quote);
    unit.debunks = unit.debunks || outside_quotes_has(op_.fake, first, last);
    unit.names_ours = std::ranges::any_of(text_->mentions, [&](const Mention& mention) {
      return mention.word >= first && mention.word <= last && mentions_.id_of(mention.official) == official_;
    });
    unit.calls = has(op_.call, first, last);
    unit.own_fake = unit.own_words && has(op_.fake, unit.first, unit.last);
    unit.anaphoric = has(op_.this_, first, last);
  }

  void add_quotes() {
    if (text_->source->quotes == nullptr) {
      return;
    }
    const std::vector<model::Quote>& quotes = *text_->source->quotes;
    std::vector<std::pair<std::uint32_t, Unit>> made;
    for (std::uint32_t at = 0; at < quotes.size(); ++at) {
      const model::Quote& quote = quotes[at];
      if (quote.cited_to_correct) {
        continue;
      }
      Unit unit;
      unit.text = index_;
      unit.quote = at;
      unit.shape = Shape::quote;
      bool any = false;
      for (std::uint32_t k = 0; k < text_->words.size(); ++k) {
        const model::ByteSpan& span = text_->words[k].span;
        if (span.begin >= quote.content.begin && span.end <= quote.content.end) {
          unit.first = any ? unit.first : k;
          unit.last = k;
          any = true;
        }
      }
      if (!any) {
        continue;
      }
      std::tie(unit.sentence_first, unit.sentence_last) = sentence_of(unit.first, unit.last);
      constexpr std::uint32_t least_words = 3;
      if (quote.form == model::QuoteForm::direct && unit.last - unit.first + 1 < least_words &&
          unit.last + least_words <= unit.sentence_last) {
        continue;  // a name in marks at the head of a longer statement
      }
      for (std::uint32_t k = unit.first; k <= unit.last; ++k) {
        claimed_[k] = true;
      }
      unit.whose = whose(quote);
      unit.own_words = true;
      unit.hedged = quote.distance;
      unit.by_account =
          quote.parent && *quote.parent < quotes.size() && whose(quotes[*quote.parent]) == Whose::other;
      if (quote.cue) {
        read_cue(unit, *quote.cue);
      }
      unit.not_said = unit.not_said || (unit.own_words && denies_saying(unit.first, unit.last) &&
                                        (unit.whose != Whose::ours || has(op_.i, unit.first, unit.last)));
      if (unit.whose == Whose::other && is_expert(quote)) {
        // What an editor says of the words is the outlet's own.
        unit.debunks = has(op_.fake, unit.first, unit.last);
        unit.own_words = unit.own_words && !unit.debunks;
        unit.shape = unit.debunks ? Shape::sentence : unit.shape;
      }
      made.emplace_back(at, std::move(unit));
    }
    for (auto& [at, unit] : made) {
      mark_layers(unit);
      unit.clauses = read_clauses(lexicon_, op_, text_->words, text_->hits, unit.first, unit.last);
      units_.push_back(std::move(unit));
    }
  }

  /// An expert or outlet passes on; a politician gives his word for it.
  bool is_expert(const model::Quote& quote) const {
    const std::vector<Word> words = split_words(quote.speaker, {});
    return std::ranges::any_of(lexicon_.hits(words),
                               [&](const Hit& hit) { return hit.concept_index == op_.expert; });
  }

  /// «я не обещал»: a negated verb of speech in what is said.
  bool denies_saying(std::uint32_t first, std::uint32_t last) const {
    return std::ranges::any_of(text_->hits, [&](const Hit& hit) {
      return hit.first >= first && hit.last <= last && lexicon_.at(hit.concept_index).kind == Kind::speech &&
             lexicon_.at(hit.concept_index).sign > 0 && negated(hit);
    });
  }

  Whose whose(const model::Quote& quote) const {
    if (quote.official) {
      if (*quote.official == official_) {
        return Whose::ours;
      }
      return Whose::house;  // institutions and colleagues can deny for the official
    }
    if (std::ranges::find(quote.candidates, official_) != quote.candidates.end()) {
      return Whose::unsure;
    }
    return resolved(quote);
  }

  /// A text is read alone by the quote engine; here the headline may say whom «она» and «комиссар» mean.
  Whose resolved(const model::Quote& quote) const {
    if (!quote.speaker_span || quote.speaker.empty()) {
      return quote.speaker.empty() ? Whose::nobody : Whose::other;
    }
    bool named = false;
    bool person = false;
    std::uint32_t first = 0;
    for (std::uint32_t k = 0; k < text_->words.size(); ++k) {
      const Word& word = text_->words[k];
      if (word.span.end <= quote.speaker_span->begin || word.span.begin >= quote.speaker_span->end) {
        continue;
      }
      first = first == 0 ? k : first;
      for (const Mention& mention : text_->mentions) {
        if (mention.word == k && (!mention.house || mentions_.id_of(mention.official) == official_)) {
          return mentions_.id_of(mention.official) == official_ ? Whose::ours : Whose::house;
        }
      }
      person = person || is_generic(word.key) || std::ranges::any_of(text_->hits, [&](const Hit& hit) {
                 return hit.concept_index == op_.person && hit.first <= k && k <= hit.last;
               });
      const bool opens = (word.before & gap::sentence) != 0;
      const bool common = std::ranges::any_of(text_->hits, [&](const Hit& hit) {
        const Kind kind = lexicon_.at(hit.concept_index).kind;
        return hit.first <= k && k <= hit.last && kind != Kind::place;
      });
      named = named || (word.capital && !common && !(opens && is_generic(word.key)));
    }
    if (named) {
      return Whose::other;
    }
    return person && last_named(first) ? Whose::ours : Whose::other;
  }

  bool is_generic(std::string_view key) const { return mentions_.is_role_word(key); }

  /// True when the last official named before this word, or in the texts before, is ours.
  bool last_named(std::uint32_t word) const {
    for (std::uint32_t at = index_ + 1; at-- > 0;) {
      const Mention* last = nullptr;
      for (const Mention& mention : texts_[at].mentions) {
        const bool counts = !mention.house || mentions_.id_of(mention.official) == official_;
        last = counts && (at < index_ || mention.word < word) ? &mention : last;
      }
      if (last != nullptr) {
        return mentions_.id_of(last->official) == official_;
      }
    }
    return false;
  }

  void read_cue(Unit& unit, model::ByteSpan cue) const {
    std::optional<std::uint32_t> first;
    std::uint32_t last = 0;
    for (std::uint32_t k = 0; k < text_->words.size(); ++k) {
      if (text_->words[k].span.begin >= cue.begin && text_->words[k].span.end <= cue.end) {
        first = first ? first : k;
        last = k;
      }
    }
    if (!first) {
      return;
    }
    if (const Hit* hit = speech_hit(*first, last); hit != nullptr) {
      const bool denies = lexicon_.at(hit->concept_index).sign < 0;
      const bool turned = negated(*hit);
      unit.cue_denies = denies && !turned;
      unit.not_said = turned && !denies;
      unit.cue_sign = denies != turned ? -1 : 1;
      unit.own_words = !unit.not_said;  // «не говорила, что» are words of the outlet
    }
  }

  /// Sentences that no record fills: reported acts and the outlet's own words.
  void add_sentences() {
    const auto& words = text_->words;
    for (std::uint32_t first = 0; first < words.size();) {
      const auto [begin, end] = sentence_of(first, first);
      first = end + 1;
      std::uint32_t free = 0;
      for (std::uint32_t k = begin; k <= end; ++k) {
        free += claimed_[k] ? 0 : 1;
      }
      Unit unit;
      unit.text = index_;
      unit.first = unit.sentence_first = begin;
      unit.last = unit.sentence_last = end;
      classify(unit);
      const bool half_filled = free * 2 < end - begin + 1;
      if (half_filled && unit.whose != Whose::ours) {
        continue;
      }
      if (free < end - begin + 1 && unit.whose == Whose::ours && has_own_quote(begin, end)) {
        continue;
      }
      mark_layers(unit);
      unit.clauses = read_clauses(lexicon_, op_, words, text_->hits, begin, end);
      units_.push_back(std::move(unit));
    }
  }

  bool has_own_quote(std::uint32_t begin, std::uint32_t end) const {
    return std::ranges::any_of(units_, [&](const Unit& unit) {
      return unit.text == index_ && unit.shape == Shape::quote && unit.first >= begin && unit.last <= end;
    });
  }

  void classify(Unit& unit) const {
    const Mention* mine = nullptr;
    const Mention* stranger = nullptr;
    for (const Mention& mention : text_->mentions) {
      if (mention.word < unit.first || mention.word > unit.last) {
        continue;
      }
      if (mentions_.id_of(mention.official) == official_) {
        mine = mine == nullptr && (mention.subject || after_speech(mention.word)) ? &mention : mine;
      } else if (mine == nullptr && mention.subject && !mention.house) {
        stranger = &mention;
      }
    }
    if (const auto name = name_before_colon(unit); name && (mine == nullptr || mine->word > *name)) {
      unit.whose = stranger != nullptr && stranger->word <= *name ? Whose::house : Whose::other;
      unit.own_words = true;
      unit.not_said = denies_saying(unit.first, unit.last);
      return;
    }
    const Hit* hit = speech_hit(unit.first, unit.last);
    const bool carried = mine == nullptr && stranger == nullptr && hit != nullptr && is_carried(unit);
    if (mine == nullptr && !carried) {
      const bool house = stranger != nullptr || names_institution(unit);
      unit.cue_denies = house && hit != nullptr && lexicon_.at(hit->concept_index).sign < 0 && !negated(*hit);
      unit.whose = unit.cue_denies                         ? Whose::house
                   : stranger != nullptr && hit != nullptr ? Whose::other
                                                           : Whose::nobody;
      return;
    }
    if (stranger != nullptr && mine != nullptr && stranger->word < mine->word) {
      unit.whose = Whose::house;
      return;
    }
    const bool colon = mine != nullptr && name_before_colon(unit).has_value();
    bool colon_behind = false;
    for (std::uint32_t k = mine == nullptr ? unit.last : mine->word + 1; k <= unit.last; ++k) {
      colon_behind = colon_behind || (mine != nullptr && (text_->words[k].before & gap::colon) != 0);
    }
    unit.own_words = colon;
    if (hit != nullptr) {
      const bool denies = lexicon_.at(hit->concept_index).sign < 0;
      const bool turned = negated(*hit);
      unit.whose = Whose::ours;
      unit.shape = Shape::speech;
      unit.cue_denies = denies && !turned;
      unit.not_said = turned && !denies && mine != nullptr && (!colon || has(op_.i, unit.first, unit.last));
      return;
    }
    // «Name: words» and «Name did» begin with the name.
    constexpr std::uint32_t front = 4;
    if (mine != nullptr && mine->word < unit.first + front) {
      unit.whose = Whose::ours;
      unit.shape = colon || colon_behind ? Shape::speech : Shape::deed;
    }
  }

  /// The last word before a colon near the beginning of a headline, when a name or office stands there.
  std::optional<std::uint32_t> name_before_colon(const Unit& unit) const {
    constexpr std::uint32_t longest_name = 5;
    for (std::uint32_t k = unit.first + 1; k <= std::min(unit.last, unit.first + longest_name); ++k) {
      const std::uint8_t gaps = text_->words[k].before;
      if ((gaps & gap::colon) != 0) {
        // «Фейк: …» and «Газ: …» are no speakers.
        const bool matter = std::ranges::any_of(text_->hits, [&](const Hit& hit) {
          const Kind kind = lexicon_.at(hit.concept_index).kind;
          return hit.first >= unit.first && hit.last < k && kind != Kind::place && kind != Kind::org &&
                 kind != Kind::stop;
        });
        return matter ? std::nullopt : std::optional(k - 1);
      }
      if (gaps != 0) {
        return std::nullopt;
      }
    }
    return std::nullopt;
  }

  bool names_institution(const Unit& unit) const {
    return std::ranges::any_of(text_->hits, [&](const Hit& hit) {
      const Concept& entry = lexicon_.at(hit.concept_index);
      return hit.first >= unit.first && hit.last <= unit.last && entry.kind == Kind::org &&
             (hit.concept_index == op_.eu || std::ranges::any_of(entry.near, [&](const Near& near) {
                return near.concept_index == op_.eu;
              }));
    });
  }

  /// «По словам Шефчовича»: the name in another case right behind the words of speech.
  bool after_speech(std::uint32_t word) const {
    return std::ranges::any_of(text_->hits, [&](const Hit& hit) {
      return hit.concept_index == op_.say && hit.last < word && hit.last + cue_reach >= word &&
             text_->words[hit.last].sentence == text_->words[word].sentence;
    });
  }

  /// A sentence of speech that names nobody goes on with the last one named: «Она добавила …».
  bool is_carried(const Unit& unit) const {
    for (std::uint32_t k = unit.first + 1; k <= unit.last; ++k) {
      const bool known =
          std::ranges::any_of(text_->hits, [&](const Hit& hit) { return hit.first <= k && k <= hit.last; });
      if (text_->words[k].capital && !known && (text_->words[k].before & gap::mark) == 0) {
        return false;
      }
    }
    return last_named(unit.first);
  }

  const std::vector<ReadText>& texts_;
  std::string_view official_;
  const Lexicon& lexicon_;
  const Operators& op_;
  const Mentions& mentions_;
  const ReadText* text_ = nullptr;
  std::uint32_t index_ = 0;
  std::vector<bool> claimed_;
  std::vector<Unit> units_;
};

}  // namespace

std::vector<ReadText> read_texts(const JudgedArticle& article, const Lexicon& lexicon,
                                 const Operators& operators, const Mentions& mentions,
                                 const text::Abbreviations& abbreviations) {
  std::vector<ReadText> texts;
  for (const JudgedText& source : article.texts) {
    ReadText text;
    text.source = &source;
    text.words = split_words(source.text, abbreviations);
    text.hits = lexicon.hits(text.words);
    if (!text.words.empty()) {
      text.clauses = read_clauses(lexicon, operators, text.words, text.hits, 0,
                                  static_cast<std::uint32_t>(text.words.size() - 1));
    }
    text.mentions = mentions.find(text.words, article.date);
    texts.push_back(std::move(text));
  }
  return texts;
}

std::vector<Unit> units_for(const std::vector<ReadText>& texts, std::string_view official,
                            const Lexicon& lexicon, const Operators& operators, const Mentions& mentions) {
  return UnitMaker(texts, official, lexicon, operators, mentions).make();
}

}  // namespace qw::match
