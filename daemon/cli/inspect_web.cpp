#include "base/escape.hpp"
#include "base/url.hpp"
#include "crawler/discover/article_shape.hpp"
#include "crawler/discover/canonical_url.hpp"
#include "crawler/fetch/address_guard.hpp"
#include "crawler/fetch/politeness.hpp"
#include "crawler/fetch/robots.hpp"
#include "daemon/cli/command_line.hpp"
#include "daemon/cli/inspect_topics.hpp"
#include "daemon/cli/page_reader.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace qw::cli {
namespace {

Result<Line> read_words(Arguments arguments, std::size_t least, std::string_view what) {
  TRY(Line line, read_options(arguments, {}, {"--json"}));
  if (line.words.size() < least) {
    return fail(Errc::usage, "give " + std::string(what));
  }
  return line;
}

std::string_view name_of(discover::AddressKind kind) {
  switch (kind) {
    case discover::AddressKind::article:
      return "article";
    case discover::AddressKind::unclear:
      return "unclear";
    case discover::AddressKind::other:
      return "other";
  }
  return "";
}

using Row = std::pair<std::string, std::string>;

std::string shown(const std::vector<Row>& rows, bool json) {
  if (json) {
    boost::json::object out;
    for (const auto& [key, value] : rows) {
      out[key] = value;
    }
    return boost::json::serialize(out) + "\n";
  }
  std::string out;
  for (const auto& [key, value] : rows) {
    out += fmt::format("{:<12} {}\n", key, escape_for_terminal(value));
  }
  return out;
}

std::string verdict_on(std::string_view host) {
  const auto address = fetch::parse_address(host);
  if (!address) {
    return "a name: its addresses are judged when it is looked up, and again when they are connected to";
  }
  const auto why = fetch::why_not_public(*address);
  return why ? "refused (" + std::string(*why) + ")" : "public";
}

}  // namespace

/// URL...: one spelling, identity, pace and what the address alone says.
Result<std::string> inspect_url(Arguments arguments) {
  TRY(const Line options, read_words(arguments, 1, "an address"));
  std::string out;
  for (const std::string& each : options.words) {
    TRY(const Url url, parse_url(each));
    const bool port = url.port == 80 || url.port == 443;
    out += (out.empty() || options.has("json") ? "" : "\n") +
           shown({{"fetch", url.text()},
                  {"identity", discover::canonical_url(url)},
                  {"dropped", discover::dropped_params(url)},
                  {"authority", url.authority()},
                  {"domain", fetch::registrable_domain(url.host)},
                  {"host", verdict_on(url.host)},
                  {"port", port ? "crawled" : "crawled only with a [[crawl.resolve]] entry"},
                  {"looks like", std::string(name_of(discover::kind_of_address(url)))},
                  {"shape", discover::shape_of(url)}},
                 options.has("json"));
  }
  return out;
}

/// ADDRESS...: the guard's judgement.
Result<std::string> inspect_address(Arguments arguments) {
  TRY(const Line options, read_words(arguments, 1, "a literal address"));
  std::string out;
  for (const std::string& each : options.words) {
    // Numeric spellings count as what browsers and libraries make of them.
    TRY(const std::string host,
        normal_host(each.contains(':') && !each.starts_with('[') ? "[" + each + "]" : each));
    const auto address = fetch::parse_address(host);
    if (!address) {
      return fail(Errc::usage, "'" + each + "' is a name and no address");
    }
    out += shown({{"address", address->text()}, {"guard", verdict_on(host)}}, options.has("json"));
  }
  return out;
}

/// FILE [PATH...]: what the rules say to us, and of each path.
Result<std::string> inspect_robots(Arguments arguments) {
  TRY(const Line options,
      read_words(arguments, 1, "the file of a saved robots.txt, or '-', and paths to test"));
  TRY(const std::string bytes, read_file(options.words.front()));
  const fetch::Robots robots = fetch::parse_robots(bytes);
  std::vector<Row> rows{
      {"read as", robots.looks_html ? "a web page: no rules" : "robots.txt"},
      {"delay", robots.delay ? fmt::format("{} s", static_cast<double>(robots.delay->count()) / 1000.0)
                             : "none asked for"},
      {"cut", robots.truncated ? "after 512 KiB" : "no"}};
  for (const std::string& each : robots.sitemaps) {
    rows.emplace_back("sitemap", each);
  }
  for (const fetch::CleanParam& each : robots.clean_params) {
    rows.emplace_back("clean-param", fmt::format("{} on {}", fmt::join(each.names, "&"),
                                                 each.path.empty() ? "/" : each.path));
  }
  for (std::size_t i = 1; i < options.words.size(); ++i) {
    const std::string& path = options.words[i];
    const auto url = path.starts_with('/') ? parse_url("http://site.invalid" + path) : parse_url(path);
    if (!url) {
      return std::unexpected(url.error());
    }
    rows.emplace_back(robots.allows(url->target()) ? "allowed" : "forbidden", url->target());
  }
  if (!options.has("json")) {
    return shown(rows, false);
  }
  boost::json::array out;  // a list, since sitemaps and paths repeat
  for (const auto& [key, value] : rows) {
    out.push_back(boost::json::array{key, value});
  }
  return boost::json::serialize(out) + "\n";
}

}  // namespace qw::cli
