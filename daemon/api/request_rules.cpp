#include "daemon/api/request_rules.hpp"

#include "base/utf8.hpp"

#include <charconv>

namespace qw::api {
namespace {

constexpr std::size_t most_fields = 100;
constexpr std::size_t most_target = 2048;
constexpr std::size_t most_query_fields = 50;

std::unexpected<Error> bad(std::string what) { return fail(Errc::malformed, std::move(what)); }

bool is_token_byte(char c) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         marks.find(c) != std::string_view::npos;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 0x20) : c;
  }
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  const char low = static_cast<char>(c | 0x20);
  return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

enum class Plus : std::uint8_t { is_plus, is_space };

Result<std::string> decoded(std::string_view raw, Plus plus) {
  std::string out;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '+' && plus == Plus::is_space) {
      out += ' ';
    } else if (raw[i] != '%') {
      out += raw[i];
    } else {
      const int high = i + 2 < raw.size() ? hex_digit(raw[i + 1]) : -1;
      const int low = i + 2 < raw.size() ? hex_digit(raw[i + 2]) : -1;
      if (high < 0 || low < 0 || high + low == 0) {
        return bad("the address holds a broken escape or %00");
      }
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  if (!utf8::is_valid(out)) {
    return bad("the address is not UTF-8");
  }
  return out;
}

Result<std::map<std::string, std::string>> fields_of(std::string_view raw, std::size_t most) {
  std::map<std::string, std::string> out;
  while (!raw.empty()) {
    const std::size_t end = std::min(raw.find('&'), raw.size());
    const std::string_view field = raw.substr(0, end);
    raw.remove_prefix(std::min(end + 1, raw.size()));
    if (field.empty()) {
      continue;
    }
    const std::size_t equals = std::min(field.find('='), field.size());
    TRY(std::string name, decoded(field.substr(0, equals), Plus::is_space));
    TRY(std::string value, decoded(field.substr(std::min(equals + 1, field.size())), Plus::is_space));
    out[std::move(name)] = std::move(value);
    if (out.size() > most) {
      return bad("too many fields");
    }
  }
  return out;
}

Result<> read_request_line(Head& head, std::string_view line) {
  const std::size_t first = line.find(' ');
  const std::size_t second = first == std::string_view::npos ? first : line.find(' ', first + 1);
  if (second == std::string_view::npos || line.find(' ', second + 1) != std::string_view::npos) {
    return bad("the request line is not 'METHOD /path HTTP/1.1'");
  }
  head.method = line.substr(0, first);
  const std::string_view version = line.substr(second + 1);
  if (head.method.empty() || head.method.size() > 16 || !std::ranges::all_of(head.method, is_token_byte)) {
    return bad("the method is not a token");
  }
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return bad("only HTTP/1.1 and HTTP/1.0 are spoken here");
  }
  head.keep_alive = version == "HTTP/1.1";
  TRY(head.target, read_target(line.substr(first + 1, second - first - 1)));
  return {};
}

Result<> read_field(Head& head, std::string_view line) {
  if (line.front() == ' ' || line.front() == '\t') {
    return bad("a header field is folded over two lines");
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0 ||
      !std::ranges::all_of(line.substr(0, colon), is_token_byte)) {
    return bad("a header field is not 'Name: value'");
  }
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (std::ranges::any_of(value, [](char c) { return is_control(c) && c != '\t'; })) {
    return bad("a header field holds control bytes");
  }
  if (head.headers.size() == most_fields) {
    return bad("more than 100 header fields");
  }
  head.headers.emplace_back(lower(line.substr(0, colon)), std::string(value));
  return {};
}

Result<> read_length(Head& head, std::string_view value) {
  const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), head.content_length);
  if (problem != std::errc() || end != value.data() + value.size() || value.empty() || value.size() > 15) {
    return bad("Content-Length is not a number");
  }
  return {};
}

