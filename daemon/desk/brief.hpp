#pragma once

#include "daemon/desk/pages.hpp"

#include <string>
#include <string_view>
#include <vector>

/// A case as a short text to hand on: the original words, the authentic words, the difference, the outlets
/// with their times and digests. Every sentence that no person has confirmed says so. Pure; any thread.
namespace qw::desk {

struct BriefLine {
  enum class Kind : std::uint8_t { title, heading, quote, line, item, code };
  Kind kind = Kind::line;
  std::string text;
  bool confirmed = true;  ///< by a person: a verdict on its copy group, or the author of a live pattern
};

std::vector<BriefLine> brief_of(const Frame& frame, const CaseView& view);
/// CommonMark in which foreign text is inert: no markup, no link, no address that a renderer would open.
std::string brief_markdown(const Frame& frame, const std::vector<BriefLine>& lines);
/// A whole document without style, script or link.
std::string brief_html(const Frame& frame, const std::vector<BriefLine>& lines);

/// Foreign text inside a line of Markdown.
std::string escape_markdown(std::string_view foreign);

}  // namespace qw::desk
