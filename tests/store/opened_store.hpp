#pragma once

#include "base/clock.hpp"
#include "store/store.hpp"
#include "tests/store/temp_folder.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <utility>

namespace qw::test {

/// A new store in the folder, by this clock.
inline std::unique_ptr<store::Store> opened_store(const TempFolder& folder, const Clock& clock) {
  store::Options options;
  options.directory = folder.path("store");
  options.clock = &clock;
  auto opened = store::Store::open(options);
  REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().text()));
  return *std::move(opened);
}

}  // namespace qw::test
