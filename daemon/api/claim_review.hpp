#pragma once

#include "daemon/api/services.hpp"

#include <boost/json/fwd.hpp>

#include <optional>
#include <string>

/// ClaimReview JSON-LD of a decided case, for the public page of a fact-check whose address a lead recorded.
/// The outlet that printed the words is the claim's author; the official is what it is about, never its
/// source. schema.org/ClaimReview, and the fields that Google requires of it.
namespace qw::api {

struct FactCheck {
  std::string url;           ///< https, of the team's own page
  std::string organisation;  ///< whose page it is
  std::string who;
  Time at{};
};

Result<std::optional<FactCheck>> fact_check_of(store::Store& store, const std::string& case_id);
/// With its audit record `case.fact_check`. Errc::refused unless a lead asks, Errc::usage for another address
/// than https or no organisation, Errc::conflict while the case is not decided.
Result<> record_fact_check(Services& services, const model::Case& of, FactCheck check, model::UserRole role);

/// Errc::conflict when the case is not decided, no address is recorded, or no group was found false.
Result<boost::json::object> claim_review(const config::Config& config, const model::Case& of,
                                         const std::optional<FactCheck>& check);

}  // namespace qw::api
