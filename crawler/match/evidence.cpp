#include "crawler/match/evidence.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace qw::match {
namespace {

constexpr double any_sign = 0.3;     ///< what a word of doubt or denial tells apart from its matter
constexpr double all_but_one = 0.5;  ///< so much of the wording stands in the unit itself
constexpr double usual = 3;          ///< units of a wording; brings sums near to 1
constexpr double on_matter = 0.3;    ///< from here on a unit speaks of the matter at all

/// How surely the unit gives words of the official.
double attribution(const Unit& unit) {
  if (unit.promoted) {
    return unit.pointed_at ? 0.9 : 0.55;
  }
  switch (unit.shape) {
    case Shape::quote:
    case Shape::speech:
      return 1;
    case Shape::deed:
      return 0.85;
    case Shape::mention:
    case Shape::sentence:
      break;
  }
  return 0.6;
}

/// The unit itself counts more than what stands beside it, unless it points there («это», «она»).
double blend(const Unit& unit, double core, double all) {
  const double own = unit.anaphoric ? 0.3 : 0.6;
  return attribution(unit) * (own * core + (1 - own) * all);
}

bool ours(const Unit& unit) { return unit.whose == Whose::ours || unit.whose == Whose::unsure; }

class Gatherer {
 public:
  Gatherer(const CompiledPattern& pattern, Evidence& out) : pattern_(pattern), out_(out) {}

  /// The signs of the body's units or the headline's, put down as those of `place`.
  void read(const std::vector<Weighed>& units, const std::vector<ReadText>& texts, bool headline,
            std::size_t place) {
    offset_ = place;
    set(sign::novel, 1);
    double best = -1;
    for (const Weighed& each : units) {
      const Unit& unit = *each.unit;
      if (is_headline(texts[unit.text]) != headline) {
        continue;
      }
      read_layers(unit, each.comparison);
      if (!ours(unit)) {
        continue;
      }
      read_words(unit, each.comparison);
      const double strength = blend(unit, each.comparison.core, each.comparison.coverage);
      if (strength > best) {
        best = strength;
        set(sign::novel, each.comparison.novel);
        set(sign::place, each.comparison.place_seen ? 1 : 0);
      }
    }
  }

 private:
  void set(sign::Part part, double value) { out_[offset_ + part] = value; }
  void raise(sign::Part part, double value) { out_[offset_ + part] = std::max(out_[offset_ + part], value); }

  void read_words(const Unit& unit, const Comparison& c) {
    const double strength = blend(unit, c.core, c.coverage);
    const double sure = attribution(unit);
    const bool asserts = !unit.not_said && !unit.cue_denies && !c.question;
    const bool bare = c.wording == nullptr || !c.wording->conditional;
    const bool conditional = bare && (c.conditional || c.sentence_conditional);
    const bool possible = c.possible && (c.wording == nullptr || !c.wording->possible);
    const bool faithful = c.agreement > 0 && ((pattern_.authentic_conditional && conditional) ||
                                              (pattern_.authentic_possible && possible));
    if (asserts && faithful) {
      // The operator that the false wording dropped stands here.
      raise(sign::authentic, strength);
    } else if (asserts && c.is_condition && bare && c.agreement > 0) {
      raise(sign::unclear, strength);  // what is only supposed is not asserted
    } else if (asserts && c.place_differs && c.core >= all_but_one && c.deed_seen) {
      raise(sign::unclear, strength);  // word for word, but of another country
    } else if (asserts) {
      const double direction = std::abs(c.agreement);
      raise(c.agreement > 0   ? sign::same
            : c.agreement < 0 ? sign::contrary
                              : sign::unclear,
            c.agreement == 0 ? strength : strength * direction);
      if (!faithful) {
        raise(sign::said_same, c.said_same * sure);
        raise(sign::said_contrary, c.said_contrary * sure);
      }
      if (c.matter > on_matter && c.deed_relation != 0) {
        raise(c.deed_relation > 0 ? sign::deed_same : sign::deed_contrary, c.deed * sure);
      }
    }
    raise(sign::authentic, c.authentic * sure);
    raise(sign::authentic_whole, c.authentic_whole * sure);
    raise(sign::matter, blend(unit, c.matter_core, c.matter));
    raise(sign::tells, blend(unit, c.tells_core, c.tells) / usual);
    raise(sign::spoken, 1);
    raise(sign::question, c.question ? strength : 0);
    if (c.coverage > on_matter) {
      raise(sign::condition, pattern_.authentic_conditional && conditional ? 1 : 0);
      raise(sign::possibility, pattern_.authentic_possible && possible ? 1 : 0);
    }
  }

