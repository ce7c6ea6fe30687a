#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "config/config.hpp"
#include "daemon/alerts/budget.hpp"
#include "daemon/alerts/channel.hpp"
#include "daemon/alerts/silences.hpp"
#include "daemon/service/wake.hpp"
#include "model/work.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace qw::alerts {

/// What a sender needs of the store; each call may wait for the disk, off the I/O thread.
class Outbox {
 public:
  Outbox() = default;
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;
  virtual ~Outbox() = default;
  virtual boost::asio::awaitable<Result<std::vector<model::OutboxEntry>>> due(std::string receiver, Time now,
                                                                              std::size_t most) = 0;
  virtual boost::asio::awaitable<Result<std::optional<Time>>> next(std::string receiver) = 0;
  virtual boost::asio::awaitable<Result<>> finish(model::Delivery delivery) = 0;
  /// Why nothing is sent to this receiver, "" when it is enabled.
  virtual boost::asio::awaitable<Result<std::string>> disabled(std::string receiver) = 0;
  virtual boost::asio::awaitable<Result<>> disable(std::string receiver, std::string why) = 0;
  /// Those that hold or were over of late.
  virtual boost::asio::awaitable<Result<std::vector<Silence>>> silences(Time now) = 0;
};

/// Counted by the senders, read by /metrics; one thread writes.
struct SenderCounts {
  std::uint64_t sent = 0, failed = 0, dead = 0;
  std::uint64_t summed = 0;  ///< of those sent, told in the summary of others
  std::optional<Time> last_sent;
};

/// Sends what is due to one receiver, one message at a time, in the order in which it became due. A dead
/// receiver holds up nobody else: each has a sender of its own. After five failures in a row it tries one
/// message every five minutes (scaled with `retry_first`). Within the receiver's quiet hours nothing leaves
/// and nothing is dropped; what a silence holds back is put down as silenced. Bounded: one message in flight,
/// 32 in memory. A crash between the answer and its record sends that message again, with the same id. People
/// have a budget of ten messages at once and sixty an hour; what is due beyond it waits for the next place
/// and goes as one summary that names each of them: nothing is dropped. All methods on the I/O thread.
class Sender {
 public:
  Sender(boost::asio::any_io_executor executor, const Clock& clock, Outbox& outbox,
         std::unique_ptr<Channel> channel, config::Receiver receiver, std::function<double()> chance);

  /// Until it is cancelled.
  boost::asio::awaitable<void> run();
  /// Sends what is due now; gives how long to wait at most before the next call.
  boost::asio::awaitable<Millis> send_due();
  /// Something new may lie in the outbox.
  void ring() { wake_.ring(); }
  /// What is under way ends soon.
  void stop() { channel_->stop(); }

  /// Sends without the outbox: when the store takes no writes, its state must be told all the same.
  boost::asio::awaitable<void> say(model::OutboxEntry entry);

  const SenderCounts& counts() const { return counts_; }
  const config::Receiver& receiver() const { return receiver_; }

 private:
  boost::asio::awaitable<bool> send_one(model::OutboxEntry entry, std::vector<Silence> silences);
  /// Takes out of `due` what has no place of its own now.
  std::vector<model::OutboxEntry> beyond_budget(std::vector<model::OutboxEntry>& due, Time now);
  /// All of them as one message; one alone goes as it is.
  boost::asio::awaitable<bool> send_together(std::vector<model::OutboxEntry> entries,
                                             std::vector<Silence> silences);
  /// What came of it goes into the outbox; `told_as`: in which message, "" = its own. False: no more now.
  boost::asio::awaitable<bool> settle(model::OutboxEntry entry, Answer answer, std::string told_as);
  boost::asio::awaitable<bool> hold_back(model::OutboxEntry entry, Silence silence);
  Millis scaled(Millis of_the_usual) const;

  const Clock& clock_;
  Outbox& outbox_;
  std::unique_ptr<Channel> channel_;
  config::Receiver receiver_;
  std::function<double()> chance_;
  service::Wake wake_;
  SenderCounts counts_;
  std::optional<Budget> budget_;  ///< of receivers that people read
  int failures_in_a_row_ = 0;
  Time not_before_{};
};

}  // namespace qw::alerts
