// The outlets that are watched, those of the files and those that were imported; import and removal.
#include "config/outlet_text.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/json_in.hpp"
#include "daemon/api/problem.hpp"

#include <boost/json.hpp>

#include <map>
#include <string>

namespace qw::api {
namespace {

namespace json = boost::json;

using Imported = std::map<std::string, std::string>;  ///< id → TOML

Result<Imported> imported_outlets(store::Store& store) {
  TRY(const auto rows, store.settings(outlet_setting("")));
  Imported out;
  for (const auto& [key, text] : rows) {
    out.emplace(key.substr(outlet_setting("").size()), text);
  }
  return out;
}

bool is_of_files(const Call& call, const std::string& id) {
  return call.services.files()->find_outlet(id) != nullptr;
}

/// `in_force`: the daemon works with this very record. An imported one is not at first, for some seconds, and
/// not at all where a file has the id.
json::object row_of(const std::string& id, std::string_view origin, const std::string& toml, bool in_force) {
  json::object row;
  row["id"] = id;
  row["origin"] = origin;
  row["in_force"] = in_force;
  row["toml"] = toml;
  return row;
}

json::object imported_row(const Call& call, const std::string& id, const std::string& toml) {
  const model::Outlet* known = call.config->find_outlet(id);
  return row_of(id, "imported", toml,
                known != nullptr && !is_of_files(call, id) && config::outlet_toml(*known) == toml);
}

std::string said(const config::Errors& errors) {
  std::string out;
  for (const Error& each : errors) {
    out += (out.empty() ? "" : "\n") + each.text();
  }
  return out;
}

/// What stands in the way of these outlets, "" = nothing.
std::string refusal(const std::vector<model::Outlet>& wanted, const Imported& before, const Call& call,
                    bool replace) {
  std::string of_files, other;
  for (const model::Outlet& each : wanted) {
    const auto known = before.find(each.id);
    if (is_of_files(call, each.id)) {
      of_files += (of_files.empty() ? "" : ", ") + each.id;
    } else if (known != before.end() && known->second != config::outlet_toml(each) && !replace) {
      other += (other.empty() ? "" : ", ") + each.id;
    }
  }
  std::string out;
  if (!of_files.empty()) {
    out =
        "these stand in the files of the configuration, where the file wins; change them there: " + of_files;
  }
  if (!other.empty()) {
    out += (out.empty() ? "" : "\n") +
           std::string(
               "these were imported before and say something else now; replace them with "
               "\"replace\": true (--replace): ") +
           other;
  }
  return out;
}

void tell_the_daemon(Call& call) {
  if (call.services.stored_changed) {
    call.services.stored_changed();
  }
}

}  // namespace

Response list_outlets(Call& call) {
  const auto imported = imported_outlets(call.services.store);
  if (!imported) {
    return problem(imported.error(), call.request.id);
  }
  json::array rows;
  for (const model::Outlet& each : call.services.files()->outlets) {
    rows.push_back(row_of(each.id, "files", config::outlet_toml(each), true));
  }
  for (const auto& [id, toml] : *imported) {
    rows.push_back(imported_row(call, id, toml));
  }
  return page_response(std::move(rows), "");
}

/// All or nothing.
Response import_outlets(Call& call) {
  const auto wish = read_import(call.request.body);
  if (!wish) {
    return problem(wish.error(), call.request.id);
  }
  const auto wanted = config::read_outlet_text(wish->toml, "import", call.config->crawl);
  if (!wanted) {
    return problem(422, "validation", said(wanted.error()), call.request.id);
  }
  const auto before = imported_outlets(call.services.store);
  if (!before) {
    return problem(before.error(), call.request.id);
  }
  if (const std::string why = refusal(*wanted, *before, call, wish->replace); !why.empty()) {
    return problem(409, "held", why, call.request.id);
  }
  store::ActBatch batch;
  json::array rows;
  for (const model::Outlet& each : *wanted) {
    const std::string toml = config::outlet_toml(each);
    const auto known = before->find(each.id);
    const bool same = known != before->end() && known->second == toml;
    json::object row;
    row["id"] = each.id;
    row["result"] = same ? "unchanged" : known == before->end() ? "added" : "replaced";
    rows.push_back(std::move(row));
    if (same) {
      continue;
    }
    batch.settings.emplace_back(outlet_setting(each.id), toml);
    model::AuditRecord record = audit_record(call, "outlet.import", "outlet:" + each.id, toml);
    record.before = known == before->end() ? "" : known->second;
    batch.audit.push_back(std::move(record));
  }
  if (!batch.settings.empty()) {
    if (auto done = call.services.store.commit(std::move(batch)); !done) {
      return problem(done.error(), call.request.id);
    }
    tell_the_daemon(call);
  }
  return page_response(std::move(rows), "");
}

Response remove_outlet(Call& call) {
  const std::string& id = call.ids[0];
  const auto imported = imported_outlets(call.services.store);
  if (!imported) {
    return problem(imported.error(), call.request.id);
  }
  const auto found = imported->find(id);
  if (found == imported->end()) {
    return problem(404, "not-found",
                   is_of_files(call, id)
                       ? "'" + id + "' stands in a file of the configuration; take it out there"
                       : "no outlet '" + id + "' was imported",
                   call.request.id);
  }
  const json::object row = imported_row(call, id, found->second);
  if (auto refused = precondition(call, etag_of(row), Star::accepted)) {
    return *std::move(refused);
  }
  store::ActBatch batch;
  batch.settings.emplace_back(outlet_setting(id), "");
  model::AuditRecord record = audit_record(call, "outlet.remove", "outlet:" + id, "");
  record.before = found->second;
  batch.audit.push_back(std::move(record));
  if (auto done = call.services.store.commit(std::move(batch)); !done) {
    return problem(done.error(), call.request.id);
  }
  tell_the_daemon(call);
  return json_response(200, row);
}

}  // namespace qw::api
