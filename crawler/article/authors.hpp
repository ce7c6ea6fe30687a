#pragma once

#include "crawler/article/blocks.hpp"
#include "crawler/article/json_facts.hpp"
#include "crawler/article/page_facts.hpp"

#include <string>
#include <vector>

namespace qw::article {

/// Who signed the article: structured data, meta elements, marked bylines, in this order. Names alone,
/// without "by", roles and addresses; the outlet's own name is no author. Pure; O(nodes).
std::vector<std::string> authors_of(const Dom& dom, const PageFacts& facts, const JsonFacts& json,
                                    const std::vector<Block>& blocks);

}  // namespace qw::article
