#include "daemon/patterns/draft.hpp"

#include "config/pattern_text.hpp"
#include "tests/daemon/patterns/engines.hpp"

#include <algorithm>

using namespace qw;
using namespace qw::test;

namespace {

article::FactCheck fact_check(const std::string& claim, const std::string& text,
                              const std::string& language = "ru") {
  article::FactCheck page;
  page.form = article::FactCheckForm::stopfake;
  page.claim = claim;
  page.claim_language = language;
  page.article.title = "Фейк: " + claim;
  page.article.text = text;
  page.article.language = language;
  page.article.published.day = *parse_day("2025-06-20");
  return page;
}

patterns::Draft draft(const article::FactCheck& page) {
  return patterns::draft_of(page, *language().quotes, language().officials, "https://example.org/check",
                            *parse_day("2025-07-01"));
}

bool remarks(const patterns::Draft& draft, const std::string& key) {
  return std::ranges::find(draft.remarks, key) != draft.remarks.end();
}

}  // namespace

TEST_CASE("a fact-check becomes a draft with official, claim, authentic words and source") {
  const auto got = draft(fact_check(
      "Хансен потребовал отменить квоты на молдавское вино",
      "Сайты приписали еврокомиссару Кристофу Хансену выдуманное требование.\nХансен сказал журналистам: "
      "«Квоты на "
      "молдавское вино мы пересмотрим, если об этом попросит Кишинёв». Ничего другого он не говорил."));
  CHECK(got.pattern.state == model::PatternState::draft);
  CHECK(got.pattern.official == "hansen");
  CHECK(got.pattern.false_wordings ==
        std::vector<std::string>{"Хансен потребовал отменить квоты на молдавское вино"});
  REQUIRE(got.pattern.authentic.size() == 1);
  CHECK(got.pattern.authentic.front().find("если об этом попросит") != std::string::npos);
  CHECK(got.pattern.source == "https://example.org/check");
  CHECK(to_iso(got.pattern.since) == "2025-06-13");
  CHECK(remarks(got, "draft.since_guessed"));
  CHECK(remarks(got, "draft.authentic_guessed"));
  CHECK(got.pattern.id.starts_with("hansen-"));
  const auto read =
      config::read_pattern_text(config::pattern_toml(got.pattern), got.pattern.id, language().officials);
  CHECK(read.has_value());
}

TEST_CASE("the day of the claim and the words that only repeat the claim") {
  auto page =
      fact_check("Хансен потребовал отменить квоты на молдавское вино",
                 "Хансен якобы сказал: «Хансен потребовал отменить квоты на молдавское вино немедленно».");
  page.claimed_on = *parse_day("2025-06-10");
  const auto got = draft(page);
  CHECK(to_iso(got.pattern.since) == "2025-06-10");
  CHECK(!remarks(got, "draft.since_guessed"));
  CHECK(got.pattern.authentic.empty());
  CHECK(remarks(got, "draft.no_authentic"));
}

TEST_CASE("an English claim names the official by the Latin name and is remarked") {
  auto page = fact_check("Hansen demands that wine quotas be abolished", "", "en");
  page.response =
      "He said: \"We shall look at the quotas again once Chisinau asks us to do so\" and no more.";
  const auto got = draft(page);
  CHECK(got.pattern.official == "hansen");
  CHECK(remarks(got, "draft.claim_language"));
  REQUIRE(got.pattern.authentic.size() == 1);
  CHECK(got.pattern.authentic.front().starts_with("We shall look"));
}

TEST_CASE("nobody is guessed: without a name there is no official, and without a claim no wording") {
  const auto stranger =
      draft(fact_check("Премьер Новой Зеландии отменил квоты на вино", "Он этого не говорил."));
  CHECK(stranger.pattern.official.empty());
  CHECK(remarks(stranger, "draft.no_official"));
  const auto nothing = draft(fact_check("", ""));
  CHECK(remarks(nothing, "draft.no_claim"));
  CHECK(nothing.pattern.false_wordings.empty());
  CHECK(nothing.pattern.state == model::PatternState::draft);
}

TEST_CASE("ids are small Latin letters whatever the wording") {
  CHECK(patterns::id_from("hansen", "Хансен потребовал отменить квоты") ==
        "hansen-khansen-potreboval-otmenit");
  CHECK(patterns::id_from("org:ec", "Єврокомісія скасує щедрі знижки") ==
        "org-ec-ievrokomisiia-skasuie-shchedri");
  CHECK(patterns::id_from("", "«…»") == "pattern");
  CHECK(patterns::id_from("", "да") == "pattern");
}
