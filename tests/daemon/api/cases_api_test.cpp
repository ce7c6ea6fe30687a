#include "tests/daemon/api/rig.hpp"

using namespace qw;
using namespace qw::test;

TEST_CASE("a case goes from new to decided over the API, with a rev at each step") {
  Rig rig;
  const std::string id = rig.add(seen("a", start, bent));
  const auto list = rig.ask("GET", "/api/v1/cases?open=1");
  CHECK(list.status == 200);
  REQUIRE(body_of(list).at("rows").as_array().size() == 1);
  CHECK(body_of(list).at("rows").at(0).at("pattern_title") == "Kallas: no NATO talk");

  const auto shown = rig.ask("GET", "/api/v1/cases/" + id);
  CHECK(header_of(shown, "ETag") == "\"" + id + ".1\"");
  CHECK(body_of(shown).at("occurrences").at(0).at("words").as_string() == std::string_view(bent));
  CHECK(body_of(shown).at("occurrences").at(0).at("decision").at("why").at(0) == "because (en)");
  CHECK(rig.ask("GET", "/api/v1/cases/" + id, {{"if-none-match", header_of(shown, "ETag")}}).status == 304);

  CHECK(rig.ask("POST", "/api/v1/cases/" + id + "/claim").status == 428);
  const auto claimed =
      rig.ask("POST", "/api/v1/cases/" + id + "/claim", {{"if-match", header_of(shown, "ETag")}});
  CHECK(claimed.status == 200);
  CHECK(body_of(claimed).at("claimed_by") == "local:0");

  const auto stale =
      rig.ask("POST", "/api/v1/cases/" + id + "/claim", {{"if-match", header_of(shown, "ETag")}});
  CHECK(stale.status == 412);
  CHECK(stale.content_type == "application/problem+json");
  CHECK(body_of(stale).at("type") == "urn:quotewatch:problem:stale-write");
  CHECK(body_of(stale).at("case").at("state") == "claimed");

  const auto decided =
      rig.ask("POST", "/api/v1/cases/" + id + "/verdict", {{"if-match", header_of(claimed, "ETag")}},
              R"({"group":"g1","verdict":"false_quote","reason":"an if was dropped"})");
  CHECK(decided.status == 200);
  CHECK(body_of(decided).at("state") == "decided");
  CHECK(rig.rung == 1);
  const auto due = rig.store->deliveries(model::DeliveryState::pending, 10, "");
  REQUIRE(due->rows.size() == 2);

  const auto undone =
      rig.ask("POST", "/api/v1/cases/" + id + "/undo", {{"if-match", header_of(decided, "ETag")}});
  CHECK(undone.status == 200);
  CHECK(body_of(undone).at("state") == "claimed");
  CHECK(rig.store->deliveries(model::DeliveryState::pending, 10, "")->rows.size() == 1);
  const auto history = body_of(rig.ask("GET", "/api/v1/cases/" + id + "/history")).at("rows").as_array();
  REQUIRE(history.size() == 4);
  CHECK(history[3].at("act") == "case.undo");
  CHECK(history[3].at("who") == "local:0");
  CHECK(body_of(rig.ask("GET", "/api/v1/audit/check")).at("whole") == true);
}

TEST_CASE("an act that the state forbids is 409, a wrong body 422, an unknown case 404") {
  Rig rig;
  const std::string id = rig.add(seen("a", start, bent));
  const api::Headers seen_rev{{"if-match", "\"" + id + ".1\""}};
  CHECK(rig.ask("POST", "/api/v1/cases/" + id + "/release", seen_rev).status == 409);
  CHECK(rig.ask("POST", "/api/v1/cases/" + id + "/verdict", seen_rev, "{}").status == 422);
  CHECK(rig.ask("POST", "/api/v1/cases/" + id + "/verdict", seen_rev, "[1]").status == 422);
  CHECK(rig.ask("POST", "/api/v1/cases/" + id + "/verdict", seen_rev, R"({"group":"g9","verdict":"genuine"})")
            .status == 404);
  CHECK(rig.ask("POST", "/api/v1/cases/" + id + "/note", seen_rev, R"({"text":"x","texts":1})").status ==
        422);
  CHECK(rig.ask("GET", "/api/v1/cases/nothing").status == 404);
  CHECK(rig.ask("POST", "/api/v1/cases/nothing/claim", {{"if-match", "\"nothing.1\""}}).status == 404);
  CHECK(rig.ask("GET", "/api/v1/cases?state=gone").status == 422);
  CHECK(rig.ask("PUT", "/api/v1/cases").status == 405);
  CHECK(rig.ask("GET", "/api/v2/cases").status == 404);
}

