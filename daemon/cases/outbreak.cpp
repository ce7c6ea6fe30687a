#include "daemon/cases/outbreak.hpp"

#include "base/ids.hpp"
#include "daemon/cases/copies.hpp"
#include "daemon/cases/snapshot.hpp"
#include "daemon/cases/spread.hpp"

#include <algorithm>
#include <array>

namespace qw::cases {
namespace {

using model::CaseState;

constexpr std::array<std::size_t, 4> publisher_steps{3, 10, 30, 100};
constexpr std::string_view daemon_name = "daemon";

bool still_runs(const model::Case& running, Time seen, const Rules& rules) {
  return seen <= running.last_new + rules.outbreak_gap;
}

model::Case opened(const model::Occurrence& first, const model::Pattern& pattern, Time now) {
  model::Case made;
  made.id = time_id(now);
  made.pattern = pattern.id;
  made.official = pattern.official;
  made.opened = now;
  made.last_new = first.seen_at;
  return made;
}

std::string next_group_id(const model::Case& of) {
  std::size_t most = 0;
  for (const model::CopyGroup& group : of.groups) {
    most = std::max<std::size_t>(most, std::strtoul(group.id.c_str() + 1, nullptr, 10));
  }
  return "g" + std::to_string(most + 1);
}

/// The verdicts on texts of that address become previous ones: a later other verdict is a correction.
void set_verdicts_aside(model::Case& of, const std::string& url) {
  for (model::CopyGroup& group : of.groups) {
    const bool touched = std::ranges::any_of(group.occurrences, [&](const std::string& id) {
      const model::Occurrence* member = find_occurrence(of, id);
      return member != nullptr && member->url == url;
    });
    if (touched && group.verdict) {
      group.previous = std::exchange(group.verdict, std::nullopt);
      group.first_reading.reset();
    }
  }
}

void reopen(model::Case& of, const std::string& why, Time now) {
  if (of.alerted_at) {
    of.alerted_at = now;  // from here on it waits for somebody, as after its first alert
  }
  of.state = CaseState::reopened;
  of.reopened_why = why;
  of.claimed_by.clear();
  of.lease_until.reset();
}

/// The group that gained the occurrence, and what else is new about it.
struct Placed {
  std::size_t group = 0;
  bool new_group = false;
  bool reopened = false;
};

Placed place_in_new_group(model::Case& of, const std::string& occurrence) {
  model::CopyGroup group;
  group.id = next_group_id(of);
  group.occurrences.push_back(occurrence);
  of.groups.push_back(std::move(group));
  return {of.groups.size() - 1, true, false};
}

void forget(model::Case& of, const std::string& id) {
  std::erase_if(of.occurrences, [&](const model::Occurrence& o) { return o.id == id; });
  for (model::CopyGroup& group : of.groups) {
    std::erase(group.occurrences, id);
  }
  std::erase_if(of.groups,
                [](const model::CopyGroup& group) { return group.occurrences.empty() && !group.verdict; });
}

model::Occurrence* earlier_revision(model::Case& of, const model::Occurrence& occurrence) {
  model::Occurrence* latest = nullptr;
  for (model::Occurrence& o : of.occurrences) {
    if (!occurrence.url.empty() && o.url == occurrence.url && o.outlet == occurrence.outlet) {
      latest = &o;
    }
  }
  return latest;
}

bool same_words(const model::Occurrence& a, const model::Occurrence& b) {
  return a.decision.label == b.decision.label &&
         folded_words(quoted_words(a)) == folded_words(quoted_words(b)) &&
         folded_words(a.headline) == folded_words(b.headline);
}

std::optional<Placed> place(model::Case& of, model::Occurrence& occurrence, const Rules& rules) {
  if (model::Occurrence* earlier = earlier_revision(of, occurrence)) {
    if (earlier->revision.empty()) {  // the page behind a title that was seen alone
      occurrence.seen_at = std::min(occurrence.seen_at, earlier->seen_at);
      occurrence.not_there_at = earlier->not_there_at;
      forget(of, std::string(earlier->id));
    } else if (same_words(*earlier, occurrence)) {
      earlier->revision = occurrence.revision;  // layout or spelling elsewhere: noted, nothing else
      earlier->digest = occurrence.digest;
      return std::nullopt;
    } else {
      const bool decided = of.state == CaseState::decided;
      Placed placed = place_in_new_group(of, occurrence.id);
      placed.reopened = decided;
      of.occurrences.push_back(occurrence);
      return placed;
    }
  }
  Placed placed;
  if (const auto group = group_of(of, occurrence, rules)) {
    of.groups[*group].occurrences.push_back(occurrence.id);
    placed.group = *group;
  } else {
    placed = place_in_new_group(of, occurrence.id);
  }
  of.occurrences.push_back(occurrence);
  return placed;
}

struct Before {
  std::size_t publishers = 0;
  std::vector<std::string> languages;
  bool alert_group = false;  ///< the group that grew was one already
  model::Severity severity = model::Severity::low;
  bool lowered = false;
  model::CaseState state = model::CaseState::new_;
};

struct Growth {
  std::string why;
  Reason reason;
};

/// Why an alerted case is worth another message; nullopt = it is not.
std::optional<Growth> growth(const model::Case& after, const Before& before, const Placed& placed) {
  const model::CopyGroup& group = after.groups[placed.group];
  if (group.verdict) {
    return std::nullopt;
  }
  if (!before.alert_group && is_alert_group(after, group)) {
    return Growth{"another alert group", {"group", "", 0}};
  }
  const Spread spread = spread_of(after);
  for (const std::size_t step : publisher_steps) {
    if (before.publishers < step && spread.publishers >= step) {
      return Growth{std::to_string(step) + " publishers", {"publishers", "", spread.publishers}};
    }
  }
  for (const std::string& language : spread.languages) {
    if (std::ranges::find(before.languages, language) == before.languages.end()) {
      return Growth{"first in " + language, {"language", language, 0}};
    }
  }
  if (after.severity > before.severity) {
    const std::string name(model::name_of(after.severity));
    return Growth{"severity " + name, {"severity", name, 0}};
  }
  return std::nullopt;
}

bool is_news(Freshness freshness) { return freshness == Freshness::fresh || freshness == Freshness::changed; }

bool is_old(const model::Occurrence& occurrence, Time now, const Rules& rules) {
  return occurrence.says_published && *occurrence.says_published + rules.alert_max_age < now;
}

/// Copy groups whose first copy is news and was seen within the last hour.
std::size_t groups_of_the_hour(const model::Case& of, Time now, const Rules& rules) {
  std::size_t count = 0;
  for (const model::CopyGroup& group : of.groups) {
    const Ordered order = ordered(of, group);
    if (order.members.empty()) {
      continue;
    }
    const model::Occurrence& first = *order.members.front();
    count += first.seen_at > now - std::chrono::hours(1) && !is_old(first, now, rules) ? 1U : 0U;
  }
  return count;
}

/// Nobody can read a message each when texts come faster than this.
void lower_a_flood(model::Case& after, const Placed& placed, Freshness freshness, Time now,
                   const Rules& rules) {
  if (placed.new_group && is_news(freshness) && !after.trial && !after.lowered_at &&
      groups_of_the_hour(after, now, rules) > rules.most_groups_an_hour) {
    after.lowered_at = now;
  }
}

void add_events(Change& out, const Before& before, const Placed& placed, const model::Occurrence& occurrence,
                Freshness freshness, Time now, const Rules& rules) {
  model::Case& after = out.changed;
  if (placed.reopened && (after.alerted || !after.told.empty())) {
    out.events.push_back(
        {"case.reopened", occurrence.id, after.reopened_why, now, {"changed", occurrence.url, 0}});
  }
  if (after.trial || !is_news(freshness) ||
      (freshness == Freshness::fresh && is_old(occurrence, now, rules))) {
    return;
  }
  const auto flood = [&](const char* type) {
    const std::string most = std::to_string(rules.most_groups_an_hour);
    out.events.push_back({type,
                          occurrence.id,
                          "more than " + most + " copy groups within an hour: lowered",
                          now,
                          {"flood", "", rules.most_groups_an_hour}});
  };
  if (after.lowered_at && !before.lowered && after.alerted) {
    flood("case.grew");
    return;
  }
  if (!after.alerted) {
    if (is_alert_group(after, after.groups[placed.group]) && !after.groups[placed.group].verdict) {
      after.alerted = true;
      after.alerted_at = now;
      if (after.lowered_at) {
        flood("match.new");  // a flood of reviews: nobody knows of the case yet
      } else {
        out.events.push_back({"match.new", occurrence.id, "first alert group", now, {"first", "", 0}});
      }
    } else if (out.expected_rev == 0) {
      out.events.push_back({"match.new", occurrence.id, "to review", now, {"review", "", 0}});
    }
    return;
  }
  if (auto grown = growth(after, before, placed); grown && !placed.reopened) {
    if (before.state == CaseState::decided && after.state == CaseState::new_) {
      after.alerted_at = now;  // the world is told that somebody is to look again
    }
    out.events.push_back({"case.grew", occurrence.id, std::move(grown->why), now, std::move(grown->reason)});
  }
}

/// The state that follows from a new copy group.
void return_to_new(model::Case& of) {
  if (of.state == CaseState::decided || of.state == CaseState::snoozed) {
    of.state = CaseState::new_;
    of.snoozed_until.reset();
    of.claimed_by.clear();
    of.lease_until.reset();
  }
}

}  // namespace

Result<std::optional<Change>> add_occurrence(std::optional<model::Case> running, model::Occurrence occurrence,
                                             const model::Pattern& pattern, Freshness freshness, Time now,
                                             const Rules& rules) {
  if (occurrence.decision.outcome == model::Outcome::silent || occurrence.decision.pattern != pattern.id) {
    return fail(Errc::usage, "a case takes decisions of alert or review for its own pattern, not '" +
                                 occurrence.decision.pattern + "'");
  }
  const bool joins =
      running && running->pattern == pattern.id && still_runs(*running, occurrence.seen_at, rules);
  const model::Case before = joins ? *std::move(running) : opened(occurrence, pattern, now);
  if (find_occurrence(before, occurrence.id) != nullptr) {
    return std::optional<Change>();
  }
  model::Case after = before;
  const auto old_group = group_of(before, occurrence, rules);
  const Before known{spread_of(before).publishers,
                     spread_of(before).languages,
                     old_group && is_alert_group(before, before.groups[*old_group]),
                     before.severity,
                     before.lowered_at.has_value(),
                     before.state};
  const std::size_t count = after.occurrences.size();
  const std::optional<Placed> placed = place(after, occurrence, rules);
  if (!placed) {
    return std::optional(
        change(before, std::move(after), std::string(daemon_name), "case.revision", occurrence.url, now));
  }
  after.trial = pattern.state == model::PatternState::trial;
  after.last_new = std::max(after.last_new, occurrence.seen_at);
  lower_a_flood(after, *placed, freshness, now, rules);
  after.severity = severity_of(after, pattern);
  if (placed->reopened) {
    reopen(after, "article changed: " + occurrence.url, now);
  } else if (placed->new_group) {
    return_to_new(after);
  }
  const std::string act = before.rev == 0 ? "case.open" : placed->reopened ? "case.reopen" : "case.grow";
  const std::string reason = occurrence.outlet + " " + occurrence.id + " in " +
                             after.groups[placed->group].id +
                             (after.occurrences.size() == count ? " (page behind a title)" : "");
  Change out = change(before, std::move(after), std::string(daemon_name), act, reason, now);
  add_events(out, known, *placed, occurrence, freshness, now, rules);
  return std::optional(std::move(out));
}

std::optional<Change> article_changed(const model::Case& before, const std::string& url,
                                      const std::string& what, Time now) {
  const bool holds =
      std::ranges::any_of(before.occurrences, [&](const model::Occurrence& o) { return o.url == url; });
  if (!holds || before.state != CaseState::decided) {
    return std::nullopt;
  }
  model::Case after = before;
  set_verdicts_aside(after, url);
  reopen(after, what + ": " + url, now);
  Change out =
      change(before, std::move(after), std::string(daemon_name), "case.reopen", what + ": " + url, now);
  if (out.changed.alerted || !out.changed.told.empty()) {
    out.events.push_back({"case.reopened", "", out.changed.reopened_why, now});
  }
  return out;
}

std::optional<Change> wake(const model::Case& before, Time now) {
  model::Case after = before;
  if (before.state == CaseState::claimed && before.lease_until && *before.lease_until <= now) {
    after.state = before.reopened_why.empty() ? CaseState::new_ : CaseState::reopened;
    after.claimed_by.clear();
    after.lease_until.reset();
    return change(before, std::move(after), std::string(daemon_name), "case.lease_over", before.claimed_by,
                  now);
  }
  if (before.state == CaseState::snoozed && before.snoozed_until && *before.snoozed_until <= now) {
    after.state = before.state_before_snooze;
    after.snoozed_until.reset();
    return change(before, std::move(after), std::string(daemon_name), "case.wake", "", now);
  }
  return std::nullopt;
}

}  // namespace qw::cases
