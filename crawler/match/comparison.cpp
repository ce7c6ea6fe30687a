#include "crawler/match/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>

namespace qw::match {
namespace {

constexpr double in_sentence = 0.75;  ///< what stands beside the unit in its sentence
constexpr double in_neighbour = 0.6;  ///< in the sentence before or behind
constexpr double in_headline = 0.6;
constexpr double least_degree = 0.4;

bool is_deed(Kind kind) { return kind == Kind::act || kind == Kind::phase; }

/// A word outside the lexicon tells less of what is new.
double weight_of_novelty(const Part& part) { return part.root.empty() ? 1.0 : 0.5; }

/// Of what no wording speaks of, other countries, numbers and deeds tell something all the same.
bool is_telling(const Nearby& each) {
  const Kind kind = each.part->kind;
  return kind == Kind::place || (each.core && (kind == Kind::number || is_deed(kind)));
}

/// Parts of the texts' own clauses come first, text by text, then those of each unit.
using Numbers = std::vector<std::vector<std::uint32_t>>;  ///< of the first part of each clause, by text

Surroundings surroundings(const Unit& unit, std::uint32_t own_number, const std::vector<ReadText>& texts,
                          const Numbers& numbers) {
  Surroundings around;
  std::vector<Nearby>& found = around.parts;
  for (const Clause& clause : unit.clauses) {
    for (const Part& part : clause.parts) {
      found.push_back({&part, own_number++, unit.text, 1.0, true});
      if (part.kind != Kind::time && part.kind != Kind::org) {
        around.said += weight_of_novelty(part);
      }
    }
  }
  const ReadText& own = texts[unit.text];
  const std::uint32_t sentence = own.words[unit.sentence_first].sentence;
  const std::uint32_t last_sentence = own.words[unit.sentence_last].sentence;
  for (std::size_t at = 0; at < own.clauses.size(); ++at) {
    const Clause& clause = own.clauses[at];
    const std::uint32_t here = own.words[clause.first].sentence;
    if (here + 1 < sentence || here > last_sentence + 1) {
      continue;
    }
    around.sentence_conditional =
        around.sentence_conditional ||
        (clause.conditional && clause.first >= unit.sentence_first && clause.last <= unit.sentence_last);
    std::uint32_t number = numbers[unit.text][at];
    for (const Part& part : clause.parts) {
      if (part.first < unit.first || part.last > unit.last) {
        found.push_back({&part, number, unit.text,
                         here >= sentence && here <= last_sentence ? in_sentence : in_neighbour, false});
      }
      ++number;
    }
  }
  for (std::uint32_t text = 0; text < texts.size(); ++text) {
    if (text == unit.text || texts[text].source->kind == model::TextKind::body || unit.foreign_headline) {
      continue;
    }
    for (std::size_t at = 0; at < texts[text].clauses.size(); ++at) {
      std::uint32_t number = numbers[text][at];
      for (const Part& part : texts[text].clauses[at].parts) {
        found.push_back({&part, number++, text, in_headline, false});
      }
    }
  }
  return around;
}

void read_agreement(Comparison& result, const Wording& wording, const Unit& unit, const Lexicon& lexicon) {
  double weight = 0;
  double sum = 0;
  double strongest = 0;
  for (const Clause& clause : unit.clauses) {
    double local = 0;
    // By clause of the wording: what speaks for it, and the signs of deeds that both call by names of their
    // own.
    std::vector<double> relations(wording.clauses, 0);
    std::vector<int> synonyms(wording.clauses, 1);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> paired;  // of the wording: clause, group
    std::vector<std::uint32_t> taken;                             // groups of this clause
    std::vector<std::uint32_t> units;                             // of the wording, seen
    double deed = 0;
    for (const Slot& slot : wording.slots) {
      if (slot.part.kind != Kind::theme && !is_deed(slot.part.kind)) {
        continue;
      }
      const Part* best_part = nullptr;
      Likeness best;
      for (const Part& part : clause.parts) {
        const Likeness like = likeness(lexicon, slot.part, part);
        if (like.degree > best.degree && like.degree >= least_degree) {
          best = like;
          best_part = &part;
        }
      }
      if (best_part == nullptr) {
        continue;
      }
      const std::uint32_t own = slot.part.clause;
      const std::pair key(own, slot.part.group);
      if (std::ranges::find(paired, key) == paired.end() &&
          std::ranges::find(taken, best_part->group) == taken.end()) {
        paired.push_back(key);
        if (best_part->group != 0) {
          taken.push_back(best_part->group);
        }
        synonyms[own] *= best.synonyms;
      }
      const bool again = std::ranges::find(units, slot.unit) != units.end();
      units.push_back(slot.unit);
      local += again ? 0 : slot.weight * best.degree;
      deed = is_deed(slot.part.kind) ? std::max(deed, best.kin) : deed;
      relations[own] += slot.weight * best.degree * best.relation * best.synonyms;
    }
    double relation = 0;
    for (std::size_t own = 0; own < relations.size(); ++own) {
      relation += relations[own] * synonyms[own];
    }
    const bool tells_sign = clause.has_deed || clause.negated;
    if (local == 0 || (!tells_sign && relation < 0)) {
      continue;  // what only names the matter denies nothing
    }
    if (local > strongest) {
      strongest = local;
      result.conditional = clause.conditional;
      result.is_condition = clause.is_condition;
      result.presupposed = clause.presupposed;
      result.possible = clause.possible;
      result.question = clause.question;
      result.negated = clause.negated;
    }
    const double said = local / std::max(wording.total, local) * (wording.has_deed ? deed : 1.0);
    if (relation > 0) {
      result.said_same = std::max(result.said_same, said);
    } else if (relation < 0) {
      result.said_contrary = std::max(result.said_contrary, said);
    }
    const double tells = local * local * (tells_sign ? 1.0 : 0.4);
    weight += tells;
    sum += tells * (relation > 0 ? 1 : relation < 0 ? -1 : 0);
  }
  result.agreement = weight == 0 ? 0 : sum / weight * unit.cue_sign;
  if (unit.cue_sign < 0) {
    std::swap(result.said_same, result.said_contrary);
  }
}

/// Fills the units of the wording, the surest first: a word of the article stands for one of them.
std::vector<Filled> fill(const Wording& wording, const std::vector<Nearby>& nearby, const Lexicon& lexicon) {
  std::vector<Filled> possible;
  for (const Slot& slot : wording.slots) {
    for (const Nearby& each : nearby) {
      const double kin = likeness(lexicon, slot.part, *each.part).kin;
      if (kin >= least_degree) {
        const double degree = kin * each.factor;
        const double rarity = std::min(rarity_of(lexicon, slot.part), rarity_of(lexicon, *each.part));
        possible.push_back({&slot, each.text, each.part->first, each.part->last, degree, degree * rarity,
                            each.core, each.factor >= in_sentence});
      }
    }
  }
  std::ranges::sort(possible, {}, [](const Filled& each) {
    return std::tuple(-each.degree, each.slot->unit, each.text, each.first);
  });
  std::vector<Filled> filled;
  for (const Filled& next : possible) {
    const bool taken = std::ranges::any_of(filled, [&](const Filled& other) {
      return other.slot->unit == next.slot->unit || (other.text == next.text && other.first == next.first);
    });
    if (!taken) {
      filled.push_back(next);
    }
  }
  std::ranges::sort(filled, {}, [](const Filled& each) { return each.slot->unit; });
  return filled;
}

Comparison compare_wording(const CompiledPattern& pattern, const Wording& wording, const Unit& unit,
                           const std::vector<Nearby>& nearby, bool inside, double said,
                           const Lexicon& lexicon) {
  Comparison result;
  result.wording = &wording;
  double covered = 0;
  double core = 0;
  result.filled = fill(wording, nearby, lexicon);
  for (const Filled& best : result.filled) {
    const Slot& slot = *best.slot;
    covered += slot.weight * best.degree;
    core += best.core ? slot.weight * best.degree : 0;
    result.tells += best.tells;
    result.tells_core += best.core ? best.tells : 0;
    constexpr double specific = 0.95;  // the deed itself, not a kindred one
    result.key_seen = result.key_seen || (slot.key && (!is_deed(slot.part.kind) || best.degree > specific));
    result.deed_seen = result.deed_seen || (is_deed(slot.part.kind) && best.near);
    result.key_in_core = result.key_in_core || (slot.key && best.core && !is_deed(slot.part.kind));
  }
  double matter_total = 0;
  double matter = 0;
  double matter_core = 0;
  bool has_place = false;
  result.place_seen = false;
  for (const Slot& slot : wording.slots) {
    const bool about = slot.part.kind == Kind::theme || slot.part.kind == Kind::number;
    matter_total += about && slot.first ? slot.weight : 0;
    has_place = has_place || slot.part.kind == Kind::place;
  }
  for (const Filled& filled : result.filled) {
    const Kind kind = filled.slot->part.kind;
    if (kind == Kind::theme || kind == Kind::number) {
      matter += filled.slot->weight * filled.degree;
      matter_core += filled.core ? filled.slot->weight * filled.degree : 0;
    }
    result.place_seen = result.place_seen || kind == Kind::place;
  }
  result.place_seen = result.place_seen || !has_place;
  result.matter = matter_total == 0 ? 0 : matter / matter_total;
  result.matter_core = matter_total == 0 ? 0 : matter_core / matter_total;
  for (const Slot& slot : wording.slots) {
    for (const Nearby& each : nearby) {
      if (!is_deed(slot.part.kind) || !is_deed(each.part->kind) || !each.core) {
        continue;
      }
      const Likeness like = likeness(lexicon, slot.part, *each.part);
      if (like.kin > result.deed) {
        result.deed = like.kin;
        result.deed_relation = like.relation;
      }
    }
  }
  double known = 0;
  for (const Nearby& each : nearby) {
    const Kind kind = each.part->kind;
    if (!each.core || kind == Kind::time || kind == Kind::org) {
      continue;
    }
    double best = 0;
    for (const Slot& slot : wording.slots) {
      best = std::max(best, likeness(lexicon, slot.part, *each.part).kin);
    }
    known += weight_of_novelty(*each.part) * best;
  }
  result.novel = said == 0 ? 0 : 1 - known / said;
  result.coverage = wording.total == 0 ? 0 : covered / wording.total;
  result.core = wording.total == 0 ? 0 : core / wording.total;
  if (inside) {
    read_agreement(result, wording, unit, lexicon);
  }
  const bool wants_deed =
      std::ranges::any_of(wording.slots, [](const Slot& slot) { return slot.part.kind == Kind::act; });
  bool has_deed = false;
  bool own_place = pattern.places.empty();
  bool foreign_place = false;
  bool own_number = false;
  bool other_number = false;
  for (const Nearby& each : nearby) {
    if (each.part->kind == Kind::place) {
      const bool own = std::ranges::any_of(pattern.places, [&](std::uint32_t place) {
        return lexicon.likeness(place, each.part->concept_index) > 0;
      });
      own_place = own_place || own;
      foreign_place = foreign_place || (!own && each.core);
    }
    if (each.part->kind == Kind::number && each.core) {
      const bool same = std::ranges::any_of(wording.slots, [&](const Slot& slot) {
        return slot.part.kind == Kind::number && likeness(lexicon, slot.part, *each.part).degree > 0;
      });
      own_number = own_number || same;
      other_number = other_number || !same;
    }
    has_deed = has_deed || (each.core && is_deed(each.part->kind));
  }
  const bool has_number =
      std::ranges::any_of(wording.slots, [](const Slot& slot) { return slot.part.kind == Kind::number; });
  result.deed_differs = wants_deed && has_deed && !result.deed_seen;
  result.place_differs = foreign_place && !own_place;
  result.number_differs = has_number && other_number && !own_number;
  return result;
}

}  // namespace

namespace {

double likeness_to_false(const CompiledPattern& pattern, const Part& part, const Lexicon& lexicon) {
  double best = 0;
  for (const Wording& wording : pattern.false_wordings) {
    for (const Slot& slot : wording.slots) {
      if (slot.part.kind == part.kind || is_deed(part.kind) == is_deed(slot.part.kind)) {
        const Likeness like = likeness(lexicon, slot.part, part);
        best = std::max(best, is_deed(part.kind) && like.relation < 0 ? 0.0 : like.degree);
      }
    }
  }
  return best;
}

}  // namespace

bool PartSet::meets(const PartSet& other) const {
  for (std::size_t at = 0; at < words_.size(); ++at) {
    if ((words_[at] & other.words_[at]) != 0) {
      return true;
    }
  }
  return false;
}

Compared::Compared(const std::vector<Unit>& units, const std::vector<ReadText>& texts) : units_(units) {
  Numbers numbers;
  const auto number = [&](const Clause& clause) {
    const auto first = static_cast<std::uint32_t>(parts_.size());
    for (const Part& part : clause.parts) {
      parts_.push_back(&part);
    }
    return first;
  };
  for (const ReadText& text : texts) {
    numbers.emplace_back();
    for (const Clause& clause : text.clauses) {
      numbers.back().push_back(number(clause));
    }
  }
  around_.reserve(units.size());
  for (const Unit& unit : units) {
    const auto own = static_cast<std::uint32_t>(parts_.size());
    for (const Clause& clause : unit.clauses) {
      number(clause);
    }
    around_.push_back(surroundings(unit, own, texts, numbers));
  }
  by_bit_.fill(PartSet(parts_.size()));
  for (std::uint32_t at = 0; at < parts_.size(); ++at) {
    for (std::uint64_t left = parts_[at]->mask; left != 0; left &= left - 1) {
      by_bit_[static_cast<std::size_t>(std::countr_zero(left))].add(at);
    }
  }
  for (Surroundings& around : around_) {
    around.numbers = around.core = PartSet(parts_.size());
    for (const Nearby& each : around.parts) {
      around.numbers.add(each.number);
      if (each.core) {
        around.core.add(each.number);
      }
      if (is_telling(each)) {
        around.telling.push_back(each);
      }
    }
  }
}

PartSet Compared::parts_like(const CompiledPattern& pattern, const Lexicon& lexicon) const {
  PartSet related(parts_.size());
  for (const auto* wordings : {&pattern.false_wordings, &pattern.authentic}) {
    for (const Wording& wording : *wordings) {
      for (const Slot& slot : wording.slots) {
        for (std::uint64_t left = slot.part.reach; left != 0; left &= left - 1) {
          by_bit_[static_cast<std::size_t>(std::countr_zero(left))].for_each_without(
              related, [&](std::uint32_t at) {
                if (likeness(lexicon, slot.part, *parts_[at]).degree > 0) {
                  related.add(at);
                }
              });
        }
      }
    }
  }
  return related;
}

Comparison compare(const CompiledPattern& pattern, const Compared& compared, std::size_t at_unit,
                   const PartSet& related, const Lexicon& lexicon) {
  const Unit& unit = compared.units()[at_unit];
  const Surroundings& around = compared.around(at_unit);
  const bool beside = around.numbers.meets(related);
  const bool inside = beside && around.core.meets(related);
  std::vector<Nearby> chosen;
  if (beside) {
    for (const Nearby& each : around.parts) {
      if (related.has(each.number) || is_telling(each)) {
        chosen.push_back(each);
      }
    }
  }
  const std::vector<Nearby>& nearby = beside ? chosen : around.telling;
  Comparison best;
  double best_score = -1;
  for (std::size_t at = 0; at < pattern.false_wordings.size(); ++at) {
    Comparison each =
        compare_wording(pattern, pattern.false_wordings[at], unit, nearby, inside, around.said, lexicon);
    each.wording_index = pattern.false_wordings[at].source;
    // The wording whose deed is named tells more than one that only speaks of the same things.
    // All wordings tell one claim: what says one of them does not deny it for being the contrary of another.
    constexpr double own_deed = 0.15;
    constexpr double agreeing = 0.1;
    const double score =
        each.coverage + own_deed * each.deed + (each.key_seen ? 0.1 : 0.0) + agreeing * each.agreement;
    if (score > best_score) {
      best_score = score;
      best = std::move(each);
    }
  }
  best.sentence_conditional = around.sentence_conditional;
  if (!inside) {
    return best;  // nothing of the authentic words either
  }
  for (const Wording& wording : pattern.authentic) {
    double covered = 0;
    double whole = 0;
    std::vector<Filled> filled;
    std::vector<std::uint32_t> units;  // seen
    for (const Slot& slot : wording.slots) {
      Filled found;
      for (const Nearby& each : nearby) {
        if (!each.core) {
          continue;
        }
        const Likeness like = likeness(lexicon, slot.part, *each.part);
        constexpr double specific = 0.7;
        if (like.degree < specific || like.degree <= found.degree ||
            (like.relation < 0 && is_deed(slot.part.kind))) {
          continue;
        }
        // Words that the false wording has as well tell nothing.
        if (slot.shared || like.degree > likeness_to_false(pattern, *each.part, lexicon)) {
          found = {&slot, each.text, each.part->first, each.part->last, like.degree, 0, true, true};
        }
      }
      if (found.slot == nullptr) {
        continue;
      }
      if (std::ranges::find(units, slot.unit) != units.end()) {
        continue;
      }
      units.push_back(slot.unit);
      whole += slot.weight * found.degree;
      if (!slot.shared) {
        covered += slot.weight * found.degree;
        filled.push_back(found);
      }
    }
    Comparison alike;
    read_agreement(alike, wording, unit, lexicon);
    if (alike.agreement > 0 && wording.whole > 0) {
      best.authentic_whole = std::max(best.authentic_whole, whole / wording.whole);
    }
    constexpr double least_total = 1.2;  // less is no statement of its own
    const double share = covered / std::max(wording.total, least_total);
    if (share > best.authentic) {
      best.authentic = share;
      best.authentic_filled = std::move(filled);
    }
  }
  return best;
}

}  // namespace qw::match
