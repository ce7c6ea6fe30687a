#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "model/article.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace qw::article {

struct PageInput {
  std::string_view bytes;       ///< body with the content coding undone, at most 32 MiB
  std::string url;              ///< final address, for relative links and the identity
  std::string content_type;     ///< the HTTP header, "" = unknown
  std::optional<Time> fetched;  ///< relative dates count from it; without it they stay unresolved
  std::string zone = "UTC";     ///< the outlet's, for local times
};

/// Bytes → charset → gumbo → title, date, authors, text. A page without an article is no error: see
/// Article::looked. Errors: too_big, malformed (no text can be had at all).
/// Pure; any thread; bounded time and memory for any input.
Result<model::Article> read_article(const PageInput& page);

}  // namespace qw::article
