#include "crawler/match/proposition.hpp"

#include "crawler/match/describing.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace qw::match {
namespace {

constexpr std::uint8_t clause_ends =
    gap::comma | gap::dash | gap::colon | gap::semicolon | gap::question | gap::sentence;
constexpr std::uint32_t without_reach = 4;  ///< words behind "without" that it governs

/// The readings of one word or phrase are a group, of which one deed gives its sign to the clause. Words
/// outside the lexicon are in group 0, which gives none.
class Groups {
 public:
  explicit Groups(std::uint32_t words) : of_word_(words, 0) {}

  std::uint32_t of(const Hit& hit, std::uint32_t begin) {
    std::uint32_t found = 0;
    for (std::uint32_t word = hit.first; word <= hit.last; ++word) {
      found = found == 0 && hit.covers(word) ? of_word_[word - begin] : found;
    }
    if (found == 0) {
      signs_.push_back(0);
      found = static_cast<std::uint32_t>(signs_.size() - 1);
    }
    for (std::uint32_t word = hit.first; word <= hit.last; ++word) {
      if (hit.covers(word) && of_word_[word - begin] == 0) {
        of_word_[word - begin] = found;
      }
    }
    return found;
  }

  /// What this deed adds to the sign of the clause: nothing where another reading of its words gave its own.
  int give(const Hit& hit, std::uint32_t begin, int sign) {
    const std::uint32_t found = of(hit, begin);
    int& given = signs_[found];
    if (given != 0) {
      return 1;
    }
    given = sign;
    deeds_.push_back({found, hit.first, hit.last});
    return sign;
  }

  /// The sign that the deed named by this part gives: of a deed of several words («снизить тарифы»), only to
  /// what is named by all of them.
  int sign(const Part& part) const {
    const bool named = std::ranges::any_of(deeds_, [&](const Deed& each) {
      return each.group == part.group && each.first == part.first && each.last == part.last;
    });
    return named ? signs_[part.group] : 1;
  }

 private:
  struct Deed {
    std::uint32_t group = 0, first = 0, last = 0;
  };
  std::vector<std::uint32_t> of_word_;
  std::vector<int> signs_{0};
  std::vector<Deed> deeds_;  ///< that gave the sign of their group
};

class ClauseReader {
 public:
  ClauseReader(const Lexicon& lexicon, const Operators& op, std::span<const Word> words,
               std::span<const Hit> hits, std::uint32_t first, std::uint32_t last)
      : lexicon_(lexicon), op_(op), words_(words), first_(first), last_(last) {
    for (auto hit = std::ranges::lower_bound(hits, first, {}, &Hit::first);
         hit != hits.end() && hit->first <= last; ++hit) {
      if (hit->last <= last) {
        hits_.push_back(*hit);
      }
    }
  }

  std::vector<Clause> read() {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> ranges;
    std::uint32_t begin = first_;
    for (std::uint32_t at = first_ + 1; at <= last_ + 1; ++at) {
      if (at > last_ || ends_before(begin, at)) {
        ranges.emplace_back(begin, at - 1);
        begin = at;
      }
    }
    // «Тема, признала она, закрыта»: the cue that breaks a clause does not end it.
    for (std::size_t i = 1; i + 1 < ranges.size();) {
      if (is_inserted_cue(ranges[i].first, ranges[i].second) && same_sentence(ranges[i - 1], ranges[i + 1]) &&
          !opens_with_conjunction(ranges[i + 1].first)) {
        ranges[i - 1].second = ranges[i + 1].second;
        ranges.erase(ranges.begin() + static_cast<std::ptrdiff_t>(i),
                     ranges.begin() + static_cast<std::ptrdiff_t>(i) + 2);
      } else {
        ++i;
      }
    }
    for (const auto& [from, to] : ranges) {
      read_clause(from, to);
    }
    spread_conditions();
    return std::move(clauses_);
  }

 private:
  bool is(const Hit& hit, std::uint32_t concept_index) const { return hit.concept_index == concept_index; }

  bool same_sentence(std::pair<std::uint32_t, std::uint32_t> a,
                     std::pair<std::uint32_t, std::uint32_t> b) const {
    return words_[a.first].sentence == words_[b.first].sentence;
  }

