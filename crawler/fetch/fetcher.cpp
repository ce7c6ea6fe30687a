#include "crawler/fetch/fetcher.hpp"

#include "base/url.hpp"
#include "base/version.hpp"
#include "crawler/fetch/address_guard.hpp"
#include "crawler/fetch/decode_body.hpp"
#include "crawler/fetch/headers.hpp"
#include "crawler/fetch/multi.hpp"
#include "crawler/fetch/name_service.hpp"
#include "crawler/fetch/places.hpp"
#include "crawler/fetch/tuning.hpp"

#include <boost/asio/awaitable.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace qw::fetch {
namespace {

namespace asio = boost::asio;

bool has_line_end(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) != text.npos;
}

std::string user_agent(const config::Crawl& crawl) {
  std::string out = "quotewatch/" + std::string(version);
  if (!crawl.contact.empty()) {
    out += " (+" + crawl.contact + (crawl.info_url.empty() ? "" : "; " + crawl.info_url) + ")";
  }
  return out;
}

Result<std::vector<std::string>> header_lines(const Request& request, const config::Crawl& crawl) {
  std::vector<std::string> out;
  const auto add = [&](std::string_view name, std::string_view value) {
    const bool given = std::ranges::any_of(request.headers, [&](const auto& each) {
      return std::ranges::equal(
          each.first, name, {}, [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; },
          [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
    });
    if (!given && !value.empty()) {
      out.push_back(std::string(name) + ": " + std::string(value));
    }
  };
  add("User-Agent", user_agent(crawl));
  add("From", crawl.contact);
  add("Accept", "*/*");
  add("Accept-Encoding", accepted_codings);
  add("If-None-Match", request.etag);
  add("If-Modified-Since", request.last_modified);
  for (const auto& [name, value] : request.headers) {
    out.push_back(value.empty() ? name + ";" : name + ": " + value);
  }
  out.emplace_back("Expect:");
  if (std::ranges::any_of(out, has_line_end) || has_line_end(request.method)) {
    return fail(Errc::usage, "a header of the request holds a line end");
  }
  return out;
}

/// Hosts whose HTTP/2 broke twice get HTTP/1.1 for a day.
class Http2Memory {
 public:
  void trouble(const std::string& host, SteadyTime now) {
    if (hosts_.size() > 1000) {
      hosts_.clear();
    }
    Memory& memory = hosts_[host];
    if (++memory.times >= 2) {
      memory.until = now + std::chrono::hours(24);
    }
  }
  bool only_http1(const std::string& host, SteadyTime now) {
    const auto found = hosts_.find(host);
    return found != hosts_.end() && found->second.until > now;
  }

 private:
  struct Memory {
    int times = 0;
    SteadyTime until{};
  };
  std::map<std::string, Memory> hosts_;
};

/// Kept alive by every coroutine that is under way, whatever becomes of the Fetcher.
class Core : public std::enable_shared_from_this<Core> {
 public:
  Core(const asio::any_io_executor& executor, const Clock& clock, std::shared_ptr<const config::Crawl> crawl,
       Tuning tuning)
      : clock_(clock),
        crawl_(std::move(crawl)),
        tuning_(std::move(tuning)),
        multi_(Multi::make(executor, limits())),
        places_(std::make_shared<Places>(executor, crawl_->most_connections)),
        resolver_(Resolver::make(executor, clock, tuning_.names ? tuning_.names : system_name_service())),
        own_(own_addresses()) {}

  asio::awaitable<Result<Response>> fetch(Request request) {
    const auto self = shared_from_this();
    if (stopped_) {
      co_return fail(Errc::cancelled, "the crawler is stopping");
    }
    const auto crawl = crawl_;
    const SteadyTime leave_by =
        request.leave_within ? clock_.steady_now() + *request.leave_within : SteadyTime::max();
    CO_TRY(const Url url, parse_url(request.url));
    CO_TRY(Peer peer, configured_peer(url, request, *crawl));
    const Millis total = request.total_timeout.value_or(crawl->total_timeout);
    ++in_flight_;
    const InFlight count(in_flight_);
    if (peer.candidates.empty()) {
      auto found = co_await resolver_->resolve(url.host, std::min(tuning_.dns_timeout, total));
      if (!found) {
        co_return std::unexpected(std::move(found).error());
      }
      peer.candidates = *std::move(found);
    }
    CO_TRY(std::string pinned, pin(url, peer));
    CO_TRY(TransferPlan plan, plan_of(std::move(request), url, *crawl));
    plan.pinned = std::move(pinned);
    plan.guard = std::move(peer.guard);
    plan.total_timeout = total;
    plan.leave_by = leave_by;
    plan.patience = tuning_.patience;
    Places::Hold place = co_await places_->take();
    if (!place) {
      co_return fail(Errc::cancelled, "the transfer was cancelled");
    }
    const auto transfer = std::make_shared<Transfer>(std::move(plan), clock_);
    transfer->on_stall = [&place] { place.park(); };  // runs inside the await of this frame alone
    co_await multi_->run(transfer);
    if (transfer->http2_trouble()) {
      http2_.trouble(url.host, clock_.steady_now());
    }
    co_return response_of(*transfer, url, *crawl);
  }

  void set_config(std::shared_ptr<const config::Crawl> crawl) {
    crawl_ = std::move(crawl);
    multi_->set_limits(limits());
    places_->resize(crawl_->most_connections);
    own_ = own_addresses();
  }

  void stop() {
    stopped_ = true;
    places_->stop();
    resolver_->stop();
    multi_->stop();
  }

  std::size_t in_flight() const { return in_flight_; }

 private:
  struct Peer {
    Guard guard;
    std::vector<Address> candidates;  ///< empty: ask DNS
  };
  class InFlight {
   public:
    explicit InFlight(std::size_t& count) : count_(count) {}
    InFlight(const InFlight&) = delete;
    InFlight& operator=(const InFlight&) = delete;
    ~InFlight() { --count_; }

   private:
    std::size_t& count_;
  };

  /// libcurl's own limits stand above ours: those who park keep their connections.
  Multi::Limits limits() const { return {crawl_->most_connections * 6, tuning_.connections_a_host}; }

  /// What the configuration says of this host and port: exceptions to the guard, and the port rule.
  Result<Peer> configured_peer(const Url& url, const Request& request, const config::Crawl& crawl) const {
    Peer peer;
    peer.guard.own = own_;
    for (const config::Resolve& entry : crawl.resolve) {
      const auto host = normal_host(entry.host);
      const auto address = parse_address(entry.address);
      if (host && *host == url.host && entry.port == url.port && address) {
        peer.guard.allowed.push_back(*address);
      }
    }
    if (request.purpose == Purpose::receiver && !request.allowed_address.empty()) {
      const auto address = parse_address(request.allowed_address);
      if (!address) {
        return fail(Errc::config, "the address of the receiver is no literal v4 or v6 address");
      }
      peer.guard.allowed.push_back(*address);
    }
    if (request.purpose == Purpose::crawl && url.port != 80 && url.port != 443 &&
        peer.guard.allowed.empty()) {
      return fail(Errc::refused, "port " + std::to_string(url.port) +
                                     " is not crawled; only 80 and 443 are, and "
                                     "what [[crawl.resolve]] names");
    }
    if (url.host_is_address()) {
      const auto literal = parse_address(url.host);
      if (!literal) {
        return fail(Errc::malformed, "the host is no address that can be read");
      }
      peer.candidates = {*literal};
    } else {
      peer.candidates = peer.guard.allowed;
    }
    return peer;
  }

  /// First judgement, and the survivors for libcurl: it never looks a name up itself.
  static Result<std::string> pin(const Url& url, const Peer& peer) {
    std::string list, refused;
    for (const Address& address : peer.candidates) {
      const std::string why = peer.guard.why_not(address);
      if (why.empty()) {
        list += (list.empty() ? "" : ",") + (address.v6 ? "[" + address.text() + "]" : address.text());
      } else {
        refused = address.text() + " (" + why + ")";
      }
    }
    if (list.empty()) {
      return fail(Errc::refused, "the address guard refuses " + refused + " for " + url.host);
    }
    return url.host_is_address() ? "" : "+" + url.host + ":" + std::to_string(url.port) + ":" + list;
  }

  Result<TransferPlan> plan_of(Request request, const Url& url, const config::Crawl& crawl) {
    TransferPlan plan;
    TRY(plan.headers, header_lines(request, crawl));
    plan.url = url.text();
    plan.most_wire_bytes = request.most_wire_bytes != 0 ? request.most_wire_bytes : crawl.most_wire_bytes;
    plan.connect_timeout = crawl.connect_timeout;
    plan.first_byte_timeout = crawl.connect_timeout + crawl.first_byte_timeout;
    plan.low_speed_window = tuning_.low_speed_window;
    plan.least_bytes_a_window =
        crawl.least_speed * static_cast<std::uint64_t>(tuning_.low_speed_window.count()) / 1000;
    plan.only_http1 = http2_.only_http1(url.host, clock_.steady_now());
    plan.request = std::move(request);
    return plan;
  }

  static Result<Response> response_of(Transfer& transfer, const Url& url, const config::Crawl& crawl) {
    if (transfer.ended() == Ended::failed || transfer.ended() == Ended::cancelled) {
      return std::unexpected(transfer.error());
    }
    TRY(ResponseHead head, parse_response_head(transfer.response_head));
    Response out;
    out.status = head.status;
    out.url = url.text();
    out.headers = std::move(head.headers);
    out.request_head = std::move(transfer.request_head);
    out.response_head = std::move(transfer.response_head);
    out.wire_body = std::move(transfer.wire_body);
    out.content_encoding = find_header(out.headers, "Content-Encoding");
    out.address = transfer.peer();
    out.http_version = transfer.http_version();
    out.started = transfer.started;
    out.first_byte = transfer.first_byte;
    out.finished = transfer.finished;
    out.sent = transfer.sent == Time{} ? transfer.finished : transfer.sent;
    const std::string location = find_header(out.headers, "Location");
    if (out.status >= 300 && out.status < 400 && out.status != 304 && !location.empty()) {
      if (const auto target = resolve_url(url, location)) {
        out.location = target->text();
      } else {
        out.problem = "the redirect leads nowhere: " + target.error().what;
      }
    }
    if (transfer.ended() == Ended::cut_at_limit) {
      out.truncated = true;
      out.problem = "the body is larger than crawl.most_wire_bytes";
    } else if (transfer.ended() == Ended::cut_by_peer) {
      out.truncated = true;
      out.problem = transfer.error().what;
    }
    auto body = decode_body(out.wire_body, out.content_encoding, crawl.most_decoded_bytes);
    if (!body) {
      out.truncated = true;
      out.problem = body.error().what;
      return out;
    }
    out.body = std::move(body->bytes);
    if (!body->problem.empty()) {
      out.truncated = true;
      out.problem = out.problem.empty() ? body->problem : out.problem;
    }
    return out;
  }

  const Clock& clock_;
  std::shared_ptr<const config::Crawl> crawl_;
  Tuning tuning_;
  std::shared_ptr<Multi> multi_;
  std::shared_ptr<Places> places_;
  std::shared_ptr<Resolver> resolver_;
  std::vector<Address> own_;
  Http2Memory http2_;
  std::size_t in_flight_ = 0;
  bool stopped_ = false;
};

class CurlFetcher : public Fetcher {
 public:
  explicit CurlFetcher(std::shared_ptr<Core> core) : core_(std::move(core)) {}
  CurlFetcher(const CurlFetcher&) = delete;
  CurlFetcher& operator=(const CurlFetcher&) = delete;
  ~CurlFetcher() override { core_->stop(); }

  asio::awaitable<Result<Response>> fetch(Request request) override {
    return core_->fetch(std::move(request));
  }
  void set_config(std::shared_ptr<const config::Crawl> crawl) override {
    core_->set_config(std::move(crawl));
  }
  void stop() override { core_->stop(); }
  std::size_t in_flight() const override { return core_->in_flight(); }

 private:
  std::shared_ptr<Core> core_;
};

}  // namespace

std::string Response::header(std::string_view name) const { return find_header(headers, name); }

std::unique_ptr<Fetcher> Fetcher::make(asio::any_io_executor executor, const Clock& clock,
                                       std::shared_ptr<const config::Crawl> crawl) {
  return make_fetcher(std::move(executor), clock, std::move(crawl), {});
}

std::unique_ptr<Fetcher> make_fetcher(asio::any_io_executor executor, const Clock& clock,
                                      std::shared_ptr<const config::Crawl> crawl, Tuning tuning) {
  return std::make_unique<CurlFetcher>(
      std::make_shared<Core>(executor, clock, std::move(crawl), std::move(tuning)));
}

}  // namespace qw::fetch
