#pragma once

#include "base/clock.hpp"
#include "model/names.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace qw::model {

/// Where a date of publication comes from, best first.
enum class DateSource : std::uint8_t {
  none,
  structured_with_zone,
  structured,
  time_element,
  visible_text,
  url,
  feed
};
constexpr auto names_of(DateSource) {
  using enum DateSource;
  return std::to_array<Named<DateSource>>({{none, "none"},
                                           {structured_with_zone, "structured_with_zone"},
                                           {structured, "structured"},
                                           {time_element, "time_element"},
                                           {visible_text, "visible_text"},
                                           {url, "url"},
                                           {feed, "feed"}});
}

struct Published {
  std::optional<Time> time;  ///< with a clock time and a known zone
  std::optional<Day> day;    ///< the calendar day in the outlet's zone; set whenever anything is known
  DateSource source = DateSource::none;
  std::string raw;  ///< as the page has it
};

/// What was looked for on the page, so that "nothing" and "could not look" stay apart.
enum class Looked : std::uint8_t { article, no_text, paywall_stub, soft_404, wall, not_html };
constexpr auto names_of(Looked) {
  using enum Looked;
  return std::to_array<Named<Looked>>({{article, "article"},
                                       {no_text, "no_text"},
                                       {paywall_stub, "paywall_stub"},
                                       {soft_404, "soft_404"},
                                       {wall, "wall"},
                                       {not_html, "not_html"}});
}

/// One state of the title and text of one address.
struct Article {
  std::string outlet;         ///< outlet id, "" for a hand-in
  std::string url;            ///< as fetched
  std::string canonical_url;  ///< identity: canonical form of the address
  std::string title;          ///< headline, one line
  std::string og_title;       ///< when it differs from the title
  std::string lead;
  std::string text;  ///< paragraphs joined by "\n", NFC UTF-8
  std::vector<std::string> authors;
  std::string language;  ///< "ru", "uk", "en", "" = unknown
  Published published;
  std::string claim_reviewed;  ///< ClaimReview JSON-LD of a fact-checker, "" = none
  Looked looked = Looked::article;
  std::string charset;               ///< as decoded
  std::vector<std::string> remarks;  ///< charset_override, truncated, … (closed list in docs/crawling.md)
};

}  // namespace qw::model
