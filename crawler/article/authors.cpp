#include "crawler/article/authors.hpp"

#include "crawler/article/html_scan.hpp"
#include "crawler/article/words.hpp"

#include <algorithm>
#include <array>

namespace qw::article {
namespace {

constexpr std::size_t most_name_words = 6;
constexpr std::size_t most_authors = 12;

bool is_name(std::string_view text) {
  const std::size_t words = count_words(text);
  return words >= 1 && words <= most_name_words && text.size() <= 100 && !text.contains("http") &&
         !text.contains('@') && !text.contains('/') &&
         std::ranges::none_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view edges = " \n,;:|-.\u2013\u2014";
  const std::size_t from = text.find_first_not_of(edges);
  const std::size_t to = text.find_last_not_of(" \n,;:|-");
  return from == std::string_view::npos || to < from ? "" : std::string(text.substr(from, to - from + 1));
}

/// "by " and its like at the beginning.
std::string_view without_by(std::string_view text) {
  for (const std::string_view by : {"by ", "von ", "par ", "por "}) {
    if (text.size() > by.size() && equals_ignoring_case(text.substr(0, by.size()), by)) {
      return text.substr(by.size());
    }
  }
  return text;
}

void add(std::vector<std::string>& authors, std::string_view name) {
  std::string text = trimmed(without_by(name));
  if (is_name(text) && authors.size() < most_authors && std::ranges::find(authors, text) == authors.end()) {
    authors.push_back(std::move(text));
  }
}

/// Several names in one text.
void add_list(std::vector<std::string>& authors, std::string_view text) {
  constexpr auto separators =
      std::to_array<std::string_view>({",", ";", " and ", " & ", " und ", " et ", " | ", "\n"});
  while (!text.empty()) {
    std::size_t cut = text.size(), length = 0;
    for (const std::string_view separator : separators) {
      if (const std::size_t at = text.find(separator); at < cut) {
        cut = at;
        length = separator.size();
      }
    }
    add(authors, text.substr(0, cut));
    text.remove_prefix(std::min(cut + length, text.size()));
  }
}

}  // namespace

std::vector<std::string> authors_of(const Dom& dom, const PageFacts& facts, const JsonFacts& json,
                                    const std::vector<Block>& /*blocks*/) {
  std::vector<std::string> authors;
  for (const std::string& name : json.authors) {
    add_list(authors, name);
  }
  if (authors.empty()) {
    for (const std::string_view key : {"author", "article:author", "parsely-author", "sailthru.author",
                                       "dc.creator", "byl", "cxenseparse:author"}) {
      if (const auto found = facts.meta.find(key); found != facts.meta.end()) {
        for (const std::string& each : found->second) {
          add_list(authors, each);
        }
      }
      if (!authors.empty()) {
        break;
      }
    }
  }
  if (authors.empty()) {
    for (std::uint32_t i = 0; i < dom.size(); ++i) {
      const bool marked = contains_ignoring_case(dom.attr(i, Attr::rel), "author") ||
                          contains_ignoring_case(dom.attr(i, Attr::itemprop), "author");
      if (marked && dom[i].tag != Tag::link && dom[i].tag != Tag::meta) {
        add_list(authors, dom.text_of(i));
      }
    }
  }
  return authors;
}

}  // namespace qw::article
