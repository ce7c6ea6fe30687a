#include "crawler/match/pattern_index.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace qw::match {
namespace {

constexpr std::size_t root_prefix = 4;  ///< same_root() wants as much
constexpr double key_factor = 1.6;
constexpr double kindred = 0.5;  ///< from here on two deeds are one by another name

double weight_of(const Part& part) {
  switch (part.kind) {
    case Kind::theme:
      return part.root.empty() ? 1.0 : 0.5;
    case Kind::act:
      return 1.0;
    case Kind::phase:
      return 0.8;
    case Kind::place:
      return 0.7;
    case Kind::number:
      return 0.6;
    case Kind::org:
      return 0.25;
    case Kind::time:
      return 0.3;
    case Kind::speech:
    case Kind::operator_:
    case Kind::role:
    case Kind::stop:
      break;
  }
  return 0;
}

bool is_deed(Kind kind) { return kind == Kind::act || kind == Kind::phase; }

/// Readings of one word are one unit with one weight, the highest of them.
void number_units(Wording& wording) {
  for (std::size_t at = 0; at < wording.slots.size(); ++at) {
    Slot& slot = wording.slots[at];
    slot.unit = static_cast<std::uint32_t>(at);
    for (std::size_t before = 0; before < at && slot.part.group != 0; ++before) {
      const Slot& other = wording.slots[before];
      if (other.part.clause == slot.part.clause && other.part.group == slot.part.group) {
        slot.unit = other.unit;
        slot.first = false;
        break;
      }
    }
  }
}

/// After weights were given to each.
void level_units(Wording& wording) {
  for (Slot& slot : wording.slots) {
    for (const Slot& other : wording.slots) {
      if (other.unit == slot.unit) {
        slot.weight = std::max(slot.weight, other.weight);
        slot.key = slot.key || other.key;
        slot.shared = slot.shared || other.shared;
      }
    }
  }
}

/// What the index knows a slot by.
std::string atom_of(const Slot& slot) {
  return slot.part.root.empty() ? "@" + std::to_string(slot.part.concept_index)
                                : slot.part.root.substr(0, root_prefix);
}

}  // namespace

Likeness likeness_in_full(const Lexicon& lexicon, const Part& a, const Part& b) {
  const int relation = a.sign * b.sign;
  if (!a.root.empty() || !b.root.empty()) {
    if (a.kind == Kind::number || b.kind == Kind::number) {
      const double same = a.root == b.root && a.kind == b.kind ? 1.0 : 0.0;
      return {same, relation, 1, same};
    }
    const std::string& root_a = a.root.empty() ? a.stem : a.root;
    const std::string& root_b = b.root.empty() ? b.stem : b.root;
    const bool strangers = !a.root.empty() && !b.root.empty();
    constexpr double by_spelling = 0.8;  // one of the two is in the lexicon, the other is not
    if (root_a.empty() || root_b.empty() || !same_root(root_a, root_b)) {
      return {0, relation};
    }
    const int synonyms = a.own * b.own;
    const double degree = strangers ? 1.0 : by_spelling;
    return {degree, relation * synonyms, synonyms, degree};
  }
  double like = lexicon.likeness(a.concept_index, b.concept_index);
  constexpr double second_reading = 0.85;
  const auto raise = [&](double other, double factor) {
    like = std::abs(other) * factor > std::abs(like) ? other * factor : like;
  };
  for (const std::uint32_t other : a.others) {
    raise(lexicon.likeness(other, b.concept_index), second_reading);
    for (const std::uint32_t beside : b.others) {
      raise(lexicon.likeness(other, beside), second_reading * second_reading);
    }
  }
  for (const std::uint32_t beside : b.others) {
    raise(lexicon.likeness(a.concept_index, beside), second_reading);
  }
  if (std::abs(like) < second_reading && !a.stem.empty() && !b.stem.empty() && same_root(a.stem, b.stem)) {
    like = second_reading;
  }
  if (is_deed(a.kind) && is_deed(b.kind)) {
    // The sign of a deed is already in the sign of its clause.
    constexpr double both_phases = 0.6;
    constexpr double one_phase = 0.45;
    const bool phase_a = a.kind == Kind::phase;
    const bool phase_b = b.kind == Kind::phase;
    const double generic = phase_a && phase_b ? both_phases : phase_a || phase_b ? one_phase : 0.0;
    // «уступить» (−) and «отдать» (+) are one deed: kinship tells more than the signs of the tables.
    const int synonyms = std::abs(like) >= kindred ? a.own * b.own * (like < 0 ? -1 : 1) : 1;
    return {std::max(std::abs(like), generic), relation * synonyms, synonyms, std::abs(like)};
  }
  const int synonyms = std::abs(like) >= kindred ? a.own * b.own : 1;  // «удары», «атаковать»
  return {std::abs(like), (like < 0 ? -relation : relation) * synonyms, synonyms, std::abs(like)};
}

