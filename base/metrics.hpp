#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Counters, gauges and histograms in Prometheus's text form. Names: docs/ops.md.
/// Threads: all; a metric that was handed out is used without a lock and lives as long as the registry.
namespace qw::metrics {

using Labels = std::vector<std::pair<std::string, std::string>>;

class Counter {
 public:
  void add(std::uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
  std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

class Gauge {
 public:
  void set(double value) { value_.store(value, std::memory_order_relaxed); }
  double value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<double> value_{0};
};

class Histogram {
 public:
  explicit Histogram(std::vector<double> bounds);
  void observe(double value);
  const std::vector<double>& bounds() const { return bounds_; }
  std::uint64_t count_in(std::size_t bucket) const {
    return buckets_[bucket].load(std::memory_order_relaxed);
  }
  double sum() const { return sum_.load(std::memory_order_relaxed); }

 private:
  std::vector<double> bounds_;                             ///< upper, rising; +Inf is added
  std::unique_ptr<std::atomic<std::uint64_t>[]> buckets_;  ///< one more than bounds
  std::atomic<double> sum_{0};
};

class Registry {
 public:
  /// The metric of that name and those labels; made at the first call. `help` of the first call stays.
  /// A name beyond 2,000 label sets gives a common one labelled "other": labels must not grow without bound.
  Counter& counter(std::string_view name, std::string_view help, const Labels& labels = {});
  Gauge& gauge(std::string_view name, std::string_view help, const Labels& labels = {});
  Histogram& histogram(std::string_view name, std::string_view help, const std::vector<double>& bounds,
                       const Labels& labels = {});
  /// Run before each rendering, to set gauges that are read from elsewhere. Not under the registry's lock.
  void before_render(std::function<void()> collect);
  /// The whole text, families by name. Content type "text/plain; version=0.0.4".
  std::string render();

 private:
  enum class Kind : std::uint8_t { counter, gauge, histogram };
  struct Family {
    Kind kind = Kind::counter;
    std::string help;
    std::map<Labels, std::unique_ptr<Counter>> counters;
    std::map<Labels, std::unique_ptr<Gauge>> gauges;
    std::map<Labels, std::unique_ptr<Histogram>> histograms;
  };
  Family& family(std::string_view name, std::string_view help, Kind kind);
  static void render_family(std::string& out, const std::string& name, const Family& family);

  std::mutex mutex_;
  std::map<std::string, Family, std::less<>> families_;
  std::vector<std::function<void()>> collectors_;
};

}  // namespace qw::metrics
