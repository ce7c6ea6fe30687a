#include "daemon/program/senders.hpp"

#include "daemon/alerts/channel.hpp"

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
  const alerts::ChannelTools tools{executor_, clock_, fetcher_, [this] { return resolver(); }};
  for (const config::Receiver& receiver : config.receivers) {
    auto channel = alerts::make_channel(receiver, tools);
    if (!channel) {
      return std::unexpected(std::move(channel).error().within("receiver " + receiver.id));
    }
    senders.push_back(
        std::make_unique<alerts::Sender>(executor_, clock_, outbox_, *std::move(channel), receiver, chance_));
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

void Senders::say(std::vector<model::OutboxEntry> entries) {
  for (model::OutboxEntry& entry : entries) {
    for (const auto& sender : running_) {
      if (sender->receiver().id == entry.receiver) {
        group_.spawn("say", sender->say(entry));
      }
    }
  }
}

std::shared_ptr<fetch::Resolver> Senders::resolver() {
  if (resolver_ == nullptr) {
    resolver_ = fetch::Resolver::make(executor_, clock_, fetch::system_name_service());
  }
  return resolver_;
}

asio::awaitable<void> Senders::stop() {
  for (const auto& sender : running_) {
    sender->stop();
  }
  group_.cancel();
  co_await group_.wait();
  running_.clear();
  if (resolver_ != nullptr) {
    resolver_->stop();
    resolver_.reset();
  }
}

}  // namespace qw::program
