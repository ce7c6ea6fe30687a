#pragma once

#include "daemon/api/http.hpp"
#include "daemon/api/services.hpp"
#include "daemon/cases/rules.hpp"

#include <optional>
#include <string>
#include <vector>

/// Who asks, and what they may.
namespace qw::api {

struct Caller {
  cases::Actor actor;
  std::vector<std::string> scopes;  ///< of a token; a local caller has all
  bool local = false;

  bool may(std::string_view scope) const;
};

/// The caller of an API request: the peer of the Unix socket, or the bearer of a token. Empty: nobody we
/// know. A token acts with the role of the user that owns it; one made over the local socket with admin, or
/// reviewer when it lacks the scope admin.
Result<std::optional<Caller>> caller_of(const Request& request, Services& services);

/// Session cookies of the desk.
inline constexpr Millis session_idle = std::chrono::hours(12);
inline constexpr Millis session_life = std::chrono::days(7);

struct LoggedIn {
  model::User user;
  model::Session session;
};
/// `Touch::no`: an open stream is no sign that somebody sits there.
enum class Touch : std::uint8_t { yes, no };
Result<std::optional<LoggedIn>> session_of(const Request& request, Services& services,
                                           Touch touch = Touch::yes);

struct NewSession {
  model::Session record;
  std::string set_cookie;
};
/// `https`: the desk is reached by its public https address: __Host- cookie, Secure.
NewSession make_session(const model::User& user, bool https, Time now);
std::string ended_cookie(bool https);
bool is_https(const Request& request, const config::Config& config);

/// Whether a Host is one of ours: loopback with our port, api.public_url, api.hosts.
bool host_is_ours(const Request& request, const config::Config& config, std::uint16_t port);

/// For forms: the browser says that the page was ours (Sec-Fetch-Site, else Origin equal to the Host).
/// Whose request it is, for the back-off: the peer, or what a proxy of api.proxies says in the last part of
/// X-Forwarded-For; of a v6 address the first 64 bits, since one person has all the others.
std::string asker_of(const Request& request, const config::Config& config);
bool same_origin(const Request& request);

}  // namespace qw::api
