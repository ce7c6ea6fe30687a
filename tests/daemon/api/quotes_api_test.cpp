#include "tests/daemon/api/rig.hpp"

#include <string>
#include <vector>

using namespace qw;
using namespace qw::test;

namespace {

void put(Rig& rig, const std::vector<std::pair<std::string, std::string>>& official_and_words) {
  store::ReadBatch batch;
  model::Revision revision;
  revision.id = "r1";
  revision.article = "a1";
  revision.number = 1;
  batch.revision = revision;
  for (const auto& [official, words] : official_and_words) {
    store::QuoteRow row;
    row.revision = "r1";
    row.number = static_cast<std::uint32_t>(batch.quotes.size());
    row.quote.official = official;
    row.words = words;
    row.seen = rig.clock.now() - std::chrono::hours(1);
    batch.quotes.push_back(row);
  }
  REQUIRE(rig.store->commit(std::move(batch)).has_value());
}

std::vector<std::string> words_of(const api::Response& response) {
  std::vector<std::string> out;
  for (const auto& row : body_of(response).at("rows").as_array()) {
    out.emplace_back(row.at("words").as_string());
  }
  return out;
}

}  // namespace

TEST_CASE("stored quotes are asked for by official, time and concepts") {
  Rig rig;
  put(rig, {{"kallas", "NATO membership"}, {"kallas", "fish"}, {"hansen", "NATO and fish"}});
  CHECK(words_of(rig.ask("GET", "/api/v1/quotes")).size() == 3);
  CHECK(words_of(rig.ask("GET", "/api/v1/quotes?official=kallas&concepts=nato")) ==
        std::vector<std::string>{"NATO membership"});
  CHECK(words_of(rig.ask("GET", "/api/v1/quotes?concepts=nato,fish")) ==
        std::vector<std::string>{"NATO and fish"});
  CHECK(words_of(rig.ask("GET", "/api/v1/quotes?concepts=nato&until=2000-01-01&from=1999-01-01")).empty());
}

TEST_CASE("a concept that nobody knows is refused by name, not taken for nothing found") {
  Rig rig;
  const auto refused = rig.ask("GET", "/api/v1/quotes?concepts=nato,zzz");
  CHECK(refused.status == 422);
  CHECK(refused.body.find("'zzz'") != std::string::npos);
}
