#include "daemon/cases/escalation.hpp"

#include "daemon/cases/messages.hpp"
#include "daemon/cases/snapshot.hpp"
#include "daemon/cases/spread.hpp"

#include <algorithm>
#include <string>

namespace qw::cases {

std::optional<Change> escalate(const model::Case& before, const config::Config& config, Time now) {
  const bool waits = before.state == model::CaseState::new_ || before.state == model::CaseState::reopened;
  const bool alert_waits = std::ranges::any_of(before.groups, [&](const model::CopyGroup& group) {
    return !group.verdict && is_alert_group(before, group);
  });
  if (!waits || !alert_waits || before.trial || !before.alerted_at) {
    return std::nullopt;
  }
  std::string whom;
  for (const config::Receiver& each : config.receivers) {
    if (each.escalate_after && *before.alerted_at + *each.escalate_after <= now && each.cases &&
        !was_told(before, each) && routed(each, before)) {
      whom += (whom.empty() ? "" : " ") + each.id;
    }
  }
  if (whom.empty()) {
    return std::nullopt;
  }
  Change out = change(before, before, "daemon", "case.escalate", whom, now);
  out.events.push_back({"case.unclaimed", "", "nobody took it", now, {"unclaimed", "", 0}});
  return out;
}

}  // namespace qw::cases
