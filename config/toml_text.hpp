#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Writing TOML. Pure; any thread.
namespace qw::config {

/// A basic string of TOML 1.0: quotation marks, backslashes and control characters escaped.
std::string toml_quoted(std::string_view text);
/// `key = "text"` with its line end; "" for an empty text.
std::string toml_line(std::string_view key, std::string_view text);
/// `key = ["a", "b"]` with its line end; "" for an empty list.
std::string toml_line(std::string_view key, const std::vector<std::string>& texts);

}  // namespace qw::config
