#include "daemon/api/access.hpp"

#include "daemon/api/request_rules.hpp"
#include "daemon/api/tokens.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>

namespace qw::api {
namespace {

constexpr std::string_view secure_cookie = "__Host-qw";
constexpr std::string_view plain_cookie = "qw-session";  // on loopback, where some browsers refuse Secure
constexpr Millis note_use_every = std::chrono::minutes(5);

/// "https://desk.example.org/x" → "desk.example.org".
std::string_view host_in(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) {
    return "";
  }
  url.remove_prefix(scheme + 3);
  return url.substr(0, url.find('/'));
}

Result<> note_token_use(model::Token token, Services& services, Time now) {
  if (token.last_used && now < *token.last_used + note_use_every) {
    return {};
  }
  token.last_used = now;
  store::ActBatch batch;
  batch.tokens.push_back(std::move(token));
  return services.store.commit(std::move(batch));
}

Result<model::UserRole> role_of(const model::Token& token, Services& services) {
  const bool admin = std::ranges::find(token.scopes, "admin") != token.scopes.end();
  if (token.owner.starts_with("local:")) {
    return admin ? model::UserRole::admin : model::UserRole::reviewer;
  }
  TRY(const auto owner, services.store.find_user(token.owner));
  if (!owner || owner->disabled) {
    return fail(Errc::refused, "the account that owns this token is gone");
  }
  return owner->role;
}

}  // namespace

bool Caller::may(std::string_view scope) const {
  return local || std::ranges::find(scopes, scope) != scopes.end() ||
         std::ranges::find(scopes, "admin") != scopes.end();
}

Result<std::optional<Caller>> caller_of(const Request& request, Services& services) {
  if (request.peer.local) {
    return std::optional(
        Caller{{"local:" + std::to_string(request.peer.uid), model::UserRole::admin}, {}, true});
  }
  const std::string_view field = request.header("authorization");
  if (!field.starts_with("Bearer ")) {
    return std::optional<Caller>();
  }
  const auto text = read_token(field.substr(7));
  if (!text) {
    return std::optional<Caller>();
  }
  const Time now = services.clock.now();
  TRY(const auto token, services.store.find_token(text->id));
  if (!token || !token_fits(*token, *text, now)) {
    return std::optional<Caller>();
  }
  TRY(const model::UserRole role, role_of(*token, services));
  TRY_OK(note_token_use(*token, services, now));
  const std::string who = token->owner.starts_with("local:") ? "token:" + token->id : token->owner;
  return std::optional(Caller{{who, role}, token->scopes, false});
}

Result<std::optional<LoggedIn>> session_of(const Request& request, Services& services, Touch touch) {
  const std::string_view field = request.header("cookie");
  std::string secret = cookie(field, secure_cookie);
  if (secret.empty()) {
    secret = cookie(field, plain_cookie);
  }
  if (secret.empty()) {
    return std::optional<LoggedIn>();
  }
  TRY(auto session, services.store.find_session(secret_hash(secret)));
  const Time now = services.clock.now();
  if (!session || session->last_seen + session_idle <= now || session->created + session_life <= now) {
    return std::optional<LoggedIn>();
  }
  TRY(const auto user, services.store.find_user(session->user));
  if (!user || user->disabled) {
    return std::optional<LoggedIn>();
  }
  TRY(const auto since, services.store.setting(sessions_since(user->id)));
  if (since) {
    const auto ended = parse_time(*since);
    if (!ended || session->created < *ended) {
      return std::optional<LoggedIn>();
    }
  }
  if (touch == Touch::yes && session->last_seen + note_use_every < now) {
    session->last_seen = now;
    store::ActBatch batch;
    batch.sessions.push_back(*session);
    TRY_OK(services.store.commit(std::move(batch)));
  }
  return std::optional(LoggedIn{*user, *session});
}

NewSession make_session(const model::User& user, bool https, Time now) {
  const std::string secret = random_secret();
  NewSession out;
  out.record.id_hash = secret_hash(secret);
  out.record.user = user.id;
  out.record.created = now;
  out.record.last_seen = now;
  out.record.form_token = random_secret();
  out.set_cookie = std::string(https ? secure_cookie : plain_cookie) + "=" + secret +
                   "; Path=/; HttpOnly; SameSite=Strict" + (https ? "; Secure" : "") + "; Max-Age=604800";
  return out;
}

std::string ended_cookie(bool https) {
  return std::string(https ? secure_cookie : plain_cookie) + "=; Path=/; HttpOnly; SameSite=Strict" +
         (https ? "; Secure" : "") + "; Max-Age=0";
}

bool is_https(const Request& request, const config::Config& config) {
  return config.api.public_url.starts_with("https://") &&
         request.header("host") == host_in(config.api.public_url);
}

bool host_is_ours(const Request& request, const config::Config& config, std::uint16_t port) {
  const std::string_view host = request.header("host");
  const std::string suffix = ":" + std::to_string(port);
  for (const std::string_view name : {"127.0.0.1", "localhost", "[::1]"}) {
    if (host == std::string(name) + suffix || host == name) {
      return true;
    }
  }
  return (!config.api.public_url.empty() && host == host_in(config.api.public_url)) ||
         std::ranges::find(config.api.hosts, host) != config.api.hosts.end();
}

std::string asker_of(const Request& request, const config::Config& config) {
  std::string address = request.peer.address;
  if (std::ranges::find(config.api.proxies, address) != config.api.proxies.end()) {
    std::string_view said = request.header("x-forwarded-for");
    said.remove_prefix(
        std::min(said.rfind(',') + 1, said.size()));  // what stands before may be the visitor's own
    while (said.starts_with(' ')) {
      said.remove_prefix(1);
    }
    std::array<unsigned char, 16> ignored{};
    const std::string text(said.substr(0, 64));
    if (inet_pton(AF_INET, text.c_str(), ignored.data()) == 1 ||
        inet_pton(AF_INET6, text.c_str(), ignored.data()) == 1) {
      address = text;
    }
  }
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) {
    return address;
  }
  std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
  std::array<char, INET6_ADDRSTRLEN> text{};
  return std::string(inet_ntop(AF_INET6, bytes.data(), text.data(), text.size())) + "/64";
}

bool same_origin(const Request& request) {
  if (const std::string_view site = request.header("sec-fetch-site"); !site.empty()) {
    return site == "same-origin";
  }
  const std::string_view origin = request.header("origin");
  return !origin.empty() && host_in(origin) == request.header("host");
}

}  // namespace qw::api
