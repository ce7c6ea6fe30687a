#include "daemon/cases/messages.hpp"

#include "base/ids.hpp"
#include "base/utf8.hpp"
#include "daemon/cases/copies.hpp"
#include "daemon/cases/spread.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace qw::cases {
namespace {

namespace json = boost::json;

constexpr std::size_t most_words = 400;  // code points of a text in a message
constexpr std::size_t most_copies = 5;   // occurrences that a message lists
constexpr std::size_t most_groups = 30;
constexpr std::size_t most_address = 500;  // code points
constexpr std::size_t most_body = 19'500;  // bytes; Standard Webhooks advises 20 kB
constexpr std::size_t most_authentic = 3;

bool lets(const std::vector<std::string>& wanted, const std::string& value) {
  return wanted.empty() || std::ranges::find(wanted, value) != wanted.end();
}

std::string entry_id(std::string_view event, const std::string& of, std::uint64_t rev,
                     const std::string& receiver) {
  return content_id(std::string(event) + "\n" + of + "\n" + std::to_string(rev) + "\n" + receiver);
}

json::value optional_time(const std::optional<Time>& time) {
  return time ? json::value(to_iso(*time)) : json::value(nullptr);
}

json::object occurrence_json(const model::Occurrence& o, const config::Config& config,
                             const config::Receiver& receiver) {
  const model::Outlet* outlet = config.find_outlet(o.outlet);
  json::object out;
  out["id"] = o.id;
  out["outlet"] = utf8::cut(o.outlet, 100);
  out["outlet_name"] = outlet == nullptr ? "" : utf8::cut(outlet->name, 100);
  out["publisher"] = utf8::cut(o.voice, 100);
  out["tier"] = o.tier;
  out["language"] = o.language;
  out["url"] = utf8::cut(receiver.plain_urls ? o.url : defanged(o.url), most_address);
  out["headline"] = utf8::cut(o.headline, most_words);
  out["words"] = utf8::cut(quoted_words(o), most_words);
  out["speaker"] = utf8::cut(o.speaker, 100);
  out["outcome"] = model::name_of(o.decision.outcome);
  out["label"] = model::name_of(o.decision.label);
  out["page_remark"] = utf8::cut(o.page_remark, 100);
  out["says_published"] = optional_time(o.says_published);
  out["not_there_at"] = optional_time(o.not_there_at);
  out["seen_at"] = to_iso(o.seen_at);
  return out;
}

/// The verdict's name. One that can still be undone is nobody's business outside, except in the message that
/// waits for it.
json::value verdict_told(const model::CopyGroup& group, const Event& event, const config::Config& config) {
  const bool its_own = event.type == "case.decided" || event.type == "case.corrected";
  return group.verdict && (its_own || event.due >= group.verdict->at + config.desk.hold)
             ? json::value(model::name_of(group.verdict->verdict))
             : json::value(nullptr);
}

json::array groups_json(const Event& event, const model::Case& of, const config::Config& config) {
  json::array out;
  for (const model::CopyGroup& group : of.groups) {
    if (out.size() == most_groups) {
      break;
    }
    const Spread spread = spread_of(of, group);
    json::object one;
    one["id"] = group.id;
    one["publishers"] = spread.publishers;
    one["outlets"] = spread.outlets;
    one["verdict"] = verdict_told(group, event, config);
    out.push_back(std::move(one));
  }
  return out;
}

json::array copies_json(const Event& event, const model::Case& of, const config::Config& config,
                        const config::Receiver& receiver, std::size_t most) {
  json::array out;
  if (const model::Occurrence* cause = find_occurrence(of, event.occurrence)) {
    out.push_back(occurrence_json(*cause, config, receiver));
  }
  for (auto o = of.occurrences.rbegin(); o != of.occurrences.rend() && out.size() < most; ++o) {
    if (o->id != event.occurrence) {
      out.push_back(occurrence_json(*o, config, receiver));
    }
  }
  return out;
}

json::object pattern_json(const model::Case& of, const config::Config& config) {
  json::object out;
  out["id"] = of.pattern;
  const model::Pattern* pattern = config.find_pattern(of.pattern);
  out["title"] = pattern != nullptr ? pattern->title : "";
  out["why"] = pattern != nullptr ? utf8::cut(pattern->why, most_words) : "";
  if (pattern != nullptr) {
    for (const auto& [key, text] :
         {std::pair("title_uk", &pattern->title_uk), std::pair("title_ru", &pattern->title_ru),
          std::pair("why_uk", &pattern->why_uk), std::pair("why_ru", &pattern->why_ru)}) {
      if (!text->empty()) {
        out[key] = utf8::cut(*text, most_words);
      }
    }
  }
  out["fact_check"] = pattern != nullptr ? pattern->source : "";
  json::array authentic;
  if (pattern != nullptr) {
    for (const std::string& words : pattern->authentic) {
      if (authentic.size() < most_authentic) {
        authentic.emplace_back(utf8::cut(words, most_words));
      }
    }
  }
  out["authentic"] = std::move(authentic);
  return out;
}

}  // namespace

