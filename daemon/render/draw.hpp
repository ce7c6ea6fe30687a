#pragma once

#include "daemon/render/archive.hpp"
#include "daemon/render/wire.hpp"

#include <cstdint>
#include <string>

/// Has a browser lay out a stored page and gives its picture.
namespace qw::render {

struct Drawing {
  std::string png;  ///< as the browser sent it: not looked at
  std::uint32_t width = 0, height = 0;
  std::uint64_t full_height = 0;
  std::uint64_t used = 0, missing = 0;
  std::string browser;
};

/// The header that goes with the document, whatever its server said: nothing runs, nothing is framed or sent,
/// and style sheets and images are all that may be asked for.
extern const std::string_view document_policy;

/// Every request of the browser is answered from the archive or refused; a second document is refused. What
/// the browser says is foreign. Errors of the wire; Errc::malformed when the browser refuses or crashes.
/// Blocks until the picture is there; one thread.
/// Source: Chrome DevTools Protocol, domains Target, Page, Fetch, Emulation.
Result<Drawing> draw(Wire& browser, const Archive& archive);

}  // namespace qw::render
