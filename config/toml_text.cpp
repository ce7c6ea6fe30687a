#include "config/toml_text.hpp"

#include <fmt/format.h>

namespace qw::config {

std::string toml_quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\u{:04X}", byte);
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string toml_line(std::string_view key, std::string_view text) {
  return text.empty() ? std::string() : fmt::format("{} = {}\n", key, toml_quoted(text));
}

std::string toml_line(std::string_view key, const std::vector<std::string>& texts) {
  if (texts.empty()) {
    return {};
  }
  std::string list;
  for (const std::string& text : texts) {
    list += (list.empty() ? "" : ", ") + toml_quoted(text);
  }
  return fmt::format("{} = [{}]\n", key, list);
}

}  // namespace qw::config
