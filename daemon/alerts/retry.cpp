#include "daemon/alerts/retry.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <ctime>
#include <utility>

namespace qw::alerts {
namespace {

constexpr auto schedule = std::to_array<int>({1, 60, 360, 1440, 3600, 7200, 10080, 14400, 17280});
constexpr std::chrono::seconds most_retry_after = std::chrono::hours(6);
constexpr int most_tries_of_a_refusal = 3;

bool slow_down_or_broken(int status) {
  return status == 0 || status == 408 || status == 425 || status == 429 || status >= 500;
}

Fate fate_of(const Answer& answer) {
  if (answer.fate) {
    return *answer.fate;
  }
  if (answer.status >= 200 && answer.status < 300) {
    return Fate::delivered;
  }
  if (answer.status == 410) {
    return Fate::gone;
  }
  if (answer.status >= 300 && answer.status < 400) {
    return Fate::never;
  }
  const bool a_guard = answer.error && answer.error->code == Errc::refused;
  return slow_down_or_broken(answer.status) && !a_guard ? Fate::later : Fate::refused;
}

std::string in_words(const Answer& answer) {
  if (!answer.problem.empty()) {
    return answer.problem;
  }
  if (answer.error) {
    return answer.error->what;
  }
  if (answer.status >= 300 && answer.status < 400) {
    return "answered " + std::to_string(answer.status) +
           ": redirects are not followed; set the final address of the receiver";
  }
  if (answer.status == 410) {
    return "answered 410: the receiver is gone; nothing more is sent to it until it is enabled again";
  }
  return "answered " + std::to_string(answer.status);
}

}  // namespace

std::optional<Millis> read_retry_after(std::string_view value, Time now) {
  long seconds = 0;
  const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), seconds);
  Millis wait{0};
  if (problem == std::errc() && end == value.data() + value.size()) {
    if (seconds < 0) {
      return std::nullopt;
    }
    wait = std::chrono::seconds(std::min<long>(seconds, most_retry_after.count()));
  } else {
    std::tm parts{};
    const std::string text(value);
    const char* rest = strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    if (rest == nullptr || *rest != '\0') {
      return std::nullopt;
    }
    const Time at{std::chrono::seconds(timegm(&parts))};
    if (at <= now) {
      return std::nullopt;
    }
    wait = at - now;
  }
  return std::min<Millis>(wait, most_retry_after);
}

Outcome outcome_of(model::OutboxEntry entry, const Answer& answer, Time now, Millis first, double chance) {
  Outcome outcome;
  model::Delivery& delivery = outcome.delivery;
  delivery.http_status = answer.status;
  ++entry.tries;
  const auto finish = [&](model::DeliveryState state) {
    delivery.state = state;
    delivery.finished = now;
    delivery.entry = std::move(entry);
    return std::move(outcome);
  };
  const Fate fate = fate_of(answer);
  if (fate == Fate::delivered) {
    entry.last_problem.clear();
    return finish(model::DeliveryState::sent);
  }
  entry.last_problem = in_words(answer);
  outcome.receiver_is_gone = fate == Fate::gone;
  const int most_tries =
      fate == Fate::later ? static_cast<int>(schedule.size()) + 1 : most_tries_of_a_refusal;
  if (fate == Fate::gone || fate == Fate::never || entry.tries >= most_tries) {
    return finish(model::DeliveryState::dead);
  }
  const auto step = static_cast<std::size_t>(std::clamp(entry.tries, 1, static_cast<int>(schedule.size())));
  const double spread = 0.8 + 0.4 * chance;
  const Millis by_schedule{
      static_cast<Millis::rep>(static_cast<double>((first * schedule.at(step - 1)).count()) * spread)};
  const auto asked = answer.wait ? answer.wait : read_retry_after(answer.retry_after, now);
  entry.due = now + (asked ? std::min<Millis>(*asked, most_retry_after) : by_schedule);
  delivery.state = model::DeliveryState::pending;
  delivery.entry = std::move(entry);
  return outcome;
}

}  // namespace qw::alerts
