#pragma once

#include "base/metrics.hpp"
#include "model/pattern.hpp"
#include "model/work.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace qw::pipeline {

/// The metrics of the line; names and meanings in docs/ops.md.
class Counts {
 public:
  explicit Counts(metrics::Registry& registry);

  /// Makes the series that would else appear with their first event, so that a rule on them can be tried.
  void prepare(const std::vector<model::Pattern>& patterns);
  void fetched(std::string_view result, double seconds, std::uint64_t bytes);
  void article(std::string_view state);
  void quotes(std::string_view language, std::size_t n);
  void decision(std::string_view pattern, std::string_view outcome);
  void links(std::string_view what, std::size_t n);
  void detection_delay(double seconds);
  /// Stages: fetch, parse, quotes, match, store.
  void stage(std::string_view stage, double seconds);

  metrics::Gauge& in_flight;
  metrics::Gauge& bytes_in_flight;
  metrics::Gauge& waiting;
  metrics::Gauge& queued;
  metrics::Gauge& paused;
  metrics::Gauge& frontier;
  metrics::Gauge& open_breakers;
  metrics::Gauge& disk_free;
  metrics::Gauge& store_read_only;

 private:
  metrics::Registry& registry_;
};

}  // namespace qw::pipeline
