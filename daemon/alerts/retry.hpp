#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "model/work.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// What follows from one try. Pure: chance and time are arguments.
namespace qw::alerts {

/// What becomes of a message.
enum class Fate : std::uint8_t {
  delivered,
  later,    ///< tried to the end of the schedule
  refused,  ///< tried three times
  never,    ///< this message is given up
  gone,     ///< and nothing more is sent to the receiver until a person says so
};

/// How a receiver answered, or why it could not.
struct Answer {
  int status = 0;  ///< 0 = no answer
  std::string retry_after = {};
  std::optional<Error> error = {};
  std::optional<Fate> fate = {};    ///< what the channel knows better than the status alone says
  std::string problem = {};         ///< for people, with the remedy; "" = what follows from the status
  std::optional<Millis> wait = {};  ///< asked for in the body of the answer
};

struct Outcome {
  model::Delivery delivery;       ///< state, tries, due and last_problem as they are to be stored
  bool receiver_is_gone = false;  ///< nothing more is sent there until a person says so
};

/// Waits between the tries: `first` · 1, 60, 360, 1 440, 3 600, 7 200, 10 080, 14 400, 17 280, with 5 s first
/// the schedule of Standard Webhooks (75.6 h in all); each ± 20 % by `chance` in [0, 1). A Retry-After of at
/// most 6 h wins. 2xx is sent, 408 425 429 5xx and no answer are tried to the end of the schedule, other 4xx
/// three times, 3xx never again: a redirect is not followed. A fate that the channel gives stands above that.
Outcome outcome_of(model::OutboxEntry entry, const Answer& answer, Time now, Millis first, double chance);

/// Seconds or an HTTP date; negative, past and anything else is nothing; at most 6 h.
std::optional<Millis> read_retry_after(std::string_view value, Time now);

}  // namespace qw::alerts
