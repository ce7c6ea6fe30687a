#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace qw::article {

/// What a ClaimReview of schema.org says; fields that are not there are "".
struct ClaimReview {
  std::string claim;     ///< claimReviewed
  std::string verdict;   ///< reviewRating.alternateName
  std::string claimant;  ///< itemReviewed.author.name
  std::string claimed;   ///< itemReviewed.datePublished
  std::vector<std::string> appeared_at;
};

/// The first ClaimReview with a claim in these bodies of ld+json scripts. At most 1 MiB and depth 40 of each
/// is read; broken JSON is passed over. Pure; O(bytes).
ClaimReview claim_review_in(const std::vector<std::string_view>& json_ld);

}  // namespace qw::article
