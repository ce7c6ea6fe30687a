#include "crawler/article/title.hpp"

#include "crawler/article/words.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

namespace qw::article {
namespace {

/// What is cut behind the last separator: the site's name as the page gives it, or also a short tail that can
/// hardly be anything else.
enum class SiteName : std::uint8_t { only_known, or_short_tail };

/// Without the name of the site behind the last separator, where what is left is long enough.
std::string without_site(const std::string& title, std::string_view site,
                         SiteName which = SiteName::or_short_tail) {
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
  const bool short_tail = which == SiteName::or_short_tail && count_words(head) >= 3 &&
                          count_words(std::string_view(title).substr(cut)) <= 4;
  return names_site || short_tail ? head : title;
}

/// The part of `title` in front of `tail` ends with a colon, as in "Name: words": it is no kicker.
bool names_speaker(std::string_view title, std::string_view tail) {
  const std::size_t colon = title.find(": ");
  return colon != std::string_view::npos && colon > 0 && title[colon - 1] != ' ' &&
         bare(title.substr(colon)) == bare(tail);
}

/// One title that the page offers.
struct Offer {
  std::string text, plain;
  double votes = 0;
};

std::string without_spaces(std::string text) {
  std::erase(text, ' ');
  return text;
}

void vote(std::vector<Offer>& offers, const std::string& text, double votes) {
  std::string plain = bare(text);
  if (plain.empty()) {
    return;
  }
  const auto same = std::ranges::find(offers, plain, &Offer::plain);
  if (same != offers.end()) {
    same->votes += votes;
    if (text.size() > same->text.size() && without_spaces(text) == without_spaces(same->text)) {
      same->text = text;  // the parts of an h1 may be set apart by style alone: "Name:words"
    }
  } else {
    offers.push_back({text, std::move(plain), votes});
  }
}

struct Heading {
  std::string text;
  bool confirmed = false;  ///< another title of the page holds it, or it holds that one
};

/// A heading of the frame: a crumb of the navigation, often worded for search engines.
bool in_navigation(const Dom& dom, std::uint32_t node) {
  for (std::uint32_t each = node; each != 0; each = dom[each].parent) {
    if (dom[each].tag == Tag::nav) {
      return true;
    }
  }
  return false;
}

/// The h1 that is the headline: a confirmed one, else the only one. A heading with the site's own name is
/// none where the page has others; every title element confirms that name.
Heading headline_heading(const Dom& dom, const PageFacts& facts, std::string_view site,
                         const std::vector<std::string>& others) {
  const std::string bare_site = bare(site);
  for (const std::uint32_t node : facts.h1) {
    if (in_navigation(dom, node)) {
      continue;
    }
    std::string text = without_site(cleaned(dom.text_of(node)), site, SiteName::only_known);
    const std::string plain = bare(text);
    if (facts.h1.size() > 1 && plain == bare_site) {
      continue;
    }
    const bool confirmed =
        !plain.empty() && count_words(text) >= 2 &&
        std::ranges::any_of(others, [&](const std::string& other) {
          const std::string bare_other = bare(other);
          return !bare_other.empty() && (bare_other.contains(plain) || plain.contains(bare_other));
        });
    if (confirmed) {
      return {std::move(text), true};
    }
  }
  if (facts.h1.size() != 1 || in_navigation(dom, facts.h1.front())) {
    return {};
  }
  std::string text = without_site(cleaned(dom.text_of(facts.h1.front())), site, SiteName::only_known);
  const bool other_is_better = count_words(text) < 3 && !others.front().empty();
  return {other_is_better ? "" : std::move(text), false};
}

}  // namespace

Titles titles_of(const Dom& dom, const PageFacts& facts, const JsonFacts& json) {
  // The weights are from the public page sets: an h1 beats any one other title, and two others together beat
  // it.
  constexpr double of_heading = 2, of_loose_heading = 1.2, of_shared = 1, of_json = 1, of_twitter = 0.4,
                   of_element = 0.6;
  const std::string_view site = facts.first({"og:site_name", "application-name"});
  const std::string og(facts.first({"og:title"}));
  const std::string twitter(facts.first({"twitter:title"}));
  const std::string element = without_site(facts.title_element, site);
  const Heading heading =
      headline_heading(dom, facts, site, {og.empty() ? twitter : og, facts.title_element, json.headline});
  std::vector<Offer> offers;
  vote(offers, heading.text, heading.confirmed ? of_heading : of_loose_heading);
  vote(offers, without_site(og, site), of_shared);
  vote(offers, without_site(json.headline, site, SiteName::only_known), of_json);
  vote(offers, without_site(twitter, site), of_twitter);
  vote(offers, element, of_element);
  Titles titles;
  if (offers.empty()) {
    titles.title = facts.title_element;
    return titles;
  }
  const auto best = std::ranges::max_element(offers, {}, &Offer::votes);
  titles.title = best->text;
  if (best->plain == bare(heading.text)) {
    // A kicker in front of the headline, in the same h1: the other titles know where it ends.
    for (const Offer& other : offers) {
      if (other.plain != best->plain && best->plain.ends_with(other.plain) && count_words(other.text) >= 3 &&
          !names_speaker(best->text, other.text)) {
        titles.title = other.text;
        break;
      }
    }
  } else {
    // The site's name behind a separator that is none elsewhere.
    for (const Offer& other : offers) {
      if (other.plain != best->plain && best->plain.starts_with(other.plain) &&
          count_words(other.text) >= 4 && count_words(best->text) <= count_words(other.text) + 4) {
        titles.title = other.text;
        break;
      }
    }
  }
  const std::string& shared = og.empty() ? twitter : og;
  if (!shared.empty() && bare(shared) != bare(titles.title)) {
    titles.og_title = shared;
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
