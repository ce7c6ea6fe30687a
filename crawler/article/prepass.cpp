#include "crawler/article/prepass.hpp"

#include "crawler/article/class_hints.hpp"
#include "crawler/article/html_scan.hpp"
#include "crawler/article/tag_kind.hpp"

#include <algorithm>
#include <array>

namespace qw::article {
namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t most_format_search = 64;  // end tags of formatting further up are strays

constexpr auto read_attributes =
    std::to_array<std::string_view>({"class", "id", "href", "content", "property", "itemprop", "rel",
                                     "datetime", "role", "data-testid", "data-component", "data-post"});

/// Whether somebody reads this attribute of this element; `name`, `lang`, `title` and `type` are read of one
/// element each. `data-post` and the type of links are read by crawler/discover.
bool is_read(std::string_view name, std::string_view element) {
  if (equals_ignoring_case(name, "name")) {
    return equals_ignoring_case(element, "meta");
  }
  if (equals_ignoring_case(name, "lang")) {
    return equals_ignoring_case(element, "html");
  }
  if (equals_ignoring_case(name, "title")) {
    return equals_ignoring_case(element, "time");
  }
  if (equals_ignoring_case(name, "type")) {
    return equals_ignoring_case(element, "link");
  }
  return std::ranges::any_of(read_attributes,
                             [&](std::string_view known) { return equals_ignoring_case(name, known); });
}

/// One pass over one page.
class Pass {
 public:
  Pass(std::string_view html, const PrepassLimits& limits) : html_(html), limits_(limits) {
    out_.html.reserve(std::min(html.size() / 2, limits.most_bytes) + 64);
    out_.html = "<!DOCTYPE html>";
  }

  Prepared run() {
    std::size_t at = 0;
    while (at < html_.size() && !out_.flat && !out_.truncated) {
      const std::size_t tag = std::min(html_.find('<', at), html_.size());
      put_text(html_.substr(at, tag - at));
      at = tag < html_.size() ? read_markup(tag) : tag;
      out_.truncated = out_.html.size() > limits_.most_bytes;
    }
    if (out_.flat) {
      out_.html.clear();
    }
    return std::move(out_);
  }

 private:
  struct Format {
    std::uint64_t key;
    bool emitted;
  };

  /// White space is folded to one character, a newline where one stood.
  void put_text(std::string_view text) {
    std::size_t from = 0;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
      if (is_html_space(text[i]) && is_html_space(text[i + 1])) {
        out_.html.append(text.substr(from, i - from));
        bool newline = false;
        for (; i < text.size() && is_html_space(text[i]); ++i) {
          newline = newline || text[i] == '\n';
        }
        out_.html += newline ? '\n' : ' ';
        from = i;
      }
    }
    if (from < text.size()) {
      out_.html.append(text.substr(from));
    }
  }

  std::size_t read_markup(std::size_t at) {
    const char next = at + 1 < html_.size() ? html_[at + 1] : '\0';
    if (next == '!' || next == '?') {
      return behind_markup(html_, at, comment_open_ended_);
    }
    const char first = next == '/' && at + 2 < html_.size() ? html_[at + 2] : next;
    const char low = to_lower_ascii(first);
    if (low < 'a' || low > 'z') {
      if (next == '/') {
        const std::size_t end = html_.find('>', at);
        return end == npos ? html_.size() : end + 1;
      }
      out_.html += "&lt;";
      return at + 1;
    }
    const TagToken tag = read_tag(html_, at);
    ++out_.tags_in;
    if (tag.end == npos) {
      return html_.size();  // a tag that never ends is the cut end of the page
    }
    if (tag.closing) {
      close(tag);
      return tag.end;
    }
    return open(tag);
  }

  std::size_t open(const TagToken& tag) {
    switch (kind_of_tag(tag.name)) {
      case TagKind::script:
        return take_script(tag);
      case TagKind::noscript:
        return take_noscript(tag);
      case TagKind::cut:
        return behind_element(tag).second;
      case TagKind::title:
        return take_title(tag);
      case TagKind::drop:
        break;
      case TagKind::inline_:
        open_format(tag);
        break;
      case TagKind::empty:
      case TagKind::page:
        put_open(tag.name, tag);
        break;
      case TagKind::keep_block:
        close_paragraph();
        [[fallthrough]];
      case TagKind::keep:
        imply_ends(tag_key(tag.name));
        put_open(tag.name, tag);
        push(tag_key(tag.name));
        break;
    }
    return tag.end;
  }

