#pragma once

#include "daemon/cases/revisions.hpp"
#include "daemon/desk/pages.hpp"

#include <optional>
#include <string>
#include <vector>

/// The states of one article side by side, with the outcome that a person confirms. Pure; any thread.
namespace qw::desk {

struct RevisionsView {
  std::string case_id;
  model::Occurrence copy;
  std::vector<model::Revision> states;  ///< first to last
  std::vector<std::string> digests;
  cases::CopyOutcome likely = cases::CopyOutcome::stands;
  std::optional<cases::CopyOutcome> outcome;
  std::string who;  ///< who confirmed it
  Time at{};
  bool may_confirm = false;
};
std::string revisions_page(const Frame& frame, const RevisionsView& view);

}  // namespace qw::desk
