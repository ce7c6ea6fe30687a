#include "daemon/cases/revisions.hpp"

#include "base/fold.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <set>

namespace qw::cases {
namespace {

constexpr std::size_t most_sentences = 600;
constexpr std::size_t most_code_points = 4000;
constexpr std::size_t shown_code_points = 160;
constexpr double alike = 0.5;

std::set<std::u32string> words_in(std::string_view text) {
  std::set<std::u32string> out;
  for (FoldedWord& word : folded_words_of(text)) {
    out.insert(std::move(word.form));
  }
  return out;
}

/// Share of common words of the longer one.
double likeness(std::string_view a, std::string_view b) {
  const auto first = words_in(a);
  const auto second = words_in(b);
  if (first.empty() || second.empty()) {
    return 0;
  }
  const auto common =
      std::ranges::count_if(first, [&](const std::u32string& word) { return second.contains(word); });
  return static_cast<double>(common) / static_cast<double>(std::max(first.size(), second.size()));
}

/// What lies between two kept sentences: pairs that are alike in order, then what is left.
void between(std::vector<SentenceChange>& out, const std::vector<std::string>& before,
             const std::vector<std::string>& after, std::size_t from_a, std::size_t to_a, std::size_t from_b,
             std::size_t to_b) {
  std::size_t b = from_b;
  for (std::size_t a = from_a; a < to_a; ++a) {
    std::size_t partner = b;
    while (partner < to_b && likeness(before[a], after[partner]) < alike) {
      ++partner;
    }
    if (partner == to_b) {
      out.push_back({ChangeKind::removed, before[a], ""});
      continue;
    }
    for (; b < partner; ++b) {
      out.push_back({ChangeKind::added, "", after[b]});
    }
    out.push_back({ChangeKind::changed, before[a], after[b]});
    ++b;
  }
  for (; b < to_b; ++b) {
    out.push_back({ChangeKind::added, "", after[b]});
  }
}

std::vector<std::u32string> folded_all(const std::vector<std::string>& sentences) {
  std::vector<std::u32string> out;
  for (const std::string& each : sentences) {
    out.push_back(folded(each, most_code_points));
  }
  return out;
}

std::vector<SentenceChange> diff(const std::vector<std::string>& before,
                                 const std::vector<std::string>& after) {
  const auto a = folded_all(before);
  const auto b = folded_all(after);
  // Longest common subsequence, from the end, so that it can be walked from the beginning.
  std::vector<std::vector<std::uint16_t>> longest(a.size() + 1, std::vector<std::uint16_t>(b.size() + 1, 0));
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;) {
      longest[i][j] = a[i] == b[j] ? static_cast<std::uint16_t>(longest[i + 1][j + 1] + 1)
                                   : std::max(longest[i + 1][j], longest[i][j + 1]);
    }
  }
  std::vector<SentenceChange> out;
  std::size_t i = 0;
  std::size_t j = 0;
  std::size_t from_a = 0;
  std::size_t from_b = 0;
  while (i < a.size() && j < b.size()) {
    if (a[i] == b[j]) {
      between(out, before, after, from_a, i, from_b, j);
      out.push_back({ChangeKind::kept, before[i], after[j]});
      from_a = ++i;
      from_b = ++j;
    } else if (longest[i + 1][j] >= longest[i][j + 1]) {
      ++i;
    } else {
      ++j;
    }
  }
  between(out, before, after, from_a, a.size(), from_b, b.size());
  return out;
}

}  // namespace

std::vector<std::string> sentences_of(std::string_view text) {
  std::vector<std::string> out;
  std::string now;
  const auto finish = [&] {
    const std::size_t begin = now.find_first_not_of(' ');
    if (begin != std::string::npos && out.size() < most_sentences) {
      out.push_back(now.substr(begin));
    }
    now.clear();
  };
  bool ended = false;
  for (std::size_t at = 0; at < text.size();) {
    const utf8::Decoded d = utf8::decode(text, at);
    if (d.code_point == U'\n') {
      finish();
      ended = false;
    } else {
      if (ended && d.code_point == U' ') {
        finish();
      }
      ended = d.code_point == U'.' || d.code_point == U'!' || d.code_point == U'?' ||
              d.code_point == utf8::ellipsis;
      now.append(text.substr(at, d.length));
    }
    at += d.length;
  }
  finish();
  return out;
}

std::vector<SentenceChange> sentence_diff(std::string_view before, std::string_view after) {
  return diff(sentences_of(before), sentences_of(after));
}

std::vector<SentenceChange> quote_changes(const std::vector<std::string>& before,
                                          const std::vector<std::string>& after) {
  std::vector<SentenceChange> out = diff(before, after);
  std::erase_if(out, [](const SentenceChange& each) { return each.kind == ChangeKind::kept; });
  return out;
}

std::string in_words(const std::vector<SentenceChange>& changes) {
  constexpr std::size_t most = 6;
  std::string out;
  std::size_t told = 0;
  for (const SentenceChange& each : changes) {
    if (each.kind == ChangeKind::kept || told++ >= most) {
      continue;
    }
    const std::string before = utf8::cut(each.before, shown_code_points);
    const std::string after = utf8::cut(each.after, shown_code_points);
    out += (out.empty() ? "quote " : "; quote ") + std::string(model::name_of(each.kind)) + ": " + before +
           (each.kind == ChangeKind::changed ? " → " : "") + after;
  }
  return out + (told > most ? "; and " + std::to_string(told - most) + " more" : "");
}

CopyOutcome likely_outcome(const std::vector<std::string>& texts, bool gone,
                           const CorrectionNotices& notices) {
  if (gone) {
    return CopyOutcome::deleted;
  }
  if (texts.size() < 2) {
    return CopyOutcome::stands;
  }
  for (const SentenceChange& each : sentence_diff(texts.front(), texts.back())) {
    if ((each.kind == ChangeKind::added || each.kind == ChangeKind::changed) &&
        notices.stand_in(each.after)) {
      return CopyOutcome::corrected_with_notice;
    }
  }
  return CopyOutcome::silently_edited;
}

}  // namespace qw::cases
