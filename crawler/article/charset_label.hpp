#pragma once

#include "crawler/article/charset.hpp"

#include <string>
#include <string_view>

/// The labels that say which charset bytes are in. Pure; any thread; looks at 16 KiB at most.
namespace qw::article {

/// The charset parameter of a Content-Type header as it stands there, "" = none.
std::string label_of_content_type(std::string_view content_type);

/// The first label inside the bytes, "" = none. A meta element inside a comment, script or title is none.
std::string label_inside(std::string_view bytes, Inside inside);

}  // namespace qw::article
