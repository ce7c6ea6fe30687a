#pragma once

#include "base/clock.hpp"
#include "model/work.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// How much people are told of at once. What is beyond it is not dropped: it is told together.
namespace qw::alerts {

/// A bucket of ten, one more each minute. Not for several threads.
class Budget {
 public:
  explicit Budget(Time now) : last_(now) {}
  /// How many messages may go now.
  std::size_t places(Time now);
  void take() { saved_ -= one; }
  /// When there is a place again.
  Time next() const;

 private:
  Millis saved_ = most;  ///< a minute is one message
  Time last_;

  static constexpr Millis one = std::chrono::minutes(1);
  static constexpr Millis most = 10 * one;
};

/// Kinds that a person reads as they come; programs, feeds and Alertmanagers take what there is.
bool is_for_people(std::string_view kind);
/// News of a case that is as good beside others. A verdict, a correction and what concerns the service go by
/// themselves: whoever got the first message must find the last.
bool may_be_summed(const model::OutboxEntry& entry);
/// The one message for all of these, of one receiver. `lines`: a headline for each, in the receiver's words.
/// Its id follows from theirs. `desk`: the queue's address, "" = none.
model::OutboxEntry summary_of(const std::vector<model::OutboxEntry>& entries,
                              const std::vector<std::string>& lines, const std::string& desk, Time now);

}  // namespace qw::alerts
