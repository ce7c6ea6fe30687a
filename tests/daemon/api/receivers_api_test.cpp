#include "tests/daemon/api/rig.hpp"

using namespace qw;
using namespace qw::test;

TEST_CASE("the receivers are listed with what they are told of, and never with the path of their address") {
  Rig rig;
  rig.config->receivers.front().url = "https://hooks.example.org/services/SECRET";
  rig.config->receivers.front().officials = {"kallas"};
  const auto row = body_of(rig.ask("GET", "/api/v1/receivers")).at("rows").at(0);
  CHECK(row.at("id") == "hook");
  CHECK(row.at("officials").at(0) == "kallas");
  CHECK(row.at("routed").is_null());
  CHECK(boost::json::serialize(row).find("SECRET") == std::string::npos);
  CHECK(row.at("host").as_string().find("hooks.example.org") != std::string_view::npos);
}

TEST_CASE("a case is said to go to a receiver when its filters let it through") {
  Rig rig;
  const std::string id = rig.add(seen("a", start, bent));
  CHECK(body_of(rig.ask("GET", "/api/v1/receivers?case=" + id)).at("rows").at(0).at("routed") == true);
  rig.config->receivers.front().officials = {"costa"};
  CHECK(body_of(rig.ask("GET", "/api/v1/receivers?case=" + id)).at("rows").at(0).at("routed") == false);
  CHECK(rig.ask("GET", "/api/v1/receivers?case=nobody").status == 404);
}

TEST_CASE("evidence that is whole is said to be whole, with what was looked at") {
  Rig rig;
  rig.add(seen("a", start, bent));
  const auto answer = rig.ask("GET", "/api/v1/evidence/check");
  REQUIRE(answer.status == 200);
  CHECK(body_of(answer).at("whole") == true);
  CHECK(body_of(answer).at("audit_records").to_number<int>() >= 1);
  CHECK(body_of(answer).at("problems").as_array().empty());
}
