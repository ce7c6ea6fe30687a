#include "daemon/api/backup_job.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/problem.hpp"

#include <filesystem>
#include <system_error>

namespace qw::api {
namespace {

namespace json = boost::json;

json::object backup_json(const store::Store::BackupInfo& of) {
  json::object out;
  out["id"] = of.id;
  out["made"] = to_iso(of.made);
  out["bytes"] = of.bytes;
  out["problem"] = of.problem;
  return out;
}

json::object job_json(const BackupJob::State& of) {
  json::object out;
  out["state"] = of.running ? "running" : !of.began ? "none" : of.made ? "done" : "failed";
  if (of.began) {
    out["began"] = to_iso(*of.began);
  }
  if (of.made) {
    out["backup"] = backup_json(*of.made);
  }
  out["problem"] = of.problem;
  return out;
}

}  // namespace

Response list_backups(Call& call) {
  std::error_code code;
  if (!std::filesystem::exists(call.services.backup_directory, code) && !code) {
    return page_response({}, "");  // the first backup makes it
  }
  auto backups = store::Store::list_backups(call.services.backup_directory);
  if (!backups) {
    return problem(backups.error(), call.request.id);
  }
  json::array rows;
  for (const auto& each : *backups) {
    rows.push_back(backup_json(each));
  }
  return page_response(std::move(rows), "");
}

Response create_backup(Call& call) {
  if (!call.api.backups().start()) {
    return problem(409, "busy", "a backup is under way; GET /api/v1/backups/current says how it ends",
                   call.request.id);
  }
  Response response = json_response(202, job_json(call.api.backups().state()));
  response.headers.emplace_back("Location", "/api/v1/backups/current");
  return response;
}

Response show_backup_job(Call& call) { return json_response(200, job_json(call.api.backups().state())); }

Response verify_backup(Call& call) {
  auto found = store::Store::verify_backup(call.services.backup_directory, call.ids[0]);
  if (!found) {
    return problem(found.error(), call.request.id);
  }
  return json_response(200, backup_json(*found));
}

}  // namespace qw::api
