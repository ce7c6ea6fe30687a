#pragma once

#include "daemon/alerts/sender.hpp"
#include "store/store.hpp"

#include <boost/asio/thread_pool.hpp>

namespace qw::alerts {

/// The setting that says why nothing is sent to a receiver; not there: it is enabled.
inline std::string disabled_setting(const std::string& receiver) {
  return "receiver/" + receiver + "/disabled";
}

/// The outbox of the store; every call runs on the pool for work that waits for the disk.
class StoreOutbox : public Outbox {
 public:
  StoreOutbox(store::Store& store, boost::asio::thread_pool& disk) : store_(store), disk_(disk) {}

  boost::asio::awaitable<Result<std::vector<model::OutboxEntry>>> due(std::string receiver, Time now,
                                                                      std::size_t most) override;
  boost::asio::awaitable<Result<std::optional<Time>>> next(std::string receiver) override;
  boost::asio::awaitable<Result<>> finish(model::Delivery delivery) override;
  boost::asio::awaitable<Result<std::string>> disabled(std::string receiver) override;
  boost::asio::awaitable<Result<>> disable(std::string receiver, std::string why) override;
  boost::asio::awaitable<Result<std::vector<Silence>>> silences(Time now) override;

 private:
  store::Store& store_;
  boost::asio::thread_pool& disk_;
};

}  // namespace qw::alerts
