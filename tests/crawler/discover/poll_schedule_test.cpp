#include "crawler/discover/poll_schedule.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

using namespace qw;
using namespace qw::discover;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

const Time monday = parse_time("2026-11-23T00:00:00Z").value();

PollMemory taught(double per_hour, int weeks, Millis every = minutes(30)) {
  PollMemory memory;
  PollRules rules;
  // By chance: posts at even distances would be a habit to learn.
  std::minstd_rand random(7);
  std::poisson_distribution<std::uint32_t> posts(
      std::max(1e-9, per_hour * static_cast<double>(every.count()) / 3'600'000.0));
  for (Time at = monday - days(7 * weeks); at <= monday; at += every) {
    memory = after_poll(memory, rules, {at, 30, posts(random)}, Millis(0));
  }
  return memory;
}

}  // namespace

TEST_CASE("the learned rate is the true one, and the interval follows its root") {
  PollRules rules;
  rules.least = Millis(1000);
  const PollMemory busy = taught(8, 4), slow = taught(0.5, 4);
  CHECK(expected_rate(busy, rules, monday, Millis(0)) == doctest::Approx(8).epsilon(0.15));
  CHECK(expected_rate(slow, rules, monday, Millis(0)) == doctest::Approx(0.5).epsilon(0.15));
  // What chance brought of late moves a single wait: a day of them.
  double hours_of_busy = 0, hours_of_slow = 0;
  for (int hour = 0; hour < 24; ++hour) {
    const Time at = monday + hours(hour);
    const auto wait = [&](const PollMemory& memory) {
      return static_cast<double>(next_poll_after(memory, rules, at, Millis(0), 0.5).count()) / 3'600'000.0;
    };
    hours_of_busy += wait(busy) / 24;
    hours_of_slow += wait(slow) / 24;
  }
  CHECK(hours_of_slow / hours_of_busy == doctest::Approx(4).epsilon(0.2));
  CHECK(hours_of_busy == doctest::Approx(std::sqrt(2 * rules.kappa / 8)).epsilon(0.15));
}

TEST_CASE("hours of the week are told apart, in the outlet's zone") {
  PollMemory memory;
  const PollRules rules;
  const Millis kyiv = hours(2);
  for (Time at = monday - days(28); at <= monday; at += minutes(30)) {
    const auto hour = std::chrono::floor<hours>(at + kyiv).time_since_epoch().count() % 24;
    memory = after_poll(memory, rules, {at, 30, hour >= 9 && hour < 18 ? 3U : 0U}, kyiv);
  }
  const Time noon = monday + hours(10), night = monday + hours(1);
  CHECK(expected_rate(memory, rules, noon, kyiv) > 3.5);
  CHECK(expected_rate(memory, rules, night, kyiv) < 1.5);
  CHECK(next_poll_after(memory, rules, night, kyiv, 0.5) > next_poll_after(memory, rules, noon, kyiv, 0.5));
  // The same memory read in another zone would be wrong by two hours.
  CHECK(expected_rate(memory, rules, monday + hours(7), kyiv) >
        expected_rate(memory, rules, monday + hours(5), kyiv));
}

