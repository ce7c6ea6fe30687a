#pragma once

#include "crawler/article/blocks.hpp"
#include "crawler/article/json_facts.hpp"
#include "crawler/article/page_facts.hpp"

#include <string>
#include <vector>

namespace qw::article {

struct AuthorContext {
  std::size_t headline = 0;   ///< index of the headline's block
  std::size_t last_core = 0;  ///< index of the last block of the article
};

/// Who signed the article: structured data, meta elements, then bylines that the page marks or that begin
/// with "by", around the headline and behind the text. Names alone, without "by", roles and addresses. Pure;
/// O(nodes).
std::vector<std::string> authors_of(const Dom& dom, const PageFacts& facts, const JsonFacts& json,
                                    const std::vector<Block>& blocks, const AuthorContext& context);

}  // namespace qw::article
