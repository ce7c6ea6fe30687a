#include "daemon/alerts/routes.hpp"

#include "daemon/alerts/hours.hpp"
#include "daemon/cases/messages.hpp"

#include <algorithm>

namespace qw::alerts {
namespace {

bool lets(const std::vector<std::string>& wanted, const std::string& value) {
  return wanted.empty() || std::ranges::find(wanted, value) != wanted.end();
}

/// Which filter keeps the case away.
std::string filter_of(const config::Receiver& receiver, const model::Case& of) {
  if (!receiver.cases) {
    return "cases = false";
  }
  if (!lets(receiver.officials, of.official)) {
    return "officials leaves out " + of.official;
  }
  if (!lets(receiver.patterns, of.pattern)) {
    return "patterns leaves out " + of.pattern;
  }
  if (of.severity < receiver.least_severity) {
    return "severity is " + std::string(model::name_of(of.severity)) + ", least_severity is " +
           std::string(model::name_of(receiver.least_severity));
  }
  return "languages leaves out those of its copies";
}

}  // namespace

Route route_of(const config::Receiver& receiver, const model::Case& of, const std::vector<Silence>& silences,
               Time at) {
  const bool told = cases::was_told(of, receiver);
  if (!told && (!receiver.cases || !cases::routed(receiver, of))) {
    return {Way::not_told, filter_of(receiver, of), {}};
  }
  if (of.trial) {
    return {Way::not_told, "the pattern is on trial", {}};
  }
  if (receiver.escalate_after && !told) {
    const Time due = of.alerted_at.value_or(at) + *receiver.escalate_after;
    return {Way::escalation, "only when nobody took it by then", due};
  }
  if (const Silence* silence = held_by(silences, subject_of("case.grew", receiver.id, of), at)) {
    return {Way::silenced, "by " + silence->author + ": " + silence->reason, silence->until};
  }
  if (receiver.quiet) {
    if (const auto until = quiet_until(*receiver.quiet, receiver.zone, at)) {
      return {Way::quiet, "quiet hours", *until};
    }
  }
  return {Way::now, told ? "was told of it" : "", {}};
}

}  // namespace qw::alerts
