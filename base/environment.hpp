#pragma once

#include <optional>
#include <string>
#include <string_view>

/// The one place that reads environment variables. Nobody writes them after start, so any thread may ask.
namespace qw {

/// Empty optional when the variable is not set.
std::optional<std::string> environment(const std::string& name);

/// "${NAME}" replaced by the variable, or by nothing when it is not set; anything else stays.
std::string expand_environment(std::string_view text);

}  // namespace qw