double rarity_of(const Lexicon& lexicon, const Part& part) {
  constexpr double number = 0.5;
  constexpr double stranger = 0.6;
  return part.kind == Kind::number ? number
         : part.root.empty()       ? lexicon.at(part.concept_index).rarity
                                   : stranger;
}

PatternIndex::PatternIndex(const Lexicon& lexicon, const Operators& operators, const Mentions& mentions,
                           const WordForms& forms, const std::vector<model::Pattern>& patterns)
    : lexicon_(lexicon), operators_(operators), mentions_(mentions), forms_(forms) {
  for (const model::Pattern& pattern : patterns) {
    if (!model::is_matched(pattern.state)) {
      continue;
    }
    patterns_.push_back(compile(pattern));
  }
  std::map<std::string, std::size_t, std::less<>> of_official;
  std::map<std::string, std::size_t, std::less<>> frequency;
  for (const CompiledPattern& pattern : patterns_) {
    ++of_official[pattern.source.official];
    std::set<std::string> atoms;
    for (const Wording& wording : pattern.false_wordings) {
      for (const Slot& slot : wording.slots) {
        atoms.insert(atom_of(slot));
      }
    }
    for (const std::string& atom : atoms) {
      ++frequency[atom];
    }
  }
  for (std::uint32_t at = 0; at < patterns_.size(); ++at) {
    index(at, of_official[patterns_[at].source.official], frequency);
  }
}

Wording PatternIndex::gather(std::string_view text, const std::vector<Word>& words,
                             const std::vector<Hit>& hits, const std::vector<Clause>& clauses,
                             const std::string& official) const {
  Wording wording;
  wording.told_as_deed =
      std::ranges::none_of(
          hits, [&](const Hit& hit) { return lexicon_.at(hit.concept_index).kind == Kind::speech; }) &&
      std::ranges::none_of(words, [](const Word& word) { return (word.before & gap::colon) != 0; });
  wording.denies =
      std::ranges::any_of(hits, [&](const Hit& hit) { return hit.concept_index == operators_.deny; });
  for (const Clause& clause : clauses) {
    wording.conditional = wording.conditional || clause.conditional;
    wording.possible = wording.possible || clause.possible;
    wording.question = wording.question || clause.question;
    wording.negated = wording.negated || clause.negated;
    wording.obliged = wording.obliged || clause.obliged;
    wording.limited = wording.limited || clause.limited;
    for (const Part& part : clause.parts) {
      wording.clauses = std::max<std::size_t>(wording.clauses, part.clause + 1U);
      if (mentions_.is_name_of(official, words[part.first].key)) {
        continue;
      }
      const auto same = std::ranges::find_if(wording.slots, [&](const Slot& slot) {
        return slot.part.concept_index == part.concept_index && slot.part.root == part.root;
      });
      if (same != wording.slots.end()) {
        continue;
      }
      wording.has_deed = wording.has_deed || is_deed(part.kind);
      Slot slot;
      slot.part = part;
      slot.weight = weight_of(part);
      slot.words = std::string(text.substr(words[part.first].span.begin,
                                           words[part.last].span.end - words[part.first].span.begin));
      if (part.kind == Kind::place) {
        wording.places.push_back(part.concept_index);
      }
      wording.slots.push_back(std::move(slot));
    }
  }
  number_units(wording);
  return wording;
}

Wording PatternIndex::read(std::string_view text, const std::string& official) const {
  const std::vector<Word> words = split_words(text, forms_);
  if (words.empty()) {
    return {};
  }
  const std::vector<Hit> hits = lexicon_.hits(words);
  return gather(
      text, words, hits,
      read_clauses(lexicon_, operators_, words, hits, 0, static_cast<std::uint32_t>(words.size() - 1)),
      official);
}

