#include "base/version.hpp"
#include "daemon/api/api.hpp"

#include <algorithm>
#include <filesystem>

// Metrics that are read from the store when somebody asks, not counted on the way.
namespace qw::api {
namespace {

constexpr std::size_t page_rows = 200;
constexpr std::size_t most_pages = 10;  // a scrape must stay short: beyond 2,000 rows the figure stands still

void collect_cases(Services& services) {
  double oldest = 0;
  for (const auto& [state, name] : model::names_of(model::CaseState{})) {
    if (state == model::CaseState::decided) {
      continue;  // grows for ever and says nothing about the work
    }
    store::CaseFilter filter;
    filter.state = state;
    std::string cursor;
    double count = 0;
    for (std::size_t page = 0; page < most_pages; ++page) {
      const auto rows = services.store.cases(filter, page_rows, cursor);
      if (!rows) {
        return;
      }
      count += static_cast<double>(rows->rows.size());
      if (state == model::CaseState::new_ || state == model::CaseState::reopened) {
        for (const model::Case& each : rows->rows) {
          oldest =
              std::max(oldest, std::chrono::duration<double>(services.clock.now() - each.opened).count());
        }
      }
      cursor = rows->cursor;
      if (cursor.empty()) {
        break;
      }
    }
    services.metrics.gauge("quotewatch_case_state", "Open cases by state.", {{"state", std::string(name)}})
        .set(count);
  }
  services.metrics
      .gauge("quotewatch_case_oldest_unclaimed_seconds", "Age of the oldest case that nobody claimed.")
      .set(oldest);
}

void collect_deliveries(Services& services) {
  const auto config = services.config();
  for (const config::Receiver& receiver : config->receivers) {
    const metrics::Labels labels{{"dest", receiver.id}};
    double pending = 0;
    double dead = 0;
    double age = 0;
    for (const auto state : {model::DeliveryState::pending, model::DeliveryState::dead}) {
      const auto rows = services.store.deliveries(state, page_rows * most_pages, "");
      if (!rows) {
        return;
      }
      for (const model::Delivery& each : rows->rows) {
        if (each.entry.receiver != receiver.id) {
          continue;
        }
        (state == model::DeliveryState::dead ? dead : pending) += 1;
        if (state == model::DeliveryState::pending) {
          age = std::max(age, std::chrono::duration<double>(services.clock.now() - each.entry.made).count());
        }
      }
    }
    services.metrics.gauge("quotewatch_outbox_pending", "Messages that wait for delivery.", labels)
        .set(pending);
    services.metrics
        .gauge("quotewatch_outbox_oldest_seconds", "Age of the oldest message that waits.", labels)
        .set(age);
    services.metrics.gauge("quotewatch_dead_letters", "Messages that were given up.", labels).set(dead);
  }
}

void collect_sources(Services& services) {
  const auto states = services.store.outlet_states();
  if (!states) {
    return;
  }
  std::map<std::string, Time> newest;
  for (const model::OutletState& state : *states) {
    if (state.last_success) {
      newest[state.outlet] = std::max(newest[state.outlet], *state.last_success);
    }
  }
  for (const auto& [outlet, time] : newest) {
    services.metrics
        .gauge("quotewatch_source_last_success_timestamp_seconds", "When the outlet last answered well.",
               {{"source", outlet}})
        .set(static_cast<double>(time.time_since_epoch().count()) / 1000);
  }
}

void collect_machine(Services& services) {
  const store::Health health = services.store.health();
  services.metrics.gauge("quotewatch_store_read_only", "1 when the store takes no writes.")
      .set(health.read_only ? 1 : 0);
  services.metrics.gauge("quotewatch_store_damaged", "1 when damaged data was met since the start.")
      .set(health.damage.empty() ? 0 : 1);
  services.metrics.gauge("quotewatch_disk_free_bytes", "Free bytes where the store lies.")
      .set(static_cast<double>(health.free_bytes));
  services.metrics.gauge("quotewatch_audit_head_seq", "Number of the newest audit record.")
      .set(static_cast<double>(health.audit_seq));
  std::error_code ignored;
  const auto descriptors = std::filesystem::directory_iterator("/proc/self/fd", ignored);
  services.metrics.gauge("quotewatch_open_fds", "Open file descriptors.")
      .set(ignored ? 0 : static_cast<double>(std::distance(begin(descriptors), end(descriptors))));
}

}  // namespace

void Api::add_collector() {
  services_.metrics
      .gauge("quotewatch_build_info", "1, labelled with the version.", {{"version", std::string(version)}})
      .set(1);
  services_.metrics.before_render([this] {
    collect_cases(services_);
    collect_deliveries(services_);
    collect_sources(services_);
    collect_machine(services_);
  });
}

}  // namespace qw::api
