#include "base/escape.hpp"
#include "crawler/article/charset.hpp"
#include "crawler/article/page_trace.hpp"
#include "daemon/cli/inspect_topics.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace qw::cli {
namespace {

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
  TRY(const SavedBody body, read_saved_body(arguments));
  article::PageInput page;
  page.bytes = body.bytes;
  page.url = body.url;
  page.content_type = body.content_type;
  page.fetched = body.fetched.time;
  page.zone = body.fetched.zone;
  article::PageTrace trace;
  TRY(const model::Article article, read_article_traced(page, trace));
  return body.json ? as_json(article, trace) : as_lines(article, trace);
}

Result<std::string> inspect_charset(Arguments arguments) {
  TRY(const SavedBody body, read_saved_body(arguments));
  const article::Utf8Text decoded = article::to_utf8(body.bytes, body.content_type, article::Inside::html);
  if (body.json) {
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
