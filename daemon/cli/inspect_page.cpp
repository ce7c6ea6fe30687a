#include "base/escape.hpp"
#include "crawler/article/charset.hpp"
#include "crawler/article/page_trace.hpp"
#include "daemon/cli/inspect_topics.hpp"
#include "daemon/cli/page_reader.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace qw::cli {
namespace {

struct Options {
  bool json = false;
  std::string url, file, content_type;
  FetchedAt fetched;
};

Result<Options> read_options(Arguments arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    const bool more = i + 1 < arguments.size();
    if (argument == "--json") {
      options.json = true;
    } else if (argument == "--url" && more) {
      options.url = arguments[++i];
    } else if (argument == "--content-type" && more) {
      options.content_type = arguments[++i];
    } else if (argument == "--fetched" && more) {
      TRY(options.fetched, read_fetched(arguments[++i]));
    } else if (argument.starts_with("--") || !options.file.empty()) {
      return fail(Errc::usage, "unknown argument '" + argument + "'; see quotewatch inspect --help");
    } else {
      options.file = argument;
    }
  }
  if (options.file.empty()) {
    return fail(Errc::usage, "give the file of a saved body, or '-'");
  }
  return options;
}

std::string as_json(const model::Article& article, const article::PageTrace& trace) {
  boost::json::object out = article_json(article);
  boost::json::array offered, blocks;
  for (const auto& [name, value] : trace.offered) {
    offered.push_back(boost::json::array{name, value});
  }
  for (const article::TracedBlock& block : trace.blocks) {
    blocks.push_back({{"tier", name_of(block.tier)},
                      {"chance", block.chance},
                      {"element", block.element},
                      {"text", block.text}});
  }
  out["offered"] = std::move(offered);
  out["blocks"] = std::move(blocks);
  return boost::json::serialize(out) + "\n";
}

std::string as_lines(const model::Article& article, const article::PageTrace& trace) {
  std::string out = article_lines(article);
  out += fmt::format("\nparsed     {} of {} bytes, {} of {} tags, depth {}\n\n", trace.bytes_parsed,
                     trace.bytes_in, trace.tags_parsed, trace.tags_in, trace.depth);
  for (const auto& [name, value] : trace.offered) {
    out += fmt::format("{:<28} {}\n", escape_for_terminal(name), escape_for_terminal(value));
  }
  out += "\n";
  for (const article::TracedBlock& block : trace.blocks) {
    out += fmt::format("{:<6} {:.2f} {:<10} {}\n", name_of(block.tier), block.chance, block.element,
                       escape_for_terminal(block.text));
  }
  return out;
}

}  // namespace

Result<std::string> inspect_page(Arguments arguments) {
  TRY(const Options options, read_options(arguments));
  TRY(const std::string bytes, read_file(options.file));
  article::PageInput page;
  page.bytes = bytes;
  page.url = options.url;
  page.content_type = options.content_type;
  page.fetched = options.fetched.time;
  page.zone = options.fetched.zone;
  article::PageTrace trace;
  TRY(const model::Article article, read_article_traced(page, trace));
  return options.json ? as_json(article, trace) : as_lines(article, trace);
}

Result<std::string> inspect_charset(Arguments arguments) {
  TRY(const Options options, read_options(arguments));
  TRY(const std::string bytes, read_file(options.file));
  const article::Utf8Text decoded = article::to_utf8(bytes, options.content_type, article::Inside::html);
  if (options.json) {
    boost::json::array remarks;
    for (const std::string& remark : decoded.remarks) {
      remarks.emplace_back(remark);
    }
    return boost::json::serialize(boost::json::object{{"charset", decoded.charset}, {"remarks", remarks}}) +
           "\n";
  }
  std::string out = "charset    " + decoded.charset + "\n";
  for (const std::string& remark : decoded.remarks) {
    out += "remark     " + escape_for_terminal(remark) + "\n";
  }
  return out;
}

}  // namespace qw::cli
