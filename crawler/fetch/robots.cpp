#include "crawler/fetch/robots.hpp"

#include "crawler/fetch/politeness.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

namespace qw::fetch {
namespace {

constexpr std::string_view hex = "0123456789ABCDEF";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), lower);
  return out;
}

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return static_cast<unsigned char>(c) <= 0x20; };
  while (!text.empty() && blank(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && blank(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

int hex_value(char c) {
  const std::size_t at = hex.find(c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

void append_encoded(std::string& out, unsigned char byte) {
  out += '%';
  out += hex[byte >> 4U];
  out += hex[byte & 15U];
}

bool is_unreserved(char c) {
  return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
         c == '~';
}

enum class Special { keep, encode };

/// A '%' that encodes nothing is a character: else "%e%41" would become "%eA", which means something.

std::string normalised(std::string_view text, Special special) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if (c == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
      const auto value = static_cast<unsigned char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      if (is_unreserved(static_cast<char>(value))) {
        out += static_cast<char>(value);
      } else {
        append_encoded(out, value);
      }
      i += 2;
    } else if (byte <= 0x20 || byte >= 0x7F || c == '%' ||
               (special == Special::encode && (c == '*' || c == '$'))) {
      append_encoded(out, byte);
    } else {
      out += c;
    }
  }
  return out;
}

/// Position of `piece` in `text` at or behind `from`. memmem of the C library is linear for any input, which
/// a hostile pattern would not let string_view::find be.
std::size_t find_from(std::string_view text, std::string_view piece, std::size_t from) {
  if (piece.empty()) {
    return from;
  }
  const void* found = from <= text.size()
                          ? memmem(text.data() + from, text.size() - from, piece.data(), piece.size())
                          : nullptr;
  return found == nullptr ? std::string_view::npos
                          : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

/// '*' is any run, '$' at the end is the end. Leftmost matches suffice: later pieces lose nothing by them.
bool matches(std::string_view pattern, std::string_view text) {
  const bool to_the_end = pattern.ends_with('$');
  if (to_the_end) {
    pattern.remove_suffix(1);
  }
  std::size_t at = 0;
  bool first = true;
  while (true) {
    const std::size_t star = pattern.find('*');
    const std::string_view piece = pattern.substr(0, star);
    const bool last = star == std::string_view::npos;
    if (last && to_the_end) {
      return text.size() >= at + piece.size() && text.ends_with(piece) &&
             (!first || text.size() == piece.size());
    }
    if (first) {
      if (!text.starts_with(piece)) {
        return false;
      }
      at = piece.size();
    } else {
      at = find_from(text, piece, at);
      if (at == std::string_view::npos) {
        return false;
      }
      at += piece.size();
    }
    if (last) {
      return true;
    }
    pattern.remove_prefix(star + 1);
    first = false;
  }
}

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || !std::isfinite(value) || value < 0) {
    return std::nullopt;
  }
  return value;
}

Millis seconds(double value) { return Millis(static_cast<std::int64_t>(std::min(value, 1e7) * 1000.0)); }

/// "n/t" with t in seconds, or with s, m, h behind it → t/n.
std::optional<Millis> gap_of_rate(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) {
    return std::nullopt;
  }
  const auto documents = number(trimmed(text.substr(0, slash)));
  std::string_view span = trimmed(text.substr(slash + 1));
  span = span.substr(0, span.find(' '));  // a time of day may follow
  const auto time = number(span);
  if (!documents || !time || *documents <= 0) {
    return std::nullopt;
  }
  const double unit = span.ends_with('m') ? 60 : span.ends_with('h') ? 3600 : 1;
  return seconds(*time * unit / *documents);
}

enum class Field { user_agent, allow, disallow, crawl_delay, request_rate, sitemap, clean_param, other };

struct FieldName {
  std::string_view name;
  Field field;
};
// With the misspellings that sites really have: their wish is plain.
constexpr auto field_names = std::to_array<FieldName>({{"user-agent", Field::user_agent},
                                                       {"useragent", Field::user_agent},
                                                       {"user agent", Field::user_agent},
                                                       {"allow", Field::allow},
                                                       {"disallow", Field::disallow},
                                                       {"dissallow", Field::disallow},
                                                       {"dissalow", Field::disallow},
                                                       {"disalow", Field::disallow},
                                                       {"diasllow", Field::disallow},
                                                       {"disallaw", Field::disallow},
                                                       {"crawl-delay", Field::crawl_delay},
                                                       {"crawldelay", Field::crawl_delay},
                                                       {"request-rate", Field::request_rate},
                                                       {"sitemap", Field::sitemap},
                                                       {"site-map", Field::sitemap},
                                                       {"clean-param", Field::clean_param}});

struct Line {
  Field field = Field::other;
  std::string_view value;
};

Line read_line(std::string_view text) {
  text = trimmed(text.substr(0, text.find('#')));
  std::size_t end = text.find(':');
  if (end == std::string_view::npos) {
    end = text.find_first_of(" \t");  // "disallow /x": the colon was forgotten
    if (end == std::string_view::npos ||
        trimmed(text.substr(end)).find_first_of(" \t") != std::string_view::npos) {
      return {};
    }
  }
  const std::string name = lower_case(trimmed(text.substr(0, end)));
  const auto known = std::ranges::find(field_names, name, &FieldName::name);
  return known == field_names.end() ? Line{} : Line{known->field, trimmed(text.substr(end + 1))};
}

bool looks_like_html(std::string_view body) {
  const std::string head = lower_case(trimmed(body.substr(0, 512)));
  return head.starts_with("<!doctype") || head.starts_with("<html") || head.starts_with("<head") ||
         head.starts_with("<?xml");
}

std::optional<CleanParam> clean_param_of(std::string_view value) {
  if (value.empty() || value.size() > 500) {
    return std::nullopt;
  }
  CleanParam out;
  const std::size_t blank = value.find_first_of(" \t");
  std::string_view names = value.substr(0, blank);
  out.path = blank == std::string_view::npos ? "" : normalised(trimmed(value.substr(blank)), Special::keep);
  while (true) {
    const std::size_t end = names.find('&');
    if (const std::string_view name = names.substr(0, end); !name.empty()) {
      out.names.emplace_back(name);
    }
    if (end == std::string_view::npos) {
      return out;
    }
    names.remove_prefix(end + 1);
  }
}

}  // namespace

