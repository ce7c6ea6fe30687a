#pragma once

#include "config/config.hpp"
#include "crawler/match/match_engine.hpp"
#include "crawler/quotes/quote_engine.hpp"
#include "daemon/cases/notices.hpp"

#include <expected>
#include <memory>
#include <string>
#include <vector>

namespace qw::pipeline {

/// The configuration and the engines made from it. Immutable; each unit of work keeps the one it began with.
struct Engines {
  std::shared_ptr<const config::Config> config;
  std::shared_ptr<const quotes::QuoteEngine> quotes;
  std::shared_ptr<const match::MatchEngine> match;
  std::shared_ptr<const cases::CorrectionNotices> notices;
};

/// Makes the engines of a configuration. Blocks for some seconds (dictionaries).
std::expected<std::shared_ptr<const Engines>, config::Errors> make_engines(
    std::shared_ptr<const config::Config> config);

/// The same quotes, with the patterns of `config`, which differs from that of `engines` in nothing else. Some
/// tenths of a second.
std::expected<std::shared_ptr<const Engines>, config::Errors> with_patterns(
    const Engines& engines, std::shared_ptr<const config::Config> config);

}  // namespace qw::pipeline