  bool is_inserted_cue(std::uint32_t begin, std::uint32_t end) const {
    constexpr std::uint32_t longest = 7;
    if (end - begin >= longest || (words_[begin].before & (gap::comma | gap::dash)) == 0) {
      return false;
    }
    bool speaks = false;
    for (const Hit& hit : hits_from(hits_, begin, end)) {
      if (hit.last > end || hit.beside) {
        continue;
      }
      const Kind kind = lexicon_.at(hit.concept_index).kind;
      speaks = speaks || kind == Kind::speech;
      if (kind == Kind::theme || kind == Kind::act || kind == Kind::phase || is(hit, op_.that)) {
        return false;
      }
    }
    return speaks;
  }

  bool deed_between(std::uint32_t from, std::uint32_t to) const {
    return std::ranges::any_of(hits_from(hits_, from, to), [&](const Hit& hit) {
      const Kind kind = lexicon_.at(hit.concept_index).kind;
      return hit.last <= to && !hit.beside &&
             (kind == Kind::act || kind == Kind::phase || is(hit, op_.none) || is(hit, op_.no));
    });
  }

  /// «закрывать X и Y не намерены» is one clause: an infinitive waits for its verb.
  bool finite_deed_between(std::uint32_t from, std::uint32_t to) const {
    return std::ranges::any_of(hits_from(hits_, from, to), [&](const Hit& hit) {
      const Kind kind = lexicon_.at(hit.concept_index).kind;
      const bool deed = kind == Kind::act || kind == Kind::phase;
      return hit.last <= to && !hit.beside &&
             ((deed && !is_infinitive(words_[hit.first])) || is(hit, op_.none) || is(hit, op_.no));
    });
  }

  bool ends_before(std::uint32_t begin, std::uint32_t at) const {
    if ((words_[at].before & clause_ends) != 0) {
      // A hit that spans the gap («снят с повестки, наконец») keeps its clause whole.
      return std::ranges::none_of(hits_around(hits_, at),
                                  [&](const Hit& hit) { return hit.first < at && hit.last >= at; });
    }
    if (!opens_with_conjunction(at)) {
      return false;
    }
    std::uint32_t end = at;
    while (end < last_ && (words_[end + 1].before & clause_ends) == 0) {
      ++end;
    }
    return finite_deed_between(begin, at - 1) && deed_between(at, end);
  }

  bool opens_with_conjunction(std::uint32_t at) const {
    return std::ranges::any_of(hits_from(hits_, at, at),
                               [&](const Hit& hit) { return is(hit, op_.and_) || is(hit, op_.but_not); });
  }

  /// «не идёт и не пойдёт»: the second one negates a verb of its own.
  bool repeats_negation(const Hit& hit, std::uint32_t begin) const {
    return hit.first > begin + 1 &&
           std::ranges::any_of(hits_around(hits_, hit.first - 1), [&](const Hit& other) {
             return is(other, op_.and_) && other.last + 1 == hit.first;
           });
  }

  /// «против отправки войск», not «санкции против России».
  bool governs_matter(const Hit& against, std::uint32_t end) const {
    constexpr std::uint32_t reach = 2;
    for (const Hit& hit : hits_from(hits_, against.last + 1, against.last + reach)) {
      if (hit.last <= end && !hit.beside) {
        const Kind kind = lexicon_.at(hit.concept_index).kind;
        return kind == Kind::act || kind == Kind::phase || kind == Kind::theme;
      }
    }
    return false;
  }

  /// «до припинення вогню», «из-за блокировки»: a deed that a noun tells as time or cause turns nothing.
  bool is_circumstance(const Hit& hit, const std::vector<std::uint32_t>& adjuncts) const {
    constexpr std::uint32_t reach = 2;
    return std::ranges::any_of(adjuncts, [&](std::uint32_t adjunct) {
      if (hit.first <= adjunct || hit.first > adjunct + reach) {
        return false;
      }
      for (std::uint32_t word = adjunct + 1; word <= hit.first; ++word) {
        if (words_[word].before != 0 || (word < hit.first && !may_describe(word))) {
          return false;
        }
      }
      return true;
    });
  }

  /// «после вчерашней остановки», but not «для України згортають».
  bool may_describe(std::uint32_t word) const {
    return words_[word].key.size() >= least_word_bytes &&
           std::ranges::none_of(hits_around(hits_, word), [&](const Hit& hit) {
             const Kind kind = lexicon_.at(hit.concept_index).kind;
             return hit.covers(word) && (kind == Kind::place || kind == Kind::org || kind == Kind::theme) &&
                    !describes_always(words_[word].key);
           });
  }