std::string normal_octets(std::string_view text) { return normalised(text, Special::encode); }

bool Robots::allows(std::string_view target) const {
  if (target == "/robots.txt") {
    return true;
  }
  const std::string text = normalised(target, Special::encode);
  std::size_t longest = 0;
  bool allowed = true;
  for (const Rule& rule : rules_) {
    const std::size_t length = rule.pattern.size();
    const bool can_decide = length > longest || (length == longest && rule.allow && !allowed);
    if (can_decide && matches(rule.pattern, text)) {
      longest = length;
      allowed = rule.allow;
    }
  }
  return allowed;
}

/// Sorts the lines into what is said to us and what is said to all.
class RobotsReader {
 public:
  explicit RobotsReader(std::string_view token) : token_(lower_case(token)) {}

  Robots read(std::string_view body) {
    for (const std::string_view mark : {"\xEF\xBB\xBF", "\xEF\xBB", "\xEF"}) {
      if (body.starts_with(mark)) {
        body.remove_prefix(mark.size());
        break;
      }
    }
    out_.looks_html = looks_like_html(body);
    if (body.size() > most_robots_bytes) {
      out_.truncated = true;
      body = body.substr(0, most_robots_bytes);
      body = body.substr(0, body.find_last_of("\r\n") + 1);
    }
    while (!body.empty()) {
      const std::size_t end = body.find_first_of("\r\n");
      take(read_line(body.substr(0, end)));
      body.remove_prefix(end == std::string_view::npos ? body.size() : end + 1);
    }
    Said& said = named_ ? ours_ : all_;
    out_.rules_ = std::move(said.rules);
    out_.delay = said.delay;
    return std::move(out_);
  }

 private:
  struct Said {
    std::vector<Robots::Rule> rules;
    std::optional<Millis> delay;
  };

  void take(const Line& line) {
    switch (line.field) {
      case Field::user_agent:
        agent(line.value);
        return;
      case Field::allow:
      case Field::disallow:
        rule(line.field == Field::allow, line.value);
        return;
      case Field::crawl_delay: {
        const auto value = number(line.value);
        gap(value ? std::optional(seconds(*value)) : std::nullopt);
        return;
      }
      case Field::request_rate:
        gap(gap_of_rate(line.value));
        return;
      case Field::sitemap:
        if (out_.sitemaps.size() < 200 && !line.value.empty()) {
          out_.sitemaps.emplace_back(line.value);
        }
        return;
      case Field::clean_param:
        if (auto param = clean_param_of(line.value); param && out_.clean_params.size() < 200) {
          out_.clean_params.push_back(*std::move(param));
        }
        return;
      case Field::other:
        return;
    }
  }

