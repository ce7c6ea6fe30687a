#pragma once

#include "daemon/cases/rules.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

/// Which occurrences are one text.
namespace qw::cases {

/// Winnowed fingerprint of a text: k-grams of 12 folded characters, least hash of every window of 8, so any
/// common run of 19 characters is found. `text`: UTF-8, the first 4,000 code points are used. Sorted, each
/// value once; at most some 1,000 values. Letters are folded (case, ё → е, all that is no letter or digit →
/// one space). Pure; O(n). Source: Schleimer, Wilkerson, Aiken, "Winnowing", 2003.
std::vector<std::uint32_t> copy_fingerprint(std::string_view text);

/// Share of the shorter fingerprint that the other one has too, 0..1; 0 when either is empty.
double shared_part(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b);

/// Length in words of the longest run of words that both quotes share, letters folded.
std::size_t common_run(std::string_view a, std::string_view b);

/// The words of the deciding quote: the marked part of the excerpt, or the headline when nothing is marked.
std::string_view quoted_words(const model::Occurrence& occurrence);
/// The same, folded: equal when only quotation marks, case or punctuation differ.
std::string folded_words(std::string_view text);

/// Whether two occurrences are copies of one text: the same language and label, first seen within 72 hours,
/// and either a quarter of the shorter fingerprint in common or a run of six words inside the quotes. A copy
/// that was judged otherwise is a group of its own, since one verdict would not fit both.
bool one_text(const model::Occurrence& a, const model::Occurrence& b, const Rules& rules);

/// Index of the group that the occurrence joins.
std::optional<std::size_t> group_of(const model::Case& of, const model::Occurrence& occurrence,
                                    const Rules& rules);

}  // namespace qw::cases
