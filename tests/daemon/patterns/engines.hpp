#pragma once

#include "config/config.hpp"
#include "crawler/quotes/quote_engine.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

namespace qw::test {

/// The shipped officials and dictionaries, loaded once: some seconds.
struct Language {
  std::vector<model::Official> officials;
  std::string lexicon = QW_SOURCE_DIR "/config/lexicon";
  std::shared_ptr<const quotes::QuoteEngine> quotes;
};

inline const Language& language() {
  static const Language loaded = [] {
    Language out;
    auto officials = config::load_officials(QW_SOURCE_DIR "/config/officials.d");
    REQUIRE(officials.has_value());
    out.officials = officials->first;
    auto quotes = quotes::QuoteEngine::make(out.lexicon, out.officials, officials->second, {});
    REQUIRE(quotes.has_value());
    out.quotes = *quotes;
    return out;
  }();
  return loaded;
}

/// Invented; nobody said any of this.
inline model::Pattern wine() {
  model::Pattern out;
  out.id = "hansen-wine";
  out.official = "hansen";
  out.false_wordings = {"Хансен потребовал отменить квоты на молдавское вино"};
  out.authentic = {"Квоты на молдавское вино пересмотрят, если об этом попросит Кишинёв"};
  out.since = *parse_day("2025-06-01");
  out.source = "https://example.org/check";
  return out;
}

}  // namespace qw::test
