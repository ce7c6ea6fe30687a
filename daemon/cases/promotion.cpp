#include "daemon/cases/promotion.hpp"

#include "daemon/cases/copies.hpp"
#include "daemon/cases/snapshot.hpp"
#include "daemon/cases/spread.hpp"

#include <algorithm>

namespace qw::cases {
namespace {

/// A copy of an open alert group that is young enough to be told of; nullptr when there is none.
const model::Occurrence* newsworthy(const model::Case& of, Time now, const Rules& rules) {
  for (const model::CopyGroup& group : of.groups) {
    if (group.verdict || !is_alert_group(of, group)) {
      continue;
    }
    for (const std::string& id : group.occurrences) {
      const model::Occurrence* each = find_occurrence(of, id);
      if (each != nullptr && each->says_published.value_or(each->seen_at) + rules.alert_max_age >= now) {
        return each;
      }
    }
  }
  return nullptr;
}

}  // namespace

std::optional<Change> follow_pattern(const model::Case& before, const model::Pattern& pattern,
                                     const Actor& actor, Time now, const Rules& rules) {
  const bool trial = pattern.state == model::PatternState::trial;
  const bool runs = now <= before.last_new + rules.outbreak_gap;
  if (before.pattern != pattern.id || !model::is_matched(pattern.state) || before.trial == trial || !runs) {
    return std::nullopt;
  }
  model::Case after = before;
  after.trial = trial;
  const model::Occurrence* news = trial || after.alerted ? nullptr : newsworthy(after, now, rules);
  after.alerted = after.alerted || news != nullptr;
  const std::string told = news == nullptr ? "" : news->id;
  Change out = change(before, std::move(after), actor.id, "case.trial",
                      trial ? "the pattern is on trial again" : "the pattern went live", now);
  if (!told.empty()) {
    out.events.push_back({"match.new", told, "the pattern went live", now});
  }
  return out;
}

}  // namespace qw::cases
