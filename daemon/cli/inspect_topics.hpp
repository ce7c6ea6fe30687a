#pragma once

#include "base/result.hpp"
#include "daemon/cli/page_reader.hpp"
#include "daemon/cli/verbs.hpp"

#include <string>
#include <string_view>

/// The topics of `quotewatch inspect`: one function each, which takes what stands behind the topic's name and
/// gives what is printed. The list in verb_inspect.cpp is the table of contents.
namespace qw::cli {

struct InspectTopic {
  std::string_view name;
  std::string_view summary;
  Result<std::string> (*run)(Arguments arguments);
};

/// A saved body and what is known of how it came.
struct SavedBody {
  bool json = false;
  std::string bytes, url, content_type;
  FetchedAt fetched;
};
/// `[--json] [--url URL] [--content-type TYPE] [--fetched TIME] FILE`, with the file read.
Result<SavedBody> read_saved_body(Arguments arguments);

Result<std::string> inspect_page(Arguments arguments);
Result<std::string> inspect_charset(Arguments arguments);
Result<std::string> inspect_feed(Arguments arguments);
Result<std::string> inspect_sitemap(Arguments arguments);
Result<std::string> inspect_section(Arguments arguments);
Result<std::string> inspect_telegram(Arguments arguments);
Result<std::string> inspect_robots(Arguments arguments);
Result<std::string> inspect_url(Arguments arguments);
Result<std::string> inspect_address(Arguments arguments);

}  // namespace qw::cli
