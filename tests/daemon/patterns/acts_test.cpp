#include "daemon/patterns/acts.hpp"

#include "config/pattern_text.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace qw;
using namespace qw::patterns;
using model::PatternState;
using model::UserRole;

namespace {

const Time now = *parse_time("2026-11-24T10:00:00Z");
const cases::Actor reviewer{"u-reviewer", UserRole::reviewer};
const cases::Actor lead{"u-lead", UserRole::lead};

std::vector<model::Official> officials() {
  model::Official hansen;
  hansen.id = "hansen";
  hansen.roles = {{"Commissioner", *parse_day("2024-12-01"), std::nullopt}};
  return {hansen};
}

model::Pattern wine(PatternState state = PatternState::live) {
  model::Pattern out;
  out.id = "hansen-wine";
  out.official = "hansen";
  out.false_wordings = {"Хансен потребовал отменить квоты"};
  out.since = *parse_day("2025-06-01");
  out.source = "https://example.org/check";
  out.state = state;
  return out;
}

Catalog catalog(const std::vector<model::Pattern>& files, const std::vector<Stored>& stored) {
  return Catalog::of(files, stored, officials());
}

/// A pattern of the desk in this state.
Entry desk(PatternState state) {
  Stored stored;
  stored.id = "hansen-wine";
  stored.toml = config::pattern_toml(wine(state));
  stored.state = state;
  return *catalog({}, {stored}).find("hansen-wine");
}

}  // namespace

TEST_CASE(
    "whatever a new pattern says of itself, it begins as a draft, and an id that is taken gets a number") {
  const auto made = create(catalog({wine()}, {}), wine(PatternState::live), reviewer, now, officials());
  REQUIRE(made.has_value());
  CHECK(made->stored.id == "hansen-wine-2");
  CHECK(made->stored.state == PatternState::draft);
  CHECK(made->stored.toml.find("state = \"draft\"") != std::string::npos);
  REQUIRE(made->audit.size() == 1);
  CHECK(made->audit.front().act == "pattern.create");
  CHECK(made->audit.front().subject == "pattern:hansen-wine-2");
  CHECK(!create(catalog({}, {}), wine(), {"u", UserRole::viewer}, now, officials()).has_value());
}

TEST_CASE("a pattern of the desk is refused with the sentences that a file would get") {
  model::Pattern bad = wine();
  bad.official = "hanssen";
  const auto made = create(catalog({}, {}), bad, reviewer, now, officials());
  REQUIRE(!made.has_value());
  CHECK(made.error().code == Errc::usage);
  CHECK(made.error().what == "there is no official 'hanssen'; did you mean 'hansen'?");
}

TEST_CASE("the ways between the states, and who may go them") {
  struct Row {
    PatternState from, to;
    bool for_reviewer, for_lead;
  };
  using enum PatternState;
  const auto rows = std::to_array<Row>({{draft, trial, true, true},
                                        {draft, live, false, false},
                                        {draft, retired, true, true},
                                        {trial, draft, true, true},
                                        {trial, live, false, true},
                                        {trial, retired, false, true},
                                        {live, trial, false, true},
                                        {live, draft, false, false},
                                        {live, retired, false, true},
                                        {retired, draft, true, true},
                                        {retired, trial, false, true},
                                        {retired, live, false, false},
                                        {live, live, false, false}});
  for (const Row& row : rows) {
    const Entry entry = desk(row.from);
    CAPTURE(model::name_of(row.from));
    CAPTURE(model::name_of(row.to));
    CHECK(set_state(entry, row.to, true, "", reviewer, now).has_value() == row.for_reviewer);
    const auto moved = set_state(entry, row.to, true, "why", lead, now);
    CHECK(moved.has_value() == row.for_lead);
    const auto next = next_states(entry, UserRole::lead);
    CHECK((std::ranges::find(next, row.to) != next.end()) == row.for_lead);
    if (moved) {
      CHECK(catalog({}, {moved->stored}).find("hansen-wine")->pattern.state == row.to);
      CHECK(moved->audit.front().act == "pattern.state");
      CHECK(moved->audit.front().reason == "why");
    }
  }
}

TEST_CASE("nothing goes on trial before its backtest was looked at") {
  const auto blind = set_state(desk(PatternState::draft), PatternState::trial, false, "", lead, now);
  REQUIRE(!blind.has_value());
  CHECK(blind.error().code == Errc::conflict);
}

