#include "daemon/patterns/check.hpp"

#include "tests/daemon/patterns/engines.hpp"

#include <algorithm>

using namespace qw;
using namespace qw::test;
using patterns::Remark;

namespace {

patterns::Bench bench(const std::vector<model::Pattern>& patterns) {
  auto made = patterns::Bench::make(language().quotes, language().lexicon, language().officials, patterns);
  REQUIRE(made.has_value());
  return *std::move(made);
}

bool has(const std::vector<patterns::Finding>& findings, Remark remark) {
  return std::ranges::find(findings, remark, &patterns::Finding::remark) != findings.end();
}

}  // namespace

TEST_CASE("a sound pattern gets notes at most, also while it is a draft") {
  model::Pattern draft = wine();
  draft.state = model::PatternState::draft;
  for (const patterns::Finding& finding : bench({draft}).check(draft)) {
    CHECK_MESSAGE(patterns::is_note(finding.remark), patterns::sentence_of(finding));
  }
}

TEST_CASE("a pattern that would catch its own authentic words is told so") {
  model::Pattern same = wine();
  same.authentic = {"Хансен потребовал отменить квоты на вино из Молдавии"};
  same.false_wordings.emplace_back("Хансен потребовал отменить квоты на молдавское вино");
  const auto findings = bench({same}).check(same);
  CHECK((has(findings, Remark::catches_authentic) || has(findings, Remark::misses_own_false)));
  CHECK(has(findings, Remark::repeated_wording));
}

TEST_CASE("two patterns of one official that catch the same wording overlap") {
  model::Pattern other = wine();
  other.id = "hansen-wine-again";
  const auto findings = bench({wine(), other}).check(other);
  const auto found = std::ranges::find(findings, Remark::overlaps, &patterns::Finding::remark);
  REQUIRE(found != findings.end());
  CHECK(found->other == "hansen-wine");
  CHECK(patterns::sentence_of(*found).starts_with("overlaps with hansen-wine"));
}

TEST_CASE("English wordings, slips of the pen and missing authentic words are remarked") {
  model::Pattern odd = wine();
  odd.false_wordings = {"Hansen demands the abolition of wine quotas for this country",
                        "Хансен потребовал отменить квоты на малдавскае выно"};
  odd.authentic.clear();
  const auto findings = bench({odd}).check(odd);
  CHECK(has(findings, Remark::wrong_language));
  CHECK(has(findings, Remark::no_authentic));
  CHECK(has(findings, Remark::dead_word));
}

TEST_CASE("examples that are not judged as their author wants are shown with the decision") {
  model::Pattern pattern = wine();
  pattern.examples_alert = {"Хансен потребовал отменить квоты на молдавское вино.",
                            "Завтра в Брюсселе обещают дождь."};
  pattern.examples_silent = {"Хансен не требует отменять квоты на молдавское вино."};
  const auto findings = bench({pattern}).run_examples(pattern);
  const auto found =
      std::ranges::find(findings, "Завтра в Брюсселе обещают дождь.", &patterns::Finding::words);
  REQUIRE(found != findings.end());
  CHECK(found->remark == Remark::example_not_caught);
  CHECK(found->got == "silent");
  CHECK(!has(findings, Remark::misses_own_false));
}
