#include "base/escape.hpp"
#include "crawler/discover/links.hpp"
#include "daemon/cli/inspect_topics.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

namespace qw::cli {
namespace {

boost::json::object json_of(const discover::Link& link) {
  boost::json::object out{
      {"url", link.url}, {"id", link.id}, {"title", link.title}, {"summary", link.summary}};
  out["published"] =
      link.published ? boost::json::value(to_iso(*link.published)) : boost::json::value(nullptr);
  out["published_raw"] = link.published_raw;
  if (!link.forwarded_from.empty()) {
    out["forwarded_from"] = link.forwarded_from;
  }
  if (link.edited) {
    out["edited"] = true;
  }
  if (!link.media.empty()) {
    out["media"] = link.media;
  }
  return out;
}

std::string as_json(const discover::Links& links, const std::vector<std::string>& feeds) {
  boost::json::array entries, remarks, announced;
  for (const discover::Link& link : links.links) {
    entries.push_back(json_of(link));
  }
  for (const std::string& each : links.remarks) {
    remarks.emplace_back(each);
  }
  for (const std::string& each : feeds) {
    announced.emplace_back(each);
  }
  const boost::json::object out{{"form", links.form},           {"title", links.title},
                                {"truncated", links.truncated}, {"remarks", std::move(remarks)},
                                {"older", links.older},         {"feeds", std::move(announced)},
                                {"links", std::move(entries)}};
  return boost::json::serialize(out) + "\n";
}

std::string as_lines(const discover::Links& links, const std::vector<std::string>& feeds) {
  std::string out = fmt::format("form       {}\ntitle      {}\nentries    {}{}\n", links.form,
                                escape_for_terminal(links.title), links.links.size(),
                                links.truncated ? " (the bytes end in the middle)" : "");
  for (const std::string& each : links.remarks) {
    out += "remark     " + escape_for_terminal(each) + "\n";
  }
  for (const std::string& each : feeds) {
    out += "feed       " + escape_for_terminal(each) + "\n";
  }
  if (!links.older.empty()) {
    out += "older      " + escape_for_terminal(links.older) + "\n";
  }
  for (const discover::Link& link : links.links) {
    out +=
        fmt::format("\n{}  {}\n  {}\n", link.published ? to_iso(*link.published) : "no date                 ",
                    escape_for_terminal(link.title), escape_for_terminal(link.url));
    if (!link.forwarded_from.empty()) {
      out += "  forwarded from " + escape_for_terminal(link.forwarded_from) + "\n";
    }
    if (link.edited || !link.media.empty()) {
      out += fmt::format("  {}{}{}\n", link.edited ? "edited" : "",
                         link.edited && !link.media.empty() ? ", " : "", link.media);
    }
  }
  return out;
}

using Reader = Result<discover::Links> (*)(const discover::ListInput&);

Result<std::string> inspect_list(Arguments arguments, Reader reader) {
  TRY(SavedBody body, read_saved_body(arguments));
  if (body.url.empty()) {
    body.url = "https://example.org/";  // links are relative to something
  }
  const discover::ListInput input{body.bytes, body.content_type, body.url, body.fetched.time,
                                  body.fetched.zone};
  const auto feeds = discover::find_feeds(input);
  const std::vector<std::string> announced = feeds ? *feeds : std::vector<std::string>{};
  Result<discover::Links> links = reader(input);
  if (!links) {
    std::string hint;
    for (const std::string& each : announced) {
      hint += "\n  the page announces " + escape_for_terminal(each);
    }
    links.error().what += hint;
    return std::unexpected(std::move(links).error());
  }
  return body.json ? as_json(*links, announced) : as_lines(*links, announced);
}

}  // namespace

Result<std::string> inspect_feed(Arguments arguments) { return inspect_list(arguments, discover::read_feed); }
Result<std::string> inspect_sitemap(Arguments arguments) {
  return inspect_list(arguments, discover::read_sitemap);
}
Result<std::string> inspect_section(Arguments arguments) {
  return inspect_list(arguments, discover::read_section);
}
Result<std::string> inspect_telegram(Arguments arguments) {
  return inspect_list(arguments, discover::read_telegram);
}

}  // namespace qw::cli
