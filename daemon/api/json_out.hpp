#pragma once

#include "config/config.hpp"
#include "crawler/match/match_engine.hpp"
#include "daemon/cases/rules.hpp"
#include "model/case.hpp"
#include "model/work.hpp"
#include "store/store.hpp"

#include <boost/json.hpp>

#include <memory>

/// Model types as the JSON of /api/v1: docs/openapi.yaml, "schemas". Foreign text stands in it as data.
namespace qw::api {

/// What the JSON of a case hangs on besides the case.
struct View {
  const config::Config& config;
  std::shared_ptr<const match::MatchEngine> match;  ///< for reasons in words; may be null
  cases::Actor actor;
  cases::Rules rules;
  Time now{};
};

boost::json::object case_summary_json(const model::Case& of, const View& view);
/// The summary and: groups, occurrences, notes, wordings, allowed acts. While a second reading is awaited the
/// first verdict is hidden from everybody but its reader.
boost::json::object case_json(const model::Case& of, const View& view);
boost::json::object occurrence_json(const model::Occurrence& of, const View& view);
boost::json::object audit_json(const model::AuditRecord& of);
boost::json::object delivery_json(const model::Delivery& of);
boost::json::object source_json(const model::Outlet& outlet, const std::vector<model::OutletState>& states,
                                const std::string& paused_by, Time now);
boost::json::object token_json(const model::Token& of);
boost::json::object user_json(const model::User& of);
boost::json::object quote_json(const model::Quote& of, std::string_view text);
boost::json::object decision_json(const model::Decision& of, const View& view, std::string_view text);
boost::json::array texts_json(const std::vector<std::string>& in);
boost::json::value time_json(const std::optional<Time>& time);

}  // namespace qw::api