Result<> check_fields(Head& head) {
  int hosts = 0;
  int lengths = 0;
  for (const auto& [name, value] : head.headers) {
    if (name == "transfer-encoding") {
      return bad("bodies are taken with Content-Length only, not with Transfer-Encoding");
    }
    if (name == "content-length") {
      ++lengths;
      TRY_OK(read_length(head, value));
    } else if (name == "host") {
      ++hosts;
    } else if (name == "connection") {
      head.keep_alive = lower(value) == "keep-alive" || (head.keep_alive && lower(value) != "close");
    } else if (name == "expect") {
      head.expects_continue = lower(value) == "100-continue";
    }
  }
  if (lengths > 1) {
    return bad("Content-Length stands twice");
  }
  if (hosts != 1) {
    return bad("exactly one Host field is needed");
  }
  return {};
}

}  // namespace

std::optional<std::size_t> end_of_head(std::string_view bytes) {
  const std::size_t good = bytes.find("\r\n\r\n");
  std::size_t bare = bytes.find('\n');
  while (bare != std::string_view::npos && bare > 0 && bytes[bare - 1] == '\r') {
    bare = bytes.find('\n', bare + 1);
  }
  if (bare != std::string_view::npos && (good == std::string_view::npos || bare < good)) {
    return bare + 1;
  }
  return good == std::string_view::npos ? std::nullopt : std::optional(good + 4);
}

Result<Target> read_target(std::string_view raw) {
  if (raw.empty() || raw.front() != '/' || raw.starts_with("//")) {
    return bad("the target is a path that begins with one '/'");
  }
  if (raw.size() > most_target) {
    return bad("the target has more than 2,048 bytes");
  }
  if (std::ranges::any_of(raw, [](char c) { return is_control(c) || c == ' ' || c == '\\' || c == '#'; })) {
    return bad("the target holds bytes that must be escaped");
  }
  Target out;
  const std::size_t question = std::min(raw.find('?'), raw.size());
  std::string_view path = raw.substr(1, question - 1);
  if (question < raw.size()) {
    TRY(out.query, fields_of(raw.substr(question + 1), most_query_fields));
  }
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    TRY(std::string segment, decoded(path.substr(0, end), Plus::is_plus));
    if (segment.empty() || segment == "." || segment == ".." ||
        segment.find_first_of("/\\") != std::string::npos || std::ranges::any_of(segment, is_control)) {
      return bad("the path holds an empty, '.' or '..' segment, or an escaped separator");
    }
    out.path += "/" + segment;
    out.segments.push_back(std::move(segment));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  if (out.path.empty()) {
    out.path = "/";
  }
  return out;
}

Result<Head> read_head(std::string_view bytes) {
  Head head;
  bool first = true;
  while (true) {
    const std::size_t end = bytes.find('\n');
    if (end == std::string_view::npos || end == 0 || bytes[end - 1] != '\r') {
      return bad("lines end with CR LF");
    }
    const std::string_view line = bytes.substr(0, end - 1);
    bytes.remove_prefix(end + 1);
    if (line.find('\r') != std::string_view::npos) {
      return bad("a CR stands alone");
    }
    if (line.empty()) {
      break;
    }
    if (first) {
      TRY_OK(read_request_line(head, line));
      first = false;
    } else {
      TRY_OK(read_field(head, line));
    }
  }
  if (first || !bytes.empty()) {
    return bad("the head does not begin with a request line and end with an empty one");
  }
  TRY_OK(check_fields(head));
  return head;
}

Result<std::map<std::string, std::string>> read_form(std::string_view body) { return fields_of(body, 100); }

std::string cookie(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(';'), header.size());
    const std::string_view pair = trimmed(header.substr(0, end));
    header.remove_prefix(std::min(end + 1, header.size()));
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
      return std::string(pair.substr(name.size() + 1));
    }
  }
  return "";
}

std::string escape_query(std::string_view text) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += hex[byte >> 4U];
      out += hex[byte & 0xFU];
    }
  }
  return out;
}

}  // namespace qw::api