  void read_layers(const Unit& unit, const Comparison& c) {
    const double told = any_sign + c.coverage;
    raise(sign::other_speaker, unit.whose == Whose::other ? c.coverage : 0);
    raise(sign::outlet, unit.whose == Whose::nobody ? c.coverage : 0);
    raise(sign::hedge, unit.hedged && (unit.whose != Whose::other || unit.names_ours) ? told : 0);
    raise(sign::unsure, unit.unsure && unit.whose != Whose::other ? told : 0);
    raise(sign::debunk, unit.debunks && !unit.own_words && unit.whose != Whose::house ? told : 0);
    raise(sign::not_said, unit.not_said && !unit.own_words ? told : 0);
    const bool house = unit.whose == Whose::ours || unit.whose == Whose::house;
    const bool denies = unit.cue_denies || (unit.own_words && unit.not_said) ||
                        (unit.whose == Whose::ours && unit.debunks && unit.calls);
    raise(sign::denial, house && denies && !pattern_.is_denial ? told : 0);
    raise(sign::invented, unit.own_fake ? told : 0);
  }

  const CompiledPattern& pattern_;
  Evidence& out_;
  std::size_t offset_ = 0;
};

/// What all words of the official say of a wording together, each of its parts once.
struct Together {
  double share = 0;     ///< of its weight, where nothing says the contrary
  double key_deed = 0;  ///< the nearest deed, with its sign
  double key = 0;       ///< share of its own matter
  double tells = 0;     ///< how much of it that is rare in the news, not as a share
  double exact = 0;     ///< share that is said by the same concepts, not by kindred ones
};

Together all_together(const std::vector<Weighed>& units) {
  struct Sum {
    std::map<std::uint32_t, std::pair<const Slot*, double>> units;
    std::map<std::uint32_t, double> tells;
    double total = 0;
  };
  std::map<const Wording*, Sum> sums;
  Together out;
  for (const Weighed& each : units) {
    const Comparison& c = each.comparison;
    if (!ours(*each.unit) || c.wording == nullptr || c.question || each.unit->not_said ||
        each.unit->cue_denies) {
      continue;
    }
    const double sure = attribution(*each.unit);
    const double deed = c.deed * c.deed_relation * sure * (c.matter > on_matter ? 1 : 0);
    out.key_deed = std::abs(deed) > std::abs(out.key_deed) ? deed : out.key_deed;
    if (c.agreement < 0) {
      continue;
    }
    Sum& sum = sums[c.wording];
    sum.total = c.wording->total;
    for (const Filled& filled : c.filled) {
      if (filled.core) {
        auto& [slot, best] = sum.units[filled.slot->unit];
        slot = filled.slot;
        best = std::max(best, filled.slot->weight * filled.degree * sure);
        double& most = sum.tells[filled.slot->unit];
        most = std::max(most, filled.tells * sure);
      }
    }
  }
  for (const auto& [wording, sum] : sums) {
    double said = 0;
    double key = 0;
    double exact = 0;
    double all_keys = 0;
    for (const Slot& slot : wording->slots) {
      all_keys += slot.key && slot.first ? slot.weight : 0;
    }
    for (const auto& [unit, best] : sum.units) {
      const auto& [slot, weight] = best;
      constexpr double same_concept = 0.8;
      said += weight;
      key += slot->key ? weight : 0;
      exact += weight >= same_concept * slot->weight ? slot->weight : 0;
    }
    double tells = 0;
    for (const auto& [unit, most] : sum.tells) {
      tells += most;
    }
    out.tells = std::max(out.tells, tells);
    if (sum.total > 0 && said / sum.total > out.share) {
      out.share = said / sum.total;
      out.exact = exact / sum.total;
      out.key = all_keys == 0 ? out.share : key / all_keys;
    }
  }
  return out;
}

}  // namespace

