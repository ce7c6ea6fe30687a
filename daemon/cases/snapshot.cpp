#include "daemon/cases/snapshot.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace qw::cases {
namespace {

namespace json = boost::json;

json::value time_json(const std::optional<Time>& time) {
  return time ? json::value(to_iso(*time)) : json::value(nullptr);
}

json::value verdict_json(const std::optional<model::VerdictRecord>& record) {
  if (!record) {
    return nullptr;
  }
  json::object out;  // keys in the order of the alphabet: boost keeps the order of insertion
  out["at"] = to_iso(record->at);
  out["by"] = record->by;
  out["reason"] = record->reason;
  out["verdict"] = model::name_of(record->verdict);
  return out;
}

Result<std::optional<Time>> time_from(const json::value& value) {
  if (value.is_null()) {
    return std::optional<Time>();
  }
  TRY(const Time time, parse_time(value.as_string()));
  return std::optional(time);
}

Result<std::optional<model::VerdictRecord>> verdict_from(const json::value& value) {
  if (value.is_null()) {
    return std::optional<model::VerdictRecord>();
  }
  const auto verdict = model::from_name<model::Verdict>(value.at("verdict").as_string());
  TRY(const Time at, parse_time(value.at("at").as_string()));
  if (!verdict) {
    return fail(Errc::corrupt, "the audit record names an unknown verdict");
  }
  return std::optional(model::VerdictRecord{*verdict, std::string(value.at("by").as_string()), at,
                                            std::string(value.at("reason").as_string())});
}

Result<> restore_fields(model::Case& into, const json::value& value) {
  const auto state = model::from_name<model::CaseState>(value.at("state").as_string());
  const auto slept = model::from_name<model::CaseState>(value.at("state_before_snooze").as_string());
  if (!state || !slept) {
    return fail(Errc::corrupt, "the audit record names an unknown state");
  }
  into.state = *state;
  into.state_before_snooze = *slept;
  into.claimed_by = value.at("claimed_by").as_string();
  into.reopened_why = value.at("reopened_why").as_string();
  into.announced = value.at("announced").as_bool();
  TRY(into.lease_until, time_from(value.at("lease_until")));
  TRY(into.snoozed_until, time_from(value.at("snoozed_until")));
  for (const json::value& group : value.at("groups").as_array()) {
    const auto found =
        std::ranges::find(into.groups, std::string_view(group.at("id").as_string()), &model::CopyGroup::id);
    if (found != into.groups.end()) {
      TRY(found->verdict, verdict_from(group.at("verdict")));
      TRY(found->first_reading, verdict_from(group.at("first_reading")));
      TRY(found->previous, verdict_from(group.at("previous")));
    }
  }
  return {};
}

}  // namespace

std::string snapshot(const model::Case& of) {
  json::array groups;
  for (const model::CopyGroup& group : of.groups) {
    json::object one;
    one["first_reading"] = verdict_json(group.first_reading);
    one["id"] = group.id;
    one["occurrences"] = group.occurrences.size();
    one["previous"] = verdict_json(group.previous);
    one["verdict"] = verdict_json(group.verdict);
    groups.push_back(std::move(one));
  }
  json::object out;
  out["announced"] = of.announced;
  out["claimed_by"] = of.claimed_by;
  out["groups"] = std::move(groups);
  out["lease_until"] = time_json(of.lease_until);
  out["notes"] = of.notes.size();
  out["reopened_why"] = of.reopened_why;
  out["rev"] = of.rev;
  out["severity"] = model::name_of(of.severity);
  out["snoozed_until"] = time_json(of.snoozed_until);
  out["state"] = model::name_of(of.state);
  out["state_before_snooze"] = model::name_of(of.state_before_snooze);
  return json::serialize(out);
}

Result<model::Case> restored(model::Case now, std::string_view snapshot_text) {
  try {
    TRY_OK(restore_fields(now, json::parse(snapshot_text)));
  } catch (const std::exception& e) {
    return fail(Errc::corrupt, std::string("the audit record holds no state of a case: ") + e.what());
  }
  return now;
}

Result<Recorded> recorded(std::string_view snapshot_text) {
  try {
    const json::value value = json::parse(snapshot_text);
    Recorded out;
    out.rev = value.at("rev").to_number<std::uint64_t>();
    for (const json::value& group : value.at("groups").as_array()) {
      out.groups.emplace_back(group.at("id").as_string());
    }
    return out;
  } catch (const std::exception& e) {
    return fail(Errc::corrupt, std::string("the audit record holds no state of a case: ") + e.what());
  }
}

Change change(const model::Case& before, model::Case after, const std::string& who, const std::string& act,
              const std::string& reason, Time now) {
  Change out;
  out.expected_rev = before.rev;
  after.rev = before.rev + 1;
  model::AuditRecord record;
  record.at = now;
  record.who = who;
  record.act = act;
  record.subject = "case:" + after.id;
  record.before = before.rev == 0 ? "" : snapshot(before);
  record.after = snapshot(after);
  record.reason = reason;
  out.audit.push_back(std::move(record));
  out.changed = std::move(after);
  return out;
}

}  // namespace qw::cases
