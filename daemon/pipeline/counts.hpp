#pragma once

#include "base/metrics.hpp"
#include "base/stopwatch.hpp"
#include "model/pattern.hpp"
#include "model/work.hpp"

#include <cstdint>
#include <optional>
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
  /// `seconds`: from the request to the whole answer, when there was one.
  void fetched(std::string_view result, std::optional<double> seconds, std::uint64_t bytes);
  void article(std::string_view state);
  void quotes(std::string_view language, std::size_t n);
  void decision(std::string_view pattern, std::string_view outcome);
  void links(std::string_view what, std::size_t n);
  void detection_delay(double seconds);
  void lying_validators();
  /// Stages: fetch, list, parse, quotes, match, store. Any thread.
  void stage(std::string_view stage, double seconds);
  /// Times a stage from here to the end of the scope, where the work is done and not where it is waited for.
  class Watch {
   public:
    Watch(Counts& counts, std::string_view stage) : counts_(counts), stage_(stage) {}
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;
    ~Watch() { counts_.stage(stage_, watch_.seconds()); }

   private:
    Counts& counts_;
    std::string_view stage_;
    Stopwatch watch_;
  };

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