TEST_CASE("floor and ceiling hold, and chance moves the wait by a tenth, or by seconds") {
  PollRules rules;
  CHECK(next_poll_after(taught(500, 1), rules, monday, Millis(0), 0.5) == rules.least);
  rules.kappa = 100;
  CHECK(next_poll_after(taught(0, 4), rules, monday, Millis(0), 0.999) == rules.most);
  rules.kappa = 0.02;
  const PollMemory memory = taught(1, 4);
  const auto early = next_poll_after(memory, rules, monday, Millis(0), 0.0);
  const auto late = next_poll_after(memory, rules, monday, Millis(0), 0.999);
  CHECK(late - early > Millis(39'000));
  CHECK(late - early < Millis(40'001));
  const PollMemory busy = taught(60, 4, minutes(5));
  rules.least = Millis(1000);
  rules.kappa = 0.003;
  CHECK(static_cast<double>(next_poll_after(busy, rules, monday, Millis(0), 0.999).count()) /
            static_cast<double>(next_poll_after(busy, rules, monday, Millis(0), 0.0).count()) ==
        doctest::Approx(1.22).epsilon(0.02));
}

TEST_CASE("a surge quickens the polls and dies away in hours") {
  const PollRules rules;
  const PollMemory calm = taught(1, 4);
  const PollMemory surged = after_poll(calm, rules, {monday + minutes(30), 30, 8}, Millis(0));
  const Time then = monday + minutes(30);
  CHECK(expected_rate(surged, rules, then, Millis(0)) > 2.5 * expected_rate(calm, rules, then, Millis(0)));
  CHECK(expected_rate(surged, rules, then + hours(6), Millis(0)) <
        1.5 * expected_rate(calm, rules, then + hours(6), Millis(0)));
}

TEST_CASE("posts that come by a timer are looked for just after their minute") {
  // Every half hour at :10 and :40; polled at other minutes each time, so no poll sees the minute.
  PollMemory memory;
  PollRules rules;
  rules.least = Millis(1000);
  const auto posted_until = [](Time at) {
    const auto half_hours = std::chrono::floor<minutes>(at - minutes(10) - (monday - days(60))).count();
    return half_hours / 30;
  };
  const Time before = monday + hours(9) + minutes(12);
  Time at = monday - days(21), last = at;
  for (int i = 0; at < before; ++i) {
    memory =
        after_poll(memory, rules, {at, 30, static_cast<std::uint32_t>(posted_until(at) - posted_until(last))},
                   Millis(0));
    last = at;
    at += minutes(7 + (i * 5) % 11);
  }
  // Asked just after a post and just before the next one.
  memory = after_poll(memory, rules,
                      {before, 30, static_cast<std::uint32_t>(posted_until(before) - posted_until(last))},
                      Millis(0));
  rules.kappa = kappa_for(minutes(15), 2);
  const Time next = before + next_poll_after(memory, rules, before, Millis(0), 0.5);
  CHECK(next >= monday + hours(9) + minutes(40));
  CHECK(next <= monday + hours(9) + minutes(45));
}

TEST_CASE("who keeps a distance between two posts is not asked again at once") {
  // One post 25 minutes after the other; by the rate alone the first look would come at the same wait always.
  PollMemory memory;
  PollRules rules;
  rules.least = Millis(1000);
  const auto posted_until = [](Time at) {
    return std::chrono::floor<minutes>(at - (monday - days(60))).count() / 25;
  };
  Time at = monday - days(21), last = at;
  for (int i = 0; at < monday; ++i) {
    memory =
        after_poll(memory, rules, {at, 30, static_cast<std::uint32_t>(posted_until(at) - posted_until(last))},
                   Millis(0));
    last = at;
    at += minutes(3 + (i * 5) % 7);
  }
  rules.kappa = kappa_for(minutes(6), 2.4);
  PollMemory fresh = memory, old = memory;
  fresh.last_item = monday - minutes(1);
  old.last_item = monday - minutes(19);
  const Millis after_one = next_poll_after(fresh, rules, monday, Millis(0), 0.5);
  const Millis before_one = next_poll_after(old, rules, monday, Millis(0), 0.5);
  CHECK(after_one > minutes(12));
  CHECK(before_one < minutes(9));
}

TEST_CASE("what one version of the store had learned is kept by the next") {
  const PollMemory memory = taught(3, 2);
  std::string old = encoded(memory);
  old.erase(1 + 2 * 168 * 4, 2 * 60 * 4 + 2 * distance_bins * 4 + 8);
  old.front() = 2;
  const PollMemory again = poll_memory(old);
  CHECK(again.items == memory.items);
  CHECK(again.last_good == memory.last_good);
  CHECK(again.last_item == Time{});
}

TEST_CASE("edge 26: a list that is nearly all new raises a gap and halves the wait") {
  PollRules rules;
  rules.least = Millis(1000);
  PollMemory memory = taught(1, 2);
  PollMemory gap = after_poll(memory, rules, {monday + hours(2), 20, 19}, Millis(0));
  CHECK(gap.gap);
  const auto with = next_poll_after(gap, rules, monday + hours(2), Millis(0), 0.5);
  gap.gap = false;
  CHECK(with * 2 - next_poll_after(gap, rules, monday + hours(2), Millis(0), 0.5) < Millis(5));
  CHECK_FALSE(after_poll(memory, rules, {monday + hours(2), 20, 5}, Millis(0)).gap);
  CHECK_FALSE(after_poll({}, rules, {monday, 20, 20}, Millis(0)).gap);  // the first poll knows nothing
}

TEST_CASE("the wait stays below half of the time in which the list's window slides past") {
  PollRules rules;
  rules.kappa = 50;
  const PollMemory memory = [] {
    PollMemory small = taught(6, 2);
    small.window = 4;
    return small;
  }();
  const auto wait = next_poll_after(memory, rules, monday, Millis(0), 0.5);
  CHECK(wait <= minutes(21));
}

TEST_CASE("the memory survives as bytes, and strange bytes are an empty memory") {
  PollMemory memory = taught(3, 2);
  memory.gap = true;
  const PollMemory again = poll_memory(encoded(memory));
  CHECK(encoded(again) == encoded(memory));
  CHECK(again.items == memory.items);
  CHECK(again.last_good == memory.last_good);
  CHECK(again.gap);
  const std::string bytes = encoded(memory);
  CHECK_FALSE(poll_memory("").last_good);
  CHECK_FALSE(poll_memory(bytes.substr(1)).last_good);
  CHECK_FALSE(poll_memory("\1" + bytes.substr(1)).last_good);
  CHECK(poll_memory(std::string(1, '\2') + std::string(bytes.size() - 1, '\xFF')).items[0] == 0);
}

TEST_CASE("failed polls come slower and never stop") {
  const PollRules rules;
  CHECK(retry_poll_after(rules, 1, 0.5) == minutes(2));
  CHECK(retry_poll_after(rules, 2, 0.5) == minutes(4));
  CHECK(retry_poll_after(rules, 1000, 0.5) == days(1));
}

TEST_CASE("the controller brings the fleet to its budget") {
  std::vector<PollMemory> fleet;
  for (int i = 0; i < 10; ++i) {
    fleet.push_back(taught(i < 2 ? 6 : 0.3, 1));
  }
  PollRules rules;
  rules.least = Millis(1000);
  double kappa = 5;
  double rate = 0;
  for (int step = 0; step < 60; ++step) {
    rules.kappa = kappa;
    rate = 0;
    for (const PollMemory& memory : fleet) {
      rate +=
          3'600'000.0 / static_cast<double>(next_poll_after(memory, rules, monday, Millis(0), 0.5).count());
    }
    kappa = next_kappa(kappa, rate, 60);
  }
  CHECK(rate == doctest::Approx(60).epsilon(0.1));
}

TEST_CASE("at equal budget allocation by the root beats the same interval for all") {
  // 1 outlet at 8 an hour, 9 at 0.25: mean delay of a new item, from the closed form I/2 weighted by rate.
  PollRules rules;
  rules.least = Millis(1000);
  std::vector<PollMemory> fleet{taught(8, 3)};
  std::vector<double> rates{8};
  for (int i = 0; i < 9; ++i) {
    fleet.push_back(taught(0.25, 3));
    rates.push_back(0.25);
  }
  double polls = 0, delay = 0, items = 0;
  for (std::size_t i = 0; i < fleet.size(); ++i) {
    const double wait =
        static_cast<double>(next_poll_after(fleet[i], rules, monday, Millis(0), 0.5).count()) / 3'600'000.0;
    polls += 1 / wait;
    delay += rates[i] * wait / 2;
    items += rates[i];
  }
  const double fixed = static_cast<double>(fleet.size()) / polls / 2;
  CHECK(fixed / (delay / items) > 1.5);
}

TEST_CASE("edge 27: 304 for ever is found out, since the whole list is asked for every six hours") {
  PollMemory memory;
  CHECK_FALSE(may_ask_conditionally(memory, monday));
  CHECK_FALSE(note_whole_list(memory, true, false, monday));
  CHECK(may_ask_conditionally(memory, monday + hours(5)));
  CHECK_FALSE(may_ask_conditionally(memory, monday + hours(6)));
}

TEST_CASE("validators that stay while the list changes are not believed for a week, also after a restart") {
  PollMemory memory;
  CHECK(note_whole_list(memory, true, true, monday));
  memory = poll_memory(encoded(memory));
  note_whole_list(memory, false, true, monday + days(6));
  CHECK_FALSE(may_ask_conditionally(memory, monday + days(6)));
  note_whole_list(memory, false, true, monday + days(7));
  CHECK(may_ask_conditionally(memory, monday + days(7)));
}

TEST_CASE("edge 28: new validators on the same list are no lie") {
  PollMemory memory;
  CHECK_FALSE(note_whole_list(memory, false, false, monday));
  CHECK(may_ask_conditionally(memory, monday));
}
