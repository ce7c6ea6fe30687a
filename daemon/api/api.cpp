#include "daemon/api/api.hpp"

#include "base/ids.hpp"
#include "base/log.hpp"
#include "daemon/api/export.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/tokens.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace qw::api {
namespace {

constexpr Millis keep_answers = std::chrono::hours(24);
constexpr std::size_t most_kept = 10'000;
const std::vector<double> duration_bounds{0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5, 20};

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> out;
  path.remove_prefix(1);
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    out.push_back(path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return out;
}

std::optional<std::vector<std::string>> ids_in(const Route& route, const std::vector<std::string>& segments) {
  const auto wanted = segments_of(route.path);
  if (wanted.size() != segments.size()) {
    return std::nullopt;
  }
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i].starts_with('{')) {
      ids.push_back(segments[i]);
    } else if (wanted[i] != segments[i]) {
      return std::nullopt;
    }
  }
  return ids;
}

bool method_fits(std::string_view route, std::string_view request) {
  return route == request || (route == "GET" && request == "HEAD");
}

bool is_json(std::string_view content_type) {
  return content_type == "application/json" || content_type.starts_with("application/json;");
}

}  // namespace

Response json_response(int status, const boost::json::value& body) {
  Response out;
  out.status = status;
  out.body = boost::json::serialize(body);
  return out;
}

void add_safety_headers(Response& response, Room room) {
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  if (std::ranges::none_of(response.headers,
                           [](const auto& field) { return field.first == "Cache-Control"; })) {
    response.headers.emplace_back("Cache-Control", "no-store");
  }
  response.headers.emplace_back(
      "Content-Security-Policy",
      room == Room::desk
          ? "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src "
            "'self'; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
          : "default-src 'none'; frame-ancestors 'none'");
  if (room == Room::desk) {
    // Not no-referrer: browsers would then send "Origin: null" with our own forms. Nobody else gets a
    // referrer.
    response.headers.emplace_back("Referrer-Policy", "same-origin");
    response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
    response.headers.emplace_back("X-Frame-Options", "DENY");
  }
}

Api::Api(Services services)
    : services_(std::move(services)), cursor_key_(random_bytes(32)), started_(services_.clock.now()) {
  add_collector();
}

Response Api::handle(const Request& request) {
  const SteadyTime begin = services_.clock.steady_now();
  Response response = routed(request);
  const std::chrono::duration<double> took = services_.clock.steady_now() - begin;
  services_.metrics
      .histogram("quotewatch_http_request_duration_seconds", "Time to answer a request.", duration_bounds)
      .observe(took.count());
  return response;
}

Response Api::routed(const Request& request) {
  std::string methods;
  for (const Route& route : routes()) {
    auto ids = ids_in(route, request.target.segments);
    if (!ids) {
      continue;
    }
    if (!method_fits(route.method, request.method)) {
      methods += (methods.empty() ? "" : ", ") + std::string(route.method);
      continue;
    }
    Response response = allowed(request, route, *std::move(ids));
    add_safety_headers(response, route.room);
    services_.metrics
        .counter("quotewatch_http_requests_total", "Requests by route and status.",
                 {{"route", std::string(route.method) + " " + std::string(route.path)},
                  {"code", std::to_string(response.status)}})
        .add();
    return response;
  }
  Response response = methods.empty()
                          ? problem(404, "not-found", "there is nothing at this address", request.id)
                          : problem(405, "method", "this address takes " + methods, request.id);
  if (!methods.empty()) {
    response.headers.emplace_back("Allow", methods);
  }
  services_.metrics
      .counter("quotewatch_http_requests_total", "Requests by route and status.",
               {{"route", "none"}, {"code", std::to_string(response.status)}})
      .add();
  add_safety_headers(response, Room::api);
  return response;
}

Response Api::allowed(const Request& request, const Route& route, std::vector<std::string> ids) {
  const auto config = services_.config();
  if (!request.peer.local && !host_is_ours(request, *config, port_)) {
    return problem(421, "misdirected",
                   "this Host is not one of ours; put it into api.public_url or api.hosts if it is right",
                   request.id);
  }
  Call call{request, services_, *this, {}, std::move(ids), config, services_.clock.now()};
  if (route.room == Room::desk || route.scope.empty()) {
    return route.handle(call);
  }
  auto caller = caller_of(request, services_);
  if (!caller) {
    return problem(caller.error(), request.id);
  }
  if (!*caller) {
    Response response =
        problem(401, "unauthenticated",
                "send 'Authorization: Bearer qw_…'; `quotewatch tokens create` makes one", request.id);
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
    return response;
  }
  call.caller = **std::move(caller);
  if (!call.caller.may(route.scope)) {
    return problem(403, "forbidden", "this needs a token with the scope " + std::string(route.scope),
                   request.id);
  }
  if (route.body == Body::json && !request.body.empty() && !is_json(request.header("content-type"))) {
    return problem(415, "media-type", "bodies are application/json", request.id);
  }
  return in_asked_form(request, once(call, route));
}

Response Api::once(Call& call, const Route& route) {
  const std::string_view key = call.request.header("idempotency-key");
  if (key.empty() || route.method != "POST") {
    return route.handle(call);
  }
  if (key.size() > 200) {
    return problem(422, "validation", "an Idempotency-Key has at most 200 bytes", call.request.id);
  }
  const std::string place = call.caller.actor.id + "\n" + call.request.target.path + "\n" + std::string(key);
  const std::string digest = digest_text(call.request.body);
  {
    const std::scoped_lock lock(mutex_);
    std::erase_if(kept_, [&](const auto& entry) { return entry.second.at + keep_answers < call.now; });
    if (const auto kept = kept_.find(place); kept != kept_.end()) {
      return kept->second.digest == digest
                 ? kept->second.response
                 : problem(422, "validation", "this Idempotency-Key came with another body before",
                           call.request.id);
    }
  }
  Response response = route.handle(call);
  if (response.status < 500) {
    const std::scoped_lock lock(mutex_);
    if (kept_.size() < most_kept) {
      kept_[place] = {call.now, digest, response};
    }
  }
  return response;
}

std::string Api::setup_secret() {
  {
    const std::scoped_lock lock(mutex_);
    if (setup_known_) {
      return setup_secret_;
    }
  }
  const auto users = services_.store.users();
  const std::scoped_lock lock(mutex_);
  if (users && !setup_known_) {
    setup_known_ = true;
    setup_secret_ = users->empty() ? random_secret() : "";
  }
  return setup_secret_;
}

std::string Api::setup_link() {
  const std::string secret = setup_secret();
  if (secret.empty()) {
    return "";
  }
  const auto config = services_.config();
  const std::string base =
      !config->api.public_url.empty() ? config->api.public_url : "http://127.0.0.1:" + std::to_string(port_);
  return base + "/setup/" + secret;
}

void Api::setup_done() {
  const std::scoped_lock lock(mutex_);
  setup_known_ = true;
  setup_secret_.clear();
}

}  // namespace qw::api
