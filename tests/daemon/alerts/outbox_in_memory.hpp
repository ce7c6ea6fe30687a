#pragma once

#include "daemon/alerts/sender.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace qw::test {

class OutboxInMemory : public alerts::Outbox {
 public:
  std::map<std::string, model::OutboxEntry> pending;
  std::vector<model::Delivery> finished;
  std::string why_disabled;

  boost::asio::awaitable<Result<std::vector<model::OutboxEntry>>> due(std::string /*receiver*/, Time now,
                                                                      std::size_t most) override {
    std::vector<model::OutboxEntry> out;
    for (const auto& [id, entry] : pending) {
      if (entry.due <= now && out.size() < most) {
        out.push_back(entry);
      }
    }
    co_return out;
  }
  boost::asio::awaitable<Result<std::optional<Time>>> next(std::string /*receiver*/) override {
    std::optional<Time> soonest;
    for (const auto& [id, entry] : pending) {
      soonest = soonest ? std::min(*soonest, entry.due) : entry.due;
    }
    co_return soonest;
  }
  boost::asio::awaitable<Result<>> finish(model::Delivery delivery) override {
    if (delivery.state == model::DeliveryState::pending) {
      pending[delivery.entry.id] = delivery.entry;
    } else {
      pending.erase(delivery.entry.id);
      finished.push_back(std::move(delivery));
    }
    co_return Result<>{};
  }
  boost::asio::awaitable<Result<std::string>> disabled(std::string /*receiver*/) override {
    co_return why_disabled;
  }
  boost::asio::awaitable<Result<>> disable(std::string /*receiver*/, std::string why) override {
    why_disabled = std::move(why);
    co_return Result<>{};
  }
  std::vector<alerts::Silence> held;
  boost::asio::awaitable<Result<std::vector<alerts::Silence>>> silences(Time /*now*/) override {
    co_return held;
  }
};

}  // namespace qw::test
