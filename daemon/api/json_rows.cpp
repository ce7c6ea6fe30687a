#include "daemon/alerts/reports.hpp"
#include "daemon/api/json_out.hpp"

#include <algorithm>

namespace qw::api {
namespace {

namespace json = boost::json;

json::object address_json(const model::OutletState& of) {
  json::object out;
  out["address"] = of.address;
  out["kind"] = model::name_of(of.kind);
  out["state"] = of.state;
  out["detail"] = of.detail;
  out["last_poll"] = time_json(of.last_poll);
  out["last_success"] = time_json(of.last_success);
  out["last_new_article"] = time_json(of.last_new_article);
  out["failures"] = of.failures;
  out["polls"] = of.polls;
  out["articles"] = of.articles;
  out["quotes_of_officials"] = of.quotes_of_officials;
  return out;
}

}  // namespace

json::array texts_json(const std::vector<std::string>& in) {
  json::array out;
  for (const std::string& each : in) {
    out.emplace_back(each);
  }
  return out;
}

json::object audit_json(const model::AuditRecord& of) {
  json::object out;
  out["seq"] = of.seq;
  out["at"] = to_iso(of.at);
  out["who"] = of.who;
  out["act"] = of.act;
  out["subject"] = of.subject;
  out["before"] = of.before;
  out["after"] = of.after;
  out["reason"] = of.reason;
  out["previous_hash"] = of.previous_hash;
  out["hash"] = of.hash;
  return out;
}

json::object delivery_json(const model::Delivery& of) {
  json::object out;
  out["id"] = of.entry.id;
  out["receiver"] = of.entry.receiver;
  out["event"] = of.entry.event;
  out["case"] = of.entry.case_id;
  out["case_rev"] = of.entry.case_rev;
  out["state"] = model::name_of(of.state);
  out["made"] = to_iso(of.entry.made);
  out["due"] = to_iso(of.entry.due);
  out["tries"] = of.entry.tries;
  out["last_problem"] = of.entry.last_problem;
  out["finished"] = time_json(of.finished);
  out["http_status"] = of.http_status;
  return out;
}

json::object source_json(const model::Outlet& outlet, const std::vector<model::OutletState>& states,
                         const std::string& paused_by, Time now) {
  json::object out;
  out["id"] = outlet.id;
  out["name"] = outlet.name;
  out["publisher"] = outlet.publisher;
  out["country"] = outlet.country;
  out["languages"] = texts_json(outlet.languages);
  out["kind"] = model::name_of(outlet.kind);
  out["tier"] = outlet.tier;
  out["home"] = outlet.home;
  out["telegram"] = outlet.telegram;
  out["verified"] = model::name_of(outlet.verified);
  out["paused"] = outlet.paused || !paused_by.empty();
  out["paused_by"] = !paused_by.empty() ? paused_by : outlet.paused ? "configuration" : "";
  json::array addresses;
  std::optional<Time> success;
  std::optional<Time> fresh;
  std::uint64_t quotes = 0;
  std::uint64_t articles = 0;
  std::string state;
  for (const model::OutletState& each : states) {
    addresses.push_back(address_json(each));
    success = std::max(success, each.last_success);
    fresh = std::max(fresh, each.last_new_article);
    quotes += each.quotes_of_officials;
    articles += each.articles;
    state = state.empty() || each.state == "ok" ? each.state : state;  // one good address is enough
  }
  if (state == "ok" && paused_by.empty() && alerts::health_of(outlet, states, now).state == "silent") {
    state = "silent";  // it answers, and brings nothing of what it used to bring
  }
  out["state"] =
      state.empty() ? (outlet.verified == model::Verified::none ? "not_verified" : "not_polled_yet") : state;
  out["last_success"] = time_json(success);
  out["last_new_article"] = time_json(fresh);
  out["articles"] = articles;
  out["quotes_of_officials"] = quotes;
  out["addresses"] = std::move(addresses);
  return out;
}

json::object token_json(const model::Token& of) {
  json::object out;
  out["id"] = of.id;
  out["name"] = of.name;
  out["owner"] = of.owner;
  out["scopes"] = texts_json(of.scopes);
  out["created"] = to_iso(of.created);
  out["expires"] = time_json(of.expires);
  out["last_used"] = time_json(of.last_used);
  out["revoked"] = time_json(of.revoked);
  return out;
}

json::object user_json(const model::User& of) {
  json::object out;
  out["id"] = of.id;
  out["name"] = of.name;
  out["role"] = model::name_of(of.role);
  out["language"] = of.language;
  out["disabled"] = of.disabled;
  out["created"] = to_iso(of.created);
  return out;
}

json::object quote_json(const model::Quote& of, std::string_view text) {
  const auto part = [&](const model::ByteSpan& span) {
    return span.begin <= span.end && span.end <= text.size()
               ? std::string(text.substr(span.begin, span.end - span.begin))
               : "";
  };
  json::object out;
  out["words"] = part(of.content);
  json::object span;
  span["begin"] = of.content.begin;
  span["end"] = of.content.end;
  out["span"] = std::move(span);
  out["form"] = model::name_of(of.form);
  out["speaker"] = of.speaker;
  out["official"] = of.official ? json::value(*of.official) : json::value(nullptr);
  out["candidates"] = texts_json(of.candidates);
  out["polarity"] = model::name_of(of.polarity);
  out["modality"] = model::name_of(of.modality);
  out["via"] = texts_json(of.via);
  out["cue"] = of.cue ? part(*of.cue) : "";
  return out;
}

}  // namespace qw::api
