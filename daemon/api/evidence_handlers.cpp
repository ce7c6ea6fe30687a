// Whether what was kept is still what was kept: the chain of the audit records, the page files, and the pages
// of cases.
#include "daemon/api/handlers.hpp"
#include "daemon/api/problem.hpp"

#include <boost/json.hpp>

namespace qw::api {

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
  json::array problems(files->problems.begin(), files->problems.end());
  const bool chain_whole = !chain->first_bad && chain->problem.empty();
  if (!chain_whole) {
    problems.insert(problems.begin(), json::value("audit: " + chain->problem));
  }
  json::object body;
  body["whole"] = problems.empty();
  body["audit_records"] = chain->records;
  body["page_files"] = files->files;
  body["page_records"] = files->records;
  body["problems"] = std::move(problems);
  return json_response(200, body);
}

}  // namespace qw::api
