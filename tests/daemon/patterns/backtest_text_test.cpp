#include "daemon/patterns/backtest.hpp"

#include <doctest/doctest.h>

using namespace qw;

TEST_CASE("a backtest is read again as it was written, and nothing else is taken for one") {
  patterns::Backtest of;
  of.pattern = "hansen-wine";
  of.digest = "d";
  of.at = *parse_time("2026-11-24T10:00:00Z");
  of.from = *parse_time("2026-10-24T10:00:00Z");
  of.until = of.at;
  of.articles = 12;
  of.quotes = 15;
  of.outside = 2;
  of.silent = 3;
  of.cut_short = "…";
  of.cases = {{of.at, of.at, 2, 1, 1, 2, 2, true}};
  of.caught = {{"kp",
                "https://example.org/a",
                "Вино",
                "«Вино»",
                model::Outcome::alert,
                model::Label::false_quote,
                std::nullopt,
                of.at,
                {"because"}}};
  of.findings = {{patterns::Remark::overlaps, "Вино", "other", "", {}}};
  const std::string text = patterns::backtest_text(of);
  const auto read = patterns::read_backtest(text);
  REQUIRE(read.has_value());
  CHECK(patterns::backtest_text(*read) == text);
  CHECK(read->cases.front().would_alert);
  CHECK(!patterns::read_backtest("").has_value());
  CHECK(!patterns::read_backtest("[]").has_value());
  CHECK(!patterns::read_backtest("{\"pattern\":\"x\"}").has_value());
  CHECK(!patterns::read_backtest(text.substr(0, text.size() / 2)).has_value());
}
