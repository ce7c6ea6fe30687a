#pragma once

#include "crawler/article/main_text.hpp"
#include "crawler/article/read_article.hpp"

#include <string>
#include <utility>
#include <vector>

/// What a page offered and what was made of it, for `quotewatch inspect page`.
namespace qw::article {

struct TracedBlock {
  Tier tier = Tier::edge;
  float chance = 0;
  std::string element;  ///< "p", "div" …
  std::string text;
};

struct PageTrace {
  /// Where a title, date, author or address stood, and what stood there: {"og:title", "…"}.
  std::vector<std::pair<std::string, std::string>> offered;
  std::vector<TracedBlock> blocks;
  std::size_t bytes_in = 0, bytes_parsed = 0, tags_in = 0, tags_parsed = 0, depth = 0;
};

/// As read_article, and says how. Same limits and errors; slower.
Result<model::Article> read_article_traced(const PageInput& page, PageTrace& trace);

/// "core", "near", "edge" or "teaser".
std::string_view name_of(Tier tier);

}  // namespace qw::article
