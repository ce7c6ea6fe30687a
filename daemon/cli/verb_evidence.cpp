#include "daemon/cli/online.hpp"
#include "daemon/cli/online_verbs.hpp"

namespace qw::cli {
namespace {

constexpr int most_seconds = 6 * 3600;  // every stored byte is read

}  // namespace

int run_evidence(Arguments arguments) {
  auto line = read_line(arguments, {});
  if (!line) {
    return usage_error("evidence", line.error().what);
  }
  const std::vector<std::string> words = line->words;
  if (words.size() != 1 || words[0] != "verify") {
    return usage_error("evidence", "say verify");
  }
  Online online("evidence", *std::move(line));
  const auto check = online.send("GET", "/api/v1/evidence/check", nullptr, "", most_seconds);
  if (!check) {
    return online.failed(check.error());
  }
  const bool whole = check->at("whole").as_bool();
  if (!online.printed_json(*check)) {
    std::string out = number_at(*check, "audit_records") + " audit records, " +
                      number_at(*check, "page_records") + " records in " + number_at(*check, "page_files") +
                      " page files: " + (whole ? "whole\n" : "damaged\n");
    for (const boost::json::value& each : check->at("problems").as_array()) {
      out += safe(boost::json::value_to<std::string>(each)) + "\n";
    }
    put(online.screen(), out);
  }
  return whole ? 0 : 65;
}

}  // namespace qw::cli
