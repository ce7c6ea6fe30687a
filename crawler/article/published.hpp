#pragma once

#include "crawler/article/blocks.hpp"
#include "crawler/article/date_text.hpp"
#include "crawler/article/json_facts.hpp"
#include "crawler/article/page_facts.hpp"
#include "model/article.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace qw::article {

struct PublishedContext {
  DateContext dates;
  std::string_view url;
  bool zone_known = false;    ///< dates.zone is the outlet's, so that days are counted in it
  std::size_t headline = 0;   ///< index of the block of the headline
  std::size_t last_core = 0;  ///< index of the last block of the article
  std::string_view title;
  std::string_view html;  ///< the page as it came, for dates in its scripts
};

/// When the page says it was published, from the best source that has a believable date (crawling.md 5.7:
/// structured data with an offset, structured data, time elements, visible text near the headline, the
/// address, "published on …" anywhere; country_zones.tsv, publication_words.tsv). A date of modification
/// stands for it only where the page gives no other. "zone_fault" is put into `remarks` when two sources
/// differ by whole hours. Pure; O(facts + blocks near the headline).
model::Published published_of(const Dom& dom, const PageFacts& facts, const JsonFacts& json,
                              const std::vector<Block>& blocks, const PublishedContext& context,
                              std::vector<std::string>& remarks);

}  // namespace qw::article
