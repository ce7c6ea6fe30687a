#include "daemon/patterns/acts.hpp"

#include "config/pattern_text.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace qw::patterns {
namespace {

using model::PatternState;
using model::UserRole;

constexpr std::size_t most_reason = 2000;
constexpr std::size_t most_sentence = 2000;
constexpr int most_numbers = 1000;

struct Way {
  PatternState from, to;
  UserRole least;
};
/// Reviewers prepare and try; what alerts people, or stops doing so, is a lead's.
constexpr auto ways = std::to_array<Way>({{PatternState::draft, PatternState::trial, UserRole::reviewer},
                                          {PatternState::draft, PatternState::retired, UserRole::reviewer},
                                          {PatternState::trial, PatternState::draft, UserRole::reviewer},
                                          {PatternState::trial, PatternState::live, UserRole::lead},
                                          {PatternState::trial, PatternState::retired, UserRole::lead},
                                          {PatternState::live, PatternState::trial, UserRole::lead},
                                          {PatternState::live, PatternState::retired, UserRole::lead},
                                          {PatternState::retired, PatternState::draft, UserRole::reviewer},
                                          {PatternState::retired, PatternState::trial, UserRole::lead}});

std::optional<UserRole> least_role(PatternState from, PatternState to) {
  const auto found =
      std::ranges::find_if(ways, [&](const Way& way) { return way.from == from && way.to == to; });
  return found == ways.end() ? std::nullopt : std::optional(found->least);
}

std::string snapshot(PatternState state, const std::string& toml) {
  boost::json::object out;
  out["state"] = model::name_of(state);
  out["toml"] = toml;
  return boost::json::serialize(out);
}

Stored next_of(const Entry& entry, const cases::Actor& actor, Time now) {
  Stored out = entry.stored.value_or(Stored{});
  if (!entry.stored) {
    out.id = entry.pattern.id;
    out.state = entry.pattern.state;
    out.made_by = actor.id;
    out.made = now;
  }
  ++out.rev;
  out.changed_by = actor.id;
  out.changed = now;
  return out;
}

model::AuditRecord record_of(const Stored& stored, const cases::Actor& actor, Time now, std::string act,
                             std::string before, std::string after, std::string reason) {
  model::AuditRecord out;
  out.at = now;
  out.who = actor.id;
  out.act = std::move(act);
  out.subject = "pattern:" + stored.id;
  out.before = std::move(before);
  out.after = std::move(after);
  out.reason = std::move(reason);
  return out;
}

Result<> at_least(UserRole role, UserRole least, std::string_view doing) {
  if (role < least) {
    return fail(Errc::refused, std::string(doing) + " is for a " + std::string(model::name_of(least)) +
                                   " or higher; you are a " + std::string(model::name_of(role)));
  }
  return {};
}

/// The text that a file would have, when a file with it would be accepted.
Result<std::string> accepted(const model::Pattern& pattern, const std::vector<model::Official>& officials) {
  std::string toml = config::pattern_toml(pattern);
  const auto read = config::read_pattern_text(toml, pattern.id, officials);
  if (!read) {
    std::string what;
    for (const Error& error : read.error()) {
      what += (what.empty() ? "" : "; ") + error.what;
    }
    return fail(Errc::usage, what);
  }
  return toml;
}

UserRole least_for_state(PatternState state) {
  return state == PatternState::live ? UserRole::lead : UserRole::reviewer;
}

}  // namespace

Result<Change> create(const Catalog& catalog, model::Pattern pattern, const cases::Actor& actor, Time now,
                      const std::vector<model::Official>& officials) {
  TRY_OK(at_least(actor.role, UserRole::reviewer, "making a pattern"));
  const std::string wanted = pattern.id;
  for (int number = 2; catalog.find(pattern.id) != nullptr && number < most_numbers; ++number) {
    pattern.id = wanted + "-" + std::to_string(number);
  }
  pattern.state = PatternState::draft;
  Change out;
  TRY(out.stored.toml, accepted(pattern, officials));
  out.stored.id = pattern.id;
  out.stored.rev = 1;
  out.stored.state = PatternState::draft;
  out.stored.made_by = out.stored.changed_by = actor.id;
  out.stored.made = out.stored.changed = now;
  out.audit = {record_of(out.stored, actor, now, "pattern.create", "",
                         snapshot(PatternState::draft, out.stored.toml), "")};
  return out;
}