  void read_clause(std::uint32_t begin, std::uint32_t end) {
    Clause clause;
    clause.first = begin;
    clause.last = end;
    clause.question = words_[begin].in_question;
    std::vector<bool> covered(end - begin + 1, false);
    int negations = 0;
    bool nobody = false;
    bool swallowed = false;
    bool only = false;
    bool after = false;
    int deeds = 1;
    std::vector<std::uint32_t> without;
    std::vector<std::uint32_t> adjuncts;
    Groups groups(end - begin + 1);
    for (auto at = std::ranges::lower_bound(hits_, begin, {}, &Hit::first);
         at != hits_.end() && at->first <= end; ++at) {
      const Hit& hit = *at;
      if (hit.last > end || hit.beside) {
        continue;
      }
      for (std::uint32_t k = hit.first; k <= hit.last; ++k) {
        covered[k - begin] = covered[k - begin] || hit.covers(k);
      }
      const Concept& entry = lexicon_.at(hit.concept_index);
      switch (entry.kind) {
        case Kind::operator_:
          if (is(hit, op_.no) && repeats_negation(hit, begin)) {
            break;
          }
          if (is(hit, op_.no) || is(hit, op_.none) || (is(hit, op_.against) && governs_matter(hit, end))) {
            ++negations;
          } else if (is(hit, op_.nobody)) {
            nobody = true;
          } else if (is(hit, op_.without)) {
            without.push_back(hit.last);
          } else if (is(hit, op_.if_)) {
            clause.conditional = clause.is_condition = true;
          } else if (is(hit, op_.since)) {
            clause.presupposed = true;
          } else if (is(hit, op_.maybe)) {
            clause.possible = true;
          } else if (is(hit, op_.must)) {
            clause.obliged = true;
          } else if (is(hit, op_.ask)) {
            clause.question = true;
          } else if (is(hit, op_.only) || is(hit, op_.until)) {
            clause.limited = true;
            only = only || is(hit, op_.only);
          } else if (is(hit, op_.after)) {
            after = true;
          }
          if (is(hit, op_.adjunct)) {
            adjuncts.push_back(hit.last);
          }
          break;
        case Kind::role:
        case Kind::stop:
          break;
        case Kind::speech:
          deeds *= entry.sign;
          break;
        case Kind::act:
        case Kind::phase:
          swallowed = swallowed || hit.negates;
          if (!describes(words_, hits_, lexicon_, hit, end) && !is_circumstance(hit, adjuncts)) {
            // «удары по» and «удары» are one deed.
            deeds *= groups.give(hit, begin, entry.sign);
            clause.has_deed = true;
          }
          [[fallthrough]];
        case Kind::place:
        case Kind::org:
        case Kind::theme:
        case Kind::time:
        case Kind::number:
          clause.parts.push_back(part_of(hit, entry.kind));
          clause.parts.back().group = groups.of(hit, begin);
          break;
      }
    }
    // «только после выплаты» is a condition, «после выплаты» is a time.
    clause.conditional = clause.conditional || (only && after);
    // «никто не», «ни … не»: one negation, and none more where the deed has its own («не собираются»).
    clause.negated = negations > 0 ? negations % 2 == 1 : nobody && !swallowed;
    clause.sign = deeds * (clause.negated ? -1 : 1);
    if (!clauses_.empty() && opens_with_that(begin, end)) {
      const Clause& before = clauses_.back();
      const bool has_matter = std::ranges::any_of(
          before.parts, [](const Part& part) { return part.kind == Kind::theme && part.root.empty(); });
      if (!has_matter && words_[before.first].sentence == words_[begin].sentence) {
        clause.sign *= before.sign;  // «исключила, что …»
      }
    }
    add_strangers(clause, covered, begin, end);
    std::ranges::sort(clause.parts, {},
                      [](const Part& part) { return std::pair(part.first, part.concept_index); });
    for (Part& part : clause.parts) {
      part.sign = clause.sign;
      part.own = groups.sign(part);
      part.clause = static_cast<std::uint32_t>(clauses_.size());
    }
    for (const std::uint32_t at : without) {
      turn_behind(clause, at);
    }
    clauses_.push_back(std::move(clause));
  }

