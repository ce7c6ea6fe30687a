#include "daemon/alerts/sender.hpp"

#include "base/log.hpp"
#include "daemon/alerts/retry.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace qw::alerts {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t most_in_memory = 32;
constexpr Millis idle = 60s;
constexpr Millis usual_first = 5s;
constexpr Millis probe_every = 5min;
constexpr int failures_that_open_the_circuit = 5;
constexpr Millis answer_within = 20s;
constexpr std::uint64_t most_answer_bytes = 64U << 10U;

}  // namespace

Sender::Sender(asio::any_io_executor executor, const Clock& clock, Outbox& outbox, fetch::Fetcher& fetcher,
               config::Receiver receiver, Secrets secrets, std::function<double()> chance)
    : clock_(clock),
      outbox_(outbox),
      fetcher_(fetcher),
      receiver_(std::move(receiver)),
      secrets_(std::move(secrets)),
      chance_(std::move(chance)),
      wake_(executor) {}

Millis Sender::scaled(Millis of_the_usual) const {
  return of_the_usual * receiver_.retry_first.count() / usual_first.count();
}

asio::awaitable<void> Sender::run() {
  for (;;) {
    const Millis wait = co_await send_due();
    co_await wake_.wait(wait);
  }
}

asio::awaitable<Millis> Sender::send_due() {
  const Result<std::string> disabled = co_await outbox_.disabled(receiver_.id);
  if (!disabled || !disabled->empty()) {
    co_return idle;
  }
  for (;;) {
    const Time now = clock_.now();
    if (now < not_before_) {
      co_return std::min<Millis>(not_before_ - now, idle);
    }
    Result<std::vector<model::OutboxEntry>> due = co_await outbox_.due(receiver_.id, now, most_in_memory);
    if (!due) {
      log::warning("outbox", {{"receiver", receiver_.id}, {"problem", due.error().text()}});
      co_return idle;
    }
    if (due->empty()) {
      break;
    }
    for (model::OutboxEntry& entry : *due) {
      const bool go_on = co_await send_one(std::move(entry));
      if (!go_on) {
        co_return std::clamp<Millis>(not_before_ - clock_.now(), 10ms, idle);
      }
    }
  }
  const Result<std::optional<Time>> next = co_await outbox_.next(receiver_.id);
  const std::optional<Time> due_next = next ? *next : std::nullopt;
  co_return due_next ? std::clamp<Millis>(*due_next - clock_.now(), 10ms, idle) : idle;
}

asio::awaitable<bool> Sender::send_one(model::OutboxEntry entry) {
  fetch::Request request;
  request.url = receiver_.url;
  request.purpose = fetch::Purpose::receiver;
  request.method = "POST";
  request.headers = signed_headers(entry.id, clock_.now(), entry.payload, secrets_);
  request.headers.emplace_back("Content-Type", "application/json");
  request.body = entry.payload;
  request.allowed_address = receiver_.address;
  request.most_wire_bytes = most_answer_bytes;
  request.total_timeout = answer_within;
  const Result<fetch::Response> response = co_await fetcher_.fetch(std::move(request));
  Answer answer;
  if (response) {
    answer.status = response->status;
    answer.retry_after = response->header("Retry-After");
  } else if (response.error().code == Errc::cancelled) {
    co_return false;  // we are stopping; the entry stays due
  } else {
    answer.error = response.error();
  }
  const Time now = clock_.now();
  Outcome outcome = outcome_of(std::move(entry), answer, now, receiver_.retry_first, chance_());
  const model::Delivery& delivery = outcome.delivery;
  const bool sent = delivery.state == model::DeliveryState::sent;
  log::event(sent ? log::Level::info : log::Level::warning, "delivery",
             {{"receiver", receiver_.id},
              {"event", delivery.entry.event},
              {"case", delivery.entry.case_id},
              {"id", delivery.entry.id},
              {"state", model::name_of(delivery.state)},
              {"try", delivery.entry.tries},
              {"problem", delivery.entry.last_problem}});
  if (sent) {
    ++counts_.sent;
    counts_.last_sent = now;
    failures_in_a_row_ = 0;
  } else {
    delivery.state == model::DeliveryState::dead ? ++counts_.dead : ++counts_.failed;
    ++failures_in_a_row_;
  }
  const bool gone = outcome.receiver_is_gone;
  const std::string problem = delivery.entry.last_problem;
  const Result<> recorded = co_await outbox_.finish(std::move(outcome.delivery));
  if (!recorded) {
    log::error("delivery.record", {{"receiver", receiver_.id}, {"problem", recorded.error().text()}});
    not_before_ = clock_.now() + scaled(usual_first);  // else the message would go out again at once
    co_return false;
  }
  if (gone) {
    const Result<> noted = co_await outbox_.disable(receiver_.id, problem);
    if (!noted) {
      log::error("receiver.disable", {{"receiver", receiver_.id}, {"problem", noted.error().text()}});
    }
    not_before_ = clock_.now() + idle;
    co_return false;
  }
  if (failures_in_a_row_ >= failures_that_open_the_circuit) {
    not_before_ = clock_.now() + scaled(probe_every);
    co_return false;
  }
  co_return true;
}

}  // namespace qw::alerts
