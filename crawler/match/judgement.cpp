#include "crawler/match/judgement.hpp"

#include "base/fold.hpp"
#include "crawler/match/why.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace qw::match {
namespace {

constexpr std::size_t most_compared = 1'000;  // code points

using model::Label;
using model::Outcome;

/// The article has to do with the pattern: a unit speaks of its matter, or the official gives authentic
/// words.
bool concerns(const std::vector<Weighed>& units, const Bounds& bounds) {
  return std::ranges::any_of(units, [&](const Weighed& each) {
    const Comparison& c = each.comparison;
    return c.coverage >= bounds.matter || (each.unit->whose == Whose::ours && c.authentic >= bounds.matter);
  });
}

/// Two opinions of one chance count alike: the mean of their logits.
double agreed(double one, double other) {
  constexpr double never = 1e-4;
  const auto logit = [never](double chance) {
    const double bounded = std::clamp(chance, never, 1 - never);
    return std::log(bounded / (1 - bounded));
  };
  return 1 / (1 + std::exp(-(logit(one) + logit(other)) / 2));
}

class Judge {
 public:
  Judge(const CompiledPattern& pattern, const JudgedArticle& article, const std::vector<ReadText>& texts,
        const Compared& compared, const Lexicon& lexicon, const Scales& scales, const Bounds& bounds)
      : pattern_(pattern),
        article_(article),
        texts_(texts),
        scales_(scales),
        bounds_(bounds),
        weighed_(weigh_units(pattern, compared, lexicon)) {}

  model::Decision decide() {
    decision_.pattern = pattern_.source.id;
    const Weighed* any = best([](const Weighed& each) { return each.comparison.coverage; });
    if (!concerns(weighed_, bounds_)) {
      return close(Outcome::silent, Label::other_topic, any, {why::little_in_common});
    }
    if (!pattern_.source.covers(article_.date)) {
      add(why::outside_period, {to_iso(article_.date)});
      return close(Outcome::silent, Label::other_time, any, {});
    }
    if (article_.outlet_kind == model::OutletKind::fact_checker) {
      return close(Outcome::silent, Label::debunk, any, {why::fact_checker});
    }
    if (article_.outlet_kind == model::OutletKind::institution) {
      return close(Outcome::silent, Label::debunk, any, {why::institution});
    }
    evidence_ = gather_evidence(pattern_, weighed_, texts_);
    const auto chances = scales_.weigh(evidence_);
    const auto chance_of = [&](Label label) {
      return chances[static_cast<std::size_t>(std::ranges::find(Scales::labels, label) -
                                              Scales::labels.begin())];
    };
    Label label =
        Scales::labels[static_cast<std::size_t>(std::ranges::max_element(chances) - chances.begin())];
    const double concern = scales_.concern(evidence_);
    double chance = agreed(chance_of(Label::false_quote) * concern, scales_.second_opinion(evidence_));
    if (chance >= bounds_.alert) {
      label = Label::false_quote;
    }
    may_be_faithful_ = chance_of(Label::authentic) >= bounds_.faithful;
    // The condition is what was dropped: where the body says the rest without it, the other authentic words
    // beside it do not make it faithful.
    constexpr double plainly = 0.55;
    if (pattern_.authentic_conditional &&
        (label == Label::mixed || label == Label::authentic || label == Label::false_quote) &&
        evidence_[sign::same] >= plainly) {
      label = Label::false_quote;
      chance = std::max(chance, bounds_.alert);
      may_be_faithful_ = false;
    }
    const auto next_but = [&](std::initializer_list<Label> barred) {
      double highest = -1;
      for (std::size_t at = 0; at < chances.size(); ++at) {
        const bool open = std::ranges::find(barred, Scales::labels[at]) == barred.end();
        if (open && chances[at] > highest) {
          highest = chances[at];
          label = Scales::labels[at];
        }
      }
    };
    if (label == Label::false_quote && chance < bounds_.review) {
      next_but({Label::false_quote});  // not sure enough to trouble anybody: what else is it?
    }
    bar(label, chance, next_but);
    const bool for_review =
        label == Label::mixed || label == Label::hedged || label == Label::claims_to_debunk;
    if (for_review && concern < bounds_.concerned) {
      label = Label::other_topic;
    }
    return close_as(label, chance);
  }

