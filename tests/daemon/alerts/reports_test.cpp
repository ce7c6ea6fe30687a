#include "daemon/alerts/reports.hpp"

#include "daemon/alerts/forms.hpp"
#include "daemon/alerts/store_outbox.hpp"
#include "tests/daemon/alerts/message_samples.hpp"
#include "tests/store/opened_store.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <chrono>

using namespace qw;
using namespace qw::test;
using namespace qw::alerts;
using namespace std::chrono_literals;

namespace {

struct Rig {
  TempFolder folder;
  ManualClock clock{start};
  std::unique_ptr<store::Store> store;
  config::Config config = desk_config();

  Rig() {
    store = opened_store(folder, clock);
    config.outlets.front().zone = "Europe/Kyiv";
    config.store.min_free = 0;
    config::Receiver receiver = receiver_of("email", "uk");
    receiver.digest = 8 * 60;
    receiver.ops = true;
    config.receivers = {receiver};
  }
  std::vector<model::OutboxEntry> due() {
    return *store->due_deliveries(config.receivers.front().id, clock.now(), 50);
  }
  std::string text(const model::OutboxEntry& entry) {
    return as_text(*story_of(entry.payload, config.receivers.front(), {}));
  }
  model::OutletState state(Time answered, Time newest) {
    model::OutletState out;
    out.outlet = "a";
    out.address = "https://a.example/feed";
    out.first_complete_poll = start - std::chrono::days(30);
    out.last_poll = out.last_success = answered;
    out.last_new_article = newest;
    return out;
  }
  void put(const model::OutletState& state) {
    store::ActBatch batch;
    batch.outlet_states.push_back(state);
    REQUIRE(store->commit(std::move(batch)).has_value());
  }
  OpsRound watch(std::optional<Time> backup) {
    auto out = watch_service(*store, config, {backup}, clock.now());
    REQUIRE(out);
    return *out;
  }
};

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE(
    "a digest comes every day at its hour, once, also when nothing happened and on the days of the change") {
  Rig rig;
  rig.clock.jump_wall(parse_time("2026-10-24T06:00:00Z").value() - rig.clock.now());
  CHECK(*make_digests(*rig.store, rig.config, rig.clock.now()) == 0);  // not at its configuration
  int made = 0;
  std::vector<std::string> at;
  for (int hour = 0; hour < 72; ++hour) {
    rig.clock.advance(1h);
    const auto now = make_digests(*rig.store, rig.config, rig.clock.now());
    REQUIRE(now);
    if (*now > 0) {
      ++made;
      at.push_back(to_iso(rig.clock.now()));
    }
  }
  CHECK(made == 3);
  REQUIRE(at.size() == 3);
  CHECK(at[0] == "2026-10-25T06:00:00.000Z");  // 08:00 EET, an hour later in UTC than the day before
  CHECK(at[1] == "2026-10-26T06:00:00.000Z");
  const std::string text = rig.text(rig.due().front());
  CHECK(has(text, "Щоденний огляд, 2026-10-25"));
  CHECK(has(text, "Від учора нових випадків немає."));
  CHECK_FALSE(has(text, "alert."));
}

TEST_CASE("a digest names new cases, who waits longest, and outlets that are silent or down") {
  Rig rig;
  rig.clock.jump_wall(parse_time("2026-11-20T05:00:00Z").value() - rig.clock.now());
  REQUIRE(make_digests(*rig.store, rig.config, rig.clock.now()));
  store::ActBatch batch;
  model::Case of = first_case();
  of.opened = rig.clock.now();
  batch.cases.emplace_back(0, of);
  REQUIRE(rig.store->commit(std::move(batch)).has_value());
  rig.put(rig.state(rig.clock.now() - 20h, rig.clock.now() - 20h));
  rig.clock.advance(1h);
  REQUIRE(*make_digests(*rig.store, rig.config, rig.clock.now()) == 1);
  const std::string text = rig.text(rig.due().front());
  CHECK(has(text, "Нові випадки від учора: 1"));
  CHECK(has(text, "Найдовше чекає на людину: Кая Каллас"));
  CHECK(has(text, "Газета А: не відповідає від"));
  CHECK(has(text, "0 із 1"));
}

TEST_CASE("an outlet is silent by its own rate, not by everybody's") {
  Rig rig;
  const Time now = rig.clock.now();
  // Nothing was learned of it: half an item an hour is the guess, so eight are due after sixteen hours.
  CHECK(health_of(rig.config.outlets.front(), {rig.state(now, now - 7h)}, now).state == "ok");
  const SourceHealth silent = health_of(rig.config.outlets.front(), {rig.state(now, now - 17h)}, now);
  CHECK(silent.state == "silent");
  CHECK(silent.since == now - 17h);
  CHECK(health_of(rig.config.outlets.front(), {rig.state(now - 7h, now - 1h)}, now).state == "down");
  model::OutletState paused = rig.state(now, now - 100h);
  paused.paused = true;
  CHECK(health_of(rig.config.outlets.front(), {paused}, now).state.empty());
}

TEST_CASE("what is wrong with the service is told once, and once more when it is well again") {
  Rig rig;
  const Time now = rig.clock.now();
  CHECK(rig.watch(now).messages == 0);
  rig.put(rig.state(now - 8h, now - 8h));
  store::ActBatch batch;
  batch.settings.emplace_back(disabled_setting("r-email"), "answered 410");
  REQUIRE(rig.store->commit(std::move(batch)).has_value());
  model::Delivery dead;
  dead.entry.id = "dead1";
  dead.entry.receiver = "r-email";
  dead.entry.made = dead.entry.due = now;
  dead.state = model::DeliveryState::dead;
  REQUIRE(rig.store->commit_delivery(dead).has_value());
  CHECK(rig.watch(now - std::chrono::days(3)).messages == 1);
  CHECK(rig.watch(now - std::chrono::days(3)).messages == 0);
  const std::string text = rig.text(rig.due().front());
  CHECK(has(text, "quotewatch потребує уваги"));
  CHECK(has(text, "Газета А не відповідає"));
  CHECK(has(text, "до r-email нічого не надсилається: answered 410"));
  CHECK(has(text, "для r-email: 1"));
  CHECK(has(text, "немає резервної копії"));
  CHECK_FALSE(has(text, "alert."));
  rig.clock.advance(1min);
  rig.put(rig.state(rig.clock.now(), rig.clock.now()));
  CHECK(rig.watch(rig.clock.now()).messages == 1);
  CHECK(has(rig.text(rig.due().back()), "знову"));
}

TEST_CASE("a disk is said to be low once while it goes to and fro about the mark") {
  Rig rig;
  const std::uint64_t free = rig.store->health().free_bytes;
  rig.config.store.min_free = free / 2 + (64U << 20U);
  CHECK(rig.watch(rig.clock.now()).messages == 1);
  rig.config.store.min_free = free / 2 - (64U << 20U);  // a little more than twice the mark
  CHECK(rig.watch(rig.clock.now()).messages == 0);
  rig.config.store.min_free = free / 4;
  CHECK(rig.watch(rig.clock.now()).messages == 1);
}

TEST_CASE("an Alertmanager is told again each hour while something is wrong, and others are not") {
  Rig rig;
  config::Receiver prometheus;
  prometheus.id = "prometheus";
  prometheus.kind = "alertmanager";
  prometheus.cases = false;
  prometheus.ops = true;
  rig.config.receivers.push_back(prometheus);
  const Time now = rig.clock.now();
  rig.put(rig.state(now - 8h, now - 8h));
  CHECK(rig.watch(now).messages == 2);
  CHECK(rig.watch(now).messages == 0);
  rig.clock.advance(59min);
  CHECK(rig.watch(now).messages == 0);
  rig.clock.advance(1min);
  CHECK(rig.watch(now).messages == 1);
  const auto due = rig.store->due_deliveries("prometheus", now + 24h, 10);
  REQUIRE(due.has_value());
  REQUIRE(due->size() == 2);
  const auto alerts = boost::json::parse(alertmanager_body(due->back().payload, prometheus, now + 1h));
  CHECK(alerts.at(0).at("labels").at("alertname") == "QuotewatchSourceDown");
  CHECK(alerts.at(0).at("endsAt") == boost::json::string(to_iso(now + 4h)));
}

TEST_CASE("an Alertmanager gets one alert for each trouble, and its end when it is well again") {
  config::Receiver receiver;
  receiver.id = "prometheus";
  receiver.language = "en";
  const Time now = at("2026-11-25T08:00:00Z");
  const std::string payload =
      R"({"type":"ops.alert","timestamp":"2026-11-25T07:59:00.000Z","data":{"ops":{"desk":"https://desk.example",)"
      R"("raised":[{"kind":"dead_letters","subject":"mail","name":"mail","detail":"3","since":""}],)"
      R"("cleared":[{"kind":"source_down","subject":"a","name":"Газета \"А\"","detail":"","since":""}]}}})";
  const auto alerts = boost::json::parse(alertmanager_body(payload, receiver, now)).as_array();
  REQUIRE(alerts.size() == 2);
  CHECK(alerts[0].at("labels").at("alertname") == "QuotewatchDeadLetters");
  CHECK(alerts[0].at("labels").at("subject") == "mail");
  CHECK(alerts[0].at("labels").at("severity") == "warning");
  CHECK(alerts[0].at("startsAt") == "2026-11-25T07:59:00.000Z");
  CHECK(alerts[0].at("generatorURL") == "https://desk.example");
  CHECK(has(std::string(alerts[0].at("annotations").at("summary").as_string()), "mail"));
  CHECK(alerts[1].at("endsAt") == "2026-11-25T07:59:00.000Z");
  CHECK_FALSE(alerts[1].as_object().contains("startsAt"));
  CHECK(boost::json::parse(alertmanager_body("not json", receiver, now)).as_array().empty());
}
