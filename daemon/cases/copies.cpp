#include "daemon/cases/copies.hpp"

#include "base/fold.hpp"

#include <algorithm>
#include <deque>

namespace qw::cases {
namespace {

constexpr std::size_t gram = 12;
constexpr std::size_t window = 8;
constexpr std::size_t most_code_points = 4000;
constexpr double same_part = 0.25;
constexpr std::size_t least_shared = 3;
constexpr std::size_t least_run = 6;

std::uint32_t hash_of(const std::u32string& text, std::size_t at) {
  std::uint32_t hash =
      2166136261U;  // FNV-1a over code points, mixed at the end so that the least is unbiased
  for (std::size_t i = at; i < at + gram; ++i) {
    hash = (hash ^ static_cast<std::uint32_t>(text[i])) * 16777619U;
  }
  hash ^= hash >> 16U;
  hash *= 0x7FEB352DU;
  return hash ^ (hash >> 15U);
}

std::vector<std::u32string> words_of(std::string_view text) {
  std::vector<std::u32string> words(1);
  for (const char32_t c : folded(text, most_code_points)) {
    if (c == U' ') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  if (words.back().empty()) {
    words.pop_back();
  }
  return words;
}

}  // namespace

std::vector<std::uint32_t> copy_fingerprint(std::string_view text) {
  const std::u32string folded_now = folded(text, most_code_points);
  std::vector<std::uint32_t> out;
  if (folded_now.size() < gram) {
    return out;
  }
  const std::size_t grams = folded_now.size() - gram + 1;
  std::deque<std::pair<std::uint32_t, std::size_t>> least;  // rising from front to back
  for (std::size_t i = 0; i < grams; ++i) {
    const std::uint32_t hash = hash_of(folded_now, i);
    while (!least.empty() && least.back().first >= hash) {
      least.pop_back();
    }
    least.emplace_back(hash, i);
    if (least.front().second + window <= i) {
      least.pop_front();
    }
    if (i + 1 >= window || i + 1 == grams) {
      out.push_back(least.front().first);
    }
  }
  std::ranges::sort(out);
  const auto tail = std::ranges::unique(out);
  out.erase(tail.begin(), tail.end());
  return out;
}

double shared_part(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  const std::size_t shorter = std::min(a.size(), b.size());
  if (shorter == 0) {
    return 0;
  }
  std::vector<std::uint32_t> both;
  std::ranges::set_intersection(a, b, std::back_inserter(both));
  if (both.size() < std::min(least_shared, shorter)) {
    return 0;
  }
  return static_cast<double>(both.size()) / static_cast<double>(shorter);
}

std::size_t common_run(std::string_view a, std::string_view b) {
  const auto x = words_of(a);
  const auto y = words_of(b);
  std::vector<std::size_t> row(y.size() + 1, 0);
  std::size_t longest = 0;
  for (std::size_t i = 1; i <= x.size(); ++i) {
    for (std::size_t j = y.size(); j >= 1; --j) {
      row[j] = x[i - 1] == y[j - 1] ? row[j - 1] + 1 : 0;
      longest = std::max(longest, row[j]);
    }
  }
  return longest;
}

std::string_view quoted_words(const model::Occurrence& occurrence) {
  const auto [begin, end] = occurrence.quote_in_excerpt;
  if (begin < end && end <= occurrence.excerpt.size()) {
    return std::string_view(occurrence.excerpt).substr(begin, end - begin);
  }
  return occurrence.headline;
}

std::string folded_words(std::string_view text) { return folded_utf8(text, most_code_points); }

bool one_text(const model::Occurrence& a, const model::Occurrence& b, const Rules& rules) {
  if (a.language != b.language || a.decision.label != b.decision.label ||
      a.decision.outcome != b.decision.outcome) {
    return false;
  }
  const Millis apart = a.seen_at < b.seen_at ? b.seen_at - a.seen_at : a.seen_at - b.seen_at;
  if (apart > rules.copy_window) {
    return false;
  }
  return shared_part(a.fingerprint, b.fingerprint) >= same_part ||
         common_run(quoted_words(a), quoted_words(b)) >= least_run;
}

std::optional<std::size_t> group_of(const model::Case& of, const model::Occurrence& occurrence,
                                    const Rules& rules) {
  for (std::size_t g = 0; g < of.groups.size(); ++g) {
    for (const std::string& id : of.groups[g].occurrences) {
      const auto member = std::ranges::find(of.occurrences, id, &model::Occurrence::id);
      if (member != of.occurrences.end() && one_text(*member, occurrence, rules)) {
        return g;
      }
    }
  }
  return std::nullopt;
}

}  // namespace qw::cases
