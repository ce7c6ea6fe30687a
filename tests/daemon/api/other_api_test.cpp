#include "daemon/api/handlers.hpp"
#include "tests/daemon/api/rig.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <limits>
#include <set>
#include <thread>

using namespace qw;
using namespace qw::test;

TEST_CASE("a source is paused and resumed, and the audit record says by whom") {
  Rig rig;
  const auto shown = rig.ask("GET", "/api/v1/sources/a");
  CHECK(body_of(shown).at("state") == "not_verified");
  CHECK(rig.ask("POST", "/api/v1/sources/a/pause").status == 428);
  CHECK(rig.ask("POST", "/api/v1/sources/a/pause", {{"if-match", "\"other\""}}).status == 412);
  const auto paused = rig.ask("POST", "/api/v1/sources/a/pause", {{"if-match", header_of(shown, "ETag")}});
  CHECK(body_of(paused).at("paused") == true);
  CHECK(rig.store->setting(api::pause_setting("a"))->value() == "local:0");
  CHECK(body_of(rig.ask("POST", "/api/v1/sources/a/resume", {{"if-match", "*"}})).at("paused") == false);
  CHECK(rig.ask("GET", "/api/v1/sources/zz").status == 404);
  CHECK(body_of(rig.ask("GET", "/api/v1/sources")).at("rows").as_array().size() == 3);
  const auto audit = body_of(rig.ask("GET", "/api/v1/audit?subject=outlet:a")).at("rows").as_array();
  REQUIRE(audit.size() == 2);
  CHECK(audit[0].at("act") == "outlet.pause");
}

TEST_CASE("deliveries are listed, tried again and dropped") {
  Rig rig;
  rig.add(seen("a", start, bent));
  const auto rows = body_of(rig.ask("GET", "/api/v1/deliveries?state=pending")).at("rows").as_array();
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].at("event") == "match.new");
  const std::string id(rows[0].at("id").as_string());
  const auto shown = rig.ask("GET", "/api/v1/deliveries/" + id);
  const auto payload = boost::json::parse(body_of(shown).at("payload").as_string());
  CHECK(payload.at("data").at("case").at("copies").at(0).at("url") == "hxxps://a[.]example/a");
  model::Delivery dead = rig.store->find_delivery(id)->value();
  dead.state = model::DeliveryState::dead;
  dead.finished = rig.clock.now();
  REQUIRE(rig.store->commit_delivery(dead).has_value());
  CHECK(body_of(rig.ask("GET", "/api/v1/deliveries?state=dead")).at("rows").as_array().size() == 1);
  CHECK(body_of(rig.ask("POST", "/api/v1/deliveries/" + id + "/retry", {{"if-match", "*"}})).at("state") ==
        "pending");
  CHECK(rig.rung == 1);
  REQUIRE(rig.store->commit_delivery(dead).has_value());
  CHECK(rig.ask("POST", "/api/v1/deliveries/" + id + "/drop", {{"if-match", "*"}}).status == 204);
  CHECK(rig.ask("GET", "/api/v1/deliveries/" + id).status == 404);
  CHECK(rig.ask("GET", "/api/v1/deliveries?state=lost").status == 422);
}

TEST_CASE("a text that is handed in is judged and not stored") {
  Rig rig;
  const auto alert =
      body_of(rig.ask("POST", "/api/v1/check", {}, R"({"text":")" + bent + R"(","title":"Каллас"})"));
  CHECK(alert.at("outcome") == "alert");
  CHECK(alert.at("quotes").as_array().size() == 2);
  CHECK(alert.at("decisions").at(0).at("why").at(0) == "because (en)");
  CHECK(body_of(rig.ask("POST", "/api/v1/check", {}, R"({"text":"погода"})")).at("outcome") == "silent");
  CHECK(rig.ask("POST", "/api/v1/check", {}, R"({"text":""})").status == 422);
  CHECK(rig.ask("POST", "/api/v1/check", {}, R"({"text":"x","date":"soon"})").status == 422);
  CHECK(rig.ask("POST", "/api/v1/check", {{"content-type", "text/plain"}}, "x").status == 415);
}

TEST_CASE("status says what was read, and the set-up link to the local caller alone") {
  Rig rig;
  rig.add(seen("a", start, bent));
  const auto status = body_of(rig.ask("GET", "/api/v1/status"));
  CHECK(status.at("open_cases") == 1);
  CHECK(status.at("deliveries").at("pending") == 1);
  CHECK(std::string(status.at("setup_link").as_string()).starts_with("http://127.0.0.1:8417/setup/"));
  const auto made = rig.ask("POST", "/api/v1/tokens", {}, R"({"name":"t","scopes":["cases:read"]})");
  const auto remote =
      rig.ask("GET", "/api/v1/status",
              {{"authorization", "Bearer " + std::string(body_of(made).at("token").as_string())}}, "", false);
  CHECK(body_of(remote).at("setup_link") == "");
}

