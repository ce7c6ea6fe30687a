#include "base/ids.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/problem.hpp"

#include <charconv>

namespace qw::api {

View view_of(const Call& call) {
  return {*call.config, call.services.match ? call.services.match() : nullptr, call.caller.actor,
          cases::rules_of(*call.config), call.now};
}

Result<std::size_t> limit_of(const Request& request) {
  const std::string text = request.query("limit");
  if (text.empty()) {
    return std::size_t{50};
  }
  std::size_t out = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (problem != std::errc() || end != text.data() + text.size() || out < 1 || out > 200) {
    return fail(Errc::usage, "'limit' is a number from 1 to 200");
  }
  return out;
}

Response page_response(boost::json::array rows, const std::string& cursor) {
  boost::json::object body;
  body["rows"] = std::move(rows);
  body["cursor"] = cursor.empty() ? boost::json::value(nullptr) : boost::json::value(cursor);
  return json_response(200, body);
}

std::optional<Response> precondition(const Call& call, const std::string& etag, Star any) {
  const std::string_view seen = call.request.header("if-match");
  if (seen.empty()) {
    return problem(428, "precondition-required", "send If-Match with the ETag that you saw", call.request.id);
  }
  if (seen == etag || (seen == "*" && any == Star::accepted)) {
    return std::nullopt;
  }
  Response stale = problem(412, "stale-write", "it is " + etag + " by now; load it again", call.request.id);
  stale.headers.emplace_back("ETag", etag);
  return stale;
}

std::string etag_of(const boost::json::value& body) {
  return "\"" + content_id(boost::json::serialize(body)) + "\"";
}

Response with_etag(Response response, const std::string& etag, const Request& request) {
  response.headers.emplace_back("ETag", etag);
  if (response.status == 200 && (request.method == "GET" || request.method == "HEAD") &&
      request.header("if-none-match") == etag) {
    response.status = 304;
    response.body.clear();
  }
  return response;
}

model::AuditRecord audit_record(const Call& call, std::string act, std::string subject, std::string after) {
  model::AuditRecord out;
  out.at = call.now;
  out.who = call.caller.actor.id;
  out.act = std::move(act);
  out.subject = std::move(subject);
  out.after = std::move(after);
  return out;
}

}  // namespace qw::api
