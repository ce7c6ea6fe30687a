#include "config/outlet_text.hpp"
#include "tests/daemon/api/rig.hpp"

using namespace qw;
using namespace qw::test;

namespace {

std::string record(const std::string& id, const std::string& name = "New") {
  return "[[outlet]]\nid = \"" + id + "\"\nname = \"" + name +
         "\"\nlanguages = [\"uk\"]\nkind = \"portal\"\ncountry = \"UA\"\nhome = \"https://" + id +
         ".example.com\"\n";
}

api::Response import(Rig& rig, const std::string& toml, bool replace = false) {
  return rig.ask("POST", "/api/v1/outlets", {},
                 boost::json::serialize(boost::json::object{{"toml", toml}, {"replace", replace}}));
}

std::string result_of(const api::Response& response) {
  return std::string(body_of(response).at("rows").at(0).at("result").as_string());
}

}  // namespace

TEST_CASE("an imported outlet lies in the store, stands in the audit record and is told to the daemon") {
  Rig rig;
  const auto done = import(rig, record("new-one"));
  REQUIRE(done.status == 200);
  CHECK(result_of(done) == "added");
  CHECK(rig.stored_changes == 1);
  const auto stored = rig.store->setting(api::outlet_setting("new-one"));
  REQUIRE(stored.has_value());
  CHECK(config::read_outlet_text(stored->value_or(""), "x", {})->front().name == "New");
  const auto records = rig.store->audit_of("outlet:new-one");
  REQUIRE(records.has_value());
  CHECK(records->back().act == "outlet.import");
}

TEST_CASE("the same import again changes nothing, another wording needs a word more") {
  Rig rig;
  REQUIRE(import(rig, record("new-one")).status == 200);
  CHECK(result_of(import(rig, record("new-one"))) == "unchanged");
  CHECK(rig.stored_changes == 1);
  const auto held = import(rig, record("new-one", "Other"));
  CHECK(held.status == 409);
  CHECK(body_of(held).at("detail").as_string().find("--replace") != std::string_view::npos);
  CHECK(result_of(import(rig, record("new-one", "Other"), true)) == "replaced");
}

TEST_CASE("an import is taken as a whole or not at all, and never over the files") {
  Rig rig;
  const auto held = import(rig, record("new-one") + record("a"), true);
  CHECK(held.status == 409);
  CHECK(body_of(held).at("detail").as_string().find("the file wins") != std::string_view::npos);
  const auto wrong = import(rig, record("new-one") + record("Bad!"));
  CHECK(wrong.status == 422);
  CHECK(body_of(wrong).at("detail").as_string().find("'Bad!'") != std::string_view::npos);
  CHECK(rig.store->settings(api::outlet_setting(""))->empty());
  CHECK(rig.stored_changes == 0);
}

TEST_CASE("the list says where an outlet comes from and whether it is in force") {
  Rig rig;
  REQUIRE(import(rig, record("new-one")).status == 200);
  auto rows = body_of(rig.ask("GET", "/api/v1/outlets")).at("rows").as_array();
  REQUIRE(rows.size() == 4);
  CHECK(rows.back().at("origin") == "imported");
  CHECK_FALSE(rows.back().at("in_force").as_bool());
  rig.files = std::make_shared<config::Config>(*rig.config);
  rig.config->outlets.push_back(config::read_outlet_text(record("new-one"), "x", {})->front());
  rows = body_of(rig.ask("GET", "/api/v1/outlets")).at("rows").as_array();
  REQUIRE(rows.size() == 4);
  CHECK(rows.back().at("in_force").as_bool());
}

TEST_CASE("an imported outlet can be removed, one of the files cannot") {
  Rig rig;
  REQUIRE(import(rig, record("new-one")).status == 200);
  CHECK(rig.ask("DELETE", "/api/v1/outlets/new-one").status == 428);
  CHECK(rig.ask("DELETE", "/api/v1/outlets/new-one", {{"if-match", "*"}}).status == 200);
  CHECK(rig.store->settings(api::outlet_setting(""))->empty());
  CHECK(rig.ask("DELETE", "/api/v1/outlets/new-one", {{"if-match", "*"}}).status == 404);
  CHECK(rig.ask("DELETE", "/api/v1/outlets/a", {{"if-match", "*"}}).status == 404);
}
