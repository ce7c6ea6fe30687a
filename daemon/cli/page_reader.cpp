#include "daemon/cli/page_reader.hpp"

#include "base/escape.hpp"
#include "crawler/article/read_article.hpp"

#include <boost/json/array.hpp>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <system_error>

namespace qw::cli {
namespace {

constexpr std::size_t most_file = 64U << 20U;

boost::json::array list_of(const std::vector<std::string>& texts) {
  boost::json::array out;
  for (const std::string& text : texts) {
    out.emplace_back(text);
  }
  return out;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) {
    out += (out.empty() ? "" : ", ") + text;
  }
  return out;
}

}  // namespace

Result<FetchedAt> read_fetched(std::string_view text) {
  FetchedAt fetched;
  if (text.empty()) {
    return fetched;
  }
  TRY(const Time time, parse_time(text));
  fetched.time = time;
  const std::size_t sign = text.find_last_of("+-");
  if (sign != std::string_view::npos && sign > 10) {
    fetched.zone = "GMT" + std::string(text.substr(sign));
  }
  return fetched;
}

Result<std::string> read_file(const std::string& path) {
  std::ostringstream bytes;
  if (path == "-") {
    bytes << std::cin.rdbuf();
  } else {
    std::error_code code;
    if (std::filesystem::is_directory(path, code)) {
      return fail(Errc::malformed, path + ": is a folder; name the files, or use `quotewatch scan`");
    }
    std::ifstream in(path, std::ios::binary);
    if (!in) {
      return fail(Errc::not_found, path + ": cannot be opened: " + std::generic_category().message(errno));
    }
    bytes << in.rdbuf();
  }
  if (bytes.view().size() > most_file) {
    return fail(Errc::too_big, path + ": has more than 64 MiB");
  }
  return std::move(bytes).str();
}

Result<model::Article> read_page(std::string_view bytes, const std::string& url,
                                 std::string_view content_type, const FetchedAt& fetched) {
  article::PageInput page;
  page.bytes = bytes;
  page.url = url;
  page.content_type = content_type;
  page.fetched = fetched.time;
  page.zone = fetched.zone;
  return article::read_article(page);
}

boost::json::object article_json(const model::Article& article) {
  const model::Published& published = article.published;
  boost::json::object out;
  out["title"] = article.title;
  out["date"] = published.day ? boost::json::value(to_iso(*published.day)) : boost::json::value(nullptr);
  out["authors"] = list_of(article.authors);
  out["lang"] = article.language;
  out["text"] = article.text;
  out["time"] = published.time ? boost::json::value(to_iso(*published.time)) : boost::json::value(nullptr);
  out["date_source"] = model::name_of(published.source);
  out["looked"] = model::name_of(article.looked);
  out["og_title"] = article.og_title;
  out["lead"] = article.lead;
  out["canonical_url"] = article.canonical_url;
  out["claim_reviewed"] = article.claim_reviewed;
  out["charset"] = article.charset;
  out["remarks"] = list_of(article.remarks);
  return out;
}

std::string article_lines(const model::Article& article) {
  std::string out;
  const auto line = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) {
      out += std::string(name) + std::string(11 - std::min<std::size_t>(name.size(), 10), ' ') +
             escape_for_terminal(value) + "\n";
    }
  };
  const model::Published& published = article.published;
  line("looked", model::name_of(article.looked));
  line("title", article.title);
  line("og title", article.og_title);
  line("lead", article.lead);
  if (published.day) {
    line("published", to_iso(*published.day) + (published.time ? " (" + to_iso(*published.time) + ")" : "") +
                          ", " + std::string(model::name_of(published.source)));
  }
  line("authors", joined(article.authors));
  line("language", article.language);
  line("canonical", article.canonical_url);
  line("charset", article.charset);
  line("claim", article.claim_reviewed);
  line("remarks", joined(article.remarks));
  return out + "\n" + escape_for_terminal(article.text, Lines::keep) + "\n";
}

}  // namespace qw::cli
