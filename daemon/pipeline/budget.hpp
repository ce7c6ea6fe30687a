#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <cstdint>

namespace qw::pipeline {

class Budget;

/// A share of the budget, given back when it goes. Moved along with the work; I/O thread only.
class Permit {
 public:
  Permit() = default;
  Permit(Permit&& other) noexcept;
  Permit& operator=(Permit&& other) noexcept;
  Permit(const Permit&) = delete;
  Permit& operator=(const Permit&) = delete;
  ~Permit();
  /// The size is known now. Growing never waits: the bytes are there already.
  void correct(std::uint64_t bytes);

 private:
  friend class Budget;
  Permit(Budget& budget, std::uint64_t bytes) : budget_(&budget), bytes_(bytes) {}
  void release();

  Budget* budget_ = nullptr;
  std::uint64_t bytes_ = 0;
};

/// Bounds what lies between fetch and store in number and bytes; whoever asks for more waits. One thread.
class Budget {
 public:
  Budget(const boost::asio::any_io_executor& executor, std::size_t most, std::uint64_t most_bytes);
  Budget(const Budget&) = delete;
  Budget& operator=(const Budget&) = delete;

  /// Waits until one more of `bytes` fits; one that is larger than the whole budget passes alone.
  boost::asio::awaitable<Permit> take(std::uint64_t bytes);
  void set_limits(std::size_t most, std::uint64_t most_bytes);
  std::size_t in_flight() const { return taken_; }
  std::uint64_t bytes_in_flight() const { return taken_bytes_; }

 private:
  friend class Permit;
  bool fits(std::uint64_t bytes) const;

  boost::asio::steady_timer freed_;
  std::size_t most_;
  std::uint64_t most_bytes_;
  std::size_t taken_ = 0;
  std::uint64_t taken_bytes_ = 0;
};

}  // namespace qw::pipeline
