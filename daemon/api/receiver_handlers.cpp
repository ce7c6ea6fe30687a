// Who is told of what: the receivers of the configuration, and whether a case goes to them.
#include "base/url.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/cases/messages.hpp"

#include <boost/json.hpp>

namespace qw::api {
namespace {

namespace json = boost::json;

/// Without the path of its address, in which some services carry their secret.
json::object receiver_json(const config::Receiver& of) {
  const auto url = parse_url(of.url);
  json::object out;
  out["id"] = of.id;
  out["kind"] = of.kind;
  out["host"] = url ? url->authority() : "";
  out["officials"] = json::array(of.officials.begin(), of.officials.end());
  out["patterns"] = json::array(of.patterns.begin(), of.patterns.end());
  out["languages"] = json::array(of.languages.begin(), of.languages.end());
  out["least_severity"] = model::name_of(of.least_severity);
  return out;
}

}  // namespace

Response list_receivers(Call& call) {
  const std::string id = call.request.query("case");
  std::optional<model::Case> asked;
  if (!id.empty()) {
    auto found = call.services.store.find_case(id);
    if (!found) {
      return problem(found.error(), call.request.id);
    }
    asked = *std::move(found);
    if (!asked) {
      return problem(404, "not-found", "there is no case '" + id + "'", call.request.id);
    }
  }
  json::array rows;
  for (const config::Receiver& each : call.config->receivers) {
    json::object row = receiver_json(each);
    row["routed"] = asked ? json::value(cases::routed(each, *asked)) : json::value(nullptr);
    rows.push_back(std::move(row));
  }
  return page_response(std::move(rows), "");
}

}  // namespace qw::api
