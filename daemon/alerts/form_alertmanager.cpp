#include "daemon/alerts/facts.hpp"
#include "daemon/alerts/forms.hpp"
#include "daemon/alerts/story_parts.hpp"

#include <boost/json.hpp>

#include <chrono>

// Alertmanager, API version 2: prometheus/alertmanager api/v2/openapi.yaml, postableAlerts.
namespace qw::alerts {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr Millis forgotten_after = 3h;  // told again each hour while it lasts
constexpr Millis test_lasts = 5min;

/// "source_silent" → "QuotewatchSourceSilent", as names of alerts are written there.
std::string alert_name(std::string_view kind) {
  std::string out = "Quotewatch";
  bool begins = true;
  for (const char c : kind) {
    if (c == '_') {
      begins = true;
    } else {
      out += begins && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
      begins = false;
    }
  }
  return out;
}

std::string severity_of(std::string_view kind) {
  const bool stops_work = kind == "store_damaged" || kind == "store_read_only" || kind == "disk_low" ||
                          kind == "receiver_disabled";
  return stops_work ? "critical" : "warning";
}

json::object alert(std::string_view kind, const std::string& subject, std::string summary,
                   const std::string& desk) {
  json::object labels{
      {"alertname", alert_name(kind)}, {"severity", severity_of(kind)}, {"service", "quotewatch"}};
  if (!subject.empty()) {
    labels["subject"] = subject;
  }
  json::object out{{"labels", std::move(labels)},
                   {"annotations", json::object{{"summary", std::move(summary)}}}};
  if (!desk.empty()) {
    out["generatorURL"] = desk;
  }
  return out;
}

}  // namespace

std::string alertmanager_body(std::string_view payload, const config::Receiver& receiver, Time now) {
  boost::system::error_code bad;
  const json::value value = json::parse(payload, bad);
  json::array out;
  if (bad) {
    return json::serialize(out);
  }
  const Facts body(&value);
  const Teller tell{desk::Texts(receiver.language), receiver, body.text("timestamp")};
  if (body.text("type") == "receiver.test") {
    json::object test = alert("test", receiver.id, std::string(tell.texts("alert.say.test")), "");
    test["endsAt"] = to_iso(now + test_lasts);
    out.push_back(std::move(test));
  }
  const Facts ops = body.at("data").at("ops");
  const std::string desk = ops.text("desk");
  for (const Facts& each : ops.list("raised")) {
    const std::string since = each.text("since");
    json::object one =
        alert(each.text("kind"), each.text("subject"), trouble_in_words(tell, each, "ops"), desk);
    one["startsAt"] = since.empty() ? tell.made : since;
    one["endsAt"] = to_iso(now + forgotten_after);
    out.push_back(std::move(one));
  }
  for (const Facts& each : ops.list("cleared")) {
    json::object one =
        alert(each.text("kind"), each.text("subject"), trouble_in_words(tell, each, "well"), desk);
    one["endsAt"] = tell.made;
    out.push_back(std::move(one));
  }
  return json::serialize(out);
}

}  // namespace qw::alerts
