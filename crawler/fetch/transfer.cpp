#include "crawler/fetch/transfer.hpp"

#include "base/log.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <array>

namespace qw::fetch {
namespace {

constexpr std::size_t most_head_lines = 1000;
constexpr std::uint64_t most_head_bytes = 256U << 10U;

std::string_view view(const char* data, std::size_t size) { return {data, size}; }

}  // namespace

// libcurl calls these from inside its own functions: none of them may call it back.
struct TransferCallbacks {
  static std::size_t header(char* data, std::size_t, std::size_t size, void* to) {
    auto& t = *static_cast<Transfer*>(to);
    const std::string_view line = view(data, size);
    t.note_byte();
    t.head_bytes_ += size;
    if (++t.head_lines_ > most_head_lines || t.head_bytes_ > most_head_bytes) {
      t.stopped_by_us_ = true;
      t.error_ = {Errc::too_big, "the answer has more than 1000 header lines or 256 KiB of them", {}};
      return 0;
    }
    if (t.body_begun_) {
      return size;  // a trailer
    }
    if (line.starts_with("HTTP/")) {
      t.response_head.clear();  // what came before was an interim answer (1xx)
    }
    t.response_head += line;
    return size;
  }

  static std::size_t write(char* data, std::size_t, std::size_t size, void* to) {
    auto& t = *static_cast<Transfer*>(to);
    t.note_byte();
    t.body_begun_ = true;
    const std::uint64_t room = t.plan_.most_wire_bytes - t.wire_body.size();
    t.wire_body.append(data, std::min<std::uint64_t>(room, size));
    if (size > room) {
      t.stopped_by_us_ = true;
      t.ended_ = Ended::cut_at_limit;
      return 0;
    }
    return size;
  }

  static int debug(CURL*, curl_infotype kind, char* data, std::size_t size, void* to) {
    if (kind == CURLINFO_HEADER_OUT) {  // libcurl says so when the socket has taken it
      auto& t = *static_cast<Transfer*>(to);
      t.request_head.append(data, size);
      t.sent = t.clock_.now();
      t.note_leaving("request.left");
    }
    return 0;
  }

  static int before_request(void* to, char* peer, char*, int, int) {
    auto& t = *static_cast<Transfer*>(to);
    const auto address = parse_address(peer);
    const std::string why = address ? t.judge(*address) : "unreadable peer address";
    if (t.clock_.steady_now() > t.plan_.leave_by) {
      t.stopped_by_us_ = true;
      t.error_ = {Errc::busy, "the request could not leave in its turn; it is made again", {}};
      return CURL_PREREQFUNC_ABORT;
    }
    t.note_leaving("request.leaves");
    return why.empty() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
  }
};

Transfer::Transfer(TransferPlan plan, const Clock& clock) : plan_(std::move(plan)), clock_(clock) {
  started = clock_.now();
  easy_ = curl_easy_init();
  prepared_ = easy_ != nullptr && prepare();
}

Transfer::~Transfer() {
  curl_easy_cleanup(easy_);
  curl_slist_free_all(static_cast<curl_slist*>(header_list_));
  curl_slist_free_all(static_cast<curl_slist*>(pinned_list_));
}

bool Transfer::prepare() {
  bool fine = true;
  const auto set = [&](CURLoption option, auto value) {
    fine = curl_easy_setopt(easy_, option, value) == CURLE_OK && fine;
  };
  curl_slist* list = nullptr;
  for (const std::string& line : plan_.headers) {
    list = curl_slist_append(list, line.c_str());
  }
  header_list_ = list;
  if (!plan_.pinned.empty()) {
    pinned_list_ = curl_slist_append(nullptr, plan_.pinned.c_str());
    set(CURLOPT_RESOLVE, pinned_list_);
  }
  set(CURLOPT_PRIVATE, this);
  set(CURLOPT_URL, plan_.url.c_str());
  set(CURLOPT_PATH_AS_IS, 1L);
  set(CURLOPT_HTTPHEADER, header_list_);
  set(CURLOPT_PROTOCOLS_STR, "http,https");
  set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  set(CURLOPT_FOLLOWLOCATION, 0L);
  set(CURLOPT_PROXY, "");  // also switches the environment's proxies off
  set(CURLOPT_NOPROXY, "*");
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_QUICK_EXIT, 1L);
  set(CURLOPT_DNS_CACHE_TIMEOUT, 3600L);
  set(CURLOPT_HTTP_CONTENT_DECODING, 0L);
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(plan_.connect_timeout.count()));
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(plan_.total_timeout.count()));
  set(CURLOPT_MAXAGE_CONN, 60L);
  set(CURLOPT_HTTP_VERSION,
      static_cast<long>(plan_.only_http1 ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS));
  set(CURLOPT_HEADERFUNCTION, &TransferCallbacks::header);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_WRITEFUNCTION, &TransferCallbacks::write);
  set(CURLOPT_WRITEDATA, this);
  set(CURLOPT_VERBOSE, 1L);  // the request head is only to be had in the debug callback
  set(CURLOPT_DEBUGFUNCTION, &TransferCallbacks::debug);
  set(CURLOPT_DEBUGDATA, this);
  set(CURLOPT_PREREQFUNCTION, &TransferCallbacks::before_request);
  set(CURLOPT_PREREQDATA, this);
  const std::string& method = plan_.request.method;
  if (method == "HEAD") {
    set(CURLOPT_NOBODY, 1L);
  } else if (method == "POST" || !plan_.request.body.empty()) {
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(plan_.request.body.size()));
    set(CURLOPT_POSTFIELDS, plan_.request.body.data());
  }
  if (method != "GET" && method != "HEAD" && method != "POST") {
    set(CURLOPT_CUSTOMREQUEST, method.c_str());
  }
  return fine;
}

