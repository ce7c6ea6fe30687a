#include "daemon/cases/acts.hpp"

#include "daemon/cases/outbreak.hpp"
#include "daemon/cases/snapshot.hpp"

#include <algorithm>

namespace qw::cases {
namespace {

using model::CaseState;
using model::UserRole;

template <class... F>
struct Each : F... {
  using F::operator()...;
};

struct Doing {
  const model::Case& before;
  const Actor& actor;
  Time now;
  const Rules& rules;
  std::string act, reason;
  std::vector<std::string> events;
};

bool held_by_other(const model::Case& of, const Actor& actor, Time now) {
  return of.state == CaseState::claimed && of.claimed_by != actor.id && of.lease_until &&
         now < *of.lease_until;
}

std::unexpected<Error> held(const model::Case& of) {
  const std::string until = of.lease_until ? " until " + to_iso(*of.lease_until) : "";
  return fail(Errc::conflict,
              of.claimed_by + " holds this case" + until + "; wait for the release or the end of the lease");
}

std::unexpected<Error> wrong_state(const model::Case& of, std::string_view act) {
  return fail(Errc::conflict, "a case that is " + std::string(model::name_of(of.state)) + " cannot be " +
                                  std::string(act) + "; load it again to see what is possible");
}

bool is_open(CaseState state) {
  return state == CaseState::new_ || state == CaseState::reopened || state == CaseState::snoozed;
}

void take(model::Case& of, const Doing& doing) {
  of.state = CaseState::claimed;
  of.claimed_by = doing.actor.id;
  of.lease_until = doing.now + doing.rules.lease;
  of.snoozed_until.reset();
}

void let_go(model::Case& of) {
  of.claimed_by.clear();
  of.lease_until.reset();
}

Result<> claim(model::Case& of, Doing& doing) {
  doing.act = "case.claim";
  if (held_by_other(of, doing.actor, doing.now)) {
    return held(of);
  }
  if (!is_open(of.state) && of.state != CaseState::claimed) {
    return wrong_state(of, "claimed");
  }
  take(of, doing);
  return {};
}

Result<> release(model::Case& of, Doing& doing) {
  doing.act = "case.release";
  if (of.state != CaseState::claimed) {
    return wrong_state(of, "released");
  }
  if (of.claimed_by != doing.actor.id && doing.actor.role < UserRole::lead) {
    return held(of);
  }
  let_go(of);
  of.state = of.reopened_why.empty() ? CaseState::new_ : CaseState::reopened;
  return {};
}

bool every_group(const model::Case& of, bool (*has)(const model::CopyGroup&)) {
  return std::ranges::all_of(of.groups, has);
}

void settle_decided(model::Case& of, Doing& doing) {
  if (!every_group(of, [](const model::CopyGroup& g) { return g.verdict.has_value(); })) {
    return;
  }
  of.state = CaseState::decided;
  let_go(of);
  of.reopened_why.clear();
  const bool other = std::ranges::any_of(of.groups, [](const model::CopyGroup& g) {
    return g.previous && g.previous->verdict != g.verdict->verdict;
  });
  doing.events.emplace_back(of.announced && other ? "case.corrected" : "case.decided");
  of.announced = true;
}

void give_verdict(model::CopyGroup& group, model::VerdictRecord record) {
  if (group.verdict) {
    group.previous = group.verdict;
  }
  group.verdict = std::move(record);
  group.first_reading.reset();
}

Result<> second_reading(model::Case& of, model::CopyGroup& group, model::VerdictRecord record, Doing& doing) {
  doing.act = "case.second_reading";
  if (!group.first_reading) {
    return fail(Errc::conflict, "group " + group.id + " has its verdict already");
  }
  if (group.first_reading->by == doing.actor.id) {
    return fail(Errc::refused, "the second reading is for somebody else than the first reader");
  }
  if (group.first_reading->verdict == record.verdict) {
    give_verdict(group, std::move(record));
    settle_decided(of, doing);
    return {};
  }
  if (record.reason.empty()) {
    return fail(Errc::usage, "a verdict that differs from the first reading needs a reason");
  }
  doing.act = "case.disagree";
  of.state = CaseState::disputed;
  return {};
}

Result<> decide(model::Case& of, const Decide& wish, Doing& doing) {
  doing.act = "case.verdict";
  doing.reason = wish.group + " " + std::string(model::name_of(wish.verdict)) +
                 (wish.reason.empty() ? "" : ": " + wish.reason);
  if (wish.reason.size() > most_reason_bytes) {
    return fail(Errc::too_big, "a reason has at most 2,000 bytes; put the rest into a note");
  }
  const auto group = std::ranges::find(of.groups, wish.group, &model::CopyGroup::id);
  if (group == of.groups.end()) {
    return fail(Errc::not_found, "case " + of.id + " has no copy group '" + wish.group + "'");
  }
  if (held_by_other(of, doing.actor, doing.now)) {
    return held(of);
  }
  const model::VerdictRecord record{wish.verdict, doing.actor.id, doing.now, wish.reason};
  if (of.state == CaseState::awaiting_second) {
    return second_reading(of, *group, record, doing);
  }
  if (of.state == CaseState::disputed || of.state == CaseState::decided) {
    if (doing.actor.role < UserRole::lead) {
      return fail(Errc::refused, "a lead decides a case that is " + std::string(model::name_of(of.state)) +
                                     "; dispute it with a reason instead");
    }
    give_verdict(*group, record);
    settle_decided(of, doing);
    return {};
  }
  take(of, doing);  // an act begins with the claim, and extends the lease
  if (!doing.rules.second_reader) {
    give_verdict(*group, record);
    settle_decided(of, doing);
    return {};
  }
  group->first_reading = record;
  group->verdict.reset();
  if (every_group(of, [](const model::CopyGroup& g) { return g.verdict || g.first_reading; })) {
    of.state = CaseState::awaiting_second;
    let_go(of);
  }
  return {};
}

Result<> dispute(model::Case& of, const Dispute& wish, Doing& doing) {
  doing.act = "case.dispute";
  doing.reason = wish.reason;
  if (wish.reason.empty() || wish.reason.size() > most_reason_bytes) {
    return fail(Errc::usage, "a dispute needs a reason of at most 2,000 bytes");
  }
  if (of.state != CaseState::decided && of.state != CaseState::awaiting_second) {
    return wrong_state(of, "disputed");
  }
  const bool was_decided = of.state == CaseState::decided;
  of.state = CaseState::disputed;
  of.reopened_why = "disputed: " + wish.reason;
  for (model::CopyGroup& group : of.groups) {
    if (was_decided && group.verdict) {
      group.previous = group.verdict;
      group.first_reading = std::exchange(group.verdict, std::nullopt);
    }
  }
  if (was_decided) {
    doing.events.emplace_back("case.reopened");
  }
  return {};
}

Result<> snooze(model::Case& of, const Snooze& wish, Doing& doing) {
  doing.act = "case.snooze";
  doing.reason = "until " + to_iso(wish.until);
  if (wish.until <= doing.now || wish.until > doing.now + doing.rules.most_snooze) {
    return fail(Errc::usage, "a case sleeps until a time within the next 30 days");
  }
  if (of.state == CaseState::decided) {
    return wrong_state(of, "snoozed");
  }
  if (held_by_other(of, doing.actor, doing.now)) {
    return held(of);
  }
  if (of.state != CaseState::snoozed) {
    const CaseState open = of.reopened_why.empty() ? CaseState::new_ : CaseState::reopened;
    of.state_before_snooze = of.state == CaseState::claimed ? open : of.state;
  }
  let_go(of);
  of.state = CaseState::snoozed;
  of.snoozed_until = wish.until;
  return {};
}

Result<> wake_now(model::Case& of, Doing& doing) {
  doing.act = "case.wake";
  if (of.state != CaseState::snoozed) {
    return wrong_state(of, "woken");
  }
  of.state = of.state_before_snooze;
  of.snoozed_until.reset();
  return {};
}

Result<> add_note(model::Case& of, const AddNote& wish, Doing& doing) {
  doing.act = "case.note";
  if (wish.text.empty() || wish.text.size() > most_note_bytes) {
    return fail(Errc::usage, "a note has between 1 and 8,000 bytes");
  }
  of.notes.push_back({doing.actor.id, doing.now, wish.text});
  if (of.state == CaseState::claimed && of.claimed_by == doing.actor.id) {
    of.lease_until = doing.now + doing.rules.lease;
  }
  return {};
}

Change finished(Doing& doing, model::Case after) {
  const bool tell = (after.alerted || !after.told.empty()) && !after.trial;
  Change out = change(doing.before, std::move(after), doing.actor.id, doing.act, doing.reason, doing.now);
  for (const std::string& type : doing.events) {
    if (tell) {
      out.events.push_back({type, "", doing.reason, doing.now + doing.rules.hold});
    }
  }
  return out;
}

}  // namespace

Result<Change> apply(const model::Case& before, const Act& act, const Actor& actor, Time now,
                     const Rules& rules) {
  if (actor.role < UserRole::reviewer) {
    return fail(Errc::refused, "a viewer may read cases and not change them");
  }
  Doing doing{before, actor, now, rules, "", "", {}};
  const auto woken = wake(before, now);
  model::Case after = woken ? woken->changed : before;
  after.rev = before.rev;
  TRY_OK(std::visit(Each{[&](const Claim&) { return claim(after, doing); },
                         [&](const Release&) { return release(after, doing); },
                         [&](const Decide& wish) { return decide(after, wish, doing); },
                         [&](const Dispute& wish) { return dispute(after, wish, doing); },
                         [&](const Snooze& wish) { return snooze(after, wish, doing); },
                         [&](const Wake&) { return wake_now(after, doing); },
                         [&](const AddNote& wish) { return add_note(after, wish, doing); }},
                    act));
  return finished(doing, std::move(after));
}

std::vector<std::string> allowed_acts(const model::Case& of, const Actor& actor, Time now,
                                      const Rules& rules) {
  model::Case bare = of;  // what is allowed does not hang on the occurrences, and they are heavy to copy
  bare.occurrences.clear();
  std::vector<std::string> out;
  const auto probe = [&](std::string_view name, const Act& act) {
    if (apply(bare, act, actor, now, rules)) {
      out.emplace_back(name);
    }
  };
  probe("claim", Claim{});
  probe("release", Release{});
  for (const model::CopyGroup& each : of.groups) {
    if (apply(bare, Decide{each.id, model::Verdict::unclear, "x"}, actor, now, rules)) {
      out.emplace_back("decide");
      break;
    }
  }
  probe("dispute", Dispute{"x"});
  probe("snooze", Snooze{now + std::chrono::hours(1)});
  probe("wake", Wake{});
  probe("note", AddNote{"x"});
  return out;
}

}  // namespace qw::cases
