#include "daemon/alerts/silences.hpp"

#include "tests/daemon/alerts/message_samples.hpp"

#include <doctest/doctest.h>

#include <chrono>

using namespace qw;
using namespace qw::test;
using namespace qw::alerts;
using namespace std::chrono_literals;

namespace {

Silence of_pattern() {
  Silence out;
  out.id = "s1";
  out.author = "olena";
  out.reason = "known wave";
  out.from = start;
  out.until = start + 2h;
  out.pattern = "kallas-nato";
  return out;
}

Subject about(const std::string& event) {
  model::OutboxEntry entry;
  entry.event = event;
  entry.receiver = "newsroom";
  entry.case_id = "c1";
  entry.payload = payload_of(event, first_case(), receiver_of("slack"));
  return subject_of(entry);
}

}  // namespace

TEST_CASE("a silence holds what fits all its matchers, from its beginning to its end") {
  const std::vector<Silence> all{of_pattern()};
  CHECK(held_by(all, about("match.new"), start + 1h) != nullptr);
  CHECK(held_by(all, about("match.new"), start + 2h) == nullptr);
  CHECK(held_by(all, about("match.new"), start - 1s) == nullptr);
  Silence narrow = of_pattern();
  narrow.receiver = "another";
  CHECK(held_by({narrow}, about("match.new"), start + 1h) == nullptr);
  narrow.receiver = "newsroom";
  narrow.language = "uk";
  CHECK(held_by({narrow}, about("match.new"), start + 1h) == nullptr);
  narrow.language = "ru";
  CHECK(held_by({narrow}, about("match.new"), start + 1h) != nullptr);
}

TEST_CASE("a correction is told through every silence") {
  CHECK(held_by({of_pattern()}, about("case.corrected"), start + 1h) == nullptr);
  CHECK(held_by({of_pattern()}, about("case.decided"), start + 1h) != nullptr);
}

TEST_CASE("a message after a silence knows who held back what came before") {
  const std::vector<Silence> all{of_pattern()};
  CHECK(over_since(all, about("case.grew"), start + 1h).empty());
  CHECK(over_since(all, about("case.grew"), start + 3h).size() == 1);
}

TEST_CASE("a silence has a matcher, a reason and an end within thirty days") {
  CHECK(check(of_pattern(), start).has_value());
  Silence none = of_pattern();
  none.pattern.clear();
  CHECK_FALSE(check(none, start).has_value());
  Silence silent = of_pattern();
  silent.reason.clear();
  CHECK_FALSE(check(silent, start).has_value());
  Silence endless = of_pattern();
  endless.until = start + std::chrono::days(31);
  CHECK_FALSE(check(endless, start).has_value());
}

TEST_CASE("a silence is read as it was written") {
  Silence of = of_pattern();
  of.ended_by = "lead";
  const auto back = read_silence(silence_text(of));
  REQUIRE(back);
  CHECK(silence_text(*back) == silence_text(of));
  CHECK_FALSE(read_silence("{}").has_value());
}
