#include "rig.hpp"

using namespace qw;
using namespace qw::test;

namespace {

std::string opened(Rig& rig) {
  model::Occurrence copy = seen("a", start, bent);
  copy.excerpt += " Рядом стоял Пётр Иванов.";
  return rig.add(copy);
}

}  // namespace

TEST_CASE(
    "a person is found in a case and erased; the reason may not hold the name, and the act is recorded") {
  Rig rig;
  const std::string id = opened(rig);
  const auto found = rig.ask("POST", "/api/v1/privacy/find", {}, R"({"terms":["Иванова Петра"]})");
  REQUIRE_MESSAGE(found.status == 200, found.body);
  REQUIRE(body_of(found).at("rows").as_array().size() == 1);
  CHECK(body_of(found).at("rows").at(0).at("room") == "case");
  CHECK(body_of(found).at("rows").at(0).at("cases").at(0) == boost::json::string(id));

  const char* path = "/api/v1/privacy/erase";
  CHECK(rig.ask("POST", path, {}, R"({"terms":["Пётр Иванов"]})").status == 422);
  CHECK(rig.ask("POST", path, {}, R"({"terms":["Пётр Иванов"],"reason":"so Ивановым Петром"})").status ==
        422);
  CHECK(rig.ask("POST", path, {}, R"({"terms":["Ян"],"reason":"x"})").status == 422);
  CHECK(rig.ask("POST", path, {}, R"({"terms":["Никто Нигде"],"reason":"x"})").status == 404);
  const auto done = rig.ask("POST", path, {}, R"({"terms":["Пётр Иванов"],"reason":"request"})");
  REQUIRE_MESSAGE(done.status == 200, done.body);
  CHECK(rig.store->find_case(id)->value().occurrences.front().excerpt.find("Иванов") == std::string::npos);
  CHECK(rig.store->audit_of("privacy")->back().reason == "request");
  CHECK(body_of(rig.ask("GET", "/api/v1/audit/check")).at("whole").as_bool());
}

TEST_CASE("a legal hold is put, listed and ended, and forbids an erasure meanwhile") {
  Rig rig;
  const std::string id = opened(rig);
  const std::string hold = "/api/v1/cases/" + id + "/hold";
  CHECK(rig.ask("PUT", hold, {}, "{}").status == 422);
  CHECK(rig.ask("PUT", "/api/v1/cases/none/hold", {}, R"({"reason":"x"})").status == 404);
  REQUIRE(rig.ask("PUT", hold, {}, R"({"reason":"court of Lviv"})").status == 200);
  const auto list = body_of(rig.ask("GET", "/api/v1/holds"));
  REQUIRE(list.at("rows").as_array().size() == 1);
  CHECK(list.at("rows").at(0).at("case") == boost::json::string(id));
  const std::string wish = R"({"terms":["Пётр Иванов"],"reason":"request"})";
  CHECK(rig.ask("POST", "/api/v1/privacy/erase", {}, wish).status == 409);
  REQUIRE(rig.ask("DELETE", hold).status == 200);
  CHECK(body_of(rig.ask("GET", "/api/v1/holds")).at("rows").as_array().empty());
  CHECK(rig.ask("POST", "/api/v1/privacy/erase", {}, wish).status == 200);
}
