#include "daemon/program/stamps.hpp"

#include "base/log.hpp"
#include "daemon/evidence/time_stamp.hpp"
#include "daemon/service/on_pool.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <utility>

namespace qw::program {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr Millis after_failure = 5min;
constexpr Millis between_looks = 60s;
constexpr std::uint64_t most_answer = 1U << 20U;

std::uint64_t new_nonce() {
  std::uint64_t out = 0;
  const std::string bytes = random_bytes(sizeof out);
  std::memcpy(&out, bytes.data(), sizeof out);
  return out >> 1U;  // positive in every reading
}

/// The head that has no stamp yet.
Result<std::optional<store::Health>> unstamped(store::Store& store) {
  const store::Health health = store.health();
  TRY(const auto kept, store.setting(evidence::stamp_key(health.audit_seq)));
  if (health.audit_seq == 0 || kept) {
    return std::nullopt;
  }
  return health;
}

Result<> keep(store::Store& store, const store::Health& head, const evidence::Stamp& stamp) {
  store::ActBatch batch;
  batch.settings.emplace_back(evidence::stamp_key(head.audit_seq),
                              evidence::stamp_text({head.audit_seq, head.audit_head, stamp.at, stamp.token}));
  return store.commit(std::move(batch));
}

asio::awaitable<Result<>> stamp_head(store::Store& store, fetch::Fetcher& fetcher, asio::thread_pool& disk,
                                     config::Timestamps wish) {
  auto look = [&store] { return unstamped(store); };
  CO_TRY(const auto head, co_await service::on_pool(disk, std::move(look)));
  const auto digest = head ? evidence::digest_of_hex(head->audit_head) : std::nullopt;
  if (!digest) {
    co_return Result<>{};
  }
  CO_TRY(const evidence::StampQuery query, evidence::stamp_query(*digest, new_nonce()));
  fetch::Request request;
  request.url = wish.url;
  request.purpose = fetch::Purpose::receiver;
  request.method = "POST";
  request.headers = {{"Content-Type", "application/timestamp-query"}};
  request.body = query.der;
  request.allowed_address = wish.address;
  request.most_wire_bytes = most_answer;
  request.total_timeout = 30s;
  CO_TRY(const fetch::Response answer, co_await fetcher.fetch(std::move(request)));
  if (answer.status != 200) {
    co_return fail(Errc::unreachable, "the time stamp authority answered " + std::to_string(answer.status));
  }
  auto check = [&store, wish, digest = *digest, head = *head, nonce = query.nonce,
                body = answer.body]() -> Result<> {
    TRY(const evidence::Stamp stamp, evidence::read_stamp(body, digest, nonce, wish.ca_file));
    TRY_OK(keep(store, head, stamp));
    log::info("audit.stamped", {{"seq", head.audit_seq}, {"at", to_iso(stamp.at)}});
    return {};
  };
  co_return co_await service::on_pool(disk, std::move(check));
}

}  // namespace

asio::awaitable<void> keep_stamping(store::Store& store, fetch::Fetcher& fetcher, asio::thread_pool& disk,
                                    std::function<std::shared_ptr<const config::Config>()> config) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (;;) {
    const config::Timestamps wish = config()->timestamps;
    Millis wait = between_looks;
    if (!wish.url.empty()) {
      const Result<> done = co_await stamp_head(store, fetcher, disk, wish);
      if (!done) {
        log::warning("audit.not_stamped", {{"problem", done.error().text()}});
      }
      wait = done ? wish.every : std::min<Millis>(wish.every, after_failure);
    }
    timer.expires_after(wait);
    co_await timer.async_wait(asio::use_awaitable);
  }
}

}  // namespace qw::program
