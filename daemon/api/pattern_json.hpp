#pragma once

#include "daemon/api/pattern_acts.hpp"
#include "model/work.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

/// Patterns in bodies of requests and answers: docs/openapi.yaml. Pure; any thread.
namespace qw::api {

/// As a list shows it.
boost::json::object pattern_row(const patterns::Entry& entry);
/// The whole one; `role`: of who asks, for what may be done.
boost::json::object pattern_json(const KnownPattern& of, model::UserRole role);
boost::json::object pattern_fields(const model::Pattern& pattern);

/// Either `toml`, a text as a file has it, or the fields official, false, authentic, source, since, until,
/// title, why, note, severity, id, examples {alert, silent}, slots {must, any, must_not}. Without `since` it
/// begins two weeks before `today`; without `id` one is made. State is never read. Errc::usage names the key.
Result<model::Pattern> read_pattern(std::string_view body, Day today,
                                    const std::vector<model::Official>& officials);

struct StateWish {
  model::PatternState state = model::PatternState::draft;
  std::string reason;
};
Result<StateWish> read_state_wish(std::string_view body);
Result<patterns::Keep> read_keep(std::string_view body);        ///< {"keep": "file" | "desk"}
Result<std::chrono::days> read_days(std::string_view body);     ///< {"days": 1…366}, 30 unless told
Result<std::string> read_draft_address(std::string_view body);  ///< {"url": …}

}  // namespace qw::api
