#include "daemon/api/api.hpp"
#include "daemon/api/request_rules.hpp"
#include "daemon/api/searches.hpp"
#include "daemon/api/tokens.hpp"
#include "tests/daemon/cases/sample.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

/// Answers of the API and the desk over a store with many cases, handler by handler, without sockets.
/// api_bench [CASES [REQUESTS [FOLDER]]]: the folder is made, used and removed.
using namespace qw;

namespace {

using Steady = std::chrono::steady_clock;

constexpr std::size_t officials = 40;
constexpr std::size_t patterns_each = 5;
constexpr std::size_t outlets = 200;
constexpr std::size_t cases_a_batch = 500;

template <class T>
T must(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "api_bench: %s\n", result.error().text().c_str());
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) {
    return *std::move(result);
  }
}

std::shared_ptr<config::Config> configuration() {
  auto out = std::make_shared<config::Config>();
  for (std::size_t i = 0; i < officials; ++i) {
    model::Official official;
    official.id = "official-" + std::to_string(i);
    official.name = "Official Number " + std::to_string(i);
    out->officials.push_back(official);
    for (std::size_t k = 0; k < patterns_each; ++k) {
      model::Pattern pattern = test::pattern();
      pattern.id = "pattern-" + std::to_string(i) + "-" + std::to_string(k);
      pattern.official = official.id;
      pattern.title = "Attribution " + std::to_string(k) + " of " + official.name;
      out->patterns.push_back(pattern);
    }
  }
  for (std::size_t i = 0; i < outlets; ++i) {
    model::Outlet outlet;
    outlet.id = "outlet-" + std::to_string(i);
    outlet.name = "Outlet " + std::to_string(i);
    outlet.publisher = "publisher-" + std::to_string(i / 3);
    outlet.zone = "Europe/Kyiv";
    out->outlets.push_back(outlet);
  }
  return out;
}

/// Most of the past is decided; the newest fifth is still open. Two copies each, one in twenty has thirty.
model::Case one_case(const config::Config& config, std::size_t n, std::size_t all, Time at) {
  const model::Pattern& pattern = config.patterns[(n * 7) % config.patterns.size()];
  model::Case out;
  out.id = fmt::format("case{:08}", n);
  out.pattern = pattern.id;
  out.official = pattern.official;
  out.opened = at;
  out.last_new = at;
  out.state = n + all / 5 < all ? model::CaseState::decided : model::CaseState::new_;
  out.severity = n % 10 == 0  ? model::Severity::high
                 : n % 3 == 0 ? model::Severity::normal
                              : model::Severity::low;
  model::CopyGroup group;
  group.id = "g1";
  const std::size_t copies = n % 20 == 0 ? 30 : 2;
  for (std::size_t k = 0; k < copies; ++k) {
    const model::Outlet& outlet = config.outlets[(n + k * 11) % config.outlets.size()];
    model::Occurrence copy = test::seen(outlet.id, at, test::bent + " " + std::to_string(n));
    copy.id = fmt::format("{}-{}", n, k);
    copy.voice = outlet.publisher;
    copy.language = n % 2 == 0 ? "ru" : "uk";
    copy.headline = "Заголовок номер " + std::to_string(n) + " о заявлении на встрече министров";
    copy.decision.pattern = pattern.id;
    copy.revision.clear();
    group.occurrences.push_back(copy.id);
    out.occurrences.push_back(std::move(copy));
  }
  if (out.state == model::CaseState::decided) {
    group.verdict = model::VerdictRecord{model::Verdict::false_quote, "u", at, ""};
  }
  out.groups.push_back(std::move(group));
  return out;
}

struct Bench {
  store::Store& store;
  api::Api& api;
  std::string cookie;

  api::Response ask(const std::string& target) {
    api::Request request;
    request.method = "GET";
    request.target = must(api::read_target(target));
    request.headers = {{"host", "127.0.0.1:8417"}, {"cookie", cookie}};
    request.peer = {target.starts_with("/api/"), 0, ""};
    request.id = "bench";
    return api.handle(request);
  }

  void measure(const char* what, std::size_t times, const std::function<std::string(std::size_t)>& target) {
    std::vector<double> millis;
    int worst_status = 0;
    for (std::size_t i = 0; i < times; ++i) {
      const std::string address = target(i);
      const auto start = Steady::now();
      const api::Response answer = ask(address);
      millis.push_back(std::chrono::duration<double, std::milli>(Steady::now() - start).count());
      worst_status = std::max(worst_status, answer.status);
    }
    std::ranges::sort(millis);
    const auto part = [&](double share) {
      return millis[static_cast<std::size_t>(share * static_cast<double>(millis.size() - 1))];
    };
    fmt::print("{:38} p50 {:7.2f} ms   p99 {:7.2f} ms   worst {:7.2f} ms   n {}   status {}\n", what,
               part(0.5), part(0.99), millis.back(), millis.size(), worst_status);
  }
};