TEST_CASE("the same Idempotency-Key gives the same answer once more and does nothing twice") {
  Rig rig;
  const std::string id = rig.add(seen("a", start, bent));
  const api::Headers once{{"if-match", "\"" + id + ".1\""}, {"idempotency-key", "k1"}};
  const auto first = rig.ask("POST", "/api/v1/cases/" + id + "/note", once, R"({"text":"seen"})");
  const auto again = rig.ask("POST", "/api/v1/cases/" + id + "/note", once, R"({"text":"seen"})");
  CHECK(first.status == 200);
  CHECK(again.body == first.body);
  CHECK(rig.store->find_case(id)->value().notes.size() == 1);
  CHECK(rig.ask("POST", "/api/v1/cases/" + id + "/note", once, R"({"text":"other"})").status == 422);
}

TEST_CASE("a cursor goes on where the page ended, and only with the filter that it was made for") {
  Rig rig;
  for (int i = 0; i < 5; ++i) {
    rig.add(seen("a", start + std::chrono::days(20 * i), bent));
    rig.clock.advance(std::chrono::days(20));
  }
  std::size_t rows = 0;
  std::string cursor;
  std::string last;
  do {
    const auto page =
        body_of(rig.ask("GET", "/api/v1/cases?limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor)));
    rows += page.at("rows").as_array().size();
    last = cursor;
    cursor = page.at("cursor").is_null() ? "" : std::string(page.at("cursor").as_string());
  } while (!cursor.empty() && rows < 20);
  CHECK(rows == 5);
  CHECK(rig.ask("GET", "/api/v1/cases?limit=2&state=new&cursor=" + last).status == 400);
  CHECK(rig.ask("GET", "/api/v1/cases?cursor=AAAA").status == 400);
  CHECK(rig.ask("GET", "/api/v1/cases?limit=201").status == 422);
}

TEST_CASE("a first reading is hidden from the second reader") {
  Rig rig;
  rig.config->desk.second_reader = true;
  const std::string id = rig.add(seen("a", start, bent));
  const auto token = [&](const char* name) {
    const auto made =
        rig.ask("POST", "/api/v1/tokens", {},
                std::string(R"({"name":")") + name + R"(","scopes":["cases:read","cases:write"]})");
    REQUIRE(made.status == 201);
    rig.clock.advance(Millis(2));
    return "Bearer " + std::string(body_of(made).at("token").as_string());
  };
  const std::string first = token("first");
  const std::string second = token("second");
  const auto read = rig.ask("POST", "/api/v1/cases/" + id + "/verdict",
                            {{"if-match", "\"" + id + ".1\""}, {"authorization", first}},
                            R"({"group":"g1","verdict":"genuine"})", false);
  REQUIRE(read.status == 200);
  CHECK(body_of(read).at("state") == "awaiting_second");
  CHECK(body_of(read).at("groups").at(0).at("first_reading").at("verdict") == "genuine");
  const auto seen_by_other = rig.ask("GET", "/api/v1/cases/" + id, {{"authorization", second}}, "", false);
  CHECK(body_of(seen_by_other).at("groups").at(0).at("first_reading").at("hidden") == true);
  CHECK(body_of(seen_by_other).at("groups").at(0).at("first_reading").at("verdict").is_null());
}
