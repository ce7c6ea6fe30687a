#include "daemon/pipeline/lanes.hpp"

#include <doctest/doctest.h>

#include <chrono>

using namespace qw;
using pipeline::Lanes;

namespace {
model::Task task(std::string id, std::string host, model::TaskKind kind, int priority, int due) {
  model::Task out;
  out.id = std::move(id);
  out.host = std::move(host);
  out.kind = kind;
  out.priority = priority;
  out.due = Time(Millis(due));
  return out;
}
using enum model::TaskKind;
}  // namespace

TEST_CASE("a host's list is polled before its pages, and urgent pages before others") {
  Lanes lanes(10, 10);
  CHECK(lanes.offer(task("late", "a", article, 1, 20)) == Lanes::Offer::opened);
  CHECK(lanes.offer(task("early", "a", article, 1, 10)) == Lanes::Offer::joined);
  CHECK(lanes.offer(task("urgent", "a", article, 0, 30)) == Lanes::Offer::joined);
  CHECK(lanes.offer(task("poll", "a", feed, 1, 40)) == Lanes::Offer::joined);
  std::string order;
  while (const auto next = lanes.next("a")) {
    order += next->id + " ";
  }
  CHECK(order == "urgent poll early late ");
  CHECK(lanes.open() == 0);
}

TEST_CASE("a host with many links leaves room for the others") {
  Lanes lanes(10, 2);
  CHECK(lanes.offer(task("1", "a", article, 1, 1)) == Lanes::Offer::opened);
  CHECK(lanes.offer(task("2", "a", article, 1, 2)) == Lanes::Offer::joined);
  CHECK(lanes.offer(task("3", "a", article, 1, 3)) == Lanes::Offer::full);
  CHECK(lanes.offer(task("4", "b", article, 1, 4)) == Lanes::Offer::opened);
  CHECK(lanes.room() == 7);
}

TEST_CASE("a lane stays open until its server has found it empty") {
  Lanes lanes(10, 2);
  lanes.offer(task("1", "a", article, 1, 1));
  CHECK(lanes.next("a")->id == "1");
  CHECK(lanes.offer(task("2", "a", article, 1, 2)) == Lanes::Offer::joined);
  CHECK(lanes.next("a")->id == "2");
  CHECK_FALSE(lanes.next("a").has_value());
  CHECK(lanes.offer(task("3", "a", article, 1, 3)) == Lanes::Offer::opened);
}

TEST_CASE("lists and pages of a host take turns while both wait") {
  // Its delay is longer than the poll interval: at every turn another poll is due.
  Lanes lanes(10, 10);
  lanes.offer(task("p1", "a", article, 1, 1));
  lanes.offer(task("p2", "a", article, 1, 2));
  std::string order;
  for (int turn = 0; turn < 4; ++turn) {
    lanes.offer(task("l", "a", section, 0, 10 + turn));
    order += lanes.next("a")->id + " ";
  }
  CHECK(order == "l p1 l p2 ");
}

TEST_CASE("a lane that is full of pages has room for the host's lists") {
  Lanes lanes(10, 2);
  lanes.offer(task("1", "a", article, 1, 1));
  lanes.offer(task("2", "a", article, 1, 2));
  CHECK(lanes.offer(task("3", "a", revisit, 1, 3)) == Lanes::Offer::full);
  CHECK(lanes.offer(task("feed", "a", feed, 0, 4)) == Lanes::Offer::joined);
  CHECK(lanes.waiting_at("a") == 3);
  CHECK(lanes.next("a")->id == "feed");
}