  /// The body of an element that is skipped, and the position behind it; without an end tag the body is empty
  /// and what follows is read as HTML, so that an unclosed script costs no text.
  std::pair<std::string_view, std::size_t> behind_element(const TagToken& tag) {
    const std::uint64_t key = tag_key(tag.name);
    if (std::ranges::find(endless_, key) != endless_.end()) {
      return {{}, tag.end};
    }
    std::string name(tag.name);
    std::ranges::transform(name, name.begin(), to_lower_ascii);
    const std::size_t end = find_end_tag(html_, tag.end, name);
    if (end == npos) {
      endless_.push_back(key);
      return {{}, tag.end};
    }
    const std::size_t close = html_.find('>', end);
    return {html_.substr(tag.end, end - tag.end), close == npos ? html_.size() : close + 1};
  }

  std::size_t take_script(const TagToken& tag) {
    const auto [body, behind] = behind_element(tag);
    const std::string_view type = attribute_of(tag, "type");
    if (contains_ignoring_case(type, "ld+json")) {
      out_.json_ld.push_back(body);
    } else if (equals_ignoring_case(type, "application/json") && body.size() > 200) {
      out_.page_json.push_back(body);
    }
    return behind;
  }

  std::size_t take_noscript(const TagToken& tag) {
    const auto [body, behind] = behind_element(tag);
    if (body.size() > out_.noscript.size()) {
      out_.noscript = body;
    }
    return behind;
  }

  std::size_t take_title(const TagToken& tag) {
    const auto [body, behind] = behind_element(tag);
    if (behind != tag.end) {
      out_.html += "<title>";
      put_text(body.substr(0, limits_.most_attribute));
      out_.html += "</title>";
    }
    return behind;
  }

  /// Inline elements whose names hint at nothing are dropped: they only cut the text into pieces.
  static bool is_telling(const TagToken& tag) {
    std::string_view rest = tag.inside;
    Attribute attribute;
    while (next_attribute(rest, attribute)) {
      const std::string_view name = attribute.name;
      if (equals_ignoring_case(name, "class") || equals_ignoring_case(name, "id")) {
        if (hints_in(attribute.value) != 0) {
          return true;
        }
      } else if (equals_ignoring_case(name, "itemprop") || equals_ignoring_case(name, "rel") ||
                 equals_ignoring_case(name, "datetime") || equals_ignoring_case(name, "hidden") ||
                 equals_ignoring_case(name, "style") || equals_ignoring_case(name, "data-testid") ||
                 equals_ignoring_case(name, "data-component")) {
        return true;
      }
    }
    return false;
  }

  void open_format(const TagToken& tag) {
    if (tag.inside.ends_with('/') && tag.inside.find('=') == npos) {
      return;
    }
    const bool emitted = is_telling(tag);
    if (emitted) {
      put_open("span", tag);
      push(tag_key("span"));
    }
    formats_.push_back({tag_key(tag.name), emitted});
  }

  void close(const TagToken& tag) {
    switch (kind_of_tag(tag.name)) {
      case TagKind::inline_:
        close_format(tag_key(tag.name));
        return;
      case TagKind::empty:
        if (equals_ignoring_case(tag.name, "br")) {
          out_.html += "<br>";
        }
        return;
      case TagKind::keep:
      case TagKind::keep_block:
        if (pop(tag_key(tag.name))) {
          put_close(tag.name);
        }
        return;
      case TagKind::page:
        if (equals_ignoring_case(tag.name, "head")) {
          put_close("head");
        }
        return;
      default:
        return;
    }
  }

  void close_format(std::uint64_t key) {
    const std::size_t least = formats_.size() > most_format_search ? formats_.size() - most_format_search : 0;
    for (std::size_t i = formats_.size(); i > least; --i) {
      if (formats_[i - 1].key == key) {
        if (formats_[i - 1].emitted && pop(tag_key("span"))) {
          put_close("span");
        }
        formats_.erase(formats_.begin() + static_cast<std::ptrdiff_t>(i - 1));
        return;
      }
    }
  }