 private:
  /// The unit with the highest figure above 0.
  template <class Figure>
  const Weighed* best(Figure figure) const {
    const Weighed* found = nullptr;
    double highest = 0;
    for (const Weighed& each : weighed_) {
      if (const double value = figure(each); value > highest) {
        highest = value;
        found = &each;
      }
    }
    return found;
  }
  /// What no sum may outweigh: operators, distance and debunks are gates.
  template <class NextBut>
  void bar(Label& label, double chance, NextBut next_but) const {
    const auto most = [&](sign::Part part) {
      return std::max(evidence_[part], evidence_[sign::parts + part]);
    };
    const bool asserted = label == Label::false_quote || label == Label::mixed;
    constexpr double faint = 0.25;
    constexpr double clear = 0.45;
    constexpr double the_deed = 0.6;
    constexpr double word_for_word = 0.8;
    const bool turned = most(sign::contrary) >= word_for_word ||
                        (most(sign::contrary) >= clear && most(sign::deed_contrary) >= the_deed);
    if (asserted && most(sign::same) < faint && turned && most(sign::deed_same) < faint) {
      label = most(sign::authentic) >= clear ? Label::authentic : Label::opposite;
      return;
    }
    if (label == Label::mixed && evidence_[sign::parts + sign::same] < faint &&
        evidence_[sign::parts + sign::matter] < faint) {
      // No headline that could be bent.
      next_but(chance < bounds_.review ? std::initializer_list<Label>{Label::mixed, Label::false_quote}
                                       : std::initializer_list<Label>{Label::mixed});
    }
    const auto strange = [](const Weighed& each) {
      constexpr double all_but_one = 0.5;
      return ours(each) && each.comparison.place_differs && each.comparison.core >= all_but_one &&
                     each.comparison.deed_seen
                 ? 1.0
                 : 0.0;
    };
    if (asserted && most(sign::same) < faint && best(strange) != nullptr) {
      next_but({Label::false_quote, Label::mixed, Label::opposite, Label::other_speaker});
      return;
    }
    constexpr double told = 0.42;
    const bool no_hedge = label == Label::hedged && most(sign::hedge) == 0 && most(sign::unsure) == 0;
    const bool open = no_hedge || label == Label::false_quote || label == Label::opposite ||
                      label == Label::other_speaker || label == Label::other_topic;
    if (open && best([&](const Weighed& each) {
                  const Unit& unit = *each.unit;
                  return !unit.own_words && (unit.debunks || unit.not_said) && unit.whose != Whose::house &&
                                 each.comparison.key_seen && each.comparison.core >= told
                             ? 1.0
                             : 0.0;
                }) != nullptr) {
      label = Label::claims_to_debunk;
      return;
    }
    if (label == Label::false_quote &&
        best([&](const Weighed& each) {
          const Unit& unit = *each.unit;
          return (unit.hedged || unit.unsure) && (ours(each) || in_headline(each) || unit.names_ours) &&
                         each.comparison.key_seen && each.comparison.core >= told
                     ? 1.0
                     : 0.0;
        }) != nullptr) {
      label = Label::hedged;
    }
  }
  static bool ours(const Weighed& each) {
    return each.unit->whose == Whose::ours || each.unit->whose == Whose::unsure;
  }
  bool in_headline(const Weighed& each) const { return is_headline(texts_[each.unit->text]); }