std::string defanged(std::string_view url) {
  std::string out(url);
  if (out.starts_with("http")) {
    out.replace(1, 2, "xx");
  }
  const std::size_t host = out.find("://");
  if (host == std::string::npos) {
    return out;
  }
  for (std::size_t at = host + 3; at < out.size() && out[at] != '/' && out[at] != '?' && out[at] != '#';
       ++at) {
    if (out[at] == '.') {
      out.replace(at, 1, "[.]");
      at += 2;
    }
  }
  return out;
}

namespace {

bool filters_let(const config::Receiver& receiver, const model::Case& of) {
  const std::vector<std::string> languages = spread_of(of).languages;
  const bool language =
      receiver.languages.empty() ||
      std::ranges::any_of(languages, [&](const std::string& each) { return lets(receiver.languages, each); });
  return lets(receiver.officials, of.official) && lets(receiver.patterns, of.pattern) && language;
}

}  // namespace

bool routed(const config::Receiver& receiver, const model::Case& of) {
  return filters_let(receiver, of) && of.severity >= receiver.least_severity;
}

namespace {

json::object names_json(const model::Official* official) {
  json::object out;
  if (official != nullptr) {
    out["en"] = official->name;
    out["ru"] = official->ru;
    out["uk"] = official->uk;
  }
  return out;
}

json::object reason_json(const Reason& reason, const config::Receiver& receiver) {
  json::object out;
  out["key"] = reason.key;
  out["argument"] = receiver.plain_urls ? reason.argument : defanged(reason.argument);
  out["count"] = reason.count;
  out["alerts"] = reason.alerts;
  out["reviews"] = reason.reviews;
  return out;
}

/// "article changed: https://…" holds an address of an outlet.
std::string why_of(const Event& event, const config::Receiver& receiver) {
  const std::size_t address = event.why.find(": http");
  const bool plain = receiver.plain_urls || address == std::string::npos;
  return plain ? event.why : event.why.substr(0, address + 2) + defanged(event.why.substr(address + 2));
}

std::string body_with(std::size_t copies, const Event& event, const model::Case& of,
                      const config::Config& config, const config::Receiver& receiver, Time now) {
  const Spread spread = spread_of(of);
  const model::Official* official = config.find_official(of.official);
  json::object the_case;
  the_case["id"] = of.id;
  the_case["rev"] = of.rev;
  the_case["state"] = model::name_of(of.state);
  the_case["severity"] = model::name_of(of.severity);
  the_case["official"] = of.official;
  the_case["official_name"] = official != nullptr ? official->name : "";
  the_case["official_names"] = names_json(official);
  the_case["pattern"] = pattern_json(of, config);
  the_case["opened"] = to_iso(of.opened);
  the_case["publishers"] = spread.publishers;
  the_case["outlets"] = spread.outlets;
  the_case["occurrences"] = spread.occurrences;
  the_case["languages"] = json::value_from(spread.languages);
  the_case["groups"] = groups_json(event, of, config);
  the_case["copies"] = copies_json(event, of, config, receiver, copies);
  the_case["page"] = config.api.public_url.empty() ? "" : config.api.public_url + "/cases/" + of.id;
  json::object data;
  data["why"] = utf8::cut(why_of(event, receiver), most_words);
  data["alerted"] = optional_time(of.alerted_at);
  data["reason"] = reason_json(event.reason, receiver);
  data["case"] = std::move(the_case);
  json::object body;
  body["type"] = event.type;
  body["timestamp"] = to_iso(now);
  body["data"] = std::move(data);
  return json::serialize(body);
}

}  // namespace

