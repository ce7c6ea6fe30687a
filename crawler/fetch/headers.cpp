#include "crawler/fetch/headers.hpp"

#include <algorithm>

namespace qw::fetch {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool same_name(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && blank(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && blank(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  if (line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  return line;
}

}  // namespace

Result<ResponseHead> parse_response_head(std::string_view head) {
  ResponseHead out;
  const std::string_view status_line = take_line(head);
  const std::size_t blank = status_line.find(' ');
  if (!status_line.starts_with("HTTP/") || blank == std::string_view::npos ||
      blank + 4 > status_line.size()) {
    return fail(Errc::malformed, "the answer does not begin with an HTTP status line");
  }
  out.version = status_line.substr(5, blank - 5);
  for (const char c : status_line.substr(blank + 1, 3)) {
    if (c < '0' || c > '9') {
      return fail(Errc::malformed, "the status of the answer is no number");
    }
    out.status = out.status * 10 + (c - '0');
  }
  while (!head.empty()) {
    const std::string_view line = take_line(head);
    if (line.empty()) {
      break;
    }
    const bool folded = line.front() == ' ' || line.front() == '\t';
    if (folded && !out.headers.empty()) {
      out.headers.back().second += " " + std::string(trimmed(line));
      continue;
    }
    const std::size_t colon = line.find(':');
    const std::string_view name = trimmed(line.substr(0, colon));
    if (folded || colon == std::string_view::npos || name.empty()) {
      continue;
    }
    out.headers.emplace_back(name, trimmed(line.substr(colon + 1)));
  }
  return out;
}

std::string find_header(const Headers& headers, std::string_view name) {
  const auto found =
      std::ranges::find_if(headers, [&](const auto& each) { return same_name(each.first, name); });
  return found == headers.end() ? "" : found->second;
}

}  // namespace qw::fetch
