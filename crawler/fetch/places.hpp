#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <list>
#include <memory>

namespace qw::fetch {

/// A number of places, taken first come, first served. A holder whose server keeps silent may park: it goes
/// on without a place, so that stuck hosts do not hold up good ones; at most five times as many park as there
/// are places. Threads: the I/O thread.
class Places : public std::enable_shared_from_this<Places> {
 public:
  /// The right to one place; gives it back when it goes.
  class Hold {
   public:
    Hold() = default;
    explicit Hold(std::shared_ptr<Places> places) : places_(std::move(places)) {}
    Hold(Hold&& other) noexcept : places_(std::move(other.places_)), parked_(other.parked_) {}
    Hold& operator=(Hold&&) = delete;
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;
    ~Hold();
    explicit operator bool() const { return places_ != nullptr; }
    void park();

   private:
    std::shared_ptr<Places> places_;
    bool parked_ = false;
  };

  Places(boost::asio::any_io_executor executor, std::size_t places);

  /// Waits for a place; an empty hold when cancelled or stopped.
  boost::asio::awaitable<Hold> take();
  void resize(std::size_t places);
  void stop();

 private:
  struct Waiter;

  void hand_on();

  boost::asio::any_io_executor executor_;
  std::size_t places_;
  std::size_t taken_ = 0, parked_ = 0;
  bool stopped_ = false;
  std::list<std::shared_ptr<Waiter>> waiting_;
};

}  // namespace qw::fetch
