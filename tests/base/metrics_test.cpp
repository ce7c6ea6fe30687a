#include "base/metrics.hpp"

#include <doctest/doctest.h>

using qw::metrics::Registry;

TEST_CASE("counters, gauges and histograms render in the text form, families by name") {
  Registry registry;
  registry.counter("quotewatch_fetch_total", "Fetches by result.", {{"result", "ok"}}).add(3);
  registry.counter("quotewatch_fetch_total", "ignored", {{"result", "ok"}}).add();
  registry.gauge("quotewatch_disk_free_bytes", "Free bytes.").set(12.5);
  auto& h = registry.histogram("quotewatch_http_request_duration_seconds", "Answer time.", {0.1, 1});
  h.observe(0.1);
  h.observe(0.5);
  h.observe(7);
  CHECK(registry.render() ==
        "# HELP quotewatch_disk_free_bytes Free bytes.\n# TYPE quotewatch_disk_free_bytes gauge\n"
        "quotewatch_disk_free_bytes 12.5\n"
        "# HELP quotewatch_fetch_total Fetches by result.\n# TYPE quotewatch_fetch_total counter\n"
        "quotewatch_fetch_total{result=\"ok\"} 4\n"
        "# HELP quotewatch_http_request_duration_seconds Answer time.\n"
        "# TYPE quotewatch_http_request_duration_seconds histogram\n"
        "quotewatch_http_request_duration_seconds_bucket{le=\"0.1\"} 1\n"
        "quotewatch_http_request_duration_seconds_bucket{le=\"1\"} 2\n"
        "quotewatch_http_request_duration_seconds_bucket{le=\"+Inf\"} 3\n"
        "quotewatch_http_request_duration_seconds_sum 7.6\n"
        "quotewatch_http_request_duration_seconds_count 3\n");
}

TEST_CASE("label values are escaped, and label sets do not grow without bound") {
  Registry registry;
  registry.counter("c_total", "x", {{"outlet", "a\"b\\c\nd"}}).add();
  CHECK(registry.render().find("c_total{outlet=\"a\\\"b\\\\c\\nd\"} 1") != std::string::npos);
  for (int i = 0; i < 3000; ++i) {
    registry.counter("many_total", "x", {{"outlet", std::to_string(i)}}).add();
  }
  CHECK(registry.render().find("many_total{outlet=\"other\"} 1000") != std::string::npos);
}

TEST_CASE("collectors run before each rendering") {
  Registry registry;
  auto& gauge = registry.gauge("g", "x");
  registry.before_render([&] { gauge.set(gauge.value() + 1); });
  CHECK(registry.render().find("g 1\n") != std::string::npos);
  CHECK(registry.render().find("g 2\n") != std::string::npos);
}
