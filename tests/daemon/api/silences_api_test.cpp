#include "tests/daemon/api/rig.hpp"

using namespace qw;
using namespace qw::test;

TEST_CASE("a silence is made with its author, listed, seen by routes, shown at the desk's queue, and ended") {
  Rig rig;
  const std::string id = rig.add(seen("a", start, bent));
  const auto made =
      rig.ask("POST", "/api/v1/silences", {}, R"({"pattern":"kallas-nato","reason":"known wave","hours":2})");
  REQUIRE(made.status == 201);
  const auto silence = body_of(made);
  CHECK(silence.at("state") == "holds");
  CHECK(std::string(silence.at("author").as_string()).starts_with("local:"));
  CHECK(std::string(silence.at("until").as_string()) == to_iso(rig.clock.now() + std::chrono::hours(2)));
  const auto route = [&](const std::string& more) {
    return body_of(rig.ask("GET", "/api/v1/receivers?case=" + id + more)).at("rows").at(0).at("route");
  };
  CHECK(route("").at("way") == "silenced");
  CHECK(route("&at=2026-11-20T14:00Z").at("way") == "now");
  const std::string silence_id(silence.at("id").as_string());
  const auto ended = rig.ask("POST", "/api/v1/silences/" + silence_id + "/end");
  REQUIRE(ended.status == 200);
  CHECK(body_of(ended).at("state") == "over");
  CHECK(route("").at("way") == "now");
  CHECK(rig.ask("POST", "/api/v1/silences/" + silence_id + "/end").status == 409);
  CHECK(rig.ask("POST", "/api/v1/silences/nobody/end").status == 404);
  CHECK(body_of(rig.ask("GET", "/api/v1/silences")).at("rows").as_array().size() == 1);
}

TEST_CASE("a silence without matcher, reason or end is refused, and one of something unknown too") {
  Rig rig;
  for (const char* body :
       {R"({"reason":"x","hours":2})", R"({"pattern":"kallas-nato","hours":2})",
        R"({"pattern":"kallas-nato","reason":"x"})", R"({"pattern":"kallas-nato","reason":"x","hours":721})",
        R"({"pattern":"no-such","reason":"x","hours":2})",
        R"({"pattern":"kallas-nato","reason":"x","hours":2,"y":1})"}) {
    CHECK(rig.ask("POST", "/api/v1/silences", {}, body).status == 422);
  }
}

TEST_CASE("a route says which filter keeps a case away, and when quiet hours end") {
  Rig rig;
  const std::string id = rig.add(seen("a", start, bent));
  rig.config->receivers.front().quiet = config::QuietHours{22 * 60, 7 * 60};
  const auto at_night =
      body_of(rig.ask("GET", "/api/v1/receivers?case=" + id + "&at=2026-11-20T23:00Z")).at("rows").at(0);
  CHECK(at_night.at("route").at("way") == "quiet");
  CHECK(at_night.at("route").at("until") == "2026-11-21T07:00:00.000Z");
  config::Receiver high;
  high.id = "high";
  high.least_severity = model::Severity::high;
  rig.config->receivers = {high};
  const auto row = body_of(rig.ask("GET", "/api/v1/receivers?case=" + id)).at("rows").at(0);
  CHECK(row.at("route").at("way") == "not_told");
  CHECK(row.at("route").at("why") == "severity is normal, least_severity is high");
  CHECK(rig.ask("GET", "/api/v1/receivers?case=" + id + "&at=tomorrow").status == 422);
}

TEST_CASE("a receiver is tested by a message of its own, and enabled again by a person") {
  Rig rig;
  store::ActBatch batch;
  batch.settings.emplace_back("receiver/hook/disabled", "answered 410");
  REQUIRE(rig.store->commit(std::move(batch)).has_value());
  CHECK(body_of(rig.ask("GET", "/api/v1/receivers")).at("rows").at(0).at("disabled") == "answered 410");
  CHECK(rig.ask("POST", "/api/v1/receivers/hook/enable").status == 200);
  CHECK(body_of(rig.ask("GET", "/api/v1/receivers")).at("rows").at(0).at("disabled") == "");
  const auto sent = rig.ask("POST", "/api/v1/receivers/hook/test");
  REQUIRE(sent.status == 202);
  const auto due = rig.store->due_deliveries("hook", rig.clock.now(), 5);
  REQUIRE(due->size() == 1);
  CHECK(due->front().event == "receiver.test");
  CHECK(rig.ask("POST", "/api/v1/receivers/nobody/test").status == 404);
}
