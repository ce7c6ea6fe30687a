#include "crawler/match/judgement.hpp"

#include "crawler/match/why.hpp"

#include <algorithm>
#include <optional>

namespace qw::match {
namespace {

using model::Label;
using model::Outcome;

/// What one unit is to the pattern.
enum class Says : std::uint8_t { nothing, weak, false_, authentic, opposite, conditional };

struct Weighed {
  const Unit* unit = nullptr;
  Comparison comparison;
  Says says = Says::nothing;
};

class Judge {
 public:
  Judge(const CompiledPattern& pattern, const JudgedArticle& article, const std::vector<ReadText>& texts,
        const std::vector<Unit>& units, const Lexicon& lexicon, const Bounds& bounds)
      : pattern_(pattern), article_(article), texts_(texts), bounds_(bounds) {
    for (const Unit& unit : units) {
      Weighed weighed;
      weighed.unit = &unit;
      weighed.comparison = compare(pattern, unit, texts, lexicon);
      weighed.says = says(weighed);
      weighed_.push_back(std::move(weighed));
    }
  }

  model::Decision decide() {
    decision_.pattern = pattern_.source.id;
    const Weighed* any = best([&](const Weighed&) { return true; });
    if (any == nullptr || any->comparison.coverage < bounds_.weak || !any->comparison.key_seen) {
      const Weighed* faithful =
          best([&](const Weighed& each) { return ours(each) && each.says == Says::authentic; });
      if (faithful != nullptr && pattern_.source.covers(article_.date)) {
        return close(Outcome::silent, Label::authentic, faithful, {});
      }
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
    if (const Weighed* denial = find_denial(); denial != nullptr) {
      add(why::denial, {words_of(*denial->unit)});
      return close(Outcome::silent, Label::denial, denial, {});
    }
    if (const Weighed* debunk = find_debunk(); debunk != nullptr) {
      add(why::claims_to_debunk, {words_of(*debunk->unit)});
      return close(Outcome::review, Label::claims_to_debunk, debunk, {});
    }
    return decide_words();
  }

 private:
  template <class Wanted>
  const Weighed* best(Wanted wanted) const {
    const Weighed* found = nullptr;
    for (const Weighed& each : weighed_) {
      if (wanted(each) && (found == nullptr || each.comparison.coverage > found->comparison.coverage)) {
        found = &each;
      }
    }
    return found;
  }
  static bool ours(const Weighed& each) {
    return each.unit->whose == Whose::ours || each.unit->whose == Whose::unsure;
  }
  bool in_headline(const Weighed& each) const { return is_headline(texts_[each.unit->text]); }

  Says says(const Weighed& weighed) const {
    const Comparison& c = weighed.comparison;
    const bool on_topic = c.coverage >= bounds_.hit && c.key_seen && !c.place_differs && !c.number_differs;
    const bool authentic = c.authentic >= bounds_.authentic;
    if (authentic && (c.agreement <= 0 || c.authentic >= c.core || !on_topic)) {
      return Says::authentic;
    }
    constexpr double all_of_it = 0.8;
    if (c.authentic_whole >= all_of_it && c.authentic_whole >= c.core &&
        (!pattern_.authentic_conditional || c.conditional)) {
      return Says::authentic;
    }
    if (on_topic && c.agreement < 0 && c.authentic_whole >= bounds_.authentic_whole) {
      return Says::authentic;
    }
    constexpr double least_core = 0.2;  // of the wording the words themselves must say
    if (!on_topic || c.deed_differs || c.core < least_core) {
      return c.coverage >= bounds_.weak && c.key_seen && !c.place_differs && !c.number_differs &&
                     !c.deed_differs
                 ? Says::weak
                 : Says::nothing;
    }
    // A question of the outlet asserts nothing; a rhetorical one of the official says the contrary.
    if (weighed.unit->own_fake && ours(weighed)) {
      return Says::opposite;
    }
    if (c.question && !c.wording->question) {
      return weighed.unit->own_words && ours(weighed) ? Says::opposite : Says::weak;
    }
    constexpr double without_deed = 0.7;  // so much else must be said when no deed is named
    if (!c.deed_seen && c.wording->has_deed && !c.negated && c.coverage < without_deed) {
      return Says::weak;
    }
    if (c.agreement < 0) {
      return Says::opposite;
    }
    if ((c.conditional || c.sentence_conditional) && !c.wording->conditional &&
        pattern_.authentic_conditional) {
      return Says::conditional;
    }
    if (c.is_condition && !c.wording->conditional) {
      return Says::weak;  // what is only supposed is not asserted
    }
    if (c.possible && !c.wording->possible && pattern_.authentic_possible) {
      return Says::conditional;
    }
    return Says::false_;
  }

  const Weighed* find_denial() const {
    if (pattern_.is_denial) {
      return best(
          [&](const Weighed& each) { return ours(each) && each.unit->own_words && each.unit->not_said; });
    }
    return best([&](const Weighed& each) {
      if (each.comparison.coverage < bounds_.weak) {
        return false;
      }
      const Unit& unit = *each.unit;
      const bool own = unit.whose == Whose::ours || unit.whose == Whose::house;
      const bool calls_it_false = unit.whose == Whose::ours && unit.debunks && unit.calls && !unit.not_said;
      return own && (unit.cue_denies || (unit.own_words && unit.not_said) || calls_it_false);
    });
  }

  /// Verdict words or «she did not say» of the outlet, in a text that speaks of the matter somewhere.
  const Weighed* find_debunk() const {
    return best([&](const Weighed& each) {
      const Unit& unit = *each.unit;
      return !unit.own_words && (unit.debunks || unit.not_said) && unit.whose != Whose::house &&
             (unit.shape != Shape::quote || unit.not_said);
    });
  }

  model::Decision decide_words() {
    const auto of = [&](Says wanted, bool headline) {
      return best([&, wanted, headline](const Weighed& each) {
        return ours(each) && each.says == wanted && in_headline(each) == headline;
      });
    };
    const Weighed* body_false = of(Says::false_, false);
    const Weighed* head_false = of(Says::false_, true);
    const Weighed* authentic = of(Says::authentic, false);
    authentic = authentic != nullptr ? authentic : of(Says::conditional, false);
    const Weighed* head_authentic = of(Says::authentic, true);
    head_authentic = head_authentic != nullptr ? head_authentic : of(Says::conditional, true);
    const Weighed* opposite =
        best([&](const Weighed& each) { return ours(each) && each.says == Says::opposite; });
    const Weighed* weak = best(
        [&](const Weighed& each) { return ours(each) && each.says == Says::weak && !in_headline(each); });
    const bool hedged = std::ranges::any_of(weighed_, [&](const Weighed& each) {
      const Unit& unit = *each.unit;
      const double enough = in_headline(each) ? bounds_.weak : bounds_.hit;
      return (unit.hedged && (ours(each) || in_headline(each) || unit.names_ours) &&
              each.comparison.coverage >= enough && each.comparison.key_seen) ||
             (unit.unsure && unit.whose != Whose::other);
    });
    if (authentic == nullptr && head_authentic == nullptr && body_false == nullptr) {
      authentic = joint_authentic();
    }
    const Weighed* hit = body_false != nullptr ? body_false : head_false;
    if (hit != nullptr) {
      describe_hit(*hit);
      if (hit->unit->by_account) {
        return close(Outcome::review, Label::hedged, hit, {why::by_account});
      }
      if (hedged) {
        return close(Outcome::review, Label::hedged, hit, {why::hedged});
      }
      if (hit->unit->whose == Whose::unsure) {
        return close(Outcome::review, Label::false_quote, hit, {why::speaker_unsure});
      }
      constexpr double beside_faithful = 0.6;  // beside the faithful words only a plain hit counts
      if (body_false != nullptr && authentic != nullptr && head_false == nullptr &&
          (!body_false->comparison.deed_seen || body_false->comparison.coverage < beside_faithful)) {
        return close(Outcome::silent, Label::authentic, authentic, {});
      }
      if (body_false != nullptr) {
        if (body_false->unit->shape == Shape::deed && head_false == nullptr &&
            !body_false->comparison.wording->told_as_deed) {
          return close(Outcome::review, Label::false_quote, hit, {why::deed_told});
        }
        return close(Outcome::alert, Label::false_quote, hit, {});
      }
      if (head_authentic != nullptr) {
        return close(Outcome::silent, Label::authentic, head_authentic, {});
      }
      if (authentic != nullptr) {
        return close(Outcome::review, Label::mixed, hit, {why::headline_bent});
      }
      if (opposite != nullptr && !in_headline(*opposite)) {
        return close(Outcome::review, Label::mixed, hit, {why::headline_bent});
      }
      if (!article_.body_seen) {
        return close(Outcome::review, Label::false_quote, hit, {why::body_not_seen});
      }
      if (hit->comparison.key_in_core && (weak != nullptr || body_points_back())) {
        return close(Outcome::alert, Label::false_quote, hit, {});
      }
      return close(Outcome::review, Label::false_quote, hit, {why::headline_only});
    }
    if (hedged && authentic == nullptr && head_authentic == nullptr) {
      const Weighed* told =
          best([&](const Weighed& each) { return ours(each) || each.unit->hedged || each.unit->unsure; });
      return close(Outcome::review, Label::hedged, told, {why::hedged});
    }
    if (authentic != nullptr || head_authentic != nullptr) {
      return close(Outcome::silent, Label::authentic, authentic != nullptr ? authentic : head_authentic, {});
    }
    if (opposite != nullptr) {
      return close(Outcome::silent, Label::opposite, opposite, {why::contrary});
    }
    const Weighed* other = best([&](const Weighed& each) {
      return !ours(each) &&
             (each.says == Says::false_ || (each.says == Says::weak && each.unit->whose == Whose::other));
    });
    if (other != nullptr && weak == nullptr) {
      return close(Outcome::silent, Label::other_speaker, other, {why::other_speaker});
    }
    const Weighed* any = best([&](const Weighed&) { return true; });
    return close(Outcome::silent, Label::other_topic, any, {why::little_in_common});
  }

  /// The authentic words spread over several of the official's sentences.
  const Weighed* joint_authentic() const {
    const Weighed* most = nullptr;
    std::vector<const Slot*> seen;
    double covered = 0;
    for (const Weighed& each : weighed_) {
      if (!ours(each) || each.says == Says::false_ || each.comparison.authentic == 0) {
        continue;
      }
      most = most == nullptr || each.comparison.authentic > most->comparison.authentic ? &each : most;
      for (const Filled& filled : each.comparison.authentic_filled) {
        if (std::ranges::find(seen, filled.slot) == seen.end()) {
          seen.push_back(filled.slot);
          covered += filled.slot->weight * filled.degree;
        }
      }
    }
    for (const Wording& wording : pattern_.authentic) {
      const bool has = std::ranges::any_of(
          wording.slots, [&](const Slot& slot) { return std::ranges::find(seen, &slot) != seen.end(); });
      if (has && wording.total > 1 && covered >= bounds_.authentic * wording.total) {
        return most;
      }
    }
    return nullptr;
  }

  bool body_points_back() const {
    return std::ranges::any_of(weighed_, [&](const Weighed& each) {
      return ours(each) && !in_headline(each) && each.unit->anaphoric && each.unit->shape == Shape::speech;
    });
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
    decision_.confidence = std::clamp(c.coverage, 0.0, 1.0);
    if (c.wording != nullptr) {
      add(why::wording, {pattern_.source.false_wordings[c.wording_index]});
      for (const Filled& filled : c.filled) {
        add(why::filled, {filled.slot->words, text_between(filled.text, filled.first, filled.last)});
        const ReadText& text = texts_[filled.text];
        decision_.words.push_back({text.source->kind,
                                   {text.words[filled.first].span.begin, text.words[filled.last].span.end},
                                   filled.slot->words});
      }
      for (const Slot& slot : c.wording->slots) {
        if (slot.key && std::ranges::none_of(c.filled, [&](const Filled& f) { return f.slot == &slot; })) {
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
  const Bounds& bounds_;
  std::vector<Weighed> weighed_;
  model::Decision decision_;
};

}  // namespace

model::Decision judge_pattern(const CompiledPattern& pattern, const JudgedArticle& article,
                              const std::vector<ReadText>& texts, const std::vector<Unit>& units,
                              const Lexicon& lexicon, const Bounds& bounds) {
  return Judge(pattern, article, texts, units, lexicon, bounds).decide();
}

}  // namespace qw::match
