#include "crawler/fetch/multi.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <mutex>
#include <netinet/in.h>
#include <optional>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace qw::fetch {
namespace {

namespace asio = boost::asio;

/// A socket in the reactor. Its identity is what the generation number is elsewhere: a new socket with the
/// same number has another Watch, and a late completion finds its own one gone.
struct Watch {
  Watch(const asio::any_io_executor& executor, int fd, bool is_ours)
      : descriptor(executor, fd), ours(is_ours) {}
  asio::posix::stream_descriptor descriptor;
  bool ours;
  int wanted = CURL_POLL_NONE;
  bool reading = false, writing = false;  ///< a wait is under way
};

void set_up_curl() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

std::optional<Address> address_of(const sockaddr* from, std::size_t length) {
  Address address;
  if (from->sa_family == AF_INET && length >= sizeof(sockaddr_in)) {
    sockaddr_in v4{};
    std::memcpy(&v4, from, sizeof v4);
    std::memcpy(address.bytes.data(), &v4.sin_addr, sizeof v4.sin_addr);
    return address;
  }
  if (from->sa_family == AF_INET6 && length >= sizeof(sockaddr_in6)) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, from, sizeof v6);
    address.v6 = true;
    std::memcpy(address.bytes.data(), &v6.sin6_addr, sizeof v6.sin6_addr);
    return address;
  }
  return std::nullopt;
}

