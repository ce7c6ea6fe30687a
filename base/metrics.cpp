#include "base/metrics.hpp"

#include "base/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace qw::metrics {
namespace {

constexpr std::size_t most_label_sets = 2000;

std::string escaped(std::string_view text, bool in_label) {
  std::string out;
  for (const char c : text) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '"' && in_label) {
      out += "\\\"";
    } else {
      out += c;
    }
  }
  return out;
}

std::string label_text(const Labels& labels, const std::string& more = "") {
  std::string out;
  for (const auto& [key, value] : labels) {
    out += fmt::format("{}{}=\"{}\"", out.empty() ? "" : ",", key, escaped(value, true));
  }
  if (!more.empty()) {
    out += (out.empty() ? "" : ",") + more;
  }
  return out.empty() ? "" : "{" + out + "}";
}

std::string number(double value) {
  if (std::isinf(value)) {
    return value > 0 ? "+Inf" : "-Inf";
  }
  return fmt::format("{}", value);
}

template <class M, class Make>
M& found_or_made(std::map<Labels, std::unique_ptr<M>>& of, Labels labels, Make make) {
  if (const auto found = of.find(labels); found != of.end()) {
    return *found->second;
  }
  if (of.size() >= most_label_sets) {
    for (auto& label : labels) {
      label.second = "other";
    }
  }
  std::unique_ptr<M>& place = of[std::move(labels)];
  if (!place) {
    place = make();
  }
  return *place;
}

}  // namespace

Histogram::Histogram(std::vector<double> bounds)
    : bounds_(std::move(bounds)),
      buckets_(std::make_unique<std::atomic<std::uint64_t>[]>(bounds_.size() + 1)) {}

void Histogram::observe(double value) {
  const auto bucket = std::ranges::lower_bound(bounds_, value) - bounds_.begin();
  buckets_[static_cast<std::size_t>(bucket)].fetch_add(1, std::memory_order_relaxed);
  sum_.fetch_add(value, std::memory_order_relaxed);
}

Registry::Family& Registry::family(std::string_view name, std::string_view help, Kind kind) {
  const auto found = families_.find(name);
  if (found != families_.end()) {
    QW_CHECK(found->second.kind == kind, "a metric's name has one kind");
    return found->second;
  }
  Family made;
  made.kind = kind;
  made.help = help;
  return families_.emplace(std::string(name), std::move(made)).first->second;
}

Counter& Registry::counter(std::string_view name, std::string_view help, const Labels& labels) {
  const std::scoped_lock lock(mutex_);
  return found_or_made(family(name, help, Kind::counter).counters, labels,
                       [] { return std::make_unique<Counter>(); });
}

Gauge& Registry::gauge(std::string_view name, std::string_view help, const Labels& labels) {
  const std::scoped_lock lock(mutex_);
  return found_or_made(family(name, help, Kind::gauge).gauges, labels,
                       [] { return std::make_unique<Gauge>(); });
}

Histogram& Registry::histogram(std::string_view name, std::string_view help,
                               const std::vector<double>& bounds, const Labels& labels) {
  const std::scoped_lock lock(mutex_);
  return found_or_made(family(name, help, Kind::histogram).histograms, labels,
                       [&] { return std::make_unique<Histogram>(bounds); });
}

void Registry::before_render(std::function<void()> collect) {
  const std::scoped_lock lock(mutex_);
  collectors_.push_back(std::move(collect));
}

void Registry::render_family(std::string& out, const std::string& name, const Family& family) {
  constexpr std::string_view kinds[] = {"counter", "gauge", "histogram"};
  out += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, escaped(family.help, false), name,
                     kinds[static_cast<std::size_t>(family.kind)]);
  for (const auto& [labels, counter] : family.counters) {
    out += fmt::format("{}{} {}\n", name, label_text(labels), counter->value());
  }
  for (const auto& [labels, gauge] : family.gauges) {
    out += fmt::format("{}{} {}\n", name, label_text(labels), number(gauge->value()));
  }
  for (const auto& [labels, histogram] : family.histograms) {
    std::uint64_t so_far = 0;
    for (std::size_t i = 0; i <= histogram->bounds().size(); ++i) {
      so_far += histogram->count_in(i);
      const std::string bound = i < histogram->bounds().size() ? number(histogram->bounds()[i]) : "+Inf";
      out += fmt::format("{}_bucket{} {}\n", name, label_text(labels, "le=\"" + bound + "\""), so_far);
    }
    out += fmt::format("{}_sum{} {}\n{}_count{} {}\n", name, label_text(labels), number(histogram->sum()),
                       name, label_text(labels), so_far);
  }
}

std::string Registry::render() {
  std::vector<std::function<void()>> collectors;
  {
    const std::scoped_lock lock(mutex_);
    collectors = collectors_;
  }
  for (const auto& collect : collectors) {
    collect();
  }
  const std::scoped_lock lock(mutex_);
  std::string out;
  for (const auto& [name, family] : families_) {
    render_family(out, name, family);
  }
  return out;
}

}  // namespace qw::metrics
