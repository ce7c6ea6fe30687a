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
  if (news != nullptr) {
    after.alerted = true;
    after.alerted_at = now;
  }
  const std::string told = news == nullptr ? "" : news->id;
  Change out = change(before, std::move(after), actor.id, "case.trial",
                      trial ? "the pattern is on trial again" : "the pattern went live", now);
  if (!told.empty()) {
    out.events.push_back({"match.new", told, "the pattern went live", now, {"live", "", 0}});
  }
  return out;
}

std::optional<Change> announce_rematch(const model::Case& before, const model::Pattern& pattern,
                                       const Rematched& counts, Time now, const Rules& rules) {
  if (before.pattern != pattern.id || before.trial || pattern.state != model::PatternState::live) {
    return std::nullopt;
  }
  const model::Occurrence* news = newsworthy(before, now, rules);
  if (news == nullptr) {
    return std::nullopt;
  }
  model::Case after = before;
  after.alerted = true;
  after.alerted_at = before.alerted_at.value_or(now);
  const std::string why = "re-matched: " + std::to_string(counts.articles) + " articles, " +
                          std::to_string(counts.alerts) + " alerts, " + std::to_string(counts.reviews) +
                          " to review";
  Change out = change(before, std::move(after), "daemon", "case.rematched", why, now);
  out.events.push_back({before.alerted ? "case.grew" : "match.new",
                        news->id,
                        why,
                        now,
                        {"rematch", "", counts.articles, counts.alerts, counts.reviews}});
  return out;
}

}  // namespace qw::cases
