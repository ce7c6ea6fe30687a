#pragma once

#include "daemon/api/services.hpp"
#include "daemon/cases/revisions.hpp"
#include "daemon/cases/rules.hpp"

#include <optional>
#include <string>
#include <vector>

/// The states of one copy's article, and what a person confirmed of it. Blocks on the store; any thread.
namespace qw::api {

struct ConfirmedOutcome {
  cases::CopyOutcome outcome = cases::CopyOutcome::stands;
  std::string who;
  Time at{};
};
struct CopyRevisions {
  model::Occurrence copy;
  std::vector<model::Revision> states;  ///< first to last
  std::vector<std::string> digests;     ///< of their stored bytes, "" = none
  bool gone = false;                    ///< it answered that it is no more, after the last state
  cases::CopyOutcome likely = cases::CopyOutcome::stands;
  std::optional<ConfirmedOutcome> confirmed;
};
/// Errc::not_found for an unknown copy, or one of which only a title was seen.
Result<CopyRevisions> revisions_of_copy(const Services& services, const model::Case& of,
                                        const std::string& copy);

/// With its audit record `case.outcome`. Errc::refused for viewers.
Result<> confirm_outcome(Services& services, const model::Case& of, const std::string& copy,
                         cases::CopyOutcome outcome, const cases::Actor& actor);

}  // namespace qw::api
