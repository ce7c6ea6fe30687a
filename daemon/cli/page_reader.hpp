#pragma once

#include "base/result.hpp"
#include "model/article.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

/// What the offline verbs share that read pages from files.
namespace qw::cli {

struct FetchedAt {
  std::optional<Time> time;
  std::string zone = "UTC";  ///< "GMT+02:00" from the offset that was given
};

/// ISO 8601 with an offset; "" = unknown.
Result<FetchedAt> read_fetched(std::string_view text);

/// The bytes of a file, '-' = standard input. At most 64 MiB.
Result<std::string> read_file(const std::string& path);

/// Reads the page in `bytes` as the crawler would.
Result<model::Article> read_page(std::string_view bytes, const std::string& url,
                                 std::string_view content_type, const FetchedAt& fetched);

/// The answer of `quotewatch article --jsonl` (eval/FORMATS.md) without the id, and what else is known.
boost::json::object article_json(const model::Article& article);

/// For people: one field a line, then the text.
std::string article_lines(const model::Article& article);

}  // namespace qw::cli