class CurlMulti : public Multi, public std::enable_shared_from_this<CurlMulti> {
 public:
  CurlMulti(asio::any_io_executor executor, Limits limits)
      : executor_(std::move(executor)), timer_(executor_) {
    set_up_curl();
    multi_ = curl_multi_init();
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &CurlMulti::on_socket);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &CurlMulti::on_timer);
    curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
    CurlMulti::set_limits(limits);
  }
  CurlMulti(const CurlMulti&) = delete;
  CurlMulti& operator=(const CurlMulti&) = delete;

  ~CurlMulti() override {
    curl_multi_cleanup(multi_);  // closes what is pooled, through on_close
    for (const auto& [fd, watch] : watches_) {
      watch->descriptor.release();
    }
  }

  void set_limits(Limits limits) override {
    curl_multi_setopt(multi_, CURLMOPT_MAX_TOTAL_CONNECTIONS, static_cast<long>(limits.connections));
    curl_multi_setopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS, static_cast<long>(limits.connections_a_host));
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS,
                      static_cast<long>(limits.connections + limits.connections / 3));
  }

  asio::awaitable<void> run(std::shared_ptr<Transfer> transfer) override {
    const auto self = shared_from_this();
    if (stopped_ || !transfer->prepared()) {
      transfer->end(Ended::cancelled, Errc::cancelled, "the crawler is stopping");
      co_return;
    }
    // The timer is the coroutine's wait: cancelled when libcurl is done, expiring to look at the deadlines.
    asio::steady_timer wait(executor_);
    const Membership membership(*self, *transfer, wait);
    const TransferPlan& plan = transfer->plan();
    bool stalled = plan.patience >= plan.first_byte_timeout;
    Millis next = stalled ? plan.first_byte_timeout : plan.patience;
    std::uint64_t seen_before = 0;
    bool window_open = false;
    while (transfer->ended() == Ended::running) {
      wait.expires_after(next);
      const auto [error] = co_await wait.async_wait(asio::as_tuple(asio::use_awaitable));
      if (membership.over()) {
        break;
      }
      if (!error && !stalled && !transfer->got_a_byte()) {
        stalled = true;
        transfer->on_stall();
        next = plan.first_byte_timeout - plan.patience;
        continue;
      }
      if (error) {
        transfer->end(Ended::cancelled, Errc::cancelled, "the transfer was cancelled");
      } else if (!transfer->got_a_byte()) {
        transfer->end(Ended::failed, Errc::timed_out, "no answer within crawl.first_byte_timeout");
      } else if (window_open && transfer->received() - seen_before < plan.least_bytes_a_window) {
        transfer->end(Ended::failed, Errc::timed_out, "the answer is slower than crawl.least_speed");
      }
      window_open = true;
      seen_before = transfer->received();
      next = plan.low_speed_window;
    }
  }

  std::size_t under_way() const override { return running_.size(); }

  void stop() override {
    stopped_ = true;
    for (const auto& [easy, entry] : running_) {
      entry.wait->cancel();
    }
    // Nothing of ours may keep the loop alive: not the watchdog, not a wait on a connection that is pooled.
    timer_.cancel();
    for (const auto& [fd, watch] : watches_) {
      drop_waits(*watch);
    }
  }

 private:
  struct Entry {
    CurlMulti* multi;
    Transfer* transfer;
    asio::steady_timer* wait;
  };

  /// Membership of a transfer in the multi handle; ends with the coroutine's frame at the latest.
  class Membership {
   public:
    Membership(CurlMulti& multi, Transfer& transfer, asio::steady_timer& wait)
        : multi_(multi), easy_(transfer.easy()) {
      Entry& entry = multi.running_[easy_];
      entry = {&multi, &transfer, &wait};
      curl_easy_setopt(easy_, CURLOPT_OPENSOCKETFUNCTION, &CurlMulti::on_open);
      curl_easy_setopt(easy_, CURLOPT_OPENSOCKETDATA, &entry);
      curl_easy_setopt(easy_, CURLOPT_CLOSESOCKETFUNCTION, &CurlMulti::on_close);
      curl_easy_setopt(easy_, CURLOPT_CLOSESOCKETDATA, &multi);
      curl_multi_add_handle(multi.multi_, easy_);
    }
    Membership(const Membership&) = delete;
    Membership& operator=(const Membership&) = delete;
    ~Membership() {
      if (!over()) {
        multi_.drop(easy_);
      }
    }
    bool over() const { return !multi_.running_.contains(easy_); }

   private:
    CurlMulti& multi_;
    CURL* easy_;
  };

  void drop(CURL* easy) {
    curl_multi_remove_handle(multi_, easy);
    running_.erase(easy);  // after libcurl let go: until then it may open sockets for it
  }

  // Called by libcurl from inside its own functions; none of these may call it back.

  static curl_socket_t on_open(void* to, curlsocktype, curl_sockaddr* peer) {
    const Entry& entry = *static_cast<Entry*>(to);
    const auto address = address_of(&peer->addr, peer->addrlen);
    if (!address || !entry.transfer->judge(*address).empty()) {
      return CURL_SOCKET_BAD;
    }
    const int fd = ::socket(peer->family, peer->socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, peer->protocol);
    if (fd >= 0) {
      entry.multi->watches_[fd] = std::make_shared<Watch>(entry.multi->executor_, fd, true);
    }
    return fd >= 0 ? fd : CURL_SOCKET_BAD;
  }

  static int on_close(void* to, curl_socket_t fd) {
    auto& watches = static_cast<CurlMulti*>(to)->watches_;
    const auto found = watches.find(fd);
    if (found == watches.end()) {
      return ::close(fd);
    }
    // First out of the reactor, then closed: the kernel may give the number away at once.
    found->second->wanted = CURL_POLL_NONE;
    boost::system::error_code ignored;
    found->second->descriptor.close(ignored);
    watches.erase(found);
    return 0;
  }

  static int on_socket(CURL*, curl_socket_t fd, int what, void* to, void*) {
    auto& multi = *static_cast<CurlMulti*>(to);
    auto found = multi.watches_.find(fd);
    if (what == CURL_POLL_REMOVE) {
      if (found != multi.watches_.end()) {
        found->second->wanted = CURL_POLL_NONE;
        if (found->second->ours) {
          drop_waits(*found->second);
        } else {
          found->second->descriptor.release();
          multi.watches_.erase(found);
        }
      }
      return 0;  // "not now": a socket of ours stays known until it is closed
    }
    if (found == multi.watches_.end()) {
      // libcurl has sockets of its own (resolver wake-ups); watched, never closed by us.
      found = multi.watches_.emplace(fd, std::make_shared<Watch>(multi.executor_, fd, false)).first;
    }
    found->second->wanted = what;
    multi.arm(found->second);
    return 0;
  }

  static int on_timer(CURLM*, long milliseconds, void* to) {
    auto& multi = *static_cast<CurlMulti*>(to);
    multi.arm_timer(milliseconds < 0 ? watchdog : std::min(watchdog, Millis(milliseconds)));
    return 0;
  }

  // Our side of the reactor.

  static void drop_waits(Watch& watch) {
    boost::system::error_code ignored;
    if (watch.reading || watch.writing) {
      watch.descriptor.cancel(ignored);
    }
  }

  void arm(const std::shared_ptr<Watch>& watch) {
    if (stopped_) {
      return;
    }
    if ((watch->wanted & CURL_POLL_IN) != 0 && !watch->reading) {
      watch->reading = true;
      watch->descriptor.async_wait(
          asio::posix::stream_descriptor::wait_read,
          [self = weak_from_this(), weak = std::weak_ptr(watch)](const boost::system::error_code& error) {
            ready(self, weak, error, CURL_CSELECT_IN);
          });
    }
    if ((watch->wanted & CURL_POLL_OUT) != 0 && !watch->writing) {
      watch->writing = true;
      watch->descriptor.async_wait(
          asio::posix::stream_descriptor::wait_write,
          [self = weak_from_this(), weak = std::weak_ptr(watch)](const boost::system::error_code& error) {
            ready(self, weak, error, CURL_CSELECT_OUT);
          });
    }
  }

  static void ready(const std::weak_ptr<CurlMulti>& weak_self, const std::weak_ptr<Watch>& weak_watch,
                    const boost::system::error_code& error, int event) {
    const auto self = weak_self.lock();
    const auto watch = weak_watch.lock();
    if (!self || !watch) {
      return;
    }
    (event == CURL_CSELECT_IN ? watch->reading : watch->writing) = false;
    const int wanted = event == CURL_CSELECT_IN ? CURL_POLL_IN : CURL_POLL_OUT;
    if (error == asio::error::operation_aborted && watch->descriptor.is_open()) {
      self->arm(watch);  // dropped, and wanted again before this was heard of
    }
    if (error || (watch->wanted & wanted) == 0) {
      return;
    }
    self->act(watch->descriptor.native_handle(), event);
    if (watch->descriptor.is_open()) {
      self->arm(watch);
    }
  }

  void arm_timer(Millis after) {
    timer_.expires_after(after);
    timer_.async_wait([self = weak_from_this()](const boost::system::error_code& error) {
      const auto multi = self.lock();
      if (multi && !error) {
        multi->act(CURL_SOCKET_TIMEOUT, 0);
      }
    });
  }

  void act(curl_socket_t fd, int event) {
    int left = 0;
    curl_multi_socket_action(multi_, fd, event, &left);
    finish_done();
    // libcurl does not announce every timer again; while anything runs, one is always set.
    if (!stopped_ && !running_.empty() && timer_.expiry() <= asio::steady_timer::clock_type::now()) {
      arm_timer(watchdog);
    }
  }

  void finish_done() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) {
        continue;
      }
      CURL* const easy = message->easy_handle;
      const CURLcode code = message->data.result;  // `message` dies with the removal
      const auto found = running_.find(easy);
      if (found == running_.end()) {
        continue;
      }
      const Entry entry = found->second;
      entry.transfer->end(code);
      drop(easy);
      entry.wait->cancel();
    }
  }

  static constexpr Millis watchdog{1000};

  asio::any_io_executor executor_;
  asio::steady_timer timer_;
  CURLM* multi_ = nullptr;
  std::map<CURL*, Entry> running_;
  std::map<int, std::shared_ptr<Watch>> watches_;
  bool stopped_ = false;
};

}  // namespace

std::shared_ptr<Multi> Multi::make(asio::any_io_executor executor, Limits limits) {
  return std::make_shared<CurlMulti>(std::move(executor), limits);
}

}  // namespace qw::fetch