std::vector<Wording> PatternIndex::read_parts(std::string_view text, const std::string& official) const {
  const std::vector<Word> words = split_words(text, forms_);
  if (words.empty()) {
    return {};
  }
  const std::vector<Hit> hits = lexicon_.hits(words);
  const auto clauses =
      read_clauses(lexicon_, operators_, words, hits, 0, static_cast<std::uint32_t>(words.size() - 1));
  std::vector<Wording> parts{gather(text, words, hits, clauses, official)};
  const auto opens_with = [&](const Clause& clause, std::uint32_t wanted) {
    return std::ranges::any_of(hits, [&](const Hit& hit) {
      return hit.concept_index == wanted && hit.first >= clause.first && hit.first <= clause.first + 1;
    });
  };
  const auto tells = [&](const Clause& clause) {
    const auto matter = [](const Part& part) { return part.kind == Kind::theme && part.root.empty(); };
    const bool speaks = std::ranges::any_of(hits, [&](const Hit& hit) {
      return hit.first >= clause.first && hit.last <= clause.last &&
             lexicon_.at(hit.concept_index).kind == Kind::speech;
    });
    return (clause.has_deed || clause.obliged || speaks) && std::ranges::any_of(clause.parts, matter);
  };
  const auto speech_before = [&](std::uint32_t word) {
    return std::ranges::any_of(hits, [&](const Hit& hit) {
      return hit.last < word && lexicon_.at(hit.concept_index).kind == Kind::speech;
    });
  };
  std::vector<const Clause*> telling;
  bool coordinated = true;
  bool presupposes = false;
  for (const Clause& clause : clauses) {
    if (!tells(clause)) {
      continue;
    }
    telling.push_back(&clause);
    presupposes = presupposes || clause.presupposed;
    coordinated = coordinated && !clause.conditional &&
                  !(telling.size() > 1 &&
                    (opens_with(clause, operators_.that) || opens_with(clause, operators_.purpose) ||
                     opens_with(clause, operators_.after) || opens_with(clause, operators_.because)));
  }
  if (telling.size() < 2) {
    return parts;
  }
  for (std::size_t at = 0; at < telling.size(); ++at) {
    const Clause& clause = *telling[at];
    // «A и B», «A, B»: each alone; «чтобы A, надо B»: B; «раз A, то B»: A.
    const bool purpose =
        opens_with(*telling.front(), operators_.purpose) && !speech_before(telling.front()->first);
    const bool alone = presupposes ? clause.presupposed : purpose ? at > 0 : coordinated;
    if (alone) {
      parts.push_back(gather(text, words, hits, {clause}, official));
      parts.back().part = true;
    }
  }
  return parts;
}

void PatternIndex::weigh(CompiledPattern& pattern) const {
  const auto has = [&](const Wording& wording, const Part& part) {
    constexpr double alike = 0.7;
    return std::ranges::any_of(wording.slots, [&](const Slot& slot) {
      return slot.part.kind == part.kind && likeness(lexicon_, slot.part, part).degree >= alike;
    });
  };
  for (Wording& wording : pattern.false_wordings) {
    for (Slot& slot : wording.slots) {
      const bool matter = slot.part.kind == Kind::theme || slot.part.kind == Kind::act;
      const bool in_authentic =
          std::ranges::any_of(pattern.authentic, [&](const Wording& other) { return has(other, slot.part); });
      if (slot.part.kind == Kind::number && !in_authentic && !pattern.authentic.empty()) {
        slot.weight = 1.0;  // the number is what was bent
        slot.key = true;
        continue;
      }
      const bool in_all = pattern.false_wordings.size() > 1 &&
                          std::ranges::all_of(pattern.false_wordings,
                                              [&](const Wording& other) { return has(other, slot.part); });
      slot.key = matter && slot.part.root.empty() && (in_authentic || in_all);
      slot.weight *= slot.key ? key_factor : 1.0;
    }
    // Without anything in common every theme is the matter; without themes, every word but places.
    if (std::ranges::none_of(wording.slots, &Slot::key)) {
      for (Slot& slot : wording.slots) {
        slot.key = slot.part.kind == Kind::theme && slot.part.root.empty();
      }
    }
    if (std::ranges::none_of(wording.slots, &Slot::key)) {
      for (Slot& slot : wording.slots) {
        slot.key = slot.part.kind == Kind::theme || slot.part.kind == Kind::act;
      }
    }
    level_units(wording);
    for (const Slot& slot : wording.slots) {
      wording.total += slot.first ? slot.weight : 0;
    }
  }
  for (Wording& wording : pattern.authentic) {
    for (Slot& slot : wording.slots) {
      slot.shared = std::ranges::any_of(pattern.false_wordings,
                                        [&](const Wording& other) { return has(other, slot.part); });
      // Who takes part and when tells little of what was said.
      const Kind kind = slot.part.kind;
      constexpr double aside = 0.3;
      slot.weight *= kind == Kind::place || kind == Kind::org || kind == Kind::time ? aside : 1.0;
    }
    level_units(wording);
    for (const Slot& slot : wording.slots) {
      wording.total += slot.shared || !slot.first ? 0 : slot.weight;
      wording.whole += slot.first ? slot.weight : 0;
    }
  }
}

