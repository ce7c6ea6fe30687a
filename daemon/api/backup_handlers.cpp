#include "daemon/api/handlers.hpp"
#include "daemon/api/problem.hpp"

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

}  // namespace

Response list_backups(Call& call) {
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
  auto made = call.services.store.create_backup(call.services.backup_directory);
  if (!made) {
    return problem(made.error(), call.request.id);
  }
  call.services.metrics
      .gauge("quotewatch_backup_last_success_timestamp_seconds", "When the newest backup was made.")
      .set(static_cast<double>(made->made.time_since_epoch().count()) / 1000);
  return json_response(201, backup_json(*made));
}

Response verify_backup(Call& call) {
  auto found = store::Store::verify_backup(call.services.backup_directory, call.ids[0]);
  if (!found) {
    return problem(found.error(), call.request.id);
  }
  return json_response(200, backup_json(*found));
}

}  // namespace qw::api
