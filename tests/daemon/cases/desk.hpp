#pragma once

#include "daemon/cases/acts.hpp"
#include "daemon/cases/undo.hpp"
#include "tests/daemon/cases/sample.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

/// People at a case, one act after the other.
namespace qw::test {

inline const cases::Actor olena{"olena", model::UserRole::reviewer};
inline const cases::Actor petro{"petro", model::UserRole::reviewer};
inline const cases::Actor lead{"lina", model::UserRole::lead};
inline const cases::Actor viewer{"vera", model::UserRole::viewer};

inline cases::Rules with_second_reader() {
  cases::Rules rules;
  rules.second_reader = true;
  return rules;
}

/// A case with two copy groups, g1 and g2, about which an alert went out.
inline model::Case two_groups() {
  const cases::Rules rules;
  auto first = cases::add_occurrence(std::nullopt, seen("a", start, bent), pattern(), cases::Freshness::fresh,
                                     start, rules);
  auto both = cases::add_occurrence((*first)->changed, seen("b", start, other), pattern(),
                                    cases::Freshness::fresh, start, rules);
  return (*both)->changed;
}

/// Does acts one after the other, each a minute later, and keeps what happened.
struct Desk {
  model::Case now = two_groups();
  cases::Rules rules;
  Time time = start;
  std::vector<model::AuditRecord> history;
  std::vector<cases::Event> events;
  std::optional<Error> problem;

  bool act(const cases::Actor& who, const cases::Act& what, Millis later = std::chrono::minutes(1)) {
    time += later;
    return take(cases::apply(now, what, who, time, rules));
  }
  bool undo(const cases::Actor& who, Millis later) {
    time += later;
    return take(cases::undo(now, history, who, time, rules));
  }
  /// What the daemon does without anybody's wish, at the same time as the last act.
  void daemon(std::optional<cases::Change> change) {
    REQUIRE(change.has_value());
    REQUIRE(take(*std::move(change)));
  }
  void joins(const model::Occurrence& occurrence) {
    auto change = cases::add_occurrence(now, occurrence, pattern(), cases::Freshness::fresh, time, rules);
    REQUIRE(change.has_value());
    daemon(*std::move(change));
  }
  bool take(Result<cases::Change> change) {
    problem.reset();
    events.clear();
    if (!change) {
      problem = change.error();
      return false;
    }
    REQUIRE(change->audit.size() == 1);
    now = change->changed;
    history.push_back(change->audit.front());
    events = change->events;
    return true;
  }
  std::string event() const { return events.empty() ? "" : events.front().type; }
};

inline cases::Decide verdict(const std::string& group, model::Verdict v = model::Verdict::false_quote,
                             const std::string& reason = "") {
  return {group, v, reason};
}

}  // namespace qw::test
