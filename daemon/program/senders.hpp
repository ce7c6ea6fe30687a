#pragma once

#include "daemon/alerts/sender.hpp"
#include "daemon/alerts/store_outbox.hpp"
#include "daemon/service/task_group.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace qw::program {

/// One sender a configured receiver. All on the I/O thread.
class Senders {
 public:
  Senders(boost::asio::any_io_executor executor, const Clock& clock, store::Store& store,
          boost::asio::thread_pool& disk, fetch::Fetcher& fetcher, std::function<double()> chance);

  using List = std::vector<std::unique_ptr<alerts::Sender>>;
  /// Senders for the receivers of a configuration. Errors: a secret that cannot be read, the first one met.
  Result<List> prepare(const config::Config& config);
  /// Starts these instead of what runs; those wait for the end of the message that is under way.
  boost::asio::awaitable<void> run_instead(List senders);
  void ring();
  /// By every receiver that it names, at once and without the outbox.
  void say(std::vector<model::OutboxEntry> entries);
  boost::asio::awaitable<void> stop();
  const List& list() const { return running_; }

 private:
  boost::asio::any_io_executor executor_;
  const Clock& clock_;
  fetch::Fetcher& fetcher_;
  std::function<double()> chance_;
  std::shared_ptr<fetch::Resolver> resolver();

  alerts::StoreOutbox outbox_;
  std::shared_ptr<fetch::Resolver> resolver_;
  List running_;
  service::TaskGroup group_;
};

}  // namespace qw::program
