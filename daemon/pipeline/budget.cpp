#include "daemon/pipeline/budget.hpp"

#include "base/check.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace qw::pipeline {

namespace asio = boost::asio;

Permit::Permit(Permit&& other) noexcept
    : budget_(std::exchange(other.budget_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}

Permit& Permit::operator=(Permit&& other) noexcept {
  if (this != &other) {
    release();
    budget_ = std::exchange(other.budget_, nullptr);
    bytes_ = std::exchange(other.bytes_, 0);
  }
  return *this;
}

Permit::~Permit() { release(); }

void Permit::correct(std::uint64_t bytes) {
  if (budget_ != nullptr) {
    budget_->taken_bytes_ = budget_->taken_bytes_ - bytes_ + bytes;
    bytes_ = bytes;
    budget_->freed_.cancel();
  }
}

void Permit::release() {
  if (budget_ != nullptr) {
    QW_CHECK(budget_->taken_ > 0 && budget_->taken_bytes_ >= bytes_, "a permit is given back once");
    --budget_->taken_;
    budget_->taken_bytes_ -= bytes_;
    budget_->freed_.cancel();
    budget_ = nullptr;
  }
}

Budget::Budget(const asio::any_io_executor& executor, std::size_t most, std::uint64_t most_bytes)
    : freed_(executor, asio::steady_timer::time_point::max()), most_(most), most_bytes_(most_bytes) {}

bool Budget::fits(std::uint64_t bytes) const {
  return taken_ < most_ && (taken_ == 0 || taken_bytes_ + bytes <= most_bytes_);
}

asio::awaitable<Permit> Budget::take(std::uint64_t bytes) {
  while (!fits(bytes)) {
    [[maybe_unused]] const auto [ended] = co_await freed_.async_wait(asio::as_tuple(asio::use_awaitable));
    const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) {
      throw boost::system::system_error(asio::error::operation_aborted);
    }
  }
  ++taken_;
  taken_bytes_ += bytes;
  co_return Permit(*this, bytes);
}

void Budget::set_limits(std::size_t most, std::uint64_t most_bytes) {
  most_ = most;
  most_bytes_ = most_bytes;
  freed_.cancel();
}

}  // namespace qw::pipeline
