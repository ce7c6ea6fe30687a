#pragma once

#include "daemon/desk/pages.hpp"
#include "daemon/patterns/acts.hpp"
#include "daemon/patterns/backtest.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// The pages of patterns: the list, the form for a new one, and one pattern with its backtest on top. As
/// pages.hpp.
namespace qw::desk {

struct PatternsView {
  std::vector<patterns::Entry> entries;
  std::string state;  ///< chosen filter, "" = all
  bool may_make = false;
};
std::string patterns_page(const Frame& frame, const PatternsView& view);

/// What stands in the fields of a pattern's form, as typed.
struct PatternFields {
  std::string official, false_words, authentic, source;  ///< wordings: one a line
  std::string since, until, title, title_uk, title_ru, why, why_uk, why_ru;
};
struct NewPatternView {
  std::string address;  ///< of the fact-check to read
  PatternFields fields;
  std::vector<std::string> remarks;  ///< keys of texts, of a draft
  std::vector<std::string> problems;
  bool drafted = false;  ///< the fields come from a page
};
std::string new_pattern_page(const Frame& frame, const NewPatternView& view);

struct PatternView {
  patterns::Entry entry;
  std::string etag;
  std::optional<patterns::Backtest> backtest;
  bool backtest_is_present = false;
  bool rematch_runs = false, rematch_known = false;
  std::size_t rematch_articles = 0, rematch_found = 0;
  std::vector<model::PatternState> next;
  bool may_edit = false, may_keep = false;
  std::optional<PatternFields> typed;  ///< after a refused change
  std::vector<std::string> problems;
  std::vector<model::AuditRecord> history;
  std::map<std::string, std::string> names;
};
std::string pattern_page(const Frame& frame, const PatternView& view);

/// The fields of a pattern as the form shows them.
PatternFields fields_of(const model::Pattern& pattern);

}  // namespace qw::desk
