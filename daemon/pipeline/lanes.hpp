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
/// else, and a host with thousands of links cannot fill the memory. Lists and pages of a host have room of
/// their own and take turns when both wait: where the delay is longer than the poll interval, lists alone
/// would else take every turn, and where pages pile up, no list would find room. Pure bookkeeping; one
/// thread.
class Lanes {
 public:
  Lanes(std::size_t most_in_all, std::size_t most_a_host)
      : most_in_all_(most_in_all), most_a_host_(most_a_host) {}

  enum class Offer : std::uint8_t { opened, joined, full };
  /// `opened`: the first of its host, somebody has to begin to serve the lane. `full`: not taken; a host has
  /// room for `most_a_host` pages and as many lists.
  Offer offer(model::Task task);
  /// The most urgent task of the lane (priority, lists before pages, due), but no second list while a page
  /// waits; empty: the lane is closed now.
  std::optional<model::Task> next(const std::string& host);
  std::size_t waiting() const { return waiting_; }
  std::size_t waiting_at(const std::string& host) const;
  std::size_t room() const { return most_in_all_ - std::min(waiting_, most_in_all_); }
  std::size_t open() const { return lanes_.size(); }

 private:
  std::size_t most_in_all_, most_a_host_;
  std::size_t waiting_ = 0;
  struct Lane {
    std::vector<model::Task> lists, pages;  ///< heaps
    bool list_was_last = false;
  };
  std::map<std::string, Lane> lanes_;
};

}  // namespace qw::pipeline
