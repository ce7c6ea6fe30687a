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
constexpr std::size_t articles = 10'000;  // of the last eight days, with twenty quotes each
constexpr std::size_t quotes_each = 20;
constexpr std::size_t letters = 2'000;
constexpr std::size_t large_copies = 500;

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

  api::Response ask(const std::string& target, const std::string& method = "GET",
                    const std::string& body = "") {
    api::Request request;
    request.method = method;
    request.target = must(api::read_target(target));
    request.headers = {{"host", "127.0.0.1:8417"}, {"cookie", cookie}, {"content-type", "application/json"}};
    request.body = body;
    if (method != "GET") {
      request.headers.emplace_back("if-match", "*");
    }
    request.peer = {target.starts_with("/api/"), 0, ""};
    request.id = "bench";
    return api.handle(request);
  }

  void measure(const char* what, std::size_t times, const std::function<std::string(std::size_t)>& target,
               const std::string& method = "GET", const std::string& body = "") {
    std::vector<double> millis;
    int worst_status = 0;
    for (std::size_t i = 0; i < times; ++i) {
      const std::string address = target(i);
      const auto start = Steady::now();
      const api::Response answer = ask(address, method, body);
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

model::AuditRecord record_of(const std::string& case_id, const std::string& act, Time at) {
  model::AuditRecord out;
  out.at = at;
  out.who = "daemon";
  out.act = act;
  out.subject = "case:" + case_id;
  return out;
}

/// One that everybody printed: as many copies in sixty groups, and a long history.
void fill_large(store::Store& store, const config::Config& config, Time at) {
  model::Case large = one_case(config, 1, 2, at);
  large.id = "large";
  const model::Occurrence one = large.occurrences.front();
  large.occurrences.clear();
  large.groups.clear();
  store::ActBatch batch;
  for (std::size_t k = 0; k < large_copies; ++k) {
    if (k % 8 == 0) {
      large.groups.emplace_back().id = fmt::format("g{}", k / 8 + 1);
    }
    model::Occurrence copy = one;
    copy.id = fmt::format("large-{}", k);
    copy.outlet = config.outlets[k % config.outlets.size()].id;
    copy.seen_at = at + std::chrono::minutes(static_cast<int>(k));
    large.groups.back().occurrences.push_back(copy.id);
    large.occurrences.push_back(std::move(copy));
    batch.audit.push_back(record_of("large", "case.grew", at));
  }
  batch.cases.emplace_back(0, std::move(large));
  must(store.commit(std::move(batch)));
}

void fill_quotes(store::Store& store, const config::Config& config, Time now) {
  for (std::size_t n = 0; n < articles; ++n) {
    store::ReadBatch read;
    model::Revision& revision = read.revision.emplace();
    revision.id = fmt::format("r{}", n);
    revision.article = fmt::format("a{}", n);
    revision.number = 0;
    revision.outlet = config.outlets[n % config.outlets.size()].id;
    revision.title = "Заголовок номер " + std::to_string(n);
    revision.fetched = now - std::chrono::minutes(static_cast<int>(n));
    for (std::uint32_t k = 0; k < quotes_each; ++k) {
      store::QuoteRow row;
      row.revision = revision.id;
      row.number = k;
      row.quote.official = config.officials[(n + k) % config.officials.size()].id;
      row.words = fmt::format("слова номер {} из статьи {}", k, n);
      row.seen = revision.fetched;
      read.quotes.push_back(std::move(row));
    }
    must(store.commit(std::move(read)));
  }
}

void fill_letters(store::Store& store, Time now) {
  for (std::size_t n = 0; n < letters; ++n) {
    model::OutboxEntry entry;
    entry.id = fmt::format("letter-{}", n);
    entry.receiver = "hook";
    entry.event = "case.grew";
    entry.case_id = fmt::format("case{:08}", n);
    entry.payload = R"({"type":"case.grew","data":{"case":{"id":"x"}}})";
    entry.made = entry.due = now - std::chrono::minutes(static_cast<int>(n));
    must(store.commit_delivery(
        {entry, n % 10 == 0 ? model::DeliveryState::dead : model::DeliveryState::sent, now, 200}));
  }
}

void fill(store::Store& store, const config::Config& config, std::size_t cases, Time first) {
  for (std::size_t n = 0; n < cases;) {
    store::ActBatch batch;
    for (std::size_t k = 0; k < cases_a_batch && n < cases; ++k, ++n) {
      const Time at = first + std::chrono::minutes(5) * static_cast<int>(n);
      batch.cases.emplace_back(0, one_case(config, n, cases, at));
      for (const char* act : {"case.opened", "case.claim", "case.verdict"}) {
        batch.audit.push_back(record_of(batch.cases.back().second.id, act, at));
      }
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
  fill_large(*store, *config, test::start - std::chrono::days(1));
  fill_quotes(*store, *config, test::start);
  fill_letters(*store, test::start);
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
  bench.measure("desk: case of 500 copies", requests, [](auto) { return "/cases/large"; });
  bench.measure("GET …/cases/{id} of 500 copies", requests, [](auto) { return "/api/v1/cases/large"; });
  bench.measure("GET …/history of 500 steps", requests, [](auto) { return "/api/v1/cases/large/history"; });
  bench.measure("GET …/brief of 500 copies", requests, [](auto) { return "/api/v1/cases/large/brief"; });
  bench.measure("GET /api/v1/quotes?official=…", requests, [](std::size_t i) {
    return fmt::format("/api/v1/quotes?limit=200&official=official-{}", i % officials);
  });
  for (const char* address : {"/api/v1/sources",
                              "/api/v1/sources/outlet-1",
                              "/api/v1/outlets",
                              "/api/v1/patterns",
                              "/api/v1/patterns/pattern-1-1",
                              "/api/v1/receivers",
                              "/api/v1/silences",
                              "/api/v1/deliveries?limit=200",
                              "/api/v1/deliveries?state=dead&limit=200",
                              "/api/v1/audit?limit=200",
                              "/api/v1/feedback?limit=200",
                              "/api/v1/silent/sample",
                              "/api/v1/holds",
                              "/api/v1/tokens",
                              "/api/v1/users",
                              "/metrics",
                              "/-/ready",
                              "/alerts",
                              "/patterns",
                              "/people",
                              "/start",
                              "/check",
                              "/account"}) {
    bench.measure(address, requests, [address](auto) { return address; });
  }
  bench.measure(
      "POST …/note", requests,
      [&](std::size_t i) { return fmt::format("/api/v1/cases/case{:08}/note", (i * 7919) % cases); }, "POST",
      R"({"text":"seen on television, too"})");
  const std::size_t open_from = cases - cases / 5;
  bench.measure(
      "POST …/claim", requests,
      [&](std::size_t i) { return fmt::format("/api/v1/cases/case{:08}/claim", open_from + i); }, "POST");
  bench.measure(
      "POST …/verdict", requests,
      [&](std::size_t i) { return fmt::format("/api/v1/cases/case{:08}/verdict", open_from + i); }, "POST",
      R"({"group":"g1","verdict":"false_quote","reason":"told by hand"})");
  bench.measure("export of 10,000 cases as CSV", std::min<std::size_t>(requests, 5),
                [](auto) { return "/export/cases?form=csv&state=all"; });
  must(store->close());
  std::filesystem::remove_all(folder);
}
