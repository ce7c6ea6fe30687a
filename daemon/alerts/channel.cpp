#include "daemon/alerts/channel.hpp"

#include "base/environment.hpp"
#include "daemon/alerts/answers.hpp"
#include "daemon/alerts/forms.hpp"
#include "daemon/alerts/mail_channel.hpp"
#include "daemon/alerts/signing.hpp"

#include <fmt/format.h>

#include <chrono>
#include <fstream>
#include <utility>

namespace qw::alerts {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr Millis answer_within = 20s;
constexpr std::uint64_t most_answer_bytes = 64U << 10U;
constexpr std::size_t most_secret = 4096;
constexpr std::size_t least_feed_key = 24;

fetch::Request request_for(const config::Receiver& receiver, std::string url, std::string body) {
  fetch::Request out;
  out.url = std::move(url);
  out.purpose = fetch::Purpose::receiver;
  out.method = "POST";
  out.headers.emplace_back("Content-Type", "application/json");
  out.body = std::move(body);
  out.allowed_address = receiver.address;
  out.most_wire_bytes = most_answer_bytes;
  out.total_timeout = answer_within;
  return out;
}

/// Bytes that may stand in a path segment stay, others become %XX.
std::string in_path(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool safe = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      std::string_view("-._~").contains(c);
    out += safe ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

/// The signed facts themselves, for programs.
class WebhookChannel : public Channel {
 public:
  WebhookChannel(config::Receiver receiver, const ChannelTools& tools, Secrets secrets)
      : receiver_(std::move(receiver)), tools_(tools), secrets_(std::move(secrets)) {}

  asio::awaitable<Answer> send(model::OutboxEntry entry, std::vector<std::string> /*notes*/) override {
    fetch::Request request = request_for(receiver_, receiver_.url, entry.payload);
    auto headers = signed_headers(entry.id, tools_.clock.now(), entry.payload, secrets_);
    request.headers.insert(request.headers.begin(), headers.begin(), headers.end());
    const Result<fetch::Response> response = co_await tools_.fetcher.fetch(std::move(request));
    Answer answer;
    if (response) {
      answer.status = response->status;
      answer.retry_after = response->header("Retry-After");
    } else {
      answer.error = response.error();
    }
    co_return answer;
  }

 private:
  config::Receiver receiver_;
  ChannelTools tools_;
  Secrets secrets_;
};

/// A service that takes a message by one request.
class WebChannel : public Channel {
 public:
  WebChannel(config::Receiver receiver, const ChannelTools& tools, std::string secret)
      : receiver_(std::move(receiver)), secret_(std::move(secret)), tools_(tools) {}

  asio::awaitable<Answer> send(model::OutboxEntry entry, std::vector<std::string> notes) override {
    const Result<Story> story = story_of(entry.payload, receiver_, notes);
    if (!story) {
      co_return Answer{.fate = Fate::never, .problem = story.error().what};
    }
    Result<Reply> reply = co_await ask(request_of(*story, entry, Form::full));
    if (reply && refuses_form(*reply)) {
      reply = co_await ask(request_of(*story, entry, Form::plain));
    }
    if (!reply) {
      co_return Answer{.error = reply.error()};
    }
    co_return read(*reply);
  }

 protected:
  virtual fetch::Request request_of(const Story& story, const model::OutboxEntry& entry, Form form) const = 0;
  virtual Answer read(const Reply& reply) const = 0;

  const config::Receiver& receiver() const { return receiver_; }
  const std::string& secret() const { return secret_; }

 private:
  asio::awaitable<Result<Reply>> ask(fetch::Request request) {
    const Result<fetch::Response> response = co_await tools_.fetcher.fetch(std::move(request));
    if (!response) {
      co_return std::unexpected(response.error());
    }
    co_return Reply{response->status, response->header("Retry-After"), response->body};
  }

  config::Receiver receiver_;
  std::string secret_;
  ChannelTools tools_;
};

class HookChannel : public WebChannel {
 public:
  using WebChannel::WebChannel;
  Millis least_gap() const override { return 1s; }

 protected:
  fetch::Request request_of(const Story& story, const model::OutboxEntry& /*entry*/,
                            Form form) const override {
    const std::string& language = receiver().language;
    return request_for(
        receiver(), secret(),
        receiver().kind == "slack" ? slack_body(story, language, form) : mattermost_body(story, language));
  }
  Answer read(const Reply& reply) const override { return hook_answer(reply); }
};

class TelegramChannel : public WebChannel {
 public:
  using WebChannel::WebChannel;
  /// Groups and channels bear 20 a minute, a person one a second.
  Millis least_gap() const override { return receiver().chat.starts_with('-') ? 3s : 1s; }

 protected:
  fetch::Request request_of(const Story& story, const model::OutboxEntry& /*entry*/,
                            Form form) const override {
    return request_for(receiver(), receiver().url + "/bot" + secret() + "/sendMessage",
                       telegram_body(story, receiver().chat, receiver().language, form));
  }
  Answer read(const Reply& reply) const override { return telegram_answer(reply); }
};

class MatrixChannel : public WebChannel {
 public:
  using WebChannel::WebChannel;

 protected:
  /// The id of the message is the transaction's: the server itself drops a repeat.
  fetch::Request request_of(const Story& story, const model::OutboxEntry& entry,
                            Form /*form*/) const override {
    fetch::Request out = request_for(receiver(),
                                     receiver().url + "/_matrix/client/v3/rooms/" + in_path(receiver().room) +
                                         "/send/m.room.message/" + in_path(entry.id),
                                     matrix_body(story, receiver().language));
    out.method = "PUT";
    out.headers.emplace_back("Authorization", "Bearer " + secret());
    return out;
  }
  Answer read(const Reply& reply) const override { return matrix_answer(reply); }
};

/// What is wrong is an alert there until it is well again; who is called, and when, is its own affair.
class AlertmanagerChannel : public Channel {
 public:
  AlertmanagerChannel(config::Receiver receiver, const ChannelTools& tools, std::string token)
      : receiver_(std::move(receiver)), token_(std::move(token)), tools_(tools) {}

  asio::awaitable<Answer> send(model::OutboxEntry entry, std::vector<std::string> /*notes*/) override {
    fetch::Request request = request_for(receiver_, receiver_.url + "/api/v2/alerts",
                                         alertmanager_body(entry.payload, receiver_, tools_.clock.now()));
    if (!token_.empty()) {
      request.headers.emplace_back("Authorization", "Bearer " + token_);
    }
    const Result<fetch::Response> response = co_await tools_.fetcher.fetch(std::move(request));
    if (!response) {
      co_return Answer{.error = response.error()};
    }
    co_return alertmanager_answer({response->status, response->header("Retry-After"), response->body});
  }

 private:
  config::Receiver receiver_;
  std::string token_;
  ChannelTools tools_;
};

/// A JSON Feed is fetched by its readers: what is sent to it is in it.
class FeedChannel : public Channel {
 public:
  asio::awaitable<Answer> send(model::OutboxEntry /*entry*/, std::vector<std::string> /*notes*/) override {
    co_return Answer{.fate = Fate::delivered};
  }
};

}  // namespace

Result<std::string> load_secret_line(const std::string& file) {
  const std::string path = expand_environment(file);
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    return std::unexpected(Error{Errc::config, "the file with the secret cannot be read", Where{path, 0, 0}});
  }
  std::string line;
  while (std::getline(in, line)) {
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) {
      line.pop_back();
    }
    if (line.size() > most_secret) {
      return std::unexpected(Error{Errc::config, "a secret has at most 4,096 characters", Where{path, 0, 0}});
    }
    if (!line.empty() && !line.starts_with('#')) {
      return line;
    }
  }
  return std::unexpected(Error{Errc::config, "there is no secret in this file", Where{path, 0, 0}});
}

