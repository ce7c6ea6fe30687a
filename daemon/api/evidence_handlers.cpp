// Whether what was kept is still what was kept (the chain of the audit records, the page files, the pages of
// cases), and the evidence of a case as a file.
#include "daemon/api/case_export.hpp"
#include "daemon/api/desk_case.hpp"
#include "daemon/api/desk_handlers.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/evidence/time_stamp.hpp"

#include <boost/json.hpp>

namespace qw::api {
namespace {

struct Stamps {
  std::uint64_t good = 0;
  std::vector<std::string> problems;
};

/// Every kept time stamp against its audit record and the authority's roots.
Result<Stamps> check_stamps(store::Store& store, const config::Timestamps& authority) {
  Stamps out;
  TRY(const auto kept, store.settings(evidence::stamp_room));
  for (const auto& [key, text] : kept) {
    const auto stamp = evidence::read_kept_stamp(text);
    const auto digest = stamp ? evidence::digest_of_hex(stamp->head) : std::nullopt;
    if (!stamp || !digest) {
      out.problems.push_back(key + ": cannot be read");
      continue;
    }
    TRY(const auto records, store.audit(stamp->seq, 1));
    const bool same = !records.rows.empty() && records.rows.front().seq == stamp->seq &&
                      records.rows.front().hash == stamp->head;
    const auto time = evidence::check_stamp(stamp->token, *digest, authority.ca_file);
    if (!same) {
      out.problems.push_back(key + ": the audit record has another hash than the one that was stamped");
    } else if (!time) {
      out.problems.push_back(key + ": " + time.error().what);
    } else {
      ++out.good;
    }
  }
  return out;
}

Response download(Exported file) {
  Response out;
  out.content_type = "application/wacz";
  out.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + file.name + "\"");
  out.body = std::move(file.bytes);
  return out;
}

Response export_from_form(Call& call, const LoggedIn& who, const Form& form) {
  const auto of = load_case(call.services.store, call.ids[0]);
  if (!of) {
    return error_page(call, &who, 404, of.error());
  }
  const ExportWish wish{value_of(form, "level") == "internal", value_of(form, "names") == "1",
                        who.user.language, LookWish::stale};
  auto file = export_case(call, frame_of(call, &who), of->id, wish, actor_of(who));
  return file ? download(*std::move(file)) : error_page(call, &who, 409, file.error());
}

}  // namespace

Response verify_evidence(Call& call) {
  namespace json = boost::json;
  const auto chain = call.services.store.verify_audit();
  if (!chain) {
    return problem(chain.error(), call.request.id);
  }
  const auto files = call.services.store.verify_page_files();
  if (!files) {
    return problem(files.error(), call.request.id);
  }
  const auto stamps = check_stamps(call.services.store, call.config->timestamps);
  if (!stamps) {
    return problem(stamps.error(), call.request.id);
  }
  json::array problems(files->problems.begin(), files->problems.end());
  problems.insert(problems.end(), stamps->problems.begin(), stamps->problems.end());
  const bool chain_whole = !chain->first_bad && chain->problem.empty();
  if (!chain_whole) {
    problems.insert(problems.begin(), json::value("audit: " + chain->problem));
  }
  json::object body;
  body["whole"] = problems.empty();
  body["audit_records"] = chain->records;
  body["redacted_records"] = chain->redacted;
  body["time_stamps"] = stamps->good;
  body["page_files"] = files->files;
  body["page_records"] = files->records;
  body["problems"] = std::move(problems);
  return json_response(200, body);
}

Response export_evidence(Call& call) {
  const auto wish = read_export(call.request.body);
  if (!wish) {
    return problem(wish.error(), call.request.id);
  }
  desk::Frame frame = frame_of(call, nullptr);
  frame.texts = desk::Texts(wish->language);
  auto file = export_case(call, frame, call.ids[0], *wish, call.caller.actor);
  return file ? download(*std::move(file)) : problem(file.error(), call.request.id);
}

Response desk_evidence_post(Call& call) { return with_form(call, export_from_form); }

}  // namespace qw::api