TEST_CASE("health needs no login and shows details to those who may see them") {
  Rig rig;
  CHECK(rig.ask("GET", "/-/healthy", {}, "", false).body == "ok\n");
  CHECK(rig.ask("GET", "/-/ready?verbose", {}, "", false).body == "ok\n");
  CHECK(rig.ask("GET", "/-/ready?verbose").body.find("store: ok") != std::string::npos);
  CHECK(rig.ask("GET", "/-/ready?verbose").body.ends_with("\ncrawl: running\n"));
  rig.config->store.min_free = std::numeric_limits<std::uint64_t>::max();
  CHECK(rig.ask("GET", "/-/ready", {}, "", false).status == 503);
  CHECK(rig.ask("GET", "/-/healthy", {}, "", false).status == 200);
}

TEST_CASE("metrics name cases, deliveries, disk and requests") {
  Rig rig;
  rig.add(seen("a", start, bent));
  rig.ask("GET", "/api/v1/cases");
  const std::string text = rig.ask("GET", "/metrics").body;
  for (const char* line :
       {"quotewatch_case_state{state=\"new\"} 1", "quotewatch_outbox_pending{dest=\"hook\"} 1",
        "quotewatch_dead_letters{dest=\"hook\"} 0", "quotewatch_store_read_only 0",
        "quotewatch_http_requests_total{route=\"GET /api/v1/cases\",code=\"200\"} 1",
        "quotewatch_case_oldest_unclaimed_seconds", "quotewatch_build_info{version="}) {
    CAPTURE(line);
    CHECK(text.find(line) != std::string::npos);
  }
}

TEST_CASE("a backup is made, listed and verified while the store is open") {
  Rig rig;
  rig.add(seen("a", start, bent));
  CHECK(body_of(rig.ask("GET", "/api/v1/backups/current")).at("state") == "none");
  const auto asked = rig.ask("POST", "/api/v1/backups");
  REQUIRE(asked.status == 202);
  boost::json::value job = body_of(asked);
  while (job.at("state") == "running") {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    job = body_of(rig.ask("GET", "/api/v1/backups/current"));
  }
  REQUIRE(job.at("state") == "done");
  const std::string id(job.at("backup").at("id").as_string());
  CHECK(body_of(rig.ask("GET", "/api/v1/backups")).at("rows").as_array().size() == 1);
  CHECK(body_of(rig.ask("POST", "/api/v1/backups/" + id + "/check")).at("problem") == "");
}

TEST_CASE("a hand-in is accepted, read later, and names what is wrong with it") {
  Rig rig;
  const auto made = rig.ask("POST", "/api/v1/hand-ins", {}, R"({"url":"https://news.example/a"})");
  REQUIRE(made.status == 202);
  const std::string place = header_of(made, "Location");
  CHECK(place == "/api/v1/hand-ins/" + std::string(body_of(made).at("id").as_string()));
  CHECK(body_of(made).at("state") == "waiting");
  const auto seen = rig.ask("GET", place);
  CHECK(seen.status == 200);
  CHECK(body_of(seen).at("url") == "https://news.example/a");
  CHECK(body_of(seen).at("report").is_null());
  CHECK(rig.ask("POST", place + "/case").status == 409);
  CHECK(rig.ask("GET", "/api/v1/hand-ins/none").status == 404);
  for (const char* bad : {R"({})", R"({"url":"https://x.example","text":"both"})", R"({"url":"ftp://x"})",
                          R"({"text":"x","pattern":"kallas-nato"})", R"({"text":"x","open_case":1})"}) {
    CAPTURE(bad);
    const int status = rig.ask("POST", "/api/v1/hand-ins", {}, bad).status;
    CHECK((status == 422 || status == 403));
  }
  CHECK(rig.ask("POST", "/api/v1/hand-ins", {}, R"({"text":"x","open_case":true,"pattern":"none"})").status ==
        404);
}

TEST_CASE("every route stands in the OpenAPI file, and nothing else does") {
  std::ifstream file(QW_SOURCE_DIR "/docs/openapi.yaml");
  REQUIRE(file.good());
  std::set<std::string> described;
  std::string line;
  std::string path;
  while (std::getline(file, line)) {
    if (line.starts_with("  /") && line.ends_with(":")) {
      path = line.substr(2, line.size() - 3);
    }
    for (const char* method : {"get", "post", "delete", "put", "patch"}) {
      if (line == "    " + std::string(method) + ":") {
        std::string upper = method;
        std::ranges::transform(upper, upper.begin(), [](char c) { return static_cast<char>(c - 0x20); });
        described.insert(upper + " " + path);
      }
    }
  }
  std::set<std::string> served;
  for (const api::Route& route : api::routes()) {
    if (route.room != api::Room::desk) {
      served.insert(std::string(route.method) + " " + std::string(route.path));
    }
  }
  CHECK(described == served);
}