/// The moment lies between the two events; from them the pace can be judged afterwards, across restarts too,
/// since the machine's steady clock does not know of processes.
void Transfer::note_leaving(std::string_view event) const {
  log::debug(event, {{"url", plan_.url}, {"steady_ms", clock_.steady_now().time_since_epoch().count()}});
}

void Transfer::note_byte() {
  if (!got_a_byte_) {
    got_a_byte_ = true;
    first_byte = clock_.now();
  }
}

std::string Transfer::judge(const Address& address) {
  std::string why = plan_.guard.why_not(address);
  if (!why.empty()) {
    stopped_by_us_ = true;
    error_ = {Errc::refused, "the address guard refuses " + address.text() + " (" + why + ")", {}};
  }
  return why;
}

void Transfer::end(Ended how, Errc code, std::string why) {
  finished = clock_.now();
  ended_ = how;
  error_ = {code, std::move(why), {}};
}

void Transfer::end(int curl_code) {
  finished = clock_.now();
  if (stopped_by_us_) {
    ended_ = ended_ == Ended::cut_at_limit ? ended_ : Ended::failed;
    return;
  }
  http2_trouble_ = curl_code == CURLE_HTTP2 || curl_code == CURLE_HTTP2_STREAM;
  // A complete head and a part of the body are evidence, though not an article.
  const bool head_seen = response_head.ends_with("\r\n\r\n") || response_head.ends_with("\n\n");
  switch (curl_code) {
    case CURLE_OK:
      ended_ = Ended::whole;
      return;
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
    case CURLE_GOT_NOTHING:
      ended_ = head_seen && body_begun_ ? Ended::cut_by_peer : Ended::failed;
      error_ = {Errc::unreachable, "the server closed the connection early", {}};
      return;
    case CURLE_OPERATION_TIMEDOUT:
      error_ = {Errc::timed_out,
                got_a_byte_ ? "the answer took longer than crawl.total_timeout"
                            : "no connection within crawl.connect_timeout, or no answer in time",
                {}};
      break;
    case CURLE_COULDNT_RESOLVE_HOST:
      error_ = {Errc::unreachable, "the name has no address", {}};
      break;
    case CURLE_COULDNT_CONNECT:
      error_ = {Errc::unreachable, "the server does not accept connections", {}};
      break;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
      error_ = {Errc::unreachable,
                std::string("TLS failed: ") + curl_easy_strerror(static_cast<CURLcode>(curl_code)),
                {}};
      break;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_URL_MALFORMAT:
      error_ = {Errc::malformed, "the answer is not HTTP that can be read", {}};
      break;
    case CURLE_OUT_OF_MEMORY:
      error_ = {Errc::too_big, "the answer has a header line longer than 100 KiB", {}};
      break;
    default:
      error_ = {Errc::unreachable, curl_easy_strerror(static_cast<CURLcode>(curl_code)), {}};
  }
  ended_ = Ended::failed;
}

std::string Transfer::peer() const {
  const char* text = nullptr;
  curl_easy_getinfo(easy_, CURLINFO_PRIMARY_IP, &text);
  return text != nullptr ? text : "";
}

std::string Transfer::http_version() const {
  long version = 0;
  curl_easy_getinfo(easy_, CURLINFO_HTTP_VERSION, &version);
  switch (version) {
    case CURL_HTTP_VERSION_1_0:
      return "1.0";
    case CURL_HTTP_VERSION_1_1:
      return "1.1";
    case CURL_HTTP_VERSION_2_0:
      return "2";
    default:
      return "";
  }
}

}  // namespace qw::fetch
