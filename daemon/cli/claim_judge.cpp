#include "daemon/cli/claim_judge.hpp"

#include "config/config.hpp"
#include "daemon/cli/jsonl_runner.hpp"
#include "daemon/cli/shipped.hpp"

#include <algorithm>

namespace qw::cli {
Result<Claim> read_claim(const boost::json::object& item) {
  Claim claim;
  claim.headline = text_of(item, "headline");
  claim.body = text_of(item, "body");
  claim.language = text_of(item, "lang");
  TRY(claim.date, parse_day(text_of(item, "date")));
  const std::string kind = text_of(item, "outlet_kind");
  if (kind.empty() || kind == "media") {
    return claim;
  }
  const auto known = model::from_name<model::OutletKind>(kind);
  if (!known) {
    return fail(Errc::malformed,
                "outlet_kind '" + kind + "' is unknown; write media, fact-checker or institution");
  }
  claim.outlet_kind = *known;
  return claim;
}

const model::Decision* Judgement::foremost() const {
  const model::Decision* found = nullptr;
  for (const model::Decision& each : decisions) {
    if (found == nullptr ||
        std::pair(each.outcome, each.confidence) > std::pair(found->outcome, found->confidence)) {
      found = &each;
    }
  }
  return found;
}

std::expected<ClaimJudge, std::vector<Error>> ClaimJudge::load(const std::string& patterns,
                                                               const std::string& officials) {
  auto shipped = load_shipped(officials);
  if (!shipped) {
    return std::unexpected(std::move(shipped).error());
  }
  auto wanted = config::load_patterns(patterns.empty() ? shipped->directory + "/patterns.d" : patterns);
  if (!wanted) {
    return std::unexpected(std::move(wanted).error());
  }
  ClaimJudge judge;
  judge.patterns_ = *std::move(wanted);
  judge.officials_ = std::move(shipped->officials);
  judge.lexicon_directory_ = shipped->lexicon_directory;
  auto quotes = quotes::QuoteEngine::make(shipped->lexicon_directory, judge.officials_, shipped->namesakes,
                                          shipped->outlets);
  if (!quotes) {
    return std::unexpected(std::move(quotes).error());
  }
  judge.quotes_ = *std::move(quotes);
  auto engine =
      match::MatchEngine::make(judge.quotes_, shipped->lexicon_directory, judge.officials_, judge.patterns_);
  if (!engine) {
    return std::unexpected(std::move(engine).error());
  }
  judge.engine_ = *std::move(engine);
  return judge;
}

match::JudgedArticle ClaimJudge::read(const Claim& claim, Judgement& out) const {
  out.headline_quotes =
      quotes_->extract({claim.headline, model::TextKind::headline, claim.language, claim.date});
  out.body_quotes = quotes_->extract({claim.body, model::TextKind::body, claim.language, claim.date});
  match::JudgedArticle article;
  article.texts = {{model::TextKind::headline, claim.headline, &out.headline_quotes},
                   {model::TextKind::body, claim.body, &out.body_quotes}};
  article.language = claim.language;
  article.date = claim.date;
  article.outlet_kind = claim.outlet_kind;
  return article;
}

Judgement ClaimJudge::judge(const Claim& claim) const {
  Judgement out;
  const match::JudgedArticle article = read(claim, out);
  out.decisions = engine_->judge(article);
  return out;
}

std::vector<std::pair<std::string, std::vector<double>>> ClaimJudge::evidence(const Claim& claim) const {
  Judgement read_quotes;
  return engine_->evidence(read(claim, read_quotes));
}

std::vector<std::pair<std::string, std::vector<std::string>>> ClaimJudge::trace(const Claim& claim) const {
  Judgement read_quotes;
  return engine_->trace(read(claim, read_quotes));
}

std::string ClaimJudge::name_of(const std::string& official, std::string_view language) const {
  const auto found = std::ranges::find(officials_, official, &model::Official::id);
  return found == officials_.end() ? std::string() : language == "uk" ? found->uk : found->ru;
}

}  // namespace qw::cli
