#include "crawler/discover/xml_repair.hpp"

#include "crawler/discover/entities.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace qw::discover {
namespace {

constexpr std::size_t most_depth = 64;
constexpr std::size_t most_attributes = 64;
constexpr auto entry_names = std::to_array<std::string_view>({"item", "entry", "url", "sitemap"});
// Elements of HTML that stand unescaped in descriptions and have no end tag. <link> and <source> have one in
// feeds.
constexpr auto void_names = std::to_array<std::string_view>({"br", "hr", "img", "input", "wbr"});

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool begins_name(char c) { return is_letter(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
bool continues_name(char c) {
  return begins_name(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':';
}

/// The name with '.' for ':', other characters than those of plain names as '_'.
std::string plain_name(std::string_view name) {
  std::string out(name);
  std::ranges::replace(out, ':', '.');
  std::ranges::replace_if(out, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '_');
  if (!out.empty() && !is_letter(out.front())) {
    out.insert(0, 1, '_');
  }
  return out;
}

class Repair {
 public:
  explicit Repair(std::string_view text) : text_(text) { out_.xml.reserve(text.size()); }

  RepairedXml run() {
    while (at_ < text_.size() && !(root_seen_ && open_.empty()) && !cut_) {
      if (text_[at_] == '<') {
        markup();
      } else {
        const std::size_t end = std::min(text_.find('<', at_), text_.size());
        words(text_.substr(at_, end - at_));
        at_ = end;
      }
    }
    finish();
    return std::move(out_);
  }

 private:
  struct Open {
    std::string name;
    std::size_t begins;  ///< in the output
    bool is_entry;
  };

  void words(std::string_view piece) {
    if (!open_.empty()) {
      append_repaired(piece, Coded::yes);
    }
  }

  enum class Coded { yes, no };
  /// Text as XML; entities are read when it is coded, and are plain characters inside CDATA.
  void append_repaired(std::string_view piece, Coded coded) {
    for (std::size_t i = 0; i < piece.size(); ++i) {
      const char c = piece[i];
      const auto byte = static_cast<unsigned char>(c);
      if (c == '&') {
        i += coded == Coded::yes ? entity(piece.substr(i)) : literal_ampersand();
      } else if (c == '<') {
        out_.xml += "&lt;";
      } else if (c == '>') {
        out_.xml += "&gt;";
      } else if (c == '"') {
        out_.xml += "&quot;";
      } else if ((byte < 0x20 && !is_space(c)) || c == '\f' || byte == 0x7F) {
        out_.controls_dropped = true;
      } else if (byte == 0xEF && piece.substr(i, 3) >= "\xEF\xBF\xBE" &&
                 piece.substr(i, 3) <= "\xEF\xBF\xBF") {
        out_.controls_dropped = true;  // U+FFFE and U+FFFF are no characters
        i += 2;
      } else {
        out_.xml += c;
      }
    }
  }

  std::size_t literal_ampersand() {
    out_.xml += "&amp;";
    return 0;
  }

  /// Writes what begins with '&'; gives how many characters beyond it were used.
  std::size_t entity(std::string_view text) {
    const Entity found = read_entity(text);
    if (found.length == 0) {
      out_.entities_repaired = true;
      return literal_ampersand();
    }
    out_.entities_repaired = out_.entities_repaired || found.only_html;
    append_repaired(found.text, Coded::no);
    return found.length - 1;
  }

  void markup() {
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("<![CDATA[")) {
      cdata();
    } else if (rest.starts_with("<!--")) {
      skip_to("-->", 4);
    } else if (rest.starts_with("<!")) {
      declaration();
    } else if (rest.starts_with("<?")) {
      skip_to(">", 2);
    } else if (rest.size() > 2 && rest[1] == '/' && begins_name(rest[2])) {
      end_tag();
    } else if (rest.size() > 1 && begins_name(rest[1])) {
      start_tag();
    } else {
      words("<");
      ++at_;
    }
  }

  void skip_to(std::string_view end, std::size_t from) {
    const std::size_t found = text_.find(end, at_ + from);
    if (found == std::string_view::npos) {
      cut_ = true;
    } else {
      at_ = found + end.size();
    }
  }

  void cdata() {
    const std::size_t begin = at_ + 9;
    const std::size_t end = text_.find("]]>", begin);
    if (end == std::string_view::npos) {
      cut_ = true;
      return;
    }
    if (!open_.empty()) {
      append_repaired(text_.substr(begin, end - begin), Coded::no);
    }
    at_ = end + 3;
  }

  /// DOCTYPE with or without an internal subset.
  void declaration() {
    out_.doctype_dropped = true;
    std::size_t depth = 0;
    for (std::size_t i = at_ + 2; i < text_.size(); ++i) {
      const char c = text_[i];
      if (c == '[') {
        ++depth;
      } else if (c == ']' && depth > 0) {
        --depth;
      } else if (c == '>' && depth == 0) {
        at_ = i + 1;
        return;
      }
    }
    cut_ = true;
  }

  std::string_view take_name() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && continues_name(text_[at_])) {
      ++at_;
    }
    return text_.substr(begin, at_ - begin);
  }

  void end_tag() {
    at_ += 2;
    const std::string name = plain_name(take_name());
    const std::size_t end = text_.find('>', at_);
    if (end == std::string_view::npos) {
      cut_ = true;
      return;
    }
    at_ = end + 1;
    if (std::ranges::find(void_names, name) != void_names.end()) {
      return;  // closed where it began
    }
    const auto found = std::ranges::find(open_.rbegin(), open_.rend(), name, &Open::name);
    if (found == open_.rend()) {
      out_.tags_repaired = true;
      return;
    }
    const auto depth = static_cast<std::size_t>(open_.rend() - found) - 1;
    out_.tags_repaired = out_.tags_repaired || depth + 1 != open_.size();
    close_down_to(depth);
  }

  void close_down_to(std::size_t depth) {
    while (open_.size() > depth) {
      out_.xml += "</" + open_.back().name + ">";
      open_.pop_back();
    }
  }

  void start_tag() {
    const std::size_t begin = at_++;
    const std::string name = plain_name(take_name());
    std::vector<std::pair<std::string, std::string_view>> attributes;
    bool closed = false;
    if (!take_attributes(attributes, closed)) {
      // An unpaired quote swallowed the rest; the tag then ends at its first '>'.
      const std::size_t end = text_.find('>', begin);
      if (end == std::string_view::npos) {
        cut_ = true;
        return;
      }
      at_ = end + 1;
      closed = text_[end - 1] == '/';
      attributes.clear();
      out_.tags_repaired = true;
    }
    const bool is_entry = std::ranges::find(entry_names, name) != entry_names.end();
    if (is_entry) {
      const auto same = std::ranges::find_if(open_, [&](const Open& each) { return each.name == name; });
      if (same != open_.end()) {  // entries do not nest: the one before was never closed
        out_.tags_repaired = true;
        close_down_to(static_cast<std::size_t>(same - open_.begin()));
      }
    }
    if (open_.size() >= most_depth) {
      out_.tags_repaired = true;
      return;
    }
    closed = closed || std::ranges::find(void_names, name) != void_names.end();
    open_.push_back({name, out_.xml.size(), is_entry});
    root_seen_ = true;
    out_.xml += "<" + name;
    for (const auto& [key, value] : attributes) {
      out_.xml += " " + key + "=\"";
      append_repaired(value, Coded::yes);
      out_.xml += '"';
    }
    out_.xml += '>';
    if (closed) {
      close_down_to(open_.size() - 1);
    }
  }

  /// False when the text ends before the tag does.
  bool take_attributes(std::vector<std::pair<std::string, std::string_view>>& out, bool& closed) {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '>') {
        ++at_;
        return true;
      }
      if (c == '<') {  // the '>' was forgotten
        out_.tags_repaired = true;
        return true;
      }
      closed = c == '/';
      if (!begins_name(c)) {
        ++at_;
        continue;
      }
      std::string name = plain_name(take_name());
      std::string_view value;
      if (!take_value(value)) {
        return false;
      }
      const bool known = std::ranges::any_of(out, [&](const auto& each) { return each.first == name; });
      if (!known && out.size() < most_attributes && !name.starts_with("xmlns")) {
        out.emplace_back(std::move(name), value);
      }
    }
    return false;
  }

  bool take_value(std::string_view& value) {
    const auto skip_space = [&] {
      while (at_ < text_.size() && is_space(text_[at_])) {
        ++at_;
      }
    };
    skip_space();
    if (at_ >= text_.size() || text_[at_] != '=') {
      return true;
    }
    ++at_;
    skip_space();
    if (at_ >= text_.size()) {
      return false;
    }
    const char quote = text_[at_];
    if (quote == '"' || quote == '\'') {
      const std::size_t end = text_.find(quote, at_ + 1);
      if (end == std::string_view::npos) {
        return false;
      }
      value = text_.substr(at_ + 1, end - at_ - 1);
      at_ = end + 1;
      return true;
    }
    const std::size_t begin = at_;
    while (at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != '>' && text_[at_] != '<') {
      ++at_;
    }
    value = text_.substr(begin, at_ - begin);
    out_.tags_repaired = true;
    return true;
  }

  void finish() {
    out_.truncated = cut_ || !open_.empty();
    const auto unfinished = std::ranges::find_if(open_, &Open::is_entry);
    if (unfinished != open_.end()) {
      out_.xml.resize(unfinished->begins);
      open_.erase(unfinished, open_.end());
    }
    close_down_to(0);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool root_seen_ = false;
  bool cut_ = false;
  std::vector<Open> open_;
  RepairedXml out_;
};

}  // namespace

RepairedXml repair_xml(std::string_view text) { return Repair(text).run(); }

}  // namespace qw::discover
