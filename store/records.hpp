#pragma once

#include "base/clock.hpp"
#include "model/case.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Records that only the store knows: indexes, places, its own head.
namespace qw::store {

/// What the file outside the database and the family `meta` both hold; compared at every start.
struct Head {
  std::string instance;  ///< made at creation and at each restore: two databases never look alike
  std::uint64_t commit = 0;
  std::uint64_t audit_seq = 0;
  std::string audit_hash;  ///< of the last audit record
  std::uint64_t tasks = 0;

  bool operator==(const Head&) const = default;
};

struct Schema {
  std::uint32_t major = 1, minor = 0, min_reader = 1;
};

/// A task of the frontier and the place of its one due or lease key.
template <class Task>
struct Placed {
  Task task;
  std::optional<Time> leased_until;
};

/// What the queue's filters ask, kept as the value of its index entries so that a filter loads no case.
struct CaseSummary {
  std::string id, pattern, official;
  model::CaseState state = model::CaseState::new_;
  model::Severity severity = model::Severity::low;
  std::vector<std::string> outlets, languages;  ///< sorted, each once
  std::vector<std::string> publishers;          ///< the same
  Time opened{}, last_new{};
  std::string words;  ///< folded headlines and quoted words of its copy groups, for searching
};

/// What a rewrite of a case must know of its last state.
struct CasePlace {
  std::uint64_t rev = 0;
  Time opened{};
  model::CaseState state = model::CaseState::new_;
  std::string pattern;
  std::vector<std::string> revisions;  ///< whose articles stand in the index
  std::vector<std::string> pages;      ///< whose bytes lie in its evidence file
};

/// Where a revision lies.
struct RevisionPlace {
  std::string article;
  std::uint32_t number = 0;
};

/// Quotes of officials that an outlet brought on a day.
struct QuoteCount {
  std::uint64_t quotes = 0;
};

/// How far a WARC file is committed; what lies behind is cut at start.
struct WarcPlace {
  std::uint64_t end = 0;
  Time newest{};  ///< fetch time of its newest page
};

/// A copy of a page in the evidence file of a case.
struct EvidencePlace {
  std::string file;
  std::uint64_t offset = 0, length = 0;
};

}  // namespace qw::store
