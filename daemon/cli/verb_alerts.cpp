#include "daemon/cli/audit_sample.hpp"
#include "daemon/cli/online.hpp"
#include "daemon/cli/online_verbs.hpp"

#include <charconv>

// alerts and audit: what went out, and who did what.
namespace qw::cli {
namespace {

namespace json = boost::json;

std::optional<std::size_t> limit_of(const Line& line) {
  std::size_t out = 1000;
  const std::string text = line.option("limit");
  const bool good =
      text.empty() || std::from_chars(text.data(), text.data() + text.size(), out).ec == std::errc();
  return good ? std::optional(out) : std::nullopt;
}

int list_alerts(Online& online) {
  const auto most = limit_of(online.line());
  if (!most) {
    return usage_error("alerts", "--limit takes a number");
  }
  const std::string state = online.line().option("state");
  const auto alerts = online.rows(
      "/api/v1/deliveries?limit=200" + (state.empty() ? "" : "&state=" + escaped_for_path(state)), *most);
  if (!alerts) {
    return online.failed(alerts.error());
  }
  if (online.printed_json(*alerts)) {
    return 0;
  }
  std::vector<Row> rows;
  for (const json::value& each : *alerts) {
    const std::string now = text_at(each, "state");
    rows.push_back({text_at(each, "id"),
                    Cell(now, now == "dead"   ? Colour::red
                              : now == "sent" ? Colour::green
                                              : Colour::yellow),
                    text_at(each, "receiver"), text_at(each, "event"), text_at(each, "case"),
                    number_at(each, "tries"), when(online.screen(), text_at(each, "made")),
                    text_at(each, "last_problem")});
  }
  put(online.screen(),
      table(online.screen(), {"ID", "STATE", "RECEIVER", "EVENT", "CASE", "TRIES", "MADE", "LAST PROBLEM"},
            rows));
  return 0;
}

int act(Online& online, const std::string& id, const std::string& name) {
  const std::string path = "/api/v1/deliveries/" + escaped_for_path(id);
  const auto done = online.send("POST", path + "/" + name, nullptr, "*");
  if (!done) {
    return online.failed(done.error());
  }
  if (!online.printed_json(*done)) {
    put(online.screen(), id + "\t" + (name == "drop" ? "dropped" : text_at(*done, "state")) + "\n");
  }
  return 0;
}

int act_on_receiver(Online& online, const std::string& id, const std::string& name) {
  const auto done = online.send("POST", "/api/v1/receivers/" + escaped_for_path(id) + "/" + name, nullptr);
  if (!done) {
    return online.failed(done.error());
  }
  if (!online.printed_json(*done)) {
    put(online.screen(),
        id + "\t" + (name == "enable" ? "enabled" : "sent as " + text_at(*done, "delivery")) + "\n");
  }
  return 0;
}

int list_audit(Online& online) {
  const auto most = limit_of(online.line());
  if (!most) {
    return usage_error("audit", "--limit takes a number");
  }
  std::string target = "/api/v1/audit?limit=200";
  for (const char* key : {"subject", "from"}) {
    if (const std::string value = online.line().option(key); !value.empty()) {
      target += "&" + std::string(key) + "=" + escaped_for_path(value);
    }
  }
  const auto records = online.rows(target, *most);
  if (!records) {
    return online.failed(records.error());
  }
  if (online.printed_json(*records)) {
    return 0;
  }
  std::vector<Row> rows;
  for (const json::value& each : *records) {
    rows.push_back({number_at(each, "seq"), when(online.screen(), text_at(each, "at")), text_at(each, "who"),
                    text_at(each, "act"), text_at(each, "subject"), text_at(each, "reason")});
  }
  put(online.screen(), table(online.screen(), {"SEQ", "AT", "WHO", "ACT", "SUBJECT", "REASON"}, rows));
  return 0;
}

int check_audit(Online& online) {
  const auto check = online.get("/api/v1/audit/check");
  if (!check) {
    return online.failed(check.error());
  }
  const bool whole = check->at("whole").as_bool();
  if (!online.printed_json(*check)) {
    put(online.screen(),
        number_at(*check, "records") + " records, " +
            (whole ? "the chain is whole\n" : "broken: " + safe(text_at(*check, "problem")) + "\n"));
  }
  return whole ? 0 : 65;
}

}  // namespace

int run_alerts(Arguments arguments) {
  auto line = read_line(arguments, {"--state", "--limit"});
  if (!line) {
    return usage_error("alerts", line.error().what);
  }
  const std::vector<std::string> words = line->words;
  Online online("alerts", *std::move(line));
  if (words.empty() || (words[0] == "list" && words.size() == 1)) {
    return list_alerts(online);
  }
  if ((words[0] == "retry" || words[0] == "drop") && words.size() == 2) {
    return act(online, words[1], words[0]);
  }
  if (words[0] == "resume" && words.size() == 1) {
    const auto done = online.send("POST", "/api/v1/deliveries/resume", nullptr);
    if (!done) {
      return online.failed(done.error());
    }
    if (!online.printed_json(*done)) {
      put(online.screen(), "resumed\n");
    }
    return 0;
  }
  if ((words[0] == "enable" || words[0] == "test") && words.size() == 2) {
    return act_on_receiver(online, words[1], words[0]);
  }
  return usage_error("alerts",
                     "this is not list, retry ID, drop ID, resume, enable RECEIVER or test RECEIVER");
}

int run_audit(Arguments arguments) {
  if (!arguments.empty() && arguments.front() == "sample") {
    return run_audit_sample(arguments.subspan(1));
  }
  auto line = read_line(arguments, {"--subject", "--from", "--limit"});
  if (!line) {
    return usage_error("audit", line.error().what);
  }
  const std::vector<std::string> words = line->words;
  Online online("audit", *std::move(line));
  if (words.empty()) {
    return list_audit(online);
  }
  if (words.size() == 1 && words[0] == "check") {
    return check_audit(online);
  }
  return usage_error("audit", "it takes options or the word check");
}

}  // namespace qw::cli