TEST_CASE("a state that a person gave to a pattern of a file holds until the file says something else") {
  const Entry entry = *catalog({wine()}, {}).find("hansen-wine");
  const auto retired = set_state(entry, PatternState::retired, true, "done", lead, now);
  REQUIRE(retired.has_value());
  CHECK(retired->stored.toml.empty());
  CHECK(catalog({wine()}, {retired->stored}).find("hansen-wine")->pattern.state == PatternState::retired);
  const Catalog changed = catalog({wine(PatternState::trial)}, {retired->stored});
  CHECK(changed.find("hansen-wine")->pattern.state == PatternState::trial);
  const auto again = set_state(*changed.find("hansen-wine"), PatternState::live, true, "", lead, now);
  REQUIRE(again.has_value());
  CHECK(catalog({wine(PatternState::trial)}, {again->stored}).find("hansen-wine")->pattern.state ==
        PatternState::live);
  CHECK(catalog({}, {retired->stored}).entries().empty());
}

TEST_CASE("an id in a file and at the desk: the file counts until a lead decides") {
  model::Pattern other = wine(PatternState::draft);
  other.false_wordings = {"Другие слова Хансена"};
  Stored stored;
  stored.id = "hansen-wine";
  stored.toml = config::pattern_toml(other);
  stored.state = PatternState::trial;
  const Catalog both = catalog({wine()}, {stored});
  const Entry& entry = *both.find("hansen-wine");
  CHECK(entry.in_both);
  CHECK(entry.pattern.false_wordings == wine().false_wordings);
  CHECK(entry.pattern.state == PatternState::live);
  CHECK(!decide(entry, Keep::desk, reviewer, now).has_value());
  const auto desk_counts = decide(entry, Keep::desk, lead, now);
  REQUIRE(desk_counts.has_value());
  const Catalog after = catalog({wine()}, {desk_counts->stored});
  CHECK(after.find("hansen-wine")->pattern.false_wordings == other.false_wordings);
  CHECK(after.find("hansen-wine")->pattern.state == PatternState::trial);
  const auto file_counts = decide(entry, Keep::file, lead, now);
  REQUIRE(file_counts.has_value());
  CHECK(!catalog({wine()}, {file_counts->stored}).find("hansen-wine")->in_both);
}

TEST_CASE("a verdict teaches a pattern of a file and one of the desk alike") {
  const std::string sentence = "Хансен не требует отменять квоты.";
  const auto beside = teach(*catalog({wine()}, {}).find("hansen-wine"), sentence, "case 1", reviewer, now);
  REQUIRE(beside.has_value());
  const Catalog learned = catalog({wine()}, {beside->stored});
  CHECK(learned.find("hansen-wine")->pattern.examples_silent == std::vector<std::string>{sentence});
  CHECK(learned.find("hansen-wine")->pattern.state == PatternState::live);
  CHECK(!teach(*learned.find("hansen-wine"), sentence, "", reviewer, now).has_value());
  const auto inside = teach(desk(PatternState::live), sentence, "case 1", reviewer, now);
  REQUIRE(inside.has_value());
  CHECK(inside->stored.toml.find(sentence) != std::string::npos);
  CHECK(!teach(desk(PatternState::live), "two\nlines", "", reviewer, now).has_value());
}

TEST_CASE("a text of the desk that no longer fits matches nothing and says why") {
  Stored stored;
  stored.id = "gone";
  model::Pattern gone = wine();
  gone.id = "gone";
  gone.official = "nobody";
  stored.toml = config::pattern_toml(gone);
  stored.state = PatternState::live;
  const Catalog all = catalog({wine()}, {stored});
  CHECK(!all.find("gone")->problem.empty());
  CHECK(all.in_force().size() == 1);
  CHECK(!set_state(*all.find("gone"), PatternState::trial, true, "", lead, now).has_value());
  CHECK(set_state(*all.find("gone"), PatternState::retired, true, "", lead, now).has_value());
}

TEST_CASE("the record of the store is read again as it was written") {
  Stored of;
  of.id = "a";
  of.rev = 7;
  of.toml = "id = \"a\"\n";
  of.state = PatternState::trial;
  of.file_state = PatternState::live;
  of.silent = {"«Нет»"};
  of.instead_of_file = true;
  of.made_by = "u";
  of.made = of.changed = now;
  const std::string text = stored_text(of);
  const auto read = read_stored(text);
  REQUIRE(read.has_value());
  CHECK(stored_text(*read) == text);
  CHECK(!read_stored("{}").has_value());
  CHECK(!read_stored(text.substr(1)).has_value());
}
