#pragma once

#include "daemon/cases/rules.hpp"

#include <cstddef>
#include <string>
#include <vector>

/// How far a text went, and in which order, as far as that is known.
namespace qw::cases {

struct Spread {
  std::size_t occurrences = 0;
  std::size_t publishers = 0;  ///< voices: five outlets of one publisher are one
  std::size_t outlets = 0;
  std::vector<std::string> languages;  ///< sorted
};
Spread spread_of(const model::Case& of);
Spread spread_of(const model::Case& of, const model::CopyGroup& group);

/// A group is an alert group when one of its members was decided `alert`.
bool is_alert_group(const model::Case& of, const model::CopyGroup& group);

/// Its alert groups were old when they were read: nobody was told of it (and the pattern is not on trial).
bool is_history(const model::Case& of);

/// High: an alert group with three publishers or a tier-1 outlet. Normal: an alert group. Low: reviews only.
/// What the author of the pattern set stands instead, but never lifts a case of reviews, nor one that was
/// lowered since it grew faster than people read.
model::Severity severity_of(const model::Case& of, const model::Pattern& pattern);

/// What is known of the order of two copies: an order only where the intervals (not there at, seen at] do not
/// overlap; without a poll before, an interval reaches back for ever.
enum class Order : std::uint8_t { unknown, first_before, second_before };
Order order_of(const model::Occurrence& first, const model::Occurrence& second);

/// The members of a group, by the time they were first seen; `known_first` when the first is known to be
/// before every other.
struct Ordered {
  std::vector<const model::Occurrence*> members;
  bool known_first = false;
};
Ordered ordered(const model::Case& of, const model::CopyGroup& group);

const model::Occurrence* find_occurrence(const model::Case& of, std::string_view id);

}  // namespace qw::cases
