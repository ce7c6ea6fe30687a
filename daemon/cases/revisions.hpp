#pragma once

#include "daemon/cases/notices.hpp"
#include "model/names.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What became of an article: two states of its text side by side, and what happened to the quotes in it.
/// Texts: UTF-8, at most the first 600 sentences count. Pure; any thread; quadratic in the sentences.
namespace qw::cases {

enum class ChangeKind : std::uint8_t { kept, changed, removed, added };
constexpr auto names_of(ChangeKind) {
  using enum ChangeKind;
  return std::to_array<model::Named<ChangeKind>>(
      {{kept, "kept"}, {changed, "changed"}, {removed, "removed"}, {added, "added"}});
}

struct SentenceChange {
  ChangeKind kind = ChangeKind::kept;
  std::string before, after;
};

/// Paragraphs and their sentences, in order; good for comparing, not for grammar.
std::vector<std::string> sentences_of(std::string_view text);

/// Both texts in reading order. Sentences are the same when they differ in case, quotation marks and spaces
/// alone; one that shares half of its words with one in the same place is `changed`.
std::vector<SentenceChange> sentence_diff(std::string_view before, std::string_view after);

/// The same for the quoted words of one official or of all: only what is not kept.
std::vector<SentenceChange> quote_changes(const std::vector<std::string>& before,
                                          const std::vector<std::string>& after);
/// "quote changed: … → …; quote removed: …", cut to fit a record; "" = nothing changed.
std::string in_words(const std::vector<SentenceChange>& changes);

/// What a person confirms of a copy.
enum class CopyOutcome : std::uint8_t { stands, corrected_with_notice, silently_edited, deleted };
constexpr auto names_of(CopyOutcome) {
  using enum CopyOutcome;
  return std::to_array<model::Named<CopyOutcome>>({{stands, "stands"},
                                                   {corrected_with_notice, "corrected_with_notice"},
                                                   {silently_edited, "silently_edited"},
                                                   {deleted, "deleted"}});
}
/// A hint: `texts` are the states from first to last, `gone`: the page answered that it is no more.
CopyOutcome likely_outcome(const std::vector<std::string>& texts, bool gone,
                           const CorrectionNotices& notices);

}  // namespace qw::cases