std::string message_body(const Event& event, const model::Case& of, const config::Config& config,
                         const config::Receiver& receiver, Time now) {
  std::string body = body_with(most_copies, event, of, config, receiver, now);
  for (std::size_t copies = most_copies; body.size() > most_body && copies > 1;) {
    body = body_with(--copies, event, of, config, receiver, now);
  }
  return body;
}

bool was_told(const model::Case& of, const config::Receiver& receiver) {
  return std::ranges::find(of.told, receiver.id) != of.told.end();
}

namespace {

bool goes_to(const Event& event, const model::Case& of, const config::Receiver& receiver) {
  const bool told = was_told(of, receiver);
  if (!receiver.cases) {
    return false;
  }
  if (event.type == "case.unclaimed") {
    return receiver.escalate_after && !told && routed(receiver, of) && of.alerted_at &&
           *of.alerted_at + *receiver.escalate_after <= event.due;
  }
  if (receiver.escalate_after && !told) {
    return false;
  }
  if (event.reason.key == "review") {
    return receiver.least_severity == model::Severity::low && routed(receiver, of);
  }
  if (event.reason.key == "severity") {
    return !told && routed(receiver, of);
  }
  if (event.reason.key == "flood") {  // whatever the severity that it has by now
    return told || (event.type == "match.new" && filters_let(receiver, of));
  }
  if (event.type == "match.new") {
    return routed(receiver, of);
  }
  if (event.type == "case.grew") {
    return routed(receiver, of) || (told && !of.lowered_at);
  }
  return told || (of.told.empty() && routed(receiver, of));  // cases of before `told` was kept
}

}  // namespace

std::vector<model::OutboxEntry> outbox_of(const Change& change, const config::Config& config, Time now) {
  std::vector<model::OutboxEntry> out;
  const model::Case& of = change.changed;
  for (const Event& event : change.events) {
    for (const config::Receiver& receiver : config.receivers) {
      if (!goes_to(event, of, receiver)) {
        continue;
      }
      Event told = event;
      if (event.type == "match.new" && was_told(of, receiver)) {
        told.type = "case.grew";  // of the reviews that it asked for it was told as of a new case
      }
      model::OutboxEntry entry;
      entry.id = entry_id(told.type, of.id, of.rev, receiver.id);
      entry.receiver = receiver.id;
      entry.event = told.type;
      entry.case_id = of.id;
      entry.case_rev = of.rev;
      entry.payload = message_body(told, of, config, receiver, now);
      entry.made = now;
      entry.due = event.due;
      out.push_back(std::move(entry));
    }
  }
  return out;
}

std::vector<model::OutboxEntry> tell(Change& change, const config::Config& config, Time now) {
  std::vector<model::OutboxEntry> out = outbox_of(change, config, now);
  for (const model::OutboxEntry& entry : out) {
    std::vector<std::string>& told = change.changed.told;
    if (std::ranges::find(told, entry.receiver) == told.end()) {
      told.push_back(entry.receiver);
    }
  }
  return out;
}

std::vector<std::string> dropped_of(const Change& change, const config::Config& config) {
  std::vector<std::string> out;
  for (const auto& [event, rev] : change.withdrawn) {
    for (const config::Receiver& receiver : config.receivers) {
      out.push_back(entry_id(event, change.changed.id, rev, receiver.id));
    }
  }
  return out;
}

}  // namespace qw::cases
