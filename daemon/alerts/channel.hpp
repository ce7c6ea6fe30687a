#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "config/config.hpp"
#include "crawler/fetch/fetcher.hpp"
#include "crawler/fetch/name_service.hpp"
#include "daemon/alerts/retry.hpp"
#include "model/work.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace qw::alerts {

/// The way to one receiver. send() gives a message its form, hands it over and says what came of it; it
/// retries nothing but a message whose form was refused, once, in plain words. On the I/O thread.
class Channel {
 public:
  Channel() = default;
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  virtual ~Channel() = default;

  /// `notes`: sentences in the receiver's language that are true now. Errc::cancelled in the answer's error
  /// when we are stopping.
  virtual boost::asio::awaitable<Answer> send(model::OutboxEntry entry, std::vector<std::string> notes) = 0;
  /// The least time between two messages that the service bears.
  virtual Millis least_gap() const { return Millis(0); }
  /// Ends what is under way soon; from any moment on.
  virtual void stop() {}
};

struct ChannelTools {
  boost::asio::any_io_executor executor;
  const Clock& clock;
  fetch::Fetcher& fetcher;
  /// For the mail relays; made when the first is needed.
  std::function<std::shared_ptr<fetch::Resolver>()> resolver;
};

/// Reads what the receiver keeps secret. Errc::config with the file when that cannot be read or is empty.
Result<std::unique_ptr<Channel>> make_channel(const config::Receiver& receiver, const ChannelTools& tools);

/// The first line of a file of secrets that is neither blank nor begins with #. At most 4 KiB.
Result<std::string> load_secret_line(const std::string& file);

}  // namespace qw::alerts
