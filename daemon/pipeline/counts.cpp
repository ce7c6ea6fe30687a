#include "daemon/pipeline/counts.hpp"

#include <chrono>
#include <vector>

namespace qw::pipeline {
namespace {

const std::vector<double> second_bounds{0.0005, 0.002, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30, 60};
const std::vector<double> delay_bounds{10, 30, 60, 120, 300, 600, 1800, 3600, 21600};

}  // namespace

Counts::Counts(metrics::Registry& registry)
    : in_flight(registry.gauge("quotewatch_pages_in_flight", "Pages between fetch and store")),
      bytes_in_flight(
          registry.gauge("quotewatch_in_flight_bytes", "Bytes of the pages between fetch and store")),
      waiting(registry.gauge("quotewatch_due_waiting", "Due tasks that wait for the turn of their host")),
      queued(registry.gauge("quotewatch_articles_queued", "Articles that wait for the engines")),
      paused(registry.gauge("quotewatch_crawl_paused", "1 while nothing is fetched")),
      frontier(registry.gauge("quotewatch_frontier_tasks", "Tasks in the frontier")),
      open_breakers(registry.gauge("quotewatch_hosts_resting", "Hosts that are left alone after failures")),
      disk_free(registry.gauge("quotewatch_disk_free_bytes", "Free space where the store lies")),
      store_read_only(registry.gauge("quotewatch_store_read_only", "1 after a write error of the store")),
      registry_(registry) {}

void Counts::prepare(const std::vector<model::Pattern>& patterns) {
  registry_.counter("quotewatch_fetch_total", "Requests by how they ended", {{"result", "200"}});
  registry_.counter("quotewatch_fetch_bytes_total", "Bytes of bodies on the wire");
  registry_.histogram("quotewatch_fetch_duration_seconds", "From the request to the whole answer",
                      second_bounds);
  registry_.histogram("quotewatch_detection_delay_seconds", "From the stated publication to the case",
                      delay_bounds);
  for (const std::string_view state : {"read", "unseen", "unchanged"}) {
    registry_.counter("quotewatch_articles_total", "Articles by what became of them",
                      {{"state", std::string(state)}});
  }
  for (const std::string_view language : {"ru", "uk"}) {
    quotes(language, 0);
  }
  for (const std::string_view what : {"new", "known", "foreign"}) {
    links(what, 0);
  }
  for (const std::string_view each : {"fetch", "list", "parse", "quotes", "match", "store"}) {
    registry_.histogram("quotewatch_stage_duration_seconds", "Time spent on one page in each stage",
                        second_bounds, {{"stage", std::string(each)}});
  }
  registry_.counter("quotewatch_lying_validators_total", "Lists that changed while their validators did not");
  for (const model::Pattern& pattern : patterns) {
    registry_.counter("quotewatch_matches_total", "Decisions",
                      {{"pattern", pattern.id}, {"outcome", "alert"}});
  }
}

void Counts::fetched(std::string_view result, std::optional<double> seconds, std::uint64_t bytes) {
  registry_.counter("quotewatch_fetch_total", "Requests by how they ended", {{"result", std::string(result)}})
      .add();
  registry_.counter("quotewatch_fetch_bytes_total", "Bytes of bodies on the wire").add(bytes);
  if (seconds) {
    registry_
        .histogram("quotewatch_fetch_duration_seconds", "From the request to the whole answer", second_bounds)
        .observe(*seconds);
  }
}

void Counts::article(std::string_view state) {
  registry_
      .counter("quotewatch_articles_total", "Articles by what became of them",
               {{"state", std::string(state)}})
      .add();
}

void Counts::quotes(std::string_view language, std::size_t n) {
  registry_
      .counter("quotewatch_quotes_total", "Quotes of officials",
               {{"lang", language.empty() ? "unknown" : std::string(language)}})
      .add(n);
}

void Counts::decision(std::string_view pattern, std::string_view outcome) {
  registry_
      .counter("quotewatch_matches_total", "Decisions",
               {{"pattern", std::string(pattern)}, {"outcome", std::string(outcome)}})
      .add();
}

void Counts::links(std::string_view what, std::size_t n) {
  registry_.counter("quotewatch_links_total", "Entries of polled lists", {{"state", std::string(what)}})
      .add(n);
}

void Counts::detection_delay(double seconds) {
  registry_
      .histogram("quotewatch_detection_delay_seconds", "From the stated publication to the case",
                 delay_bounds)
      .observe(seconds);
}

void Counts::lying_validators() {
  registry_.counter("quotewatch_lying_validators_total", "Lists that changed while their validators did not")
      .add();
}

void Counts::stage(std::string_view stage, double seconds) {
  registry_
      .histogram("quotewatch_stage_duration_seconds", "Time spent on one page in each stage", second_bounds,
                 {{"stage", std::string(stage)}})
      .observe(seconds);
}

}  // namespace qw::pipeline
