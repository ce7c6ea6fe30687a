#include "daemon/cli/audit_sample.hpp"
#include "daemon/cli/online.hpp"
#include "daemon/cli/online_verbs.hpp"

#include <fmt/format.h>

#include <charconv>
#include <iostream>
#include <string>

// What verdicts teach, and how much was missed.
namespace qw::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t most_items = 1'000'000;

/// One silent decision for a reviewer's eye.
std::string shown(const json::value& row, std::size_t number, std::size_t all) {
  std::string out = fmt::format("\n[{}/{}] {} · {} · {}\n", number, all, safe(text_at(row, "pattern")),
                                safe(text_at(row, "label")), safe(text_at(row, "outlet")));
  for (const json::value& each : row.as_object().at("false").as_array()) {
    out += "  false: " + safe(json::value_to<std::string>(each)) + "\n";
    break;  // one wording tells what it is about
  }
  out += "  " + safe(text_at(row, "title")) + "\n  " + safe(text_at(row, "text")) + "\n";
  for (const json::value& each : row.as_object().at("why").as_array()) {
    out += "    " + safe(json::value_to<std::string>(each)) + "\n";
  }
  return out;
}

struct Answers {
  std::size_t looked = 0, missed = 0;
};

/// y = it should have been found, n = rightly silent, s = skip, q = enough.
Answers ask_all(const json::array& rows) {
  Answers out;
  for (std::size_t at = 0; at < rows.size(); ++at) {
    std::cout << shown(rows[at], at + 1, rows.size()) << "should it have been found? [y/n/s/q] "
              << std::flush;
    std::string answer;
    if (!std::getline(std::cin, answer) || answer.starts_with('q')) {
      break;
    }
    out.looked += answer.starts_with('y') || answer.starts_with('n') ? 1 : 0;
    out.missed += answer.starts_with('y') ? 1 : 0;
  }
  std::cout << '\n';
  return out;
}

double share_at(const json::value& of, std::string_view key) {
  return of.as_object().at(key).to_number<double>();
}

}  // namespace

int run_audit_sample(Arguments arguments) {
  auto line = read_line(arguments, {"--n", "--days"});
  if (!line || !line->words.empty()) {
    return usage_error("audit", line ? "sample takes no further words" : line.error().what);
  }
  std::string target = "/api/v1/silent/sample?";
  for (const char* key : {"n", "days"}) {
    if (const std::string value = line->option(key); !value.empty()) {
      target += std::string(key) + "=" + escaped_for_path(value) + "&";
    }
  }
  target.pop_back();
  Online online("audit", *std::move(line));
  const auto sample = online.get(target);
  if (!sample) {
    return online.failed(sample.error());
  }
  if (online.printed_json(*sample)) {
    return 0;
  }
  const json::array& rows = sample->as_object().at("rows").as_array();
  if (rows.empty()) {
    std::cout << "there are no silent decisions to look at\n";
    return 0;
  }
  const Answers answers = ask_all(rows);
  if (answers.looked == 0) {
    return 0;
  }
  json::object body;
  body["looked"] = answers.looked;
  body["missed"] = answers.missed;
  const auto noted = online.send("POST", "/api/v1/silent/sample", body);
  if (!noted) {
    return online.failed(noted.error());
  }
  std::cout << fmt::format(
      "{} of {} were missed: {:.1f} % (95 % interval {:.1f} to {:.1f} %), drawn from {}\n", answers.missed,
      answers.looked, 100 * share_at(*noted, "share"), 100 * share_at(*noted, "low"),
      100 * share_at(*noted, "high"), number_at(*sample, "of"));
  return 0;
}

int run_feedback(Arguments arguments) {
  auto line = read_line(arguments, {}, {"--quotes", "--regression"});
  if (!line || line->words != std::vector<std::string>{"export"}) {
    return usage_error("feedback", line ? "say export" : line.error().what);
  }
  const std::string target = std::string("/api/v1/feedback?form=") +
                             (line->has("quotes") ? "quotes" : "claims") +
                             (line->has("regression") ? "&chosen=1" : "");
  Online online("feedback", *std::move(line));
  const auto rows = online.rows(target, most_items);
  if (!rows) {
    return online.failed(rows.error());
  }
  for (const json::value& each : *rows) {
    std::cout << json::serialize(each) << '\n';
  }
  return 0;
}

}  // namespace qw::cli
