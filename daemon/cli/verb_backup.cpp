#include "daemon/cli/online.hpp"
#include "daemon/cli/online_verbs.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

namespace qw::cli {
namespace {

namespace json = boost::json;

constexpr int patience_seconds = 3600;
constexpr std::chrono::milliseconds first_look{100}, longest_look{5000};

Row backup_row(const Screen& screen, const json::value& of) {
  const std::string problem = text_at(of, "problem");
  return {text_at(of, "id"), when(screen, text_at(of, "made")), number_at(of, "bytes"),
          Cell(problem.empty() ? "ok" : problem, problem.empty() ? Colour::green : Colour::red)};
}

int print_one(Online& online, const Result<json::value>& backup) {
  if (!backup) {
    return online.failed(backup.error());
  }
  if (!online.printed_json(*backup)) {
    put(online.screen(),
        table(online.screen(), {"ID", "MADE", "BYTES", "STATE"}, {backup_row(online.screen(), *backup)}));
  }
  return text_at(*backup, "problem").empty() ? 0 : 65;
}

int list(Online& online) {
  const auto backups = online.rows("/api/v1/backups", 100'000);
  if (!backups) {
    return online.failed(backups.error());
  }
  if (online.printed_json(*backups)) {
    return 0;
  }
  std::vector<Row> rows;
  for (const json::value& each : *backups) {
    rows.push_back(backup_row(online.screen(), each));
  }
  put(online.screen(), table(online.screen(), {"ID", "MADE", "BYTES", "STATE"}, rows));
  return 0;
}

/// Asks for it and waits for its end: the daemon makes it beside its work.
int create(Online& online) {
  Result<json::value> job = online.send("POST", "/api/v1/backups", nullptr);
  for (auto pause = first_look; job && text_at(*job, "state") == "running";
       pause = std::min(2 * pause, longest_look)) {
    std::this_thread::sleep_for(pause);
    job = online.get("/api/v1/backups/current");
  }
  if (!job) {
    return online.failed(job.error());
  }
  const json::object& whole = job->as_object();
  if (!whole.contains("backup")) {
    return online.failed(Error{Errc::io, text_at(*job, "problem"), std::nullopt});
  }
  return print_one(online, Result<json::value>(whole.at("backup")));
}

int restore(Online& online, const std::string& id) {
  const std::string from = online.line().option("from");
  const std::string to = online.line().option("to");
  if (from.empty() || to.empty()) {
    return usage_error("backup", "restore needs --from DIRECTORY and --to DIRECTORY");
  }
  if (const auto done = store::Store::restore_backup(from, id, to); !done) {
    return online.failed(done.error());
  }
  put(online.screen(),
      "restored " + id + " to " + safe(to) + "; alerts are held until `quotewatch alerts resume`\n");
  return 0;
}

}  // namespace

int run_backup(Arguments arguments) {
  auto line = read_line(arguments, {"--from", "--to"});
  if (!line) {
    return usage_error("backup", line.error().what);
  }
  const std::vector<std::string> words = line->words;
  Online online("backup", *std::move(line));
  if (words.empty() || (words[0] == "list" && words.size() == 1)) {
    return list(online);
  }
  if (words[0] == "create" && words.size() == 1) {
    return create(online);
  }
  if (words[0] == "verify" && words.size() == 2) {
    return print_one(online, online.send("POST", "/api/v1/backups/" + escaped_for_path(words[1]) + "/check",
                                         nullptr, "", patience_seconds));
  }
  if (words[0] == "restore" && words.size() == 2) {
    return restore(online, words[1]);
  }
  return usage_error("backup", "this is not create, list, verify ID or restore ID");
}

}  // namespace qw::cli
