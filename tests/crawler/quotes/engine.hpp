#pragma once

#include "config/config.hpp"
#include "crawler/quotes/quote_engine.hpp"

#include <doctest/doctest.h>

#include <memory>

namespace qw::quotes {

/// The shipped lexicon and officials, read once a program.
inline const QuoteEngine& shipped_engine() {
  static const std::shared_ptr<const QuoteEngine> engine = [] {
    const auto officials = config::load_officials(QW_SOURCE_DIR "/config/officials.d");
    REQUIRE(officials);
    auto made = QuoteEngine::make(QW_SOURCE_DIR "/config/lexicon", officials->first, officials->second, {});
    if (!made) {
      for (const Error& error : made.error()) {
        MESSAGE(error.text());
      }
    }
    REQUIRE(made);
    return *made;
  }();
  return *engine;
}

}  // namespace qw::quotes
