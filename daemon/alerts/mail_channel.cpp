#include "daemon/alerts/mail_channel.hpp"

#include "config/addresses.hpp"
#include "daemon/alerts/forms.hpp"
#include "daemon/alerts/smtp.hpp"
#include "daemon/service/on_pool.hpp"

#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <chrono>
#include <utility>

namespace qw::alerts {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr Millis look_up_within = 10s;

class MailChannel : public Channel {
 public:
  MailChannel(config::Receiver receiver, ChannelTools tools, std::string password)
      : receiver_(std::move(receiver)), tools_(std::move(tools)), password_(std::move(password)) {}
  MailChannel(const MailChannel&) = delete;
  MailChannel& operator=(const MailChannel&) = delete;
  ~MailChannel() override {
    stop_ = true;
    thread_.join();
  }

  asio::awaitable<Answer> send(model::OutboxEntry entry, std::vector<std::string> notes) override {
    const Result<Story> story = story_of(entry.payload, receiver_, notes);
    if (!story) {
      co_return Answer{.fate = Fate::never, .problem = story.error().what};
    }
    Result<Relay> relay = co_await find_relay();
    if (!relay) {
      co_return Answer{.error = relay.error()};
    }
    auto work = [this, relay = *std::move(relay),
                 bytes = mail_bytes(*story, receiver_, entry.id, tools_.clock.now())]() -> Result<Answer> {
      return hand_over(relay, receiver_.from, receiver_.to, bytes, stop_);
    };
    Result<Answer> answer = co_await service::on_pool(thread_, std::move(work));
    co_return answer ? *std::move(answer) : Answer{.error = answer.error()};
  }

  void stop() override { stop_ = true; }

 private:
  asio::awaitable<Result<Relay>> find_relay() {
    const auto place = config::parse_relay(receiver_.url);
    if (!place) {
      co_return fail(Errc::config, "'" + receiver_.url + "' is no mail relay");
    }
    Relay relay;
    relay.host = place->host;
    relay.port = place->port;
    relay.tls_from_the_start = place->scheme == "smtps";
    relay.tls_required = receiver_.tls != "off";
    relay.ca_file = receiver_.ca_file;
    relay.user = receiver_.user;
    relay.password = password_;
    relay.guard.own = fetch::own_addresses();
    if (const auto configured = fetch::parse_address(receiver_.address)) {
      relay.guard.allowed.push_back(*configured);
      relay.addresses.push_back(*configured);
    } else if (const auto literal = fetch::parse_address(place->host)) {
      relay.addresses.push_back(*literal);
    } else {
      const std::shared_ptr<fetch::Resolver> names = tools_.resolver();
      CO_TRY(relay.addresses, co_await names->resolve(place->host, look_up_within));
    }
    co_return relay;
  }

  config::Receiver receiver_;
  ChannelTools tools_;
  std::string password_;
  std::atomic<bool> stop_ = false;
  asio::thread_pool thread_{1};
};

}  // namespace

std::unique_ptr<Channel> make_mail_channel(const config::Receiver& receiver, const ChannelTools& tools,
                                           std::string password) {
  return std::make_unique<MailChannel>(receiver, tools, std::move(password));
}

}  // namespace qw::alerts
