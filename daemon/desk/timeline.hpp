#pragma once

#include "daemon/desk/page_frame.hpp"

#include <string>
#include <vector>

/// How far and how fast a case went, as pictures and sentences of the case page.
namespace qw::desk {

/// The spread as inline SVG: one row an outlet, a bar from "not there at" to "seen at", a diamond where the
/// outlet says that it published. At most 40 rows, the earliest first. Nothing for a single copy.
void timeline(Html& h, const Frame& frame, const model::Case& of);

/// Who names whom as the source of the words: "TASS → 7 outlets", most first.
struct ViaLink {
  std::string source;
  std::vector<std::string> outlets;  ///< ids, each once
};
std::vector<ViaLink> via_chain(const model::Case& of);
void via_lines(Html& h, const Frame& frame, const model::Case& of);

}  // namespace qw::desk
