#include "crawler/article/charset_label.hpp"

#include "crawler/article/charset.hpp"
#include "crawler/article/html_scan.hpp"
#include "crawler/article/tables.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace qw::article {
namespace {

constexpr std::size_t most_prolog =
    16384;  // 1,024 bytes are too few: pages with a meta element at byte 3,000 exist

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), to_lower_ascii);
  return out;
}

/// The value behind `charset` and `=`, with or without quotes.
std::string_view value_behind(std::string_view text, std::string_view name) {
  const std::string low = lower_ascii(text);
  std::size_t at = 0;
  while ((at = low.find(name, at)) != std::string::npos) {
    std::size_t from = at + name.size();
    at = from;
    while (from < low.size() && is_html_space(low[from])) {
      ++from;
    }
    if (from >= low.size() || low[from] != '=') {
      continue;
    }
    ++from;
    while (from < low.size() && (is_html_space(low[from]) || low[from] == '"' || low[from] == '\'')) {
      ++from;
    }
    std::size_t to = from;
    while (to < low.size() && (std::isalnum(static_cast<unsigned char>(low[to])) != 0 || low[to] == '-' ||
                               low[to] == '_' || low[to] == '.' || low[to] == ':')) {
      ++to;
    }
    return text.substr(from, to - from);
  }
  return {};
}

bool starts_with_tag(std::string_view low, std::size_t at, std::string_view tag) {
  return low.compare(at, tag.size(), tag) == 0;
}

/// Where the comment, script or title that begins at `at` ends; npos when none begins there.
std::size_t skipped(std::string_view low, std::size_t at) {
  constexpr auto spans = std::to_array<std::pair<std::string_view, std::string_view>>(
      {{"<!--", "-->"}, {"<script", "</script"}, {"<style", "</style"}, {"<title", "</title"}});
  for (const auto& [open, close] : spans) {
    if (starts_with_tag(low, at, open)) {
      const std::size_t end = low.find(close, at + open.size());
      return end == std::string_view::npos ? low.size() : end + close.size();
    }
  }
  return std::string_view::npos;
}

std::string in_html(std::string_view bytes) {
  const std::string low = lower_ascii(bytes.substr(0, most_prolog));
  std::size_t at = 0;
  while ((at = low.find('<', at)) != std::string::npos) {
    if (const std::size_t behind = skipped(low, at); behind != std::string::npos) {
      at = behind;
      continue;
    }
    if (starts_with_tag(low, at, "<meta")) {
      const std::size_t end = low.find('>', at);
      const std::string_view tag =
          std::string_view(low).substr(at, end == std::string::npos ? end : end - at);
      if (const std::string_view label = value_behind(tag, "charset"); !label.empty()) {
        return std::string(label);
      }
    }
    ++at;
  }
  return {};
}

std::string in_xml(std::string_view bytes) {
  bytes = bytes.substr(0, most_prolog);
  while (!bytes.empty() && is_html_space(bytes.front())) {
    bytes.remove_prefix(1);
  }
  if (!bytes.starts_with("<?xml")) {
    return {};
  }
  return std::string(value_behind(bytes.substr(0, bytes.find("?>")), "encoding"));
}

}  // namespace

std::string label_of_content_type(std::string_view content_type) {
  return std::string(value_behind(content_type, "charset"));
}

std::string label_inside(std::string_view bytes, Inside inside) {
  switch (inside) {
    case Inside::html: {
      std::string label = in_html(bytes);
      return label.empty() ? in_xml(bytes) : label;
    }
    case Inside::xml:
      return in_xml(bytes);
    case Inside::none:
      break;
  }
  return {};
}

std::string canonical_charset(std::string_view label) {
  static const std::map<std::string, std::string> aliases = [] {
    std::map<std::string, std::string> out;
    for (const config::TableRow& row : load_table("charset_labels", {"label", "charset"}).rows) {
      out.emplace(row.cells[0], row.cells[1]);
    }
    return out;
  }();
  const std::string low = lower_ascii(label.substr(0, 40));
  const auto known = aliases.find(low);
  return known == aliases.end() ? low : known->second;
}

}  // namespace qw::article
