#include "daemon/cli/online.hpp"
#include "daemon/cli/online_verbs.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>

namespace qw::cli {
namespace {

constexpr int most_seconds = 6 * 3600;  // every stored byte is read
constexpr int export_seconds = 600;

int verify(Online& online) {
  const auto check = online.send("GET", "/api/v1/evidence/check", nullptr, "", most_seconds);
  if (!check) {
    return online.failed(check.error());
  }
  const bool whole = check->at("whole").as_bool();
  if (!online.printed_json(*check)) {
    std::string out = number_at(*check, "audit_records") + " audit records, " +
                      number_at(*check, "page_records") + " records in " + number_at(*check, "page_files") +
                      " page files, " + number_at(*check, "time_stamps") +
                      " time stamps: " + (whole ? "whole\n" : "damaged\n");
    for (const boost::json::value& each : check->at("problems").as_array()) {
      out += safe(boost::json::value_to<std::string>(each)) + "\n";
    }
    put(online.screen(), out);
  }
  return whole ? 0 : 65;
}

Result<> write_file(const std::string& path, const std::string& bytes) {
  if (path == "-") {
    std::cout << bytes << std::flush;
    return {};
  }
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << bytes << std::flush;
  if (!file) {
    return fail(Errc::io, path + ": cannot be written");
  }
  return {};
}

int export_case(Online& online, const std::string& id, const std::string& path) {
  const Line& line = online.line();
  boost::json::object wish;
  wish["level"] = line.has("internal") ? "internal" : "share";
  wish["names"] = line.has("with-names");
  wish["look"] = line.has("as-it-stands") ? "no" : line.has("look-again") ? "now" : "stale";
  if (const std::string language = line.option("language"); !language.empty()) {
    wish["language"] = language;
  }
  const auto bytes =
      online.bytes("POST", "/api/v1/cases/" + escaped_for_path(id) + "/evidence", wish, export_seconds);
  if (!bytes) {
    return online.failed(bytes.error());
  }
  if (const Result<> written = write_file(path, *bytes); !written) {
    return online.failed(written.error());
  }
  return 0;
}

int hold(Online& online, const std::string& id, const std::string& reason) {
  const std::string place = "/api/v1/cases/" + escaped_for_path(id) + "/hold";
  const auto done = reason.empty() ? online.send("DELETE", place, nullptr)
                                   : online.send("PUT", place, boost::json::object{{"reason", reason}});
  return done ? 0 : online.failed(done.error());
}

}  // namespace

int run_evidence(Arguments arguments) {
  std::vector<std::string> spelled(arguments.begin(), arguments.end());
  std::ranges::replace(spelled, std::string("-o"), std::string("--output"));
  auto line = read_line(spelled, {"--output", "--language"},
                        {"--share", "--internal", "--with-names", "--as-it-stands", "--look-again"});
  if (!line) {
    return usage_error("evidence", line.error().what);
  }
  const std::vector<std::string> words = line->words;
  const bool exports = words.size() == 2 && words[0] == "export";
  const bool holds = (words.size() == 3 && words[0] == "hold" && !words[2].empty()) ||
                     (words.size() == 2 && words[0] == "unhold");
  if (!exports && !holds && (words.size() != 1 || words[0] != "verify")) {
    return usage_error("evidence", "say verify, export CASE -o FILE, hold CASE REASON or unhold CASE");
  }
  const std::string path = line->option("output");
  if (exports && path.empty()) {
    return usage_error("evidence", "-o FILE says where the file goes");
  }
  if (exports && line->has("share") && line->has("internal")) {
    return usage_error("evidence", "--share or --internal");
  }
  if (exports && line->has("as-it-stands") && line->has("look-again")) {
    return usage_error("evidence", "--as-it-stands or --look-again");
  }
  Online online("evidence", *std::move(line));
  if (holds) {
    return hold(online, words[1], words.size() == 3 ? words[2] : "");
  }
  return exports ? export_case(online, words[1], path) : verify(online);
}

}  // namespace qw::cli
