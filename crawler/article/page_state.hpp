#pragma once

#include "crawler/article/json_facts.hpp"
#include "model/article.hpp"

#include <string_view>

namespace qw::article {

/// What a page is, when it is not simply an article. `text` is what was found. Words of walls, missing pages
/// and paywalls: page_words.tsv. Pure; O(text of a short page).
model::Looked state_of(std::string_view title, std::string_view title_element, std::string_view text,
                       std::string_view whole_page, const JsonFacts& json);

}  // namespace qw::article
