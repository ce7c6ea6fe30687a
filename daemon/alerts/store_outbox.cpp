#include "daemon/alerts/store_outbox.hpp"

#include "daemon/service/on_pool.hpp"

#include <utility>

namespace qw::alerts {

namespace asio = boost::asio;

asio::awaitable<Result<std::vector<model::OutboxEntry>>> StoreOutbox::due(std::string receiver, Time now,
                                                                          std::size_t most) {
  auto work = [this, receiver = std::move(receiver), now, most] {
    return store_.due_deliveries(receiver, now, most);
  };
  co_return co_await service::on_pool(disk_, std::move(work));
}

asio::awaitable<Result<std::optional<Time>>> StoreOutbox::next(std::string receiver) {
  auto work = [this, receiver = std::move(receiver)] { return store_.next_delivery(receiver); };
  co_return co_await service::on_pool(disk_, std::move(work));
}

asio::awaitable<Result<>> StoreOutbox::finish(model::Delivery delivery) {
  auto work = [this, delivery = std::move(delivery)] { return store_.commit_delivery(delivery); };
  co_return co_await service::on_pool(disk_, std::move(work));
}

asio::awaitable<Result<std::string>> StoreOutbox::disabled(std::string receiver) {
  auto work = [this, key = disabled_setting(receiver)]() -> Result<std::string> {
    TRY(const auto why, store_.setting(key));
    return why.value_or("");
  };
  co_return co_await service::on_pool(disk_, std::move(work));
}

asio::awaitable<Result<>> StoreOutbox::disable(std::string receiver, std::string why) {
  auto work = [this, receiver = std::move(receiver), why = std::move(why)] {
    store::ActBatch batch;
    batch.settings.emplace_back(disabled_setting(receiver), why);
    return store_.commit(std::move(batch));
  };
  co_return co_await service::on_pool(disk_, std::move(work));
}

asio::awaitable<Result<std::vector<Silence>>> StoreOutbox::silences(Time now) {
  auto work = [this, now] { return silences_of(store_, now); };
  co_return co_await service::on_pool(disk_, std::move(work));
}

}  // namespace qw::alerts
