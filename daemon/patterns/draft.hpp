#pragma once

#include "base/clock.hpp"
#include "crawler/article/fact_check.hpp"
#include "crawler/quotes/quote_engine.hpp"
#include "model/official.hpp"
#include "model/pattern.hpp"

#include <string>
#include <string_view>
#include <vector>

/// From a fact-check page to a pattern that a person completes.
namespace qw::patterns {

/// A draft and what its author must look at.
struct Draft {
  model::Pattern pattern;  ///< state `draft`, always; fields that the page does not tell are empty
  /// Keys of the desk's texts (draft.no_official …), in the order of the fields.
  std::vector<std::string> remarks;
};

/// - official: who speaks in the claim, else whose name stands in it, else who is quoted most on the page; ""
///   when two fit or nobody does.
/// - false: the claim. Only as it circulates does it match, so a claim in another language is remarked.
/// - authentic: what the page quotes of the official beside the claim, at most three; always remarked, since
/// a
///   page may quote the bent words a second time.
/// - since: the day of the claim, else a week before the page, else today.
/// `url`: where the page was had, "" = a file without an address. Pure; any thread; the cost of one
/// extraction.
Draft draft_of(const article::FactCheck& page, const quotes::QuoteEngine& quotes,
               const std::vector<model::Official>& officials, const std::string& url, Day today);

/// An id of small Latin letters from the official and the first telling words of a wording; never empty.
std::string id_from(std::string_view official, std::string_view wording);

}  // namespace qw::patterns
