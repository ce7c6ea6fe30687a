#include "crawler/match/article_reading.hpp"

#include "crawler/match/attribution.hpp"

#include <algorithm>
#include <tuple>

// Long because a unit is made in one walk over a text: who speaks, what the outlet thinks of it, what it
// points at.
namespace qw::match {
namespace {

constexpr std::uint32_t cue_reach = 3;  ///< words between a negator and the verb of speech

class UnitMaker {
 public:
  UnitMaker(const std::vector<ReadText>& texts, ClauseReadings& readings, std::string_view official, Day day,
            const Tables& tables)
      : texts_(texts),
        readings_(readings),
        official_(official),
        lexicon_(tables.lexicon),
        op_(tables.operators),
        attribution_(texts, official, day, tables) {}

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
    give_to_the_next();
    take_neighbours();
    const bool foreign = std::ranges::any_of(units_, [&](const Unit& unit) {
      return is_headline(texts_[unit.text]) && unit.whose == Whose::other;
    });
    for (Unit& unit : units_) {
      unit.foreign_headline = foreign && !is_headline(texts_[unit.text]);
    }
    return std::move(units_);
  }

 private:
  bool has(std::uint32_t concept_index, std::uint32_t first, std::uint32_t last) const {
    return std::ranges::any_of(hits_from(text_->hits, first, last), [&](const Hit& hit) {
      return hit.concept_index == concept_index && hit.last <= last;
    });
  }
  bool outside_quotes_has(std::uint32_t concept_index, std::uint32_t first, std::uint32_t last) const {
    return std::ranges::any_of(hits_from(text_->hits, first, last), [&](const Hit& hit) {
      return hit.concept_index == concept_index && hit.last <= last && !claimed_[hit.first];
    });
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
    unit.unsure =
        unit.unsure || (!own_sentence && !unit.doubts && outside_quotes_has(op_.unsure, first, last));
    unit.hedged = unit.hedged || (!own_sentence && outside_quotes_has(op_.hedge, first, last)) ||
                  (is_headline(*text_) && text_->words[first].in_question && unit.shape != Shape::quote);
    unit.debunks = unit.debunks || outside_quotes_has(op_.fake, first, last);
    unit.names_ours = std::ranges::any_of(attribution_.voices(index_), [&](const Voice& voice) {
      return voice.first >= first && voice.last <= last && voice.who == Who::ours;
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
    std::vector<Unit> made;
    for (std::uint32_t at = 0; at < quotes.size(); ++at) {
      const model::Quote& quote = quotes[at];
      if (quote.cited_to_correct) {
        continue;
      }
      if (const auto mention = quote.speaker_span ? words_in(*quote.speaker_span) : std::nullopt;
          mention && has(op_.fake, mention->first, mention->second)) {
        continue;  // «Фейк: Каллас …»
      } else if (mention && !quote.official && mention->first == mention->second &&
                 has(op_.i, mention->first, mention->second) && quote.form != model::QuoteForm::direct) {
        continue;  // «Мы убедились: …» is the outlet itself
      }
      Unit unit;
      unit.text = index_;
      unit.quote = at;
      unit.shape = Shape::quote;
      const auto content = words_in(quote.content);
      if (!content) {
        continue;
      }
      std::tie(unit.first, unit.last) = *content;
      std::tie(unit.sentence_first, unit.sentence_last) = sentence_of(unit.first, unit.last);
      constexpr std::uint32_t least_words = 3;
      if (quote.form == model::QuoteForm::direct && unit.last - unit.first + 1 < least_words &&
          unit.last + least_words <= unit.sentence_last) {
        continue;  // a name in marks at the head of a longer statement
      }
      for (std::uint32_t k = unit.first; k <= unit.last; ++k) {
        claimed_[k] = true;
      }
      unit.whose = whose(quote, unit);
      unit.own_words = true;
      // «В соцсетях утверждают, что комиссар будто бы …»: nobody's words tell his at a distance.
      const bool nobodys = !quote.official && quote.speaker.empty();
      unit.hedged = quote.distance || (nobodys && has(op_.hedge, unit.first, unit.last));
      unit.unsure = nobodys && has(op_.unsure, unit.first, unit.last);
      Unit outer;
      unit.by_account = quote.parent && *quote.parent < quotes.size() &&
                        whose(quotes[*quote.parent], outer) == Whose::other;
      if (quote.cue) {
        read_cue(unit, *quote.cue);
      }
      unit.doubts = quote.form != model::QuoteForm::direct && doubts_before(unit);
      unit.cue_sign = unit.doubts ? -unit.cue_sign : unit.cue_sign;
      unit.not_said = unit.not_said || (unit.own_words && denies_saying(unit.first, unit.last) &&
                                        (unit.whose != Whose::ours || has(op_.i, unit.first, unit.last)));
      if (unit.whose == Whose::other && is_expert(quote)) {
        // What an editor says of the words is the outlet's own.
        unit.debunks = has(op_.fake, unit.first, unit.last);
        unit.own_words = unit.own_words && !unit.debunks;
        unit.shape = unit.debunks ? Shape::sentence : unit.shape;
      }
      made.push_back(std::move(unit));
    }
    for (Unit& unit : made) {
      mark_layers(unit);
      unit.clauses = readings_.of(index_, unit.first, unit.last);
      units_.push_back(std::move(unit));
    }
  }

  /// «Выразил сомнение в том, что …», «не нашли доказательств того, что …»: what is told is not so.
  bool doubts_before(const Unit& unit) const {
    constexpr std::uint32_t reach = 4;
    return std::ranges::any_of(hits_from(text_->hits, unit.sentence_first, unit.first), [&](const Hit& hit) {
      return (hit.concept_index == op_.doubt || hit.concept_index == op_.disprove) && !hit.beside &&
             hit.last < unit.first && hit.last + reach >= unit.first && !claimed_[hit.first] && !negated(hit);
    });
  }

  /// The words that lie in these bytes, first and last.
  std::optional<std::pair<std::uint32_t, std::uint32_t>> words_in(model::ByteSpan span) const {
    const auto& words = text_->words;
    const auto first =
        std::ranges::lower_bound(words, span.begin, {}, [](const Word& word) { return word.span.begin; });
    auto last = first;
    while (last != words.end() && last->span.end <= span.end) {
      ++last;
    }
    if (first == last) {
      return std::nullopt;
    }
    return std::pair(static_cast<std::uint32_t>(first - words.begin()),
                     static_cast<std::uint32_t>(last - words.begin() - 1));
  }

  /// An expert or outlet passes on; a politician gives his word for it.
  bool is_expert(const model::Quote& quote) const {
    const std::vector<Word> words = split_words(quote.speaker, text::Abbreviations{});
    return std::ranges::any_of(lexicon_.hits(words),
                               [&](const Hit& hit) { return hit.concept_index == op_.expert; });
  }

  /// «я не обещал»: a negated verb of speech in what is said.
  bool denies_saying(std::uint32_t first, std::uint32_t last) const {
    return std::ranges::any_of(hits_from(text_->hits, first, last), [&](const Hit& hit) {
      return hit.last <= last && lexicon_.at(hit.concept_index).kind == Kind::speech &&
             lexicon_.at(hit.concept_index).sign > 0 && negated(hit);
    });
  }

  Whose whose_of(const Voice& voice, Unit& unit) const {
    switch (voice.who) {
      case Who::ours:
        return Whose::ours;
      case Who::maybe:
        if (voice.anybody && !attribution_.named()) {
          return Whose::other;  // «глава ведомства» of whatever state
        }
        unit.by_office = true;
        return attribution_.alone() ? Whose::ours : Whose::unsure;
      case Who::colleague:
      case Who::house:
        return Whose::house;
      case Who::other:
      case Who::pronoun:
        break;
    }
    return Whose::other;
  }

  /// The voice that these words are or belong to; null: none.
  const Voice* voice_over(std::pair<std::uint32_t, std::uint32_t> words) const {
    for (const Voice& voice : attribution_.voices(index_)) {
      if (voice.first <= words.second && voice.last >= words.first && voice.who != Who::house) {
        return &voice;
      }
    }
    return nullptr;
  }

  /// Whoever was spoken of last before this word, here or in the text before; null: nobody.
  const Voice* last_person_before(std::uint32_t word) const {
    const Voice* last = nullptr;
    for (std::uint32_t at = 0; at <= index_; ++at) {
      for (const Voice& voice : attribution_.voices(at)) {
        last = voice.who != Who::house && (at < index_ || voice.last < word) ? &voice : last;
      }
    }
    return last;
  }

  /// The quote engine names nobody: who stands by the cue, if it is the official.
  Whose whose_by_cue(model::ByteSpan cue, Unit& unit) const {
    const auto range = words_in(cue);
    if (!range) {
      return Whose::nobody;
    }
    const auto [begin, end] = sentence_of(range->first, range->second);
    const Hit* hit = attribution_.speech_hit(index_, range->first, range->second);
    const Voice* voice = hit == nullptr ? nullptr : attribution_.voice_of(index_, *hit, begin, end);
    const bool mine = voice != nullptr && (voice->who == Who::ours || voice->who == Who::maybe);
    return mine ? whose_of(*voice, unit) : Whose::nobody;
  }

  Whose whose(const model::Quote& quote, Unit& unit) const {
    if (quote.official && *quote.official == official_) {
      return Whose::ours;
    }
    if (quote.official) {
      // «Речник ЄК» is the spokesman whom the article names. Else institutions and colleagues can deny for
      // the official.
      const auto named = quote.speaker_span ? words_in(*quote.speaker_span) : std::nullopt;
      const Voice* voice = named ? voice_over(*named) : nullptr;
      const bool spokesman =
          voice != nullptr && voice->office && (voice->who == Who::ours || voice->who == Who::maybe);
      return spokesman ? whose_of(*voice, unit) : Whose::house;
    }
    if (std::ranges::find(quote.candidates, official_) != quote.candidates.end()) {
      return Whose::unsure;
    }
    if (!quote.speaker_span || quote.speaker.empty()) {
      return quote.cue ? whose_by_cue(*quote.cue, unit) : Whose::nobody;
    }
    const auto mention = words_in(*quote.speaker_span);
    if (!mention) {
      return Whose::other;
    }
    constexpr std::size_t longest_pronoun = 8;  // four Cyrillic letters
    if (mention->first == mention->second && text_->words[mention->first].key.size() <= longest_pronoun &&
        has(op_.person, mention->first, mention->second)) {
      // «за її словами», «по его признанию»: whoever was spoken of last.
      const Voice* last = last_person_before(mention->first);
      return last == nullptr ? Whose::other : whose_of(*last, unit);
    }
    // A text is read alone by the quote engine; here the headline may say whom «комиссар» means, and the
    // tables who «литовец» is. «Слова Кошты»: the name behind the noun.
    constexpr std::uint32_t behind = 2;
    const Voice* found = nullptr;
    for (const Voice& voice : attribution_.voices(index_)) {
      const bool over = voice.first <= mention->second && voice.last >= mention->first;
      const bool next = found == nullptr && voice.first > mention->second &&
                        voice.first <= mention->second + behind &&
                        has(op_.say, mention->first, mention->second);
      if (over || next) {
        found = over && found != nullptr && found->who == Who::ours ? found : &voice;
      }
    }
    if (found == nullptr) {
      return Whose::other;
    }
    return whose_of(*found, unit);
  }

  void read_cue(Unit& unit, model::ByteSpan cue) const {
    const auto range = words_in(cue);
    if (!range) {
      return;
    }
    if (const Hit* hit = attribution_.speech_hit(index_, range->first, range->second); hit != nullptr) {
      take_cue(unit, *hit);
      unit.own_words = !unit.not_said;  // «не говорила, что» are words of the outlet
    }
  }

  void take_cue(Unit& unit, const Hit& hit) const {
    const bool denies = lexicon_.at(hit.concept_index).sign < 0;
    const bool turned = negated(hit);
    unit.cue_denies = denies && !turned;
    unit.not_said = turned && !denies;
    unit.cue_sign = unit.shape == Shape::quote && denies != turned ? -1 : 1;
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
      unit.clauses = readings_.of(index_, begin, end);
      units_.push_back(std::move(unit));
    }
  }

  bool has_own_quote(std::uint32_t begin, std::uint32_t end) const {
    return std::ranges::any_of(units_, [&](const Unit& unit) {
      return unit.text == index_ && unit.shape == Shape::quote && unit.first >= begin && unit.last <= end;
    });
  }

  void classify(Unit& unit) const {
    // «Name: words», «words, — Name».
    if (const Voice* named = attribution_.voice_at_colon(index_, unit.first, unit.last); named != nullptr) {
      unit.whose = whose_of(*named, unit);
      unit.own_words = true;
      unit.shape = unit.whose == Whose::ours || unit.whose == Whose::unsure ? Shape::speech : unit.shape;
      const Hit* hit = attribution_.speech_hit(index_, unit.first, unit.last);
      if (hit != nullptr && unit.whose == Whose::ours) {
        take_cue(unit, *hit);
        unit.not_said = unit.not_said && has(op_.i, unit.first, unit.last);
      } else {
        unit.not_said = denies_saying(unit.first, unit.last);
      }
      return;
    }
    const Voice* ours = nullptr;
    const Hit* our_cue = nullptr;
    const Voice* stranger = nullptr;
    const Hit* any_cue = nullptr;
    for (const Hit& hit : hits_from(text_->hits, unit.first, unit.last)) {
      if (hit.last > unit.last || !attribution_.is_cue(index_, hit) || claimed_[hit.first]) {
        continue;
      }
      const Voice* voice = attribution_.voice_of(index_, hit, unit.first, unit.last);
      if (hit.concept_index == op_.speech_noun && voice == nullptr) {
        continue;
      }
      any_cue = any_cue == nullptr ? &hit : any_cue;
      if (voice == nullptr) {
        continue;
      }
      if (voice->who == Who::ours || voice->who == Who::maybe) {
        if (ours == nullptr || (our_cue->concept_index == op_.say && hit.concept_index != op_.say)) {
          ours = voice;
          our_cue = &hit;
        }
      } else if (stranger == nullptr) {
        stranger = voice;
      }
    }
    if (ours != nullptr) {
      unit.whose = whose_of(*ours, unit);
      unit.shape = Shape::speech;
      unit.by_account = stranger != nullptr && stranger->who == Who::other && stranger->first < ours->first;
      take_cue(unit, *our_cue);
      return;
    }
    if (any_cue != nullptr && stranger == nullptr && is_carried(unit)) {
      unit.whose = Whose::ours;
      unit.shape = Shape::speech;
      take_cue(unit, *any_cue);
      return;
    }
    if (any_cue != nullptr) {
      const bool house =
          (stranger != nullptr && stranger->who != Who::other) ||
          (stranger == nullptr && attribution_.names_institution(index_, unit.first, unit.last));
      unit.cue_denies = house && lexicon_.at(any_cue->concept_index).sign < 0 && !negated(*any_cue);
      // «Украину заставляют …»: no subject in front of the cue.
      const bool nobody = stranger == nullptr && is_headline(*text_) && any_cue->first <= unit.first + 1;
      unit.whose = house ? Whose::house : nobody ? Whose::nobody : Whose::other;
      return;
    }
    // «Name did»: the official as the first one who acts.
    constexpr std::uint32_t front = 7;
    for (const Voice& voice : attribution_.voices(index_)) {
      if (voice.first < unit.first || voice.last > unit.last || voice.who == Who::house) {
        continue;
      }
      const bool mine = voice.who == Who::ours || voice.who == Who::maybe;
      if (mine) {
        const bool acts = voice.subject && voice.first <= unit.first + front;
        unit.whose = whose_of(voice, unit);
        unit.shape = acts ? Shape::deed : Shape::mention;
      } else {
        unit.whose = voice.who == Who::colleague ? Whose::house : Whose::nobody;
      }
      return;
    }
  }

  /// The outlet's own sentences beside those of the official tell what he said as well: «X. Такое обещание
  /// дал Кошта», a headline over them.
  void take_neighbours() {
    const auto speaks = [&](std::uint32_t text, std::uint32_t sentence) {
      return std::ranges::any_of(units_, [&](const Unit& unit) {
        return unit.text == text && !unit.promoted && unit.whose == Whose::ours &&
               texts_[text].words[unit.sentence_first].sentence <= sentence &&
               texts_[text].words[unit.sentence_last].sentence >= sentence;
      });
    };
    for (Unit& unit : units_) {
      const std::uint32_t here = texts_[unit.text].words[unit.sentence_first].sentence;
      if (unit.shape != Shape::quote && unit.whose != Whose::ours && unit.whose != Whose::unsure &&
          is_pointed_at(unit, here)) {
        unit.promoted = unit.pointed_at = true;
        continue;
      }
      if (unit.whose != Whose::nobody) {
        continue;
      }
      bool beside = (here > 0 && speaks(unit.text, here - 1)) || speaks(unit.text, here + 1);
      if (is_headline(texts_[unit.text])) {
        constexpr std::uint32_t lead = 3;
        for (std::uint32_t text = 0; text < texts_.size(); ++text) {
          for (std::uint32_t sentence = 0; text != unit.text && sentence < lead; ++sentence) {
            beside = beside || speaks(text, sentence);
          }
        }
      }
      if (beside) {
        unit.promoted = true;
      }
    }
    for (Unit& unit : units_) {
      if (unit.promoted) {
        unit.whose = Whose::ours;
      }
    }
  }

  /// The next sentence is told of the official and points back: «X. Про таку залежність розповіла Y».
  bool is_pointed_at(const Unit& unit, std::uint32_t sentence) const {
    constexpr std::uint32_t front = 3;
    return std::ranges::any_of(units_, [&](const Unit& next) {
      if (next.text != unit.text || next.promoted || next.whose != Whose::ours ||
          next.shape != Shape::speech ||
          texts_[unit.text].words[next.sentence_first].sentence != sentence + 1) {
        return false;
      }
      const std::vector<Hit>& hits = texts_[unit.text].hits;
      return std::ranges::any_of(hits, [&](const Hit& hit) {
        return hit.concept_index == op_.this_ && hit.first >= next.sentence_first &&
               hit.first <= next.sentence_first + front;
      });
    });
  }

  /// A sentence of speech that names nobody goes on with the last one named: «Также добавила …».
  bool is_carried(const Unit& unit) const {
    const auto& words = text_->words;
    if (is_headline(*text_) || std::ranges::any_of(attribution_.voices(index_), [&](const Voice& voice) {
          return voice.first >= unit.first && voice.last <= unit.last;
        })) {
      return false;
    }
    for (std::uint32_t k = unit.first + 1; k <= unit.last; ++k) {
      const bool known =
          std::ranges::any_of(text_->hits, [&](const Hit& hit) { return hit.first <= k && k <= hit.last; });
      if (words[k].capital && !known && (words[k].before & gap::mark) == 0) {
        return false;
      }
    }
    const Voice* last = nullptr;
    for (std::uint32_t at = 0; at <= index_; ++at) {
      for (const Voice& voice : attribution_.voices(at)) {
        last = voice.who != Who::house && (at < index_ || voice.first < unit.first) ? &voice : last;
      }
    }
    return last != nullptr && last->who == Who::ours;
  }

  /// «„…“ Такую фразу произнесла Каллас», «… Об этом сообщил …»: words without a speaker belong to the
  /// sentence behind them that points back.
  void give_to_the_next() {
    for (Unit& unit : units_) {
      if (unit.whose != Whose::nobody || unit.shape != Shape::quote) {
        continue;
      }
      const Unit* next = nullptr;
      for (const Unit& other : units_) {
        const bool follows = other.text == unit.text
                                 ? other.sentence_first == unit.sentence_last + 1
                                 : other.text == unit.text + 1 && other.sentence_first == 0;
        next = follows && (next == nullptr || other.shape == Shape::speech) ? &other : next;
      }
      if (next != nullptr && next->whose == Whose::ours && next->anaphoric) {
        unit.whose = Whose::ours;
      }
    }
  }

  const std::vector<ReadText>& texts_;
  ClauseReadings& readings_;
  std::string_view official_;
  const Lexicon& lexicon_;
  const Operators& op_;
  Attribution attribution_;
  const ReadText* text_ = nullptr;
  std::uint32_t index_ = 0;
  std::vector<bool> claimed_;
  std::vector<Unit> units_;
};

}  // namespace

std::vector<Unit> units_for(const std::vector<ReadText>& texts, ClauseReadings& readings,
                            std::string_view official, Day day, const Tables& tables) {
  return UnitMaker(texts, readings, official, day, tables).make();
}

}  // namespace qw::match
