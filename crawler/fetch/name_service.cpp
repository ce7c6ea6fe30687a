#include "crawler/fetch/name_service.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <netdb.h>
#include <netinet/in.h>
#include <optional>
#include <sys/socket.h>
#include <thread>
#include <utility>

namespace qw::fetch {
namespace {

namespace asio = boost::asio;
using Answer = Result<std::vector<Address>>;

constexpr std::size_t most_cached = 4096;
constexpr Millis good_life{120'000};
constexpr Millis bad_life{60'000};
constexpr Millis stale_life{3'600'000};
constexpr int most_threads = 4;

class SystemNames : public NameService {
 public:
  Answer lookup(const std::string& host) override {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo* list = nullptr;
    const int status = getaddrinfo(host.c_str(), nullptr, &hints, &list);
    if (status == EAI_NONAME || status == EAI_NODATA) {
      return fail(Errc::not_found, "DNS knows no address of " + host);
    }
    if (status != 0) {
      return fail(Errc::busy, "DNS did not answer for " + host);
    }
    std::vector<Address> out;
    for (const addrinfo* each = list; each != nullptr; each = each->ai_next) {
      Address address;
      if (each->ai_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, each->ai_addr, sizeof v4);
        std::memcpy(address.bytes.data(), &v4.sin_addr, sizeof v4.sin_addr);
      } else if (each->ai_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, each->ai_addr, sizeof v6);
        address.v6 = true;
        std::memcpy(address.bytes.data(), &v6.sin6_addr, sizeof v6.sin6_addr);
      } else {
        continue;
      }
      if (std::ranges::find(out, address) == out.end()) {
        out.push_back(address);
      }
    }
    freeaddrinfo(list);
    return out;
  }
};

/// What the threads share with the resolver; it outlives both.
struct Desk {
  std::mutex mutex;
  std::condition_variable wake;
  std::deque<std::string> asked;
  bool closed = false;
  std::shared_ptr<NameService> names;
  asio::any_io_executor executor;  ///< touched only under the mutex and while not closed
};

class CachedResolver : public Resolver, public std::enable_shared_from_this<CachedResolver> {
 public:
  CachedResolver(asio::any_io_executor executor, const Clock& clock, std::shared_ptr<NameService> names)
      : executor_(executor), clock_(clock), desk_(std::make_shared<Desk>()) {
    desk_->names = std::move(names);
    desk_->executor = std::move(executor);
  }
  ~CachedResolver() override { close_desk(); }

  asio::awaitable<Answer> resolve(std::string host, Millis timeout) override {
    const auto self = shared_from_this();  // the coroutine may be the last one to know us
    Entry* entry = &entry_of(host);
    if (stopped_) {
      co_return fail(Errc::cancelled, "the crawler is stopping");
    }
    if (entry->fresh_until <= clock_.steady_now() || !entry->answer) {
      if (!entry->under_way) {
        ask(host);
        entry->under_way = true;
      }
      const auto waiter = std::make_shared<asio::steady_timer>(executor_, timeout);
      entry->waiters.push_back(waiter);
      const auto [error] = co_await waiter->async_wait(asio::as_tuple(asio::use_awaitable));
      entry = &entry_of(host);
      std::erase(entry->waiters, waiter);
      if (stopped_) {
        co_return fail(Errc::cancelled, "the crawler is stopping");
      }
      if (entry->under_way) {
        const bool cancelled = error == asio::error::operation_aborted;
        if (!cancelled && entry->answer && usable_stale(*entry)) {
          co_return *entry->answer;
        }
        co_return fail(cancelled ? Errc::cancelled : Errc::timed_out,
                       "DNS did not answer in time for " + host);
      }
    }
    co_return *entry->answer;
  }

  void stop() override {
    stopped_ = true;
    close_desk();
    for (auto& [host, entry] : entries_) {
      for (const auto& waiter : entry.waiters) {
        waiter->cancel();
      }
    }
  }

 private:
  struct Entry {
    std::optional<Answer> answer;
    SteadyTime asked{}, fresh_until{};
    bool under_way = false;
    std::vector<std::shared_ptr<asio::steady_timer>> waiters;
  };

  Entry& entry_of(const std::string& host) {
    if (entries_.size() >= most_cached && !entries_.contains(host)) {
      std::erase_if(entries_,
                    [](const auto& each) { return !each.second.under_way && each.second.waiters.empty(); });
    }
    return entries_[host];
  }

  bool usable_stale(const Entry& entry) const {
    return entry.answer && entry.answer->has_value() && clock_.steady_now() - entry.asked < stale_life;
  }

  void ask(const std::string& host) {
    if (threads_ < most_threads) {
      ++threads_;
      std::thread(work, desk_, std::weak_ptr(shared_from_this())).detach();
    }
    const std::lock_guard lock(desk_->mutex);
    desk_->asked.push_back(host);
    desk_->wake.notify_one();
  }

  static void work(const std::shared_ptr<Desk>& desk, const std::weak_ptr<CachedResolver>& owner) {
    std::unique_lock lock(desk->mutex);
    while (true) {
      desk->wake.wait(lock, [&] { return desk->closed || !desk->asked.empty(); });
      if (desk->closed) {
        return;
      }
      const std::string host = std::move(desk->asked.front());
      desk->asked.pop_front();
      lock.unlock();
      Answer answer = desk->names->lookup(host);
      lock.lock();
      if (desk->closed) {
        return;
      }
      asio::post(desk->executor, [owner, host, answer = std::move(answer)]() mutable {
        if (const auto resolver = owner.lock()) {
          resolver->answered(host, std::move(answer));
        }
      });
    }
  }

  void answered(const std::string& host, Answer answer) {
    Entry& entry = entry_of(host);
    const SteadyTime now = clock_.steady_now();
    entry.under_way = false;
    const bool silent = !answer && answer.error().code == Errc::busy;
    if (silent && usable_stale(entry)) {
      entry.fresh_until = now + bad_life;
    } else {
      if (!answer) {
        answer.error().code = Errc::unreachable;
      } else if (answer->empty()) {
        answer = fail(Errc::unreachable, "DNS knows no address of " + host);
      }
      entry.fresh_until = now + (answer ? good_life : bad_life);
      entry.asked = now;
      entry.answer = std::move(answer);
    }
    for (const auto& waiter : entry.waiters) {
      waiter->cancel();
    }
  }

  void close_desk() {
    const std::lock_guard lock(desk_->mutex);
    desk_->closed = true;
    desk_->executor = {};
    desk_->wake.notify_all();
  }

  asio::any_io_executor executor_;
  const Clock& clock_;
  std::shared_ptr<Desk> desk_;
  std::map<std::string, Entry> entries_;
  int threads_ = 0;
  bool stopped_ = false;
};

}  // namespace

std::shared_ptr<NameService> system_name_service() { return std::make_shared<SystemNames>(); }

std::shared_ptr<Resolver> Resolver::make(asio::any_io_executor executor, const Clock& clock,
                                         std::shared_ptr<NameService> names) {
  return std::make_shared<CachedResolver>(std::move(executor), clock, std::move(names));
}

}  // namespace qw::fetch
