#include "daemon/cases/undo.hpp"

#include "daemon/cases/snapshot.hpp"

#include <algorithm>
#include <array>
#include <ranges>
#include <utility>

namespace qw::cases {
namespace {

using model::CaseState;

constexpr std::string_view undo_act = "case.undo";
constexpr auto acts_of_people = std::to_array<std::string_view>(
    {"case.claim", "case.release", "case.verdict", "case.second_reading", "case.disagree", "case.dispute",
     "case.snooze", "case.wake", "case.note", undo_act});

/// Files, exports, fact-checks and what the daemon writes into the history change nothing that undo restores.
bool is_act(const model::AuditRecord& record, std::string_view subject) {
  return record.subject == subject && record.who != "daemon" &&
         std::ranges::find(acts_of_people, record.act) != acts_of_people.end();
}

const model::AuditRecord* latest_act(std::span<const model::AuditRecord> history, std::string_view subject) {
  for (const model::AuditRecord& record : history | std::views::reverse) {
    if (is_act(record, subject)) {
      return &record;
    }
  }
  return nullptr;
}

Result<const model::AuditRecord*> act_to_undo(const model::Case& of,
                                              std::span<const model::AuditRecord> history, const Actor& actor,
                                              Time now, const Rules& rules) {
  const std::string subject = "case:" + of.id;
  const model::AuditRecord* last = latest_act(history, subject);
  if (last == nullptr) {
    return fail(Errc::conflict, "nobody did anything to this case yet, so there is nothing to undo");
  }
  if (last->who != actor.id) {
    return fail(Errc::conflict, last->who + " acted on this case last (" + last->act + " at " +
                                    to_iso(last->at) + "); yours is reversed by a new act");
  }
  if (last->act == undo_act) {
    return fail(Errc::conflict, "your last act is undone already");
  }
  if (now >= last->at + rules.hold) {
    return fail(Errc::conflict, "an act can be undone for " + std::to_string(rules.hold.count() / 1000) +
                                    " s; after that it is reversed by a new act");
  }
  return last;
}

/// The three states of a case that an undo reconciles; `was` and `made` have the copy groups of `current`.
struct States {
  const model::Case& current;
  model::Case was;   ///< before the act
  model::Case made;  ///< by the act
};

/// When the daemon took up the verdict since (its article changed), it takes up the one before instead.
void put_back(model::CopyGroup& group, const model::CopyGroup& was, const model::CopyGroup& made,
              bool was_decided) {
  const auto same = [](const model::CopyGroup& a, const model::CopyGroup& b) {
    return a.verdict == b.verdict && a.first_reading == b.first_reading && a.previous == b.previous;
  };
  if (same(was, made)) {
    return;  // the act did not touch it
  }
  const bool set_aside = !same(group, made);
  group.verdict = was.verdict;
  group.first_reading = was.first_reading;
  group.previous = was.previous;
  if (set_aside && was_decided && group.verdict) {
    group.previous = std::exchange(group.verdict, std::nullopt);
    group.first_reading.reset();
  }
}

void put_groups_back(model::Case& into, const States& states) {
  for (std::size_t i = 0; i < into.groups.size(); ++i) {
    put_back(into.groups[i], states.was.groups[i], states.made.groups[i],
             states.was.state == CaseState::decided);
  }
  // A title's group that only the verdict kept when its page came.
  std::erase_if(into.groups, [](const model::CopyGroup& group) {
    return group.occurrences.empty() && !group.verdict && !group.first_reading;
  });
}

bool grew_since(const model::Case& current, const Recorded& made) {
  return std::ranges::any_of(current.groups, [&](const model::CopyGroup& group) {
    return std::ranges::find(made.groups, group.id) == made.groups.end();
  });
}

/// The state before the act, moved on as the daemon would have moved it on.
void put_state_back(model::Case& into, const States& states, bool grew) {
  const bool reopened =
      states.current.state == CaseState::reopened && states.made.state != CaseState::reopened;
  into.state = states.was.state;
  into.state_before_snooze = states.was.state_before_snooze;
  into.claimed_by = states.was.claimed_by;
  into.lease_until = states.was.lease_until;
  into.snoozed_until = states.was.snoozed_until;
  into.reopened_why = states.was.reopened_why;
  into.announced = states.was.announced;
  if (into.state == CaseState::decided && reopened) {
    into.state = CaseState::reopened;
    into.reopened_why = states.current.reopened_why;
  } else if ((into.state == CaseState::decided || into.state == CaseState::snoozed) && grew) {
    into.state = CaseState::new_;
    into.snoozed_until.reset();
  }
}

}  // namespace

Result<Change> undo(const model::Case& before, std::span<const model::AuditRecord> history,
                    const Actor& actor, Time now, const Rules& rules) {
  TRY(const model::AuditRecord* act, act_to_undo(before, history, actor, now, rules));
  TRY(const Recorded made, recorded(act->after));
  TRY(model::Case was_case, restored(before, act->before));
  TRY(model::Case made_case, restored(before, act->after));
  const States states{before, std::move(was_case), std::move(made_case)};
  model::Case after = before;
  put_state_back(after, states, grew_since(before, made));
  put_groups_back(after, states);
  if (act->act == "case.note") {
    const auto note = std::ranges::find_if(
        after.notes, [&](const model::Note& each) { return each.by == act->who && each.at == act->at; });
    if (note != after.notes.end()) {
      after.notes.erase(note);
    }
  }
  Change out = change(before, std::move(after), actor.id, std::string(undo_act), act->act, now);
  for (const char* type : {"case.decided", "case.corrected", "case.reopened"}) {
    out.withdrawn.emplace_back(type, made.rev);
  }
  return out;
}

}  // namespace qw::cases
