#include "crawler/article/fact_check.hpp"

#include <doctest/doctest.h>

using namespace qw;

namespace {

article::FactCheck read(const std::string& html, const std::string& url) {
  const auto page = article::read_fact_check({html, url, "text/html; charset=utf-8", std::nullopt, "UTC"});
  REQUIRE(page.has_value());
  return *page;
}

const std::string body =
    "<p>Российские сайты разнесли выдуманное заявление комиссара по рыболовству. Ничего подобного она не "
    "говорила ни на пресс-конференции, ни в письме министрам.</p><p>На деле она сказала: «Квоты на треску мы "
    "пересмотрим, если учёные подтвердят, что запасы восстановились».</p>";

}  // namespace

TEST_CASE("ClaimReview names the claim, who is said to have made it, when and where") {
  const auto page = read(
      R"(<html><head><title>Проверка</title><script type="application/ld+json">{"@graph":[{"@type":"WebPage"},
      {"@type":"ClaimReview","claimReviewed":"Комиссар: квоты на треску отменены","reviewRating":
      {"@type":"Rating","alternateName":"Ложь"},"itemReviewed":{"@type":"Claim","author":{"name":"Агентство"},
      "datePublished":"2025-11-03","appearance":["https://example.org/a",{"url":"https://example.org/b"}]}}]}
      </script></head><body><article><h1>Неправда: квоты на треску отменены</h1>)" +
          body + "</article></body></html>",
      "https://check.example.org/1");
  CHECK(page.form == article::FactCheckForm::claim_review);
  CHECK(page.claim == "Комиссар: квоты на треску отменены");
  CHECK(page.claim_language == "ru");
  CHECK(page.verdict == "Неправда");
  CHECK(page.claimant == "Агентство");
  REQUIRE(page.claimed_on.has_value());
  CHECK(to_iso(*page.claimed_on) == "2025-11-03");
  CHECK(page.appeared_at == std::vector<std::string>{"https://example.org/a", "https://example.org/b"});
}

TEST_CASE("a StopFake page gives what stands behind the verdict word of its title") {
  const auto page = read(
      "<html><head><title>Фейк: Комиссар отменила квоты на треску - StopFake</title></head>"
      "<body><article><h1 class=\"entry-title\">Фейк: Комиссар отменила квоты на треску</h1>"
      "<div class=\"td-post-content\">" +
          body + "</div></article></body></html>",
      "https://www.stopfake.org/ru/fejk-kvoty");
  CHECK(page.form == article::FactCheckForm::stopfake);
  CHECK(page.claim == "Комиссар отменила квоты на треску");
  CHECK(page.verdict == "Фейк");
  CHECK(page.article.text.find("если учёные подтвердят") != std::string::npos);
}

TEST_CASE("a report of EUvsDisinfo gives title, day, summary and response") {
  const auto page = read(
      "<html><head><title>DISINFO: The EU abolishes cod quotas</title></head><body>"
      "<h1 class=\"b-catalog__report-title\">DISINFO: The EU abolishes cod quotas</h1>"
      "<ul class=\"b-report__details-list\"><li><span>Outlet:</span> <a "
      "href=\"https://example.org/x\">Example</a></li>"
      "<li><span>Date of publication:</span> <span>03.11.2025</span></li></ul>"
      "<div class=\"b-report__summary\"><h2>SUMMARY</h2><div class=\"b-text\"><p>The Commissioner said that "
      "the "
      "quotas are gone.</p></div></div><div class=\"b-report__response\"><h2>RESPONSE</h2><div "
      "class=\"b-text\">"
      "<p>She said \xE2\x80\x9CWe shall look at the quotas once scientists confirm that the stocks "
      "recovered\xE2\x80\x9D "
      "and nothing else.</p></div></div></body></html>",
      "https://euvsdisinfo.eu/report/the-eu-abolishes-cod-quotas/");
  CHECK(page.form == article::FactCheckForm::euvsdisinfo);
  CHECK(page.claim == "The EU abolishes cod quotas");
  CHECK(page.claim_language == "en");
  CHECK(page.summary == "The Commissioner said that the quotas are gone.");
  CHECK(page.response.starts_with("She said"));
  REQUIRE(page.claimed_on.has_value());
  CHECK(to_iso(*page.claimed_on) == "2025-11-03");
}

TEST_CASE("a page that checks nothing gives no claim") {
  const auto page = read(
      "<html><head><title>Погода</title></head><body><h1>Погода на завтра</h1>" + body + "</body></html>",
      "https://example.org/pogoda");
  CHECK(page.form == article::FactCheckForm::plain);
  CHECK(page.claim.empty());
  CHECK(article::read_fact_check({"%PDF-1.4", "https://example.org/a", "", std::nullopt, "UTC"})
            ->claim.empty());
}

TEST_CASE("a verdict word counts only with a mark behind it") {
  std::string verdict;
  CHECK(article::without_verdict("Фейковые новости о треске", verdict) == "Фейковые новости о треске");
  CHECK(verdict.empty());
  CHECK(article::without_verdict("МАНИПУЛЯЦИЯ: Квоты отменены", verdict) == "Квоты отменены");
  CHECK(verdict == "МАНИПУЛЯЦИЯ");
  CHECK(article::without_verdict("Fact check \xE2\x80\x94 quotas are gone", verdict) == "quotas are gone");
  CHECK(article::without_verdict("Фейк:", verdict) == "Фейк:");
}
