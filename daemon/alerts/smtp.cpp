#include "daemon/alerts/smtp.hpp"

#include "daemon/alerts/tame.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace qw::alerts {
namespace {

constexpr long connect_within = 10'000;
constexpr long all_within = 60'000;
constexpr std::size_t most_said = 300;

/// What libcurl's callbacks need of one transfer.
struct Talk {
  const Relay& relay;
  const std::string& bytes;
  const std::atomic<bool>& stop;
  std::size_t sent = 0;
  std::string command = {}, reply = {};  ///< the last line of each side
  bool leaving = false;                  ///< QUIT and what answers it say nothing of the mail
  std::string refused = {};              ///< by the guard
};

std::size_t read_bytes(char* into, std::size_t size, std::size_t count, void* state) {
  Talk& talk = *static_cast<Talk*>(state);
  const std::size_t n = std::min(size * count, talk.bytes.size() - talk.sent);
  std::memcpy(into, talk.bytes.data() + talk.sent, n);
  talk.sent += n;
  return n;
}

int watch(void* state, curl_off_t /*all*/, curl_off_t /*here*/, curl_off_t /*up*/, curl_off_t /*sent*/) {
  return static_cast<Talk*>(state)->stop ? 1 : 0;
}

/// Keeps the last command and the last answer, without what the command carries (it may be a password).
int listen(CURL* /*handle*/, curl_infotype type, char* data, std::size_t size, void* state) {
  Talk& talk = *static_cast<Talk*>(state);
  const std::string_view line(data, size);
  if (talk.leaving) {
    return 0;
  }
  if (type == CURLINFO_HEADER_OUT && line.starts_with("QUIT")) {
    talk.leaving = true;
  } else if (type == CURLINFO_HEADER_OUT) {
    talk.command = std::string(line.substr(0, line.find_first_of(" \r\n:")));
  } else if (type == CURLINFO_HEADER_IN) {
    talk.reply = cut_words(one_line(line), most_said);
  }
  return 0;
}

fetch::Address address_of(const sockaddr& peer) {
  fetch::Address out;
  if (peer.sa_family == AF_INET6) {
    out.v6 = true;
    std::memcpy(out.bytes.data(), &reinterpret_cast<const sockaddr_in6&>(peer).sin6_addr, 16);
  } else {
    std::memcpy(out.bytes.data(), &reinterpret_cast<const sockaddr_in&>(peer).sin_addr, 4);
  }
  return out;
}

curl_socket_t open_socket(void* state, curlsocktype /*purpose*/, curl_sockaddr* peer) {
  Talk& talk = *static_cast<Talk*>(state);
  const bool known = peer->family == AF_INET || peer->family == AF_INET6;
  talk.refused = known ? talk.relay.guard.why_not(address_of(peer->addr)) : "no internet address";
  return talk.refused.empty() ? ::socket(peer->family, peer->socktype | SOCK_CLOEXEC, peer->protocol)
                              : CURL_SOCKET_BAD;
}

std::string pins_of(const Relay& relay) {
  std::string list;
  for (const fetch::Address& each : relay.addresses) {
    list += (list.empty() ? "" : ",") + (each.v6 ? "[" + each.text() + "]" : each.text());
  }
  return relay.host + ":" + std::to_string(relay.port) + ":" + list;
}

void set_up(CURL* handle, Talk& talk, const curl_slist* pins, const curl_slist* recipients,
            const std::string& from) {
  const Relay& relay = talk.relay;
  const std::string host = relay.host.contains(':') ? "[" + relay.host + "]" : relay.host;
  const std::string url =
      (relay.tls_from_the_start ? "smtps://" : "smtp://") + host + ":" + std::to_string(relay.port);
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(handle, CURLOPT_PROXY, "");  // none from the environment
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_RESOLVE, pins);
  curl_easy_setopt(handle, CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients);
  curl_easy_setopt(
      handle, CURLOPT_USE_SSL,
      relay.tls_required ? static_cast<long>(CURLUSESSL_ALL) : static_cast<long>(CURLUSESSL_NONE));
  if (!relay.ca_file.empty()) {
    curl_easy_setopt(handle, CURLOPT_CAINFO, relay.ca_file.c_str());
  }
  if (!relay.user.empty()) {
    curl_easy_setopt(handle, CURLOPT_USERNAME, relay.user.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, relay.password.c_str());
  }
  curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle, CURLOPT_READFUNCTION, read_bytes);
  curl_easy_setopt(handle, CURLOPT_READDATA, &talk);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, &talk);
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, watch);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, &talk);
  curl_easy_setopt(handle, CURLOPT_VERBOSE, 1L);  // all of it goes to listen()
  curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, listen);
  curl_easy_setopt(handle, CURLOPT_DEBUGDATA, &talk);
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, connect_within);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, all_within);
}

Answer answer_of(CURLcode ended, long code, const Talk& talk) {
  Answer out;
  out.status = static_cast<int>(code);
  if (ended == CURLE_OK) {
    out.fate = Fate::delivered;
    return out;
  }
  if (talk.stop) {
    out.error = Error{Errc::cancelled, "stopping", {}};
    return out;
  }
  if (!talk.refused.empty()) {
    out.fate = Fate::refused;
    out.problem = "the address guard refuses the relay (" + talk.refused +
                  "); set address when it stands in your own network";
    return out;
  }
  out.fate = Fate::later;
  if (ended == CURLE_USE_SSL_FAILED) {
    out.problem = "the relay offers no STARTTLS, and mail is not sent without it: use another port or relay";
  } else if (ended == CURLE_LOGIN_DENIED) {
    out.problem = "the relay does not accept user and password (" + talk.reply + ")";
  } else if (code >= 400) {
    out.problem = talk.command + " was answered " + talk.reply;
    const bool for_good = code >= 500;
    if (for_good && talk.command == "RCPT") {
      out.fate = Fate::gone;
      out.problem += "; check to, then enable the receiver";
    } else if (for_good) {
      out.fate = Fate::never;
    }
  } else {
    out.problem = std::string("the relay: ") + curl_easy_strerror(ended);
  }
  return out;
}

using Handle = std::unique_ptr<CURL, decltype(&curl_easy_cleanup)>;
using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

}  // namespace

Answer hand_over(const Relay& relay, const std::string& from, const std::string& to, const std::string& bytes,
                 const std::atomic<bool>& stop) {
  const Handle handle(curl_easy_init(), curl_easy_cleanup);
  const List recipients(curl_slist_append(nullptr, ("<" + to + ">").c_str()), curl_slist_free_all);
  const List pins(curl_slist_append(nullptr, pins_of(relay).c_str()), curl_slist_free_all);
  if (!handle || !recipients || !pins) {
    return {.error = Error{Errc::busy, "libcurl has no memory", {}}};
  }
  Talk talk{relay, bytes, stop};
  set_up(handle.get(), talk, pins.get(), recipients.get(), "<" + from + ">");
  const CURLcode ended = curl_easy_perform(handle.get());
  long code = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &code);
  return answer_of(ended, code, talk);
}

}  // namespace qw::alerts