Result<std::unique_ptr<Channel>> make_channel(const config::Receiver& receiver, const ChannelTools& tools) {
  if (receiver.kind == "webhook") {
    TRY(Secrets secrets, load_secrets(receiver.secret_file));
    return std::make_unique<WebhookChannel>(receiver, tools, std::move(secrets));
  }
  std::string secret;
  if (!receiver.secret_file.empty()) {
    TRY(secret, load_secret_line(receiver.secret_file));
  }
  if (receiver.kind == "email") {
    return make_mail_channel(receiver, tools, std::move(secret));
  }
  if (receiver.kind == "telegram") {
    return std::make_unique<TelegramChannel>(receiver, tools, std::move(secret));
  }
  if (receiver.kind == "matrix") {
    return std::make_unique<MatrixChannel>(receiver, tools, std::move(secret));
  }
  if (receiver.kind == "alertmanager") {
    return std::make_unique<AlertmanagerChannel>(receiver, tools, std::move(secret));
  }
  if (receiver.kind == "json_feed") {
    if (secret.size() < least_feed_key) {
      return fail(Errc::config,
                  "the key of a feed has at least 24 characters, since whoever has it can read");
    }
    return std::make_unique<FeedChannel>();
  }
  return std::make_unique<HookChannel>(receiver, tools, std::move(secret));
}

}  // namespace qw::alerts
