#include "tests/daemon/api/rig.hpp"

#include <fstream>

using namespace qw;
using namespace qw::test;

namespace {

const std::string wine =
    R"({"official":"hansen","false":["Хансен потребовал отменить квоты"],"authentic":["Квоты пересмотрят, если попросят"],)"
    R"("source":"https://example.org/check"})";

struct Patterns : Rig {
  Patterns() {
    model::Official hansen;
    hansen.id = "hansen";
    hansen.name = "Christophe Hansen";
    hansen.roles = {{"Commissioner", *parse_day("2024-12-01"), std::nullopt}};
    config->officials.insert(config->officials.begin(), hansen);
    config->officials.back().roles = {{"HR", *parse_day("2024-12-01"), std::nullopt}};
    config->patterns.front().source = "https://example.org/nato";
    config->patterns.front().since = *parse_day("2025-12-15");
    config->file_patterns = config->patterns;
  }

  api::Response state(const std::string& id, const std::string& to) {
    const auto seen = ask("GET", "/api/v1/patterns/" + id);
    return ask("POST", "/api/v1/patterns/" + id + "/state", {{"if-match", header_of(seen, "ETag")}},
               R"({"state":")" + to + R"(","reason":"tested"})");
  }
};

}  // namespace

TEST_CASE("a pattern goes from fields over its backtest to trial and live, each step audited") {
  Patterns rig;
  const auto made = rig.ask("POST", "/api/v1/patterns", {}, wine);
  REQUIRE(made.status == 201);
  const auto body = body_of(made);
  const std::string id(body.at("id").as_string());
  CHECK(body.at("state") == "draft");
  CHECK(body.at("origin") == "desk");
  CHECK(body.at("since") == "2026-11-06");
  CHECK(body.at("backtest").is_null());
  CHECK(rig.patterns_rung == 1);

  CHECK(rig.state(id, "trial").status == 409);  // nobody has looked at a backtest
  CHECK(rig.state(id, "live").status == 409);
  const auto tried = rig.ask("POST", "/api/v1/patterns/" + id + "/backtest", {}, R"({"days":7})");
  REQUIRE(tried.status == 200);
  CHECK(body_of(tried).at("articles") == 7);
  const auto trial = rig.state(id, "trial");
  REQUIRE(trial.status == 200);
  CHECK(body_of(trial).at("state") == "trial");
  CHECK(body_of(rig.state(id, "live")).at("state") == "live");
  const auto audit = body_of(rig.ask("GET", "/api/v1/audit?subject=pattern:" + id));
  CHECK(audit.at("rows").as_array().size() == 3);
}

TEST_CASE("a change names the state that it saw, and another text wants another backtest") {
  Patterns rig;
  const std::string id(body_of(rig.ask("POST", "/api/v1/patterns", {}, wine)).at("id").as_string());
  REQUIRE(rig.ask("POST", "/api/v1/patterns/" + id + "/backtest", {}, "{}").status == 200);
  const std::string second =
      R"({"official":"hansen","false":["Хансен потребовал отменить пошлины"],"source":"https://example.org/check"})";
  CHECK(rig.ask("PUT", "/api/v1/patterns/" + id, {}, second).status == 428);
  CHECK(rig.ask("PUT", "/api/v1/patterns/" + id, {{"if-match", "\"old\""}}, second).status == 412);
  const auto seen = rig.ask("GET", "/api/v1/patterns/" + id);
  CHECK(body_of(seen).at("backtest_is_present").as_bool());
  const auto changed =
      rig.ask("PUT", "/api/v1/patterns/" + id, {{"if-match", header_of(seen, "ETag")}}, second);
  REQUIRE(changed.status == 200);
  CHECK(!body_of(changed).at("backtest_is_present").as_bool());
  CHECK(rig.state(id, "trial").status == 409);
}

TEST_CASE("patterns of files are shown, get states, and are not rewritten") {
  Patterns rig;
  const auto rows = body_of(rig.ask("GET", "/api/v1/patterns")).at("rows").as_array();
  REQUIRE(rows.size() == 1);
  CHECK(rows.front().at("origin") == "file");
  const auto seen = rig.ask("GET", "/api/v1/patterns/kallas-nato");
  CHECK(body_of(seen).at("toml").as_string().find("official = \"kallas\"") != std::string::npos);
  CHECK(
      rig.ask("PUT", "/api/v1/patterns/kallas-nato", {{"if-match", header_of(seen, "ETag")}}, wine).status ==
      403);
  CHECK(body_of(rig.state("kallas-nato", "retired")).at("state") == "retired");
  CHECK(rig.ask("GET", "/api/v1/patterns/nobody").status == 404);
}

TEST_CASE("what a file would be refused for is refused with the same sentence") {
  Patterns rig;
  const auto bad = rig.ask("POST", "/api/v1/patterns", {},
                           R"({"official":"hanssen","false":["a"],"source":"https://example.org"})");
  CHECK(bad.status == 422);
  CHECK(bad.body.find("did you mean 'hansen'?") != std::string::npos);
  CHECK(rig.ask("POST", "/api/v1/patterns", {}, R"({"wording":"a"})").status == 422);
  CHECK(rig.ask("POST", "/api/v1/patterns", {}, R"({"toml":"id = 1","official":"x"})").status == 422);
  const auto toml = rig.ask(
      "POST", "/api/v1/patterns", {},
      R"({"toml":"id = \"w\"\nofficial = \"hansen\"\nstate = \"live\"\nsince = 2025-06-01\nfalse = [\"a b\"]\nsource = \"https://example.org\"\n"})");
  REQUIRE(toml.status == 201);
  CHECK(body_of(toml).at("state") == "draft");
}

TEST_CASE("a draft from an address is fetched, and a refusal says why") {
  Patterns rig;
  CHECK(rig.ask("POST", "/api/v1/patterns/draft", {}, R"({"url":"https://example.org/check"})").status ==
        403);
  rig.page =
      "<html lang=\"ru\"><head><title>Фейк: Хансен отменил квоты</title></head><body><article><h1>Фейк: "
      "Хансен "
      "отменил квоты</h1><p>Ничего подобного он не говорил ни на встрече, ни в письме министрам "
      "стран.</p></article></body></html>";
  const auto draft = rig.ask("POST", "/api/v1/patterns/draft", {}, R"({"url":"https://example.org/check"})");
  REQUIRE(draft.status == 200);
  CHECK(body_of(draft).at("pattern").at("state") == "draft");
  CHECK(body_of(draft).at("pattern").at("source") == "https://example.org/check");
  CHECK(body_of(rig.ask("GET", "/api/v1/patterns")).at("rows").as_array().size() == 1);
}