  void put_close(std::string_view name) {
    out_.html += "</";
    out_.html += name;
    out_.html += '>';
    count();
  }

  void put_open(std::string_view name, const TagToken& tag) {
    out_.html += '<';
    out_.html += name;
    std::string_view rest = tag.inside;
    Attribute attribute;
    while (next_attribute(rest, attribute)) {
      if (equals_ignoring_case(attribute.name, "hidden") ||
          (equals_ignoring_case(attribute.name, "style") &&
           contains_ignoring_case(attribute.value, "display:none"))) {
        out_.html += " hidden";
      } else if (attribute.value.size() <= limits_.most_attribute && is_read(attribute.name, tag.name)) {
        put_attribute(attribute);
      }
    }
    out_.html += '>';
    count();
  }

  void put_attribute(const Attribute& attribute) {
    if (attribute.value.empty()) {
      return;
    }
    const char quote = attribute.value.contains('"') ? '\'' : '"';
    out_.html += ' ';
    out_.html += attribute.name;
    out_.html += '=';
    out_.html += quote;
    out_.html += attribute.value;
    out_.html += quote;
  }

  void count() {
    ++out_.tags;
    out_.work += open_.size();
    if (out_.tags > limits_.most_tags || out_.work > limits_.most_work) {
      out_.flat = true;
    }
  }

  void push(std::uint64_t key) {
    open_.push_back(key);
    out_.depth = std::max(out_.depth, open_.size());
    if (open_.size() > limits_.most_depth) {
      out_.flat = true;
    }
  }

  bool pop(std::uint64_t key) {
    const auto found = std::ranges::find(open_.rbegin(), open_.rend(), key);
    if (found == open_.rend()) {
      return false;
    }
    open_.erase(std::prev(found.base()), open_.end());
    return true;
  }

  bool on_top(std::uint64_t key) const { return !open_.empty() && open_.back() == key; }

  void close_paragraph() {
    std::size_t spans = 0;
    while (spans < open_.size() && open_[open_.size() - 1 - spans] == tag_key("span")) {
      ++spans;
    }
    if (spans < open_.size() && open_[open_.size() - 1 - spans] == tag_key("p")) {
      open_.resize(open_.size() - 1 - spans);
    }
  }

  /// Elements that end their predecessor without an end tag, as far as the depth is concerned.
  void imply_ends(std::uint64_t key) {
    for (const std::string_view same : {"li", "tr", "td", "th", "dt", "dd", "a"}) {
      if (key == tag_key(same) && on_top(key)) {
        open_.pop_back();
      }
    }
  }

  std::string_view html_;
  const PrepassLimits& limits_;
  Prepared out_;
  std::vector<std::uint64_t> open_;
  std::vector<Format> formats_;
  std::vector<std::uint64_t> endless_;  ///< elements that have no end tag any more
  bool comment_open_ended_ = false;
};

}  // namespace

Prepared prepass(std::string_view html, const PrepassLimits& limits) { return Pass(html, limits).run(); }

std::string flat_text(std::string_view html, std::size_t most_bytes) {
  std::string out;
  bool comment_open_ended = false;
  for (std::size_t at = 0; at < html.size() && out.size() < most_bytes;) {
    const std::size_t tag = std::min(html.find('<', at), html.size());
    out += html.substr(at, std::min(tag - at, most_bytes - out.size()));
    if (tag + 1 >= html.size()) {
      break;
    }
    const char next = html[tag + 1];
    if (next == '!' || next == '?') {
      at = behind_markup(html, tag, comment_open_ended);
      continue;
    }
    const std::size_t end = html.find('>', tag);
    if (end == npos) {
      break;
    }
    const TagToken token = read_tag(html.substr(0, end + 1), tag);
    const TagKind kind = kind_of_tag(token.name);
    at = end + 1;
    if (!token.closing && (kind == TagKind::script || kind == TagKind::cut)) {
      const std::size_t close = html.find("</", at);
      at = close == npos ? html.size() : close;
    } else if (kind != TagKind::inline_ && !out.empty() && out.back() != '\n') {
      out += '\n';
    }
  }
  return out;
}

}  // namespace qw::article