  /// The part that a hit is, with what else its word can mean.
  Part part_of(const Hit& hit, Kind kind) const {
    Part part{hit.concept_index,
              {},
              kind,
              {},
              {},
              1,
              1,
              hit.first,
              hit.last,
              lexicon_.reach_of(hit.concept_index),
              lexicon_.mask_of(hit.concept_index)};
    if (hit.first != hit.last) {
      return part;
    }
    if ((kind == Kind::theme || kind == Kind::act || kind == Kind::phase) &&
        words_[hit.first].key.size() >= least_word_bytes) {
      const WordForm& form = *words_[hit.first].form;
      part.stem = form.root;
      part.reach |= form.root_bit;
      part.mask |= form.root_bit;
    }
    for (auto at = std::ranges::lower_bound(hits_, hit.first, {}, &Hit::first);
         at != hits_.end() && at->first == hit.first; ++at) {
      if (at->beside) {
        part.others.push_back(at->concept_index);
        part.reach |= lexicon_.reach_of(at->concept_index);
        part.mask |= lexicon_.mask_of(at->concept_index);
      }
    }
    return part;
  }

  /// «без реформ»: the first matter behind it in all that its word can mean, with the countries in between.
  static void turn_behind(Clause& clause, std::uint32_t without) {
    std::uint32_t matter = 0;
    for (Part& part : clause.parts) {
      if (part.first <= without || part.first > without + without_reach) {
        continue;
      }
      if (matter != 0 && part.first != matter) {
        return;
      }
      part.sign = -part.sign;
      if (part.kind == Kind::theme || part.kind == Kind::act) {
        matter = part.first;
      }
    }
  }

  bool opens_with_that(std::uint32_t begin, std::uint32_t end) const {
    return std::ranges::any_of(hits_from(hits_, begin, std::min(begin + 1, end)),
                               [&](const Hit& hit) { return is(hit, op_.that) || is(hit, op_.purpose); });
  }

  void add_strangers(Clause& clause, const std::vector<bool>& covered, std::uint32_t begin,
                     std::uint32_t end) const {
    const auto none = static_cast<std::uint32_t>(lexicon_.size());
    for (std::uint32_t k = begin; k <= end; ++k) {
      const Word& word = words_[k];
      if (covered[k - begin]) {
        continue;
      }
      if (word.number) {
        std::string digits = "#";
        for (const char c : word.key) {
          if (c < '0' || c > '9') {
            break;
          }
          digits += c;
        }
        const std::uint32_t known = lexicon_.find("n." + digits.substr(1));
        if (known == none) {
          const std::uint64_t bit = 1ULL << (std::hash<std::string>{}(digits) % 64);
          clause.parts.push_back({none, digits, Kind::number, {}, {}, 1, 1, k, k, bit, bit});
        } else {
          clause.parts.push_back({known,
                                  {},
                                  Kind::number,
                                  {},
                                  {},
                                  1,
                                  1,
                                  k,
                                  k,
                                  lexicon_.reach_of(known),
                                  lexicon_.mask_of(known)});
        }
      } else if (word.key.size() >= least_word_bytes) {
        clause.parts.push_back({none,
                                word.form->root,
                                Kind::theme,
                                {},
                                {},
                                1,
                                1,
                                k,
                                k,
                                word.form->root_bit,
                                word.form->root_bit});
      }
    }
  }

  /// «Если X, то Y»: Y holds only if X.
  void spread_conditions() {
    for (std::size_t i = 0; i < clauses_.size(); ++i) {
      if (!clauses_[i].conditional) {
        continue;
      }
      const std::uint32_t sentence = words_[clauses_[i].first].sentence;
      for (Clause& other : clauses_) {
        if (words_[other.first].sentence == sentence) {
          other.conditional = true;
        }
      }
    }
  }

  const Lexicon& lexicon_;
  const Operators& op_;
  std::span<const Word> words_;
  std::uint32_t first_, last_;
  std::vector<Hit> hits_;
  std::vector<Clause> clauses_;
};

}  // namespace

std::vector<Clause> read_clauses(const Lexicon& lexicon, const Operators& operators,
                                 std::span<const Word> words, std::span<const Hit> hits, std::uint32_t first,
                                 std::uint32_t last) {
  if (words.empty() || first > last || last >= words.size()) {
    return {};
  }
  return ClauseReader(lexicon, operators, words, hits, first, last).read();
}

}  // namespace qw::match