void fill(store::Store& store, const config::Config& config, std::size_t cases, Time first) {
  for (std::size_t n = 0; n < cases;) {
    store::ActBatch batch;
    for (std::size_t k = 0; k < cases_a_batch && n < cases; ++k, ++n) {
      batch.cases.emplace_back(
          0, one_case(config, n, cases, first + std::chrono::minutes(5) * static_cast<int>(n)));
    }
    must(store.commit(std::move(batch)));
  }
}

std::string session(store::Store& store, Time now) {
  model::User user;
  user.id = user.name = "Olena";
  user.role = model::UserRole::admin;
  user.created = now;
  const api::NewSession made = api::make_session(user, false, now);
  store::ActBatch batch;
  batch.users.push_back(user);
  batch.sessions.push_back(made.record);
  must(store.commit(std::move(batch)));
  return made.set_cookie.substr(0, made.set_cookie.find(';'));
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t cases = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100'000;
  const std::size_t requests = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 300;
  const std::filesystem::path folder =
      argc > 3 ? std::filesystem::path(argv[3]) : std::filesystem::temp_directory_path() / "qw-api-bench";
  std::filesystem::remove_all(folder);
  const Time first = test::start - std::chrono::minutes(5) * static_cast<int>(cases);
  ManualClock clock(test::start);
  store::Options options;
  options.directory = folder.string();
  options.clock = &clock;
  const auto store = must(store::Store::open(options));
  const auto config = configuration();
  metrics::Registry metrics;
  const auto began = Steady::now();
  fill(*store, *config, cases, first);
  fmt::print("{} cases in {:.1f} s\n", cases, std::chrono::duration<double>(Steady::now() - began).count());
  api::Services services{.store = *store,
                         .clock = clock,
                         .metrics = metrics,
                         .config = [config] { return config; },
                         .files = [config] { return config; },
                         .quotes = {},
                         .match = {},
                         .crawl = {},
                         .outbox_grew = {},
                         .outlet_changed = {},
                         .stored_changed = {},
                         .silent_loop = {},
                         .backup_directory = ""};
  api::Api api(services);
  api.set_port(8417);
  Bench bench{*store, api, session(*store, test::start)};
  const auto number = [&](std::size_t i) { return std::to_string((i * 7919) % cases); };
  bench.measure("GET /api/v1/cases", requests, [](auto) { return "/api/v1/cases"; });
  bench.measure("GET /api/v1/cases?limit=200", requests, [](auto) { return "/api/v1/cases?limit=200"; });
  bench.measure("… ?open=1&severity=high", requests,
                [](auto) { return "/api/v1/cases?open=1&severity=high"; });
  bench.measure("… ?pattern=…", requests, [](std::size_t i) {
    return fmt::format("/api/v1/cases?pattern=pattern-{}-{}", i % officials, i % patterns_each);
  });
  bench.measure("… ?official=…&state=decided", requests, [](std::size_t i) {
    return fmt::format("/api/v1/cases?state=decided&official=official-{}", i % officials);
  });
  bench.measure("… ?publisher=…", requests,
                [](std::size_t i) { return fmt::format("/api/v1/cases?publisher=publisher-{}", i % 60); });
  bench.measure("… ?until=…", requests,
                [](std::size_t i) { return fmt::format("/api/v1/cases?until=2026-0{}-01", 1 + i % 9); });
  bench.measure("… ?q=(a number, often far back)", requests,
                [&](std::size_t i) { return "/api/v1/cases?q=" + number(i); });
  bench.measure("… ?q=(nowhere)", requests, [](auto) { return "/api/v1/cases?q=nowhere"; });
  bench.measure("GET /api/v1/cases/{id}", requests,
                [&](std::size_t i) { return fmt::format("/api/v1/cases/case{:08}", (i * 7919) % cases); });
  bench.measure("GET /api/v1/status", requests, [](auto) { return "/api/v1/status"; });
  bench.measure("desk: queue", requests, [](auto) { return "/"; });
  bench.measure("desk: queue, q=(nowhere)", requests, [](auto) { return "/?q=nowhere&state=all"; });
  bench.measure("desk: case", requests,
                [&](std::size_t i) { return fmt::format("/cases/case{:08}", (i * 7919) % cases); });
  bench.measure("desk: next case", requests, [](auto) { return "/next"; });
  bench.measure("desk: sources", requests, [](auto) { return "/sources"; });
  must(store->close());
  std::filesystem::remove_all(folder);
}
