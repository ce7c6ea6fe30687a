#pragma once

#include "daemon/desk/html.hpp"
#include "daemon/desk/pages.hpp"

#include <functional>
#include <string>
#include <string_view>

/// What the pages share: head, navigation, small pieces.
namespace qw::desk {

enum class Tab : std::uint8_t { none, queue, patterns, sources, alerts, check };
/// The whole document around `content`.
std::string framed(const Frame& frame, Tab tab, std::string_view title,
                   const std::function<void(Html&)>& content);

/// A form that posts with the hidden token.
void form(Html& h, const Frame& frame, std::string_view action, std::string_view css,
          const std::function<void()>& content);
void hidden(Html& h, std::string_view name, std::string_view value);
/// <span class="badge CSS">.
void badge(Html& h, std::string_view css, std::string_view text);
/// <time> with the wall clock of the zone.
void time_of(Html& h, Time time, std::string_view zone);
std::string official_name(const Frame& frame, const std::string& id);
std::string outlet_name(const Frame& frame, const std::string& id);
std::string zone_of(const Frame& frame, const std::string& outlet);
/// A pattern's title in the language of the page, or its first false wording, or its id.
std::string pattern_name(const Frame& frame, const model::Pattern& pattern);
std::string pattern_name(const Frame& frame, const std::string& id);
/// Links to a list as CSV and JSON lines; `query` is the filter of an address.
void export_links(Html& h, const Frame& frame, const std::string& list, const std::string& query);
std::string spread_text(const Texts& texts, const model::Case& of);

}  // namespace qw::desk