  void agent(std::string_view value) {
    if (!naming_) {
      for_us_ = for_all_ = false;
      naming_ = true;
    }
    if (value == "*" || value.starts_with("* ") || value.starts_with("*\t")) {
      for_all_ = true;
      return;
    }
    std::size_t end = 0;  // "quotewatch/1.0 (x)" names quotewatch
    while (end < value.size() && (is_letter(value[end]) || value[end] == '-' || value[end] == '_')) {
      ++end;
    }
    if (end > 0 && lower_case(value.substr(0, end)) == token_) {
      for_us_ = true;
      named_ = true;
    }
  }

  static bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

  void rule(bool allow, std::string_view value) {
    naming_ = false;
    if (value.empty()) {
      return;
    }
    const bool anchored = value.ends_with('$');
    std::string pattern = normalised(anchored ? value.substr(0, value.size() - 1) : value, Special::keep);
    // '$' in the middle is a character, which the compared octets have encoded.
    for (std::size_t at = pattern.find('$'); at != std::string::npos; at = pattern.find('$', at)) {
      pattern.replace(at, 1, "%24");
    }
    pattern += anchored ? "$" : "";
    if (for_us_) {
      ours_.rules.push_back({pattern, allow});
    }
    if (for_all_) {
      all_.rules.push_back({std::move(pattern), allow});
    }
  }

  void gap(std::optional<Millis> value) {
    if (!value) {
      return;
    }
    if (for_us_) {
      ours_.delay = std::max(ours_.delay.value_or(Millis(0)), *value);
    }
    if (for_all_) {
      all_.delay = std::max(all_.delay.value_or(Millis(0)), *value);
    }
  }

  std::string token_;
  Robots out_;
  Said ours_, all_;
  bool naming_ = false;  ///< the last line of meaning named an agent
  bool for_us_ = false, for_all_ = false;
  bool named_ = false;
};

Robots parse_robots(std::string_view body, std::string_view token) { return RobotsReader(token).read(body); }

namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr Millis copy_life = hours(24 * 30);

/// max-age of Cache-Control, kept between an hour and `longest`.
Millis life_of(std::string_view cache_control, Millis longest) {
  const std::string text = lower_case(cache_control);
  const std::size_t at = text.find("max-age=");
  const auto age = at == std::string::npos ? std::nullopt : number(std::string_view(text).substr(at + 8));
  const Millis least = std::min<Millis>(hours(1), longest);
  return age ? std::clamp(seconds(*age), least, longest) : longest;
}

}  // namespace

model::HostState after_robots(model::HostState state, const RobotsAnswer& answer, Time now,
                              Millis longest_life) {
  const auto settled = [&](std::string_view robots_state, std::string_view body, Millis life) {
    state.robots_state = robots_state;
    state.robots_body = body.substr(0, most_robots_bytes + 1);
    state.robots_fetched = now;
    state.robots_until = now + life;
    state.robots_failures = 0;
    state.robots_failing_since = {};
    return state;
  };
  const int status = answer.status;
  const bool page = parse_robots(answer.body).looks_html;
  if (status >= 200 && status < 300) {
    if (status == 204 || answer.body.empty()) {
      return settled("allow_all", "", longest_life);
    }
    return page ? settled("allow_all", "", std::min<Millis>(hours(6), longest_life))
                : settled("parsed", answer.body, life_of(answer.cache_control, longest_life));
  }
  if (status == 304 && (state.robots_state == "parsed" || state.robots_state == "allow_all")) {
    const std::string kept = state.robots_body;
    return settled(std::string(state.robots_state), kept, life_of(answer.cache_control, longest_life));
  }
  if ((status >= 300 && status < 400) || (status >= 400 && status < 500 && status != 429)) {
    // Unavailable by RFC 9309 2.3.1.3: no rules. A forbidden one is looked at again sooner.
    const bool forbidden = status == 401 || status == 403;
    return settled("allow_all", "", forbidden ? std::min<Millis>(hours(6), longest_life) : longest_life);
  }
  // Unreachable by RFC 9309 2.3.1.4: nothing may be fetched, unless a copy is young enough.
  constexpr auto steps = std::to_array<Millis>({minutes(5), minutes(15), minutes(30), minutes(60)});
  const auto step = static_cast<std::size_t>(std::min(state.robots_failures, 3));
  const auto asked = status == 429 ? read_retry_after(answer.retry_after, now) : std::nullopt;
  state.robots_until = now + asked.value_or(status == 429 ? Millis(hours(1)) : steps.at(step));
  state.robots_failing_since = state.robots_failures == 0 ? now : state.robots_failing_since;
  ++state.robots_failures;
  const bool copy = (state.robots_state == "parsed" || state.robots_state == "allow_all") &&
                    now - state.robots_fetched <= copy_life;
  if (!copy) {
    state.robots_state = "unreachable";
  }
  return state;
}

}  // namespace qw::fetch
