#include "crawler/discover/canonical_url.hpp"

#include "crawler/fetch/politeness.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace qw::discover {
namespace {

constexpr auto dropped_prefixes = std::to_array<std::string_view>(
    {"utm_", "mtm_", "itm_", "hmb_", "pk_", "oly_", "vero_", "hsa_", "ga_", "campaign_"});
constexpr auto dropped_names =
    std::to_array<std::string_view>({"fbclid",        "gclid",  "dclid",         "gbraid",
                                     "wbraid",        "gclsrc", "srsltid",       "msclkid",
                                     "twclid",        "yclid",  "ysclid",        "igshid",
                                     "_openstat",     "mc_cid", "mc_eid",        "mc_tc",
                                     "mkt_tok",       "_hsenc", "_hsmi",         "__hstc",
                                     "__hssc",        "__hsfp", "hsctatracking", "wickedid",
                                     "rb_clickid",    "sc_cid", "_bhlid",        "_branch_match_id",
                                     "fb_action_ids", "fb_ref", "fb_source",     "phpsessid",
                                     "jsessionid"});

std::string lower_case(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

/// Octets in the normal form of RFC 3986 6.2.2; '*' and '$' stay as they are.
std::string normal_encoding(std::string_view text) {
  std::string out = fetch::normal_octets(text);
  for (const auto& [coded, plain] : {std::pair{"%2A", "*"}, std::pair{"%24", "$"}}) {
    for (std::size_t at = out.find(coded); at != std::string::npos; at = out.find(coded, at)) {
      out.replace(at, 3, plain);
    }
  }
  return out;
}

bool looks_like_host(std::string_view value) {
  const std::string text = lower_case(value);
  return text.contains('.') && normal_host(text).has_value() && text.find_first_of("/%") == std::string::npos;
}

bool is_tracker(std::string_view name, std::string_view value) {
  const std::string n = lower_case(name);
  return std::ranges::find(dropped_names, n) != dropped_names.end() ||
         std::ranges::any_of(dropped_prefixes, [&](std::string_view p) { return n.starts_with(p); }) ||
         (n == "ref" && looks_like_host(value));
}

/// Prefix pattern of Clean-param: '*' is any run, an implied '*' stands at the end.
bool path_matches(std::string_view pattern, std::string_view path) {
  std::size_t at = 0;
  bool first = true;
  while (true) {
    const std::size_t star = pattern.find('*');
    const std::string_view piece = pattern.substr(0, star);
    const std::size_t found = path.find(piece, at);
    if (found == std::string_view::npos || (first && found != 0)) {
      return false;
    }
    if (star == std::string_view::npos) {
      return true;
    }
    at = found + piece.size();
    pattern.remove_prefix(star + 1);
    first = false;
  }
}

struct Param {
  std::string text;  ///< "name=value" or "name"
  std::string_view name() const { return std::string_view(text).substr(0, text.find('=')); }
  std::string_view value() const {
    const std::size_t mark = text.find('=');
    return mark == std::string::npos ? std::string_view() : std::string_view(text).substr(mark + 1);
  }
};

std::vector<Param> params_of(std::string_view query) {
  std::vector<Param> out;
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    std::string_view piece = query.substr(0, end);
    query.remove_prefix(end == std::string_view::npos ? query.size() : end + 1);
    while (piece.starts_with("amp;")) {  // "&amp;" that a template escaped twice
      piece.remove_prefix(4);
    }
    if (!piece.empty()) {
      out.push_back({normal_encoding(piece)});
    }
  }
  return out;
}

std::string key_path(std::string_view path) {
  std::string whole = normal_encoding(path);
  for (std::size_t session = lower_case(whole).find(";jsessionid"); session != std::string::npos;
       session = lower_case(whole).find(";jsessionid")) {
    const std::size_t end = whole.find('/', session);
    whole.erase(session, end == std::string::npos ? end : end - session);
  }
  std::string out;
  for (const char c : whole) {
    if (c != '/' || !out.ends_with('/')) {
      out += c;
    }
  }
  return out.empty() ? "/" : out;
}

bool is_clean(const fetch::CleanParam& rule, std::string_view name, std::string_view path) {
  return std::ranges::find(rule.names, name) != rule.names.end() && path_matches(rule.path, path);
}

/// What is particular in an address: the last part of the path that is no mere form of the page, without its
/// ending, and long numbers.
std::vector<std::string> particulars_of(const std::string& path, const std::string& query) {
  constexpr std::size_t least_digits = 5, least_letters = 4;
  static constexpr auto forms = std::to_array<std::string_view>({"amp", "amp.html", "index.html", "print"});
  std::vector<std::string> out;
  std::string last;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string part = path.substr(at, end - at);
    if (!part.empty() && std::ranges::find(forms, part) == forms.end()) {
      last = part.substr(0, part.find('.'));
    }
    at = end + 1;
  }
  if (last.size() >= least_letters) {
    out.push_back(last);
  }
  const std::string all = path + "?" + query;
  for (std::size_t at = 0; (at = all.find_first_of("0123456789", at)) != std::string::npos;) {
    const std::size_t end = std::min(all.find_first_not_of("0123456789", at), all.size());
    if (end - at >= least_digits) {
      out.push_back(all.substr(at, end - at));
    }
    at = end;
  }
  return out;
}

}  // namespace

std::string canonical_url(const Url& url, std::span<const fetch::CleanParam> clean_params) {
  Url key = url;
  key.had_credentials = false;
  key.path = key_path(url.path);
  std::vector<Param> params = params_of(url.query);
  std::erase_if(params, [&](const Param& each) {
    return is_tracker(each.name(), each.value()) || std::ranges::any_of(clean_params, [&](const auto& rule) {
             return is_clean(rule, each.name(), key.path);
           });
  });
  std::ranges::sort(params, {}, &Param::text);
  key.query.clear();
  for (const Param& each : params) {
    key.query += (key.query.empty() ? "" : "&") + each.text;
  }
  key.has_query = !key.query.empty();
  // What was taken out of the path may leave a dot segment behind ("/..;jsessionid=1").
  const auto again = parse_url(key.text());
  return again ? again->text() : key.text();
}

Result<std::string> canonical_url(std::string_view text) {
  TRY(const Url url, parse_url(text));
  return canonical_url(url);
}

bool may_name_itself(const Url& page, const Url& named) {
  if (fetch::registrable_domain(page.host) != fetch::registrable_domain(named.host)) {
    return false;
  }
  const auto ours = parse_url(canonical_url(page));
  const auto theirs = parse_url(canonical_url(named));
  if (!ours || !theirs) {
    return false;
  }
  if (ours->path == theirs->path) {
    return ours->query.empty() || ours->query == theirs->query;
  }
  const std::string target = theirs->path + "?" + theirs->query;
  return std::ranges::any_of(particulars_of(ours->path, ours->query), [&](const std::string& part) {
    return target.contains(part) && theirs->path.find_first_not_of('/') != std::string::npos;
  });
}

std::string dropped_params(const Url& url) {
  std::string out;
  for (const Param& each : params_of(url.query)) {
    if (is_tracker(each.name(), each.value())) {
      out += (out.empty() ? "" : "&") + each.text;
    }
  }
  return out;
}

}  // namespace qw::discover
