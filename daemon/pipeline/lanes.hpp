#pragma once

#include "base/clock.hpp"
#include "model/work.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace qw::pipeline {

/// What is due, by host: each host's tasks stand in a line of their own, so that a slow host holds up nobody
/// else, and a host with thousands of links cannot fill the memory. Pure bookkeeping; one thread.
class Lanes {
 public:
  Lanes(std::size_t most_in_all, std::size_t most_a_host)
      : most_in_all_(most_in_all), most_a_host_(most_a_host) {}

  enum class Offer : std::uint8_t { opened, joined, full };
  /// `opened`: the first of its host, somebody has to begin to serve the lane. `full`: not taken.
  Offer offer(model::Task task);
  /// The most urgent task of the lane (priority, then due); empty: the lane is closed now.
  std::optional<model::Task> next(const std::string& host);
  std::size_t waiting() const { return waiting_; }
  std::size_t waiting_at(const std::string& host) const;
  std::size_t room() const { return most_in_all_ - std::min(waiting_, most_in_all_); }
  std::size_t open() const { return lanes_.size(); }

 private:
  std::size_t most_in_all_, most_a_host_;
  std::size_t waiting_ = 0;
  std::map<std::string, std::vector<model::Task>> lanes_;
};

}  // namespace qw::pipeline