  model::Decision close_as(Label label, double chance) {
    const auto said = [](const Weighed& each) {
      return each.comparison.core + each.comparison.coverage - (each.unit->promoted ? 1.0 : 0.0);
    };
    switch (label) {
      case Label::false_quote:
        return close_false(chance);
      case Label::mixed: {
        const Weighed* hit =
            best([&](const Weighed& each) { return ours(each) && in_headline(each) ? said(each) + 1 : 0.0; });
        return close(Outcome::review, Label::mixed, hit, {why::headline_bent});
      }
      case Label::hedged:
        return close(Outcome::review, Label::hedged, best([&](const Weighed& each) {
                       return each.unit->hedged || each.unit->unsure ? 1 + each.comparison.coverage
                              : ours(each)                           ? each.comparison.coverage
                                                                     : 0.0;
                     }),
                     {why::hedged});
      case Label::claims_to_debunk: {
        const Weighed* hit = best([&](const Weighed& each) {
          const bool denies = each.unit->debunks || each.unit->not_said;
          return (denies && !each.unit->own_words ? 1.0 : 0.0) + each.comparison.coverage;
        });
        add(why::claims_to_debunk, {hit == nullptr ? std::string() : words_of(*hit->unit)});
        return close(Outcome::review, label, hit, {});
      }
      case Label::denial: {
        const Weighed* hit = best([&](const Weighed& each) {
          const bool denies = each.unit->cue_denies || each.unit->not_said || each.unit->own_fake;
          return (denies && each.unit->whose != Whose::other ? 1.0 : 0.0) + each.comparison.coverage;
        });
        add(why::denial, {hit == nullptr ? std::string() : words_of(*hit->unit)});
        return close(Outcome::silent, label, hit, {});
      }
      case Label::authentic:
        return close(Outcome::silent, label, best([&](const Weighed& each) {
                       return ours(each) ? each.comparison.authentic + each.comparison.authentic_whole +
                                               (each.comparison.conditional ? 0.5 : 0.0)
                                         : 0.0;
                     }),
                     {});
      case Label::opposite:
        return close(Outcome::silent, label, best([&](const Weighed& each) {
                       return ours(each) && each.comparison.agreement < 0 ? said(each) + 1 : 0.0;
                     }),
                     {why::contrary});
      case Label::other_speaker:
        return close(Outcome::silent, label,
                     best([&](const Weighed& each) { return ours(each) ? 0.0 : each.comparison.coverage; }),
                     {why::other_speaker});
      case Label::debunk:
      case Label::other_time:
      case Label::other_topic:
        break;
    }
    return close(Outcome::silent, Label::other_topic,
                 best([](const Weighed& each) { return each.comparison.coverage; }), {why::little_in_common});
  }

  /// The false wording is asserted as the official's words: an alert, unless something keeps it back.
  model::Decision close_false(double chance) {
    const auto strength = [&](const Weighed& each, bool headline) {
      const Comparison& c = each.comparison;
      if (!ours(each) || in_headline(each) != headline || c.agreement <= 0) {
        return 0.0;
      }
      return (c.core + c.coverage) * (each.unit->promoted ? 0.5 : 1.0);
    };
    const Weighed* body = best([&](const Weighed& each) { return strength(each, false); });
    const Weighed* head = best([&](const Weighed& each) { return strength(each, true); });
    const Weighed* hit = body != nullptr ? body : head;
    if (hit == nullptr) {
      hit = best([&](const Weighed& each) { return ours(each) ? each.comparison.coverage : 0.0; });
    }
    if (hit == nullptr) {
      return close(Outcome::silent, Label::other_topic, nullptr, {why::little_in_common});
    }
    describe_hit(*hit);
    if (hit->unit->by_account) {
      return close(Outcome::review, Label::hedged, hit, {why::by_account});
    }
    if (hit->unit->whose == Whose::unsure) {
      return close(Outcome::review, Label::false_quote, hit, {why::speaker_unsure});
    }
    if (!article_.body_seen) {
      return close(Outcome::review, Label::false_quote, hit, {why::body_not_seen});
    }
    if (!pattern_.separable) {
      return close(Outcome::review, Label::false_quote, hit, {why::not_separable});
    }
    constexpr double silent_body = 0.2;
    if (is_headline_alone(texts_) ||
        (body == nullptr && head != nullptr && evidence_[sign::matter] < silent_body)) {
      return close(Outcome::review, Label::false_quote, hit, {why::headline_only});
    }
    const bool told = hit->unit->shape == Shape::deed && hit->comparison.wording != nullptr &&
                      !hit->comparison.wording->told_as_deed && body != nullptr && head == nullptr;
    if (told) {
      return close(Outcome::review, Label::false_quote, hit, {why::deed_told});
    }
    if (chance < bounds_.alert || may_be_faithful_) {
      return close(Outcome::review, Label::false_quote, hit, {why::unsure});
    }
    decision_.confidence = chance;
    return close(Outcome::alert, Label::false_quote, hit, {});
  }

  void describe_hit(const Weighed& hit) {
    const Comparison& c = hit.comparison;
    add(why::same_claim, {});
    if (pattern_.authentic_conditional && !c.conditional) {
      add(c.presupposed ? why::presupposed : why::condition_dropped, {});
    }
    if (pattern_.source.authentic.empty()) {
      add(why::invented, {});
    }
  }

