#pragma once

#include "base/clock.hpp"
#include "config/config.hpp"
#include "daemon/alerts/silences.hpp"
#include "model/case.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What would become of a message about a case to a receiver at some moment. Pure; any thread.
namespace qw::alerts {

enum class Way : std::uint8_t { now, quiet, silenced, escalation, not_told };
constexpr auto names_of(Way) {
  using enum Way;
  return std::to_array<model::Named<Way>>({{now, "now"},
                                           {quiet, "quiet"},
                                           {silenced, "silenced"},
                                           {escalation, "escalation"},
                                           {not_told, "not_told"}});
}

struct Route {
  Way way = Way::now;
  std::string why;            ///< the filter, silence or hours that decide
  std::optional<Time> until;  ///< when quiet hours or the silence end, or the escalation comes
};

Route route_of(const config::Receiver& receiver, const model::Case& of, const std::vector<Silence>& silences,
               Time at);

}  // namespace qw::alerts
