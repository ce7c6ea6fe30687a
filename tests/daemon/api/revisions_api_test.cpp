#include "rig.hpp"

using namespace qw;
using namespace qw::test;

namespace {

void put_state(Rig& rig, std::uint32_t number, const std::string& text) {
  store::ReadBatch read;
  model::Revision& state = read.revision.emplace();
  state.id = "a-rev-" + std::to_string(number);
  state.article = "article-a";
  state.number = number;
  state.outlet = "a";
  state.url = state.canonical_url = "https://a.example/a";
  state.title = "Заголовок";
  state.text = text;
  state.language = "ru";
  state.fetched = start + Millis(60'000) * static_cast<int>(number);
  REQUIRE(rig.store->commit(std::move(read)).has_value());
}

}  // namespace

TEST_CASE("the states of a copy stand side by side, and a person says what became of it") {
  Rig rig;
  put_state(rig, 1, "Начало. Раз членство не обсуждается, нужны гарантии.");
  const std::string id = rig.add(seen("a", start, bent));
  const std::string place = "/api/v1/cases/" + id + "/occurrences/a-1";
  CHECK(body_of(rig.ask("GET", place + "/revisions")).at("likely") == "stands");
  put_state(rig, 2, "Начало. Если членство не обсуждается, нужны гарантии. Исправлено.");
  const auto body = body_of(rig.ask("GET", place + "/revisions"));
  CHECK(body.at("revisions").as_array().size() == 2);
  const auto& sentences = body.at("changes").at(0).at("sentences").as_array();
  REQUIRE(sentences.size() == 3);
  CHECK(sentences[0].at("kind") == "kept");
  CHECK(sentences[1].at("kind") == "changed");
  CHECK(sentences[2].at("kind") == "added");
  CHECK(body.at("likely") == "corrected_with_notice");
  CHECK(body.at("outcome").is_null());

  CHECK(rig.ask("PUT", place + "/outcome", {}, R"({"outcome":"burnt"})").status == 422);
  CHECK(rig.ask("PUT", "/api/v1/cases/" + id + "/occurrences/none/outcome", {}, R"({"outcome":"stands"})")
            .status == 404);
  REQUIRE(rig.ask("PUT", place + "/outcome", {}, R"({"outcome":"silently_edited"})").status == 200);
  CHECK(body_of(rig.ask("GET", place + "/revisions")).at("outcome").at("outcome") == "silently_edited");
  CHECK(rig.store->audit_of("case:" + id)->back().act == "case.outcome");
  CHECK(rig.ask("GET", "/api/v1/cases/" + id + "/occurrences/none/revisions").status == 404);
}
