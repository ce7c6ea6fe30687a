#include "daemon/patterns/feedback.hpp"

#include "daemon/patterns/wilson.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

using namespace qw;
using namespace qw::patterns;
using model::Verdict;

namespace {

const Time seen = *parse_time("2026-11-24T10:00:00Z");

struct Decided {
  model::Case of;
  model::Revision revision;

  explicit Decided(Verdict verdict) {
    of.id = "c1";
    of.pattern = "hansen-wine";
    model::Occurrence title;
    title.id = "t";
    title.headline = "Хансен о вине";
    title.seen_at = seen - std::chrono::hours(1);
    model::Occurrence page = title;
    page.id = "p";
    page.revision = "r";
    page.language = "ru";
    page.seen_at = seen;
    of.occurrences = {title, page};
    model::CopyGroup group;
    group.id = "g1";
    group.occurrences = {"t", "p"};
    group.verdict = model::VerdictRecord{verdict, "u", seen, "because"};
    of.groups = {group};
    revision.title = "Хансен о вине";
    revision.text = "Да. Хансен: квот нет.";
    revision.published_day = *parse_day("2026-11-23");
  }
  std::optional<boost::json::object> claim(model::OutletKind kind = model::OutletKind::portal) const {
    return claim_item(of, of.groups.front(), *telling_copy(of, of.groups.front()), revision, kind);
  }
};

}  // namespace

TEST_CASE("each verdict becomes the item that the claims are scored with") {
  struct Row {
    Verdict verdict;
    model::OutletKind kind;
    std::string expect, label;
  };
  using enum model::OutletKind;
  for (const Row& row : {Row{Verdict::false_quote, portal, "alert", "false_quote"},
                         Row{Verdict::misleading_headline, portal, "review", "mixed"},
                         Row{Verdict::genuine, portal, "silent", "authentic"},
                         Row{Verdict::reports_or_debunks, portal, "review", "claims_to_debunk"},
                         Row{Verdict::reports_or_debunks, fact_checker, "silent", "debunk"}}) {
    const auto item = Decided(row.verdict).claim(row.kind);
    REQUIRE(item.has_value());
    CHECK(std::string(item->at("expect").as_string()) == row.expect);
    CHECK(std::string(item->at("label").as_string()) == row.label);
    CHECK(item->at("date") == "2026-11-23");
    CHECK(item->at("body") == "Да. Хансен: квот нет.");
    CHECK(item->at("pattern") == "hansen-wine");
    CHECK(item->at("note") == "because");
  }
  CHECK(!Decided(Verdict::unclear).claim());
  CHECK(!Decided(Verdict::extraction_error).claim());
}

TEST_CASE("what was extracted wrongly becomes a quote item to correct, in code points") {
  const Decided decided(Verdict::extraction_error);
  store::QuoteRow row;
  row.text = model::TextKind::body;
  row.quote.official = "hansen";
  row.quote.speaker = "Хансен";
  const std::size_t begin = decided.revision.text.find("квот");
  row.quote.content = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + 15)};
  const auto item = quote_item(decided.of, decided.of.groups.front(), decided.of.occurrences.back(),
                               decided.revision, {row});
  REQUIRE(item.has_value());
  CHECK(item->at("kind") == "body");
  const auto& record = item->at("quotes").as_array().front().as_object();
  CHECK(record.at("start") == 12);
  CHECK(record.at("end") == 20);
  CHECK(record.at("official") == "hansen");
  const Decided fine(Verdict::genuine);
  CHECK(!quote_item(fine.of, fine.of.groups.front(), fine.of.occurrences.back(), fine.revision, {}));
}

TEST_CASE("Wilson's interval at the edges and in the middle") {
  CHECK(wilson(0, 0).high == 1);
  CHECK(wilson(0, 20).low == 0);
  CHECK(wilson(0, 20).high == doctest::Approx(0.1611).epsilon(0.001));
  CHECK(wilson(10, 20).low == doctest::Approx(0.2993).epsilon(0.001));
  CHECK(wilson(20, 20).high == doctest::Approx(1.0));
}
