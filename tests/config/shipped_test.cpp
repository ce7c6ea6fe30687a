#include "config/config.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace qw;

namespace {
std::shared_ptr<const config::Config> shipped() {
  auto loaded = config::load(QW_SOURCE_DIR "/config/quotewatch.toml");
  for (const Error& error : loaded ? config::Errors{} : loaded.error()) {
    FAIL_CHECK(error.text());
  }
  return loaded ? *loaded : std::make_shared<const config::Config>();
}

auto publishing_in(const config::Config& config, const std::string& language) {
  return std::ranges::count_if(config.outlets, [&](const model::Outlet& outlet) {
    return std::ranges::find(outlet.languages, language) != outlet.languages.end() &&
           outlet.kind != model::OutletKind::institution;
  });
}
}  // namespace

TEST_CASE("the shipped configuration loads and covers both languages") {
  const auto config = shipped();
  CHECK(publishing_in(*config, "ru") >= 60);
  CHECK(publishing_in(*config, "uk") >= 45);
  CHECK(std::ranges::count(config->outlets, model::OutletKind::institution, &model::Outlet::kind) >= 6);
  CHECK(config->crawl.contact.empty());
  CHECK_FALSE(config->crawl.unverified);
  for (const model::Outlet& outlet : config->outlets) {
    CHECK_MESSAGE(outlet.verified == model::Verified::none, outlet.id);
  }
}

TEST_CASE("shipped patterns are live, dated, explained and have a fact-check") {
  const auto config = shipped();
  REQUIRE(config->find_pattern("kallas-nato") != nullptr);
  CHECK_FALSE(config->find_pattern("kallas-nato")->until);
  for (const model::Pattern& pattern : config->patterns) {
    CAPTURE(pattern.id);
    CHECK(pattern.state == model::PatternState::live);
    CHECK(pattern.source.starts_with("http"));
    CHECK_FALSE(pattern.source.contains("example.org"));
    CHECK_FALSE(pattern.why.empty());
    CHECK_FALSE(pattern.title.empty());
  }
}

TEST_CASE("members of Parliament are marked and hold no other office") {
  const auto config = shipped();
  const model::Official* member = config->find_official("gahler");
  REQUIRE(member != nullptr);
  CHECK(member->scope == model::Scope::mep);
  CHECK(config->find_official("metsola")->scope == model::Scope::official);
  const model::Official* commissioner = config->find_official("kubilius");
  REQUIRE(commissioner->roles.size() == 1);
  CHECK_FALSE(commissioner->roles[0].covers(parse_day("2024-11-30").value()));
}

TEST_CASE("every person has all six forms of the surname in both languages") {
  const auto config = shipped();
  for (const model::Official& official : config->officials) {
    if (official.gender == model::Gender::organisation) {
      continue;
    }
    CAPTURE(official.id);
    for (std::size_t i = 0; i < 6; ++i) {
      CHECK_FALSE(official.ru_last.forms.at(i).empty());
      CHECK_FALSE(official.uk_last.forms.at(i).empty());
    }
  }
}