  void add(std::string_view key, std::vector<std::string> arguments) {
    decision_.why.push_back({std::string(key), std::move(arguments)});
  }

  std::string text_between(std::uint32_t text, std::uint32_t first, std::uint32_t last) const {
    const ReadText& read = texts_[text];
    const std::uint32_t begin = read.words[first].span.begin;
    return std::string(read.source->text.substr(begin, read.words[last].span.end - begin));
  }
  std::string words_of(const Unit& unit) const {
    constexpr std::uint32_t most_words = 12;
    return text_between(unit.text, unit.sentence_first,
                        std::min(unit.sentence_last, unit.sentence_first + most_words));
  }

  model::Decision close(Outcome outcome, Label label, const Weighed* deciding,
                        std::vector<std::string_view> keys) {
    decision_.outcome = outcome;
    decision_.label = label;
    for (const std::string_view key : keys) {
      add(key, key == why::hedged && deciding != nullptr ? std::vector<std::string>{words_of(*deciding->unit)}
                                                         : std::vector<std::string>{});
    }
    if (deciding == nullptr) {
      return std::move(decision_);
    }
    const Comparison& c = deciding->comparison;
    decision_.text = texts_[deciding->unit->text].source->kind;
    decision_.quote = deciding->unit->quote;
    decision_.confidence = std::max(decision_.confidence, std::clamp(c.coverage, 0.0, 1.0));
    if (c.wording != nullptr) {
      add(why::wording, {pattern_.source.false_wordings[c.wording_index]});
      for (const Filled& filled : c.filled) {
        std::string words = text_between(filled.text, filled.first, filled.last);
        if (folded(words, most_compared) != folded(filled.slot->words, most_compared)) {
          add(why::filled, {filled.slot->words, std::move(words)});  // "x stands for x" is no news
        }
        const ReadText& text = texts_[filled.text];
        decision_.words.push_back({text.source->kind,
                                   {text.words[filled.first].span.begin, text.words[filled.last].span.end},
                                   filled.slot->words});
      }
      for (const Slot& slot : c.wording->slots) {
        if (slot.key && slot.first &&
            std::ranges::none_of(c.filled, [&](const Filled& f) { return f.slot->unit == slot.unit; })) {
          add(why::missing, {slot.words});
        }
      }
    }
    for (const Filled& filled : c.authentic_filled) {
      if (label == Label::authentic || label == Label::mixed) {
        add(why::authentic_words, {text_between(filled.text, filled.first, filled.last)});
      }
    }
    return std::move(decision_);
  }

  const CompiledPattern& pattern_;
  const JudgedArticle& article_;
  const std::vector<ReadText>& texts_;
  const Scales& scales_;
  const Bounds& bounds_;
  std::vector<Weighed> weighed_;
  Evidence evidence_{};
  bool may_be_faithful_ = false;
  model::Decision decision_;
};

}  // namespace

std::vector<Weighed> weigh_units(const CompiledPattern& pattern, const Compared& compared,
                                 const Lexicon& lexicon) {
  std::vector<Weighed> weighed;
  weighed.reserve(compared.units().size());
  const PartSet related = compared.parts_like(pattern, lexicon);
  for (std::size_t at = 0; at < compared.units().size(); ++at) {
    weighed.push_back({&compared.units()[at], compare(pattern, compared, at, related, lexicon)});
  }
  return weighed;
}

model::Decision judge_pattern(const CompiledPattern& pattern, const JudgedArticle& article,
                              const std::vector<ReadText>& texts, const Compared& compared,
                              const Lexicon& lexicon, const Scales& scales, const Bounds& bounds) {
  return Judge(pattern, article, texts, compared, lexicon, scales, bounds).decide();
}

std::optional<Evidence> evidence_for(const CompiledPattern& pattern, const std::vector<ReadText>& texts,
                                     const Compared& compared, const Lexicon& lexicon, const Bounds& bounds) {
  const std::vector<Weighed> weighed = weigh_units(pattern, compared, lexicon);
  if (!concerns(weighed, bounds)) {
    return std::nullopt;
  }
  return gather_evidence(pattern, weighed, texts);
}

}  // namespace qw::match
