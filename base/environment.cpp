#include "base/environment.hpp"

#include <cstdlib>

namespace qw {

std::optional<std::string> environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): nobody writes
  if (value == nullptr) {
    return std::nullopt;
  }
  return value;
}

std::string expand_environment(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find("${");
    const auto close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) {
      out += text;
      break;
    }
    out += text.substr(0, open);
    out += environment(std::string(text.substr(open + 2, close - open - 2))).value_or("");
    text.remove_prefix(close + 1);
  }
  return out;
}

}  // namespace qw
