#include "daemon/program/senders.hpp"

#include "daemon/alerts/signing.hpp"

#include <utility>

namespace qw::program {

namespace asio = boost::asio;

Senders::Senders(asio::any_io_executor executor, const Clock& clock, store::Store& store,
                 asio::thread_pool& disk, fetch::Fetcher& fetcher, std::function<double()> chance)
    : executor_(std::move(executor)),
      clock_(clock),
      fetcher_(fetcher),
      chance_(std::move(chance)),
      outbox_(store, disk),
      group_(executor_) {}

Result<Senders::List> Senders::prepare(const config::Config& config) {
  List senders;
  for (const config::Receiver& receiver : config.receivers) {
    auto secrets = alerts::load_secrets(receiver.secret_file);
    if (!secrets) {
      return std::unexpected(std::move(secrets).error().within("receiver " + receiver.id));
    }
    senders.push_back(std::make_unique<alerts::Sender>(executor_, clock_, outbox_, fetcher_, receiver,
                                                       *std::move(secrets), chance_));
  }
  return senders;
}

asio::awaitable<void> Senders::run_instead(List senders) {
  co_await stop();
  running_ = std::move(senders);
  for (const auto& sender : running_) {
    group_.spawn("sender", sender->run());
  }
}

void Senders::ring() {
  for (const auto& sender : running_) {
    sender->ring();
  }
}

asio::awaitable<void> Senders::stop() {
  group_.cancel();
  co_await group_.wait();
  running_.clear();
}

}  // namespace qw::program
