#include "daemon/pipeline/engines.hpp"

#include <utility>

namespace qw::pipeline {

std::expected<std::shared_ptr<const Engines>, config::Errors> make_engines(
    std::shared_ptr<const config::Config> config) {
  auto quotes = quotes::QuoteEngine::make(config->lexicon_directory, config->officials, config->namesakes,
                                          config->outlets);
  if (!quotes) {
    return std::unexpected(std::move(quotes).error());
  }
  auto match =
      match::MatchEngine::make(*quotes, config->lexicon_directory, config->officials, config->patterns);
  if (!match) {
    return std::unexpected(std::move(match).error());
  }
  auto notices = cases::CorrectionNotices::load(config->lexicon_directory);
  if (!notices) {
    return std::unexpected(std::move(notices).error());
  }
  return std::make_shared<const Engines>(
      Engines{std::move(config), *std::move(quotes), *std::move(match),
              std::make_shared<const cases::CorrectionNotices>(*std::move(notices))});
}

std::expected<std::shared_ptr<const Engines>, config::Errors> with_patterns(
    const Engines& engines, std::shared_ptr<const config::Config> config) {
  auto match = match::MatchEngine::make(engines.quotes, config->lexicon_directory, config->officials,
                                        config->patterns);
  if (!match) {
    return std::unexpected(std::move(match).error());
  }
  return std::make_shared<const Engines>(
      Engines{std::move(config), engines.quotes, *std::move(match), engines.notices});
}

}  // namespace qw::pipeline
