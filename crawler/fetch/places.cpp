#include "crawler/fetch/places.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace qw::fetch {

namespace asio = boost::asio;

namespace {

constexpr std::size_t parked_a_place = 5;

}  // namespace

struct Places::Waiter {
  explicit Waiter(const asio::any_io_executor& executor)
      : bell(executor, asio::steady_timer::time_point::max()) {}
  asio::steady_timer bell;
  bool has_place = false;
};

Places::Hold::~Hold() {
  if (places_) {
    --(parked_ ? places_->parked_ : places_->taken_);
    places_->hand_on();
  }
}

void Places::Hold::park() {
  if (parked_ || places_->parked_ >= places_->places_ * parked_a_place) {
    return;
  }
  parked_ = true;
  ++places_->parked_;
  --places_->taken_;
  places_->hand_on();
}

Places::Places(asio::any_io_executor executor, std::size_t places)
    : executor_(std::move(executor)), places_(places) {}

asio::awaitable<Places::Hold> Places::take() {
  const auto self = shared_from_this();
  if (stopped_) {
    co_return Hold();
  }
  if (taken_ < places_ && waiting_.empty()) {
    ++taken_;
    co_return Hold(self);
  }
  const auto waiter = std::make_shared<Waiter>(executor_);
  waiting_.push_back(waiter);
  co_await waiter->bell.async_wait(asio::as_tuple(asio::use_awaitable));
  if (!waiter->has_place) {
    waiting_.remove(waiter);
    co_return Hold();
  }
  co_return Hold(self);
}

void Places::hand_on() {
  while (!stopped_ && taken_ < places_ && !waiting_.empty()) {
    const auto next = waiting_.front();
    waiting_.pop_front();
    ++taken_;
    next->has_place = true;
    next->bell.cancel();
  }
}

void Places::resize(std::size_t places) {
  places_ = places;
  hand_on();
}

void Places::stop() {
  stopped_ = true;
  for (const auto& each : waiting_) {
    each->bell.cancel();
  }
}

}  // namespace qw::fetch
