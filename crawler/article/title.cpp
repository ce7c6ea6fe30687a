#include "crawler/article/title.hpp"

#include "crawler/article/words.hpp"

#include <algorithm>
#include <array>

namespace qw::article {
namespace {

/// Without the name of the site behind the last separator, where what is left is long enough.
std::string without_site(const std::string& title, std::string_view site) {
  constexpr auto separators = std::to_array<std::string_view>(
      {" | ", " - ", " \u2013 ", " \u2014 ", " \u00AB ", " \u00BB ", " :: ", " / ", " \u00B7 ", " \u2022 "});
  std::size_t cut = std::string::npos;
  for (const std::string_view separator : separators) {
    const std::size_t at = title.rfind(separator);
    if (at != std::string::npos && (cut == std::string::npos || at > cut)) {
      cut = at;
    }
  }
  if (cut == std::string::npos) {
    return title;
  }
  const std::string head = title.substr(0, cut);
  const std::string tail = bare(std::string_view(title).substr(cut));
  const bool names_site = !site.empty() && (bare(site).contains(tail) || tail.contains(bare(site)));
  return names_site || (count_words(head) >= 3 && count_words(title.substr(cut)) <= 4) ? head : title;
}

}  // namespace

Titles titles_of(const Dom& dom, const PageFacts& facts, const JsonFacts& json) {
  Titles titles;
  const std::string og(facts.first({"og:title", "twitter:title"}));
  const std::string_view site = facts.first({"og:site_name", "application-name"});
  const std::string element = without_site(facts.title_element, site);
  std::string og_headline = without_site(og, site);
  for (const std::uint32_t node : facts.h1) {
    const std::string text = cleaned(dom.text_of(node));
    const std::string plain = bare(text);
    if (plain.empty()) {
      continue;
    }
    for (const std::string& other : {og, facts.title_element, json.headline}) {
      const std::string bare_other = bare(other);
      if (!bare_other.empty() && (bare_other.contains(plain) || plain.contains(bare_other)) &&
          count_words(text) >= 2) {
        titles.title = text;
        break;
      }
    }
    if (!titles.title.empty()) {
      break;
    }
  }
  if (titles.title.empty() && facts.h1.size() == 1) {
    titles.title = cleaned(dom.text_of(facts.h1.front()));
    if (count_words(titles.title) < 3 && !og.empty()) {
      titles.title.clear();
    }
  }
  for (const std::string& each : {og_headline, json.headline, element}) {
    if (titles.title.empty()) {
      titles.title = each;
    }
  }
  if (!og.empty() && bare(og) != bare(titles.title)) {
    titles.og_title = og;
  }
  return titles;
}

std::size_t headline_block(const std::vector<Block>& blocks, const std::string& title) {
  const std::string wanted = bare(title);
  std::size_t found = 0;
  if (wanted.empty()) {
    return found;
  }
  int best = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const Block& block = blocks[i];
    if (block.text.size() > 3 * title.size() + 40 || bare(block.text) != wanted) {
      continue;
    }
    const int worth = block.heading == 1 ? 3 : block.heading != 0 ? 2 : 1;
    if (worth > best) {
      best = worth;
      found = i;
    }
  }
  return found;
}

}  // namespace qw::article
