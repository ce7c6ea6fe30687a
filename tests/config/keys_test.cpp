#include "config/keys.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace qw::config;

TEST_CASE("the list of keys holds every table's keys with kind and default") {
  const std::vector<Key> keys = all_keys();
  const auto find = [&](const std::string& name) {
    const auto found = std::ranges::find(keys, name, &Key::name);
    return found == keys.end() ? Key{} : *found;
  };
  CHECK(find("crawl.delay").kind == "time");
  CHECK(find("crawl.delay").standard == "5 s");
  CHECK(find("store.min_free").standard == "2 GiB");
  CHECK(find("crawl.resolve.port").kind == "number");
  CHECK(find("receiver.least_severity").kind == "one of: low normal high");
  CHECK(find("outlet.feeds.uk").kind == "list of texts");
  CHECK(find("official.role.until").kind == "date");
  CHECK(find("pattern.slots.must_not").kind == "list of texts");
  CHECK(find("workers").standard == "0");
  CHECK(find("crawl").name.empty());
}