CompiledPattern PatternIndex::compile(const model::Pattern& source) const {
  CompiledPattern pattern;
  pattern.source = source;
  std::size_t number = 0;
  for (const std::string& text : source.false_wordings) {
    for (Wording& part : read_parts(text, source.official)) {
      part.source = number;
      pattern.is_denial = pattern.is_denial || part.denies;
      pattern.false_wordings.push_back(std::move(part));
    }
    ++number;
  }
  for (const std::string& text : source.authentic) {
    pattern.authentic.push_back(read(text, source.official));
    pattern.authentic_conditional = pattern.authentic_conditional || pattern.authentic.back().conditional;
    pattern.authentic_possible = pattern.authentic_possible || pattern.authentic.back().possible;
  }
  for (const Wording& wording : pattern.false_wordings) {
    pattern.places.insert(pattern.places.end(), wording.places.begin(), wording.places.end());
  }
  weigh(pattern);
  return pattern;
}

void PatternIndex::index(std::uint32_t pattern, std::size_t of_official,
                         const std::map<std::string, std::size_t, std::less<>>& frequency) {
  Atoms& atoms = by_official_[patterns_[pattern].source.official];
  std::set<std::uint32_t> concepts;
  std::set<std::string> roots;
  // What a text must speak of to be about the pattern at all: the matter of a false wording.
  // Where an official has many patterns, the rarest two of a wording stand for it.
  constexpr std::size_t few_patterns = 16;
  constexpr std::size_t rarest = 2;
  const bool few = of_official <= few_patterns;
  for (const Wording& wording : patterns_[pattern].false_wordings) {
    std::vector<const Slot*> keys;
    for (const Slot& slot : wording.slots) {
      const Kind kind = slot.part.kind;
      const bool told =
          kind == Kind::theme || kind == Kind::act || kind == Kind::number || kind == Kind::place;
      if (slot.key ? kind != Kind::place && kind != Kind::org : few && told) {
        keys.push_back(&slot);
      }
    }
    if (!few && keys.size() > rarest) {
      std::ranges::sort(keys, {}, [&](const Slot* slot) {
        return std::pair(frequency.at(atom_of(*slot)), slot->part.first);
      });
      keys.resize(rarest);
    }
    for (const Slot* slot : keys) {
      if (slot->part.root.empty()) {
        concepts.insert(slot->part.concept_index);
      } else {
        roots.insert(slot->part.root.substr(0, root_prefix));
      }
    }
  }
  // Near concepts stand for a core concept too.
  std::set<std::uint32_t> widened = concepts;
  for (std::uint32_t each = 0; each < lexicon_.size(); ++each) {
    const Kind kind = lexicon_.at(each).kind;
    if (kind != Kind::theme && kind != Kind::act && kind != Kind::number) {
      continue;
    }
    if (std::ranges::any_of(concepts,
                            [&](std::uint32_t core) { return lexicon_.likeness(each, core) != 0; })) {
      widened.insert(each);
    }
  }
  for (const std::uint32_t each : widened) {
    atoms.by_concept[each].push_back(pattern);
  }
  for (const std::string& root : roots) {
    atoms.by_root[root].push_back(pattern);
  }
}

std::vector<std::uint32_t> PatternIndex::candidates(std::string_view official,
                                                    const std::vector<Part>& parts) const {
  const auto atoms = by_official_.find(official);
  if (atoms == by_official_.end()) {
    return {};
  }
  std::set<std::uint32_t> found;
  for (const Part& part : parts) {
    if (part.root.empty()) {
      if (const auto same = atoms->second.by_concept.find(part.concept_index);
          same != atoms->second.by_concept.end()) {
        found.insert(same->second.begin(), same->second.end());
      }
    } else if (const auto same = atoms->second.by_root.find(part.root.substr(0, root_prefix));
               same != atoms->second.by_root.end()) {
      found.insert(same->second.begin(), same->second.end());
    }
  }
  return {found.begin(), found.end()};
}

}  // namespace qw::match