const std::array<std::string, evidence_count>& evidence_names() {
  static const auto names = [] {
    static constexpr auto parts = std::to_array<std::string_view>(
        {"same",   "contrary",  "unclear",       "authentic", "authentic_whole",
         "matter", "deed_same", "deed_contrary", "said_same", "said_contrary",
         "tells",  "novel",     "place",         "condition", "possibility",
         "spoken", "question",  "other_speaker", "outlet",    "hedge",
         "unsure", "debunk",    "not_said",      "denial",    "invented"});
    static constexpr auto both = std::to_array<std::string_view>(
        {"by_account", "place_differs", "number_differs", "denial_pattern", "no_authentic", "by_office",
         "same_over_contrary", "same_over_authentic", "bent_headline", "headline_alone", "same_hedged",
         "joint", "key_deed", "joint_key", "joint_exact", "joint_tells"});
    static_assert(parts.size() == sign::parts && 2 * parts.size() + both.size() == evidence_count);
    std::array<std::string, evidence_count> out;
    for (std::size_t at = 0; at < parts.size(); ++at) {
      out[at] = std::string(parts[at]) + ".body";
      out[parts.size() + at] = std::string(parts[at]) + ".headline";
    }
    for (std::size_t at = 0; at < both.size(); ++at) {
      out[2 * parts.size() + at] = both[at];
    }
    return out;
  }();
  return names;
}

bool is_headline_alone(const std::vector<ReadText>& texts) {
  return std::ranges::all_of(texts,
                             [](const ReadText& text) { return is_headline(text) || text.words.empty(); });
}

Evidence gather_evidence(const CompiledPattern& pattern, const std::vector<Weighed>& units,
                         const std::vector<ReadText>& texts) {
  Evidence out{};
  Gatherer gatherer(pattern, out);
  // Where the headline is all there is, it is weighed as a body: the scales know a headline only beside one.
  const bool alone = is_headline_alone(texts);
  gatherer.read(units, texts, alone, 0);
  gatherer.read(units, texts, !alone, sign::parts);
  const auto body = [&](sign::Part part) { return out[part]; };
  const auto head = [&](sign::Part part) { return out[sign::parts + part]; };
  const auto most = [&](sign::Part part) { return std::max(body(part), head(part)); };
  double by_account = 0;
  double place_differs = 0;
  double number_differs = 0;
  double by_office = 0;
  for (const Weighed& each : units) {
    if (!ours(*each.unit)) {
      continue;
    }
    const Comparison& c = each.comparison;
    by_account = std::max(by_account, each.unit->by_account ? blend(*each.unit, c.core, c.coverage) : 0.0);
    by_office = std::max(by_office, each.unit->by_office ? 1.0 : 0.0);
    place_differs = std::max(place_differs, c.coverage > on_matter && c.place_differs ? 1.0 : 0.0);
    number_differs = std::max(number_differs, c.coverage > on_matter && c.number_differs ? 1.0 : 0.0);
  }
  const Together together = all_together(units);
  const double same = most(sign::same);
  const double doubt = std::max(most(sign::hedge), most(sign::unsure));
  const auto both = std::to_array<double>(
      {by_account, place_differs, number_differs, pattern.is_denial ? 1.0 : 0.0,
       pattern.source.authentic.empty() ? 1.0 : 0.0, by_office, same - most(sign::contrary),
       same - most(sign::authentic), std::min(head(sign::same), body(sign::authentic)),
       head(sign::same) > on_matter ? std::min(head(sign::same), 1 - body(sign::matter)) : 0.0, same * doubt,
       together.share, together.key_deed, together.key, together.exact, together.tells / usual});
  std::ranges::copy(both, out.begin() + 2 * static_cast<std::ptrdiff_t>(sign::parts));
  return out;
}

}  // namespace qw::match
