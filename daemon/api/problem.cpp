#include "daemon/api/problem.hpp"

#include <boost/json.hpp>

#include <array>

namespace qw::api {
namespace {

namespace json = boost::json;

struct Title {
  std::string_view type, title;
};
constexpr auto titles = std::to_array<Title>({
    {"malformed", "The request cannot be read"},
    {"validation", "The request does not say what is needed"},
    {"unauthenticated", "Say who you are"},
    {"forbidden", "Not allowed"},
    {"not-found", "There is no such thing"},
    {"method", "Not with this method"},
    {"held", "The state or somebody else forbids it now"},
    {"stale-write", "Somebody else changed it first"},
    {"precondition-required", "Say which state you saw"},
    {"too-large", "Too large"},
    {"media-type", "Not in this form"},
    {"misdirected", "Not for this host"},
    {"rate-limited", "Too often"},
    {"internal", "Unexpected error"},
    {"busy", "Try again"},
    {"disk-full", "No room to write"},
});

struct Mapped {
  int status;
  std::string_view type;
};

Mapped mapped(Errc code) {
  switch (code) {
    case Errc::usage:
    case Errc::malformed:
      return {422, "validation"};
    case Errc::not_found:
      return {404, "not-found"};
    case Errc::too_big:
      return {413, "too-large"};
    case Errc::refused:
      return {403, "forbidden"};
    case Errc::conflict:
      return {409, "held"};
    case Errc::busy:
    case Errc::unreachable:
    case Errc::timed_out:
    case Errc::cancelled:
      return {503, "busy"};
    case Errc::blocked:
      return {409, "held"};
    case Errc::io:
      return {507, "disk-full"};
    case Errc::config:
    case Errc::corrupt:
      return {500, "internal"};
  }
  return {500, "internal"};
}

}  // namespace

Response problem(int status, std::string_view type, const std::string& detail,
                 const std::string& request_id) {
  json::object body;
  body["type"] = "urn:quotewatch:problem:" + std::string(type);
  const auto title = std::ranges::find(titles, type, &Title::type);
  body["title"] = title == titles.end() ? type : title->title;
  body["status"] = status;
  body["detail"] = detail;
  if (!request_id.empty()) {
    body["request_id"] = request_id;
  }
  Response out;
  out.status = status;
  out.content_type = "application/problem+json";
  out.body = json::serialize(body);
  if (status == 503 || status == 429) {
    out.headers.emplace_back("Retry-After", "5");
  }
  return out;
}

Response problem(const Error& error, const std::string& request_id) {
  const Mapped to = mapped(error.code);
  return problem(to.status, to.type, error.text(), request_id);
}

}  // namespace qw::api