Result<Change> edit(const Entry& entry, model::Pattern pattern, const cases::Actor& actor, Time now,
                    const std::vector<model::Official>& officials) {
  if (!entry.stored || entry.stored->toml.empty()) {
    return fail(Errc::refused, "'" + entry.pattern.id + "' stands in a file; change the file and reload");
  }
  TRY_OK(at_least(actor.role, least_for_state(entry.stored->state),
                  "changing a pattern that is " + std::string(model::name_of(entry.stored->state))));
  Change out;
  out.stored = next_of(entry, actor, now);
  pattern.id = out.stored.id;
  pattern.state = out.stored.state;
  TRY(out.stored.toml, accepted(pattern, officials));
  if (out.stored.toml == entry.stored->toml) {
    return fail(Errc::conflict, "nothing was changed");
  }
  out.audit = {record_of(out.stored, actor, now, "pattern.edit",
                         snapshot(out.stored.state, entry.stored->toml),
                         snapshot(out.stored.state, out.stored.toml), "")};
  return out;
}

Result<Change> set_state(const Entry& entry, PatternState to, bool backtested, const std::string& reason,
                         const cases::Actor& actor, Time now) {
  const PatternState from = entry.pattern.state;
  const auto least = least_role(from, to);
  if (!least) {
    return fail(Errc::conflict, "a pattern that is " + std::string(model::name_of(from)) + " cannot become " +
                                    std::string(model::name_of(to)));
  }
  TRY_OK(at_least(actor.role, *least,
                  "bringing a pattern from " + std::string(model::name_of(from)) + " to " +
                      std::string(model::name_of(to))));
  if (!entry.problem.empty() && model::is_matched(to)) {
    return fail(Errc::conflict, entry.problem);
  }
  if (from == PatternState::draft && to == PatternState::trial && !backtested) {
    return fail(Errc::conflict, "look at the backtest of this text first");
  }
  if (reason.size() > most_reason) {
    return fail(Errc::too_big, "the reason has more than " + std::to_string(most_reason) + " bytes");
  }
  Change out;
  out.stored = next_of(entry, actor, now);
  out.stored.state = to;
  if (out.stored.toml.empty()) {
    out.stored.file_state = entry.file_state;  // when the file says something else, it counts again
  } else {
    model::Pattern pattern = entry.pattern;
    pattern.state = to;
    out.stored.toml = entry.problem.empty() ? config::pattern_toml(pattern) : out.stored.toml;
  }
  out.audit = {
      record_of(out.stored, actor, now, "pattern.state", snapshot(from, ""), snapshot(to, ""), reason)};
  return out;
}

Result<Change> decide(const Entry& entry, Keep keep, const cases::Actor& actor, Time now) {
  TRY_OK(at_least(actor.role, UserRole::lead, "deciding between file and desk"));
  if (!entry.in_both || !entry.stored) {
    return fail(Errc::conflict, "'" + entry.pattern.id + "' does not stand in a file and at the desk");
  }
  Change out;
  out.stored = next_of(entry, actor, now);
  const std::string before = entry.stored->instead_of_file ? "desk" : "file";
  out.stored.instead_of_file = keep == Keep::desk;
  if (keep == Keep::file) {
    out.stored.toml.clear();
    out.stored.file_state.reset();
  }
  out.audit = {record_of(out.stored, actor, now, "pattern.keep", before, keep == Keep::desk ? "desk" : "file",
                         keep == Keep::file ? entry.stored->toml : "")};
  return out;
}

Result<Change> teach(const Entry& entry, const std::string& sentence, const std::string& reason,
                     const cases::Actor& actor, Time now) {
  TRY_OK(at_least(actor.role, UserRole::reviewer, "teaching a pattern"));
  if (sentence.empty() || sentence.size() > most_sentence || sentence.find('\n') != std::string::npos) {
    return fail(Errc::usage, "a sentence to be silent about is one line of at most " +
                                 std::to_string(most_sentence) + " bytes");
  }
  if (std::ranges::find(entry.pattern.examples_silent, sentence) != entry.pattern.examples_silent.end()) {
    return fail(Errc::conflict, "the pattern knows this sentence already");
  }
  Change out;
  out.stored = next_of(entry, actor, now);
  if (out.stored.toml.empty()) {
    out.stored.silent.push_back(sentence);
  } else {
    model::Pattern pattern = entry.pattern;
    pattern.examples_silent.push_back(sentence);
    out.stored.toml = config::pattern_toml(pattern);
  }
  out.audit = {record_of(out.stored, actor, now, "pattern.example", "", sentence, reason)};
  return out;
}

std::vector<PatternState> next_states(const Entry& entry, UserRole role) {
  std::vector<PatternState> out;
  for (const auto& [state, name] : names_of(PatternState{})) {
    const auto least = least_role(entry.pattern.state, state);
    if (least && role >= *least) {
      out.push_back(state);
    }
  }
  return out;
}

bool may_edit(const Entry& entry, UserRole role) {
  return entry.stored && !entry.stored->toml.empty() && role >= least_for_state(entry.stored->state);
}

store::ActBatch batch_of(const Change& change) {
  store::ActBatch batch;
  batch.settings.emplace_back(stored_key(change.stored.id), stored_text(change.stored));
  batch.audit = change.audit;
  return batch;
}

}  // namespace qw::patterns
