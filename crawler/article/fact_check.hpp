#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "crawler/article/read_article.hpp"
#include "model/article.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// A page of a fact-checker: which claim it checks, who is said to have made it, and where it stood.
namespace qw::article {

/// Which of the known forms told most.
enum class FactCheckForm : std::uint8_t {
  plain,         ///< an article whose title or text names the claim
  claim_review,  ///< ClaimReview of schema.org
  stopfake,      ///< StopFake: a verdict word, a colon and the claim as title
  euvsdisinfo,   ///< a report of EUvsDisinfo: summary, response and a list of facts
};
std::string_view name_of(FactCheckForm form);

struct FactCheck {
  FactCheckForm form = FactCheckForm::plain;
  std::string claim;                     ///< without the verdict word; "" when nothing on the page names one
  std::string claim_language;            ///< of the claim: "ru", "uk", "en", "" = unknown
  std::string verdict;                   ///< as the page words it: "Фейк", "False"
  std::string claimant;                  ///< whom the page names as author of the claim, "" = nobody
  std::vector<std::string> appeared_at;  ///< addresses where the claim stood, at most 20
  std::optional<Day> claimed_on;         ///< when it was said or printed
  std::string summary, response;         ///< EUvsDisinfo: the narrative and what stands against it
  model::Article article;                ///< the page as an article
};

/// ClaimReview comes before the page's own form, the form before the title. Input as for read_article(), with
/// its limits and errors. A page that checks nothing gives an empty claim, no error. Pure; any thread.
Result<FactCheck> read_fact_check(const PageInput& page);

/// `title` without a verdict word in front («Фейк: …»); `verdict` gets it. Unchanged when there is none.
std::string without_verdict(std::string_view title, std::string& verdict);

}  // namespace qw::article
