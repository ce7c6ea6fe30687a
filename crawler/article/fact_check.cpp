#include "crawler/article/fact_check.hpp"

#include "base/utf8.hpp"
#include "crawler/article/charset.hpp"
#include "crawler/article/claim_review.hpp"
#include "crawler/article/date_text.hpp"
#include "crawler/article/dom.hpp"
#include "crawler/article/language.hpp"
#include "crawler/article/prepass.hpp"
#include "crawler/article/tables.hpp"
#include "crawler/article/words.hpp"

#include <algorithm>
#include <array>

namespace qw::article {
namespace {

constexpr std::size_t most_bytes = 32U << 20U;
constexpr std::size_t most_claim = 600;      // code points
constexpr std::size_t most_section = 20000;  // bytes of summary and response

const std::vector<std::string>& verdict_words() {
  static const std::vector<std::string> loaded = [] {
    std::vector<std::string> out;
    for (const config::TableRow& row : load_table("fact_check_words", {"word", "lang"}).rows) {
      out.push_back(row.cells[0]);
    }
    return out;
  }();
  return loaded;
}

/// Whether one of the class names of a node is `name`.
bool has_class(const Dom& dom, std::uint32_t node, std::string_view name) {
  for (const std::string_view each : split_words(dom.attr(node, Attr::cls))) {
    if (each == name) {
      return true;
    }
  }
  return false;
}

/// The first node of a class; size() when there is none.
std::uint32_t find_class(const Dom& dom, std::string_view name) {
  for (std::uint32_t node = 0; node < dom.size(); ++node) {
    if (has_class(dom, node, name)) {
      return node;
    }
  }
  return dom.size();
}

std::string text_of_class(const Dom& dom, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (const std::uint32_t node = find_class(dom, name); node < dom.size()) {
      std::string text = cleaned(dom.text_of(node));
      if (!text.empty()) {
        return utf8::repaired(text.substr(0, most_section));
      }
    }
  }
  return {};
}

/// A heading that a section begins with ("SUMMARY", "RESPONSE") is no part of it.
std::string without_heading(std::string text, std::string_view heading) {
  const std::string lower = lower_case(text.substr(0, heading.size()));
  if (lower == heading) {
    text = cleaned(text.substr(heading.size()));
  }
  return text;
}

/// EUvsDisinfo: the facts stand in a list, "Date of publication: 01.12.2025".
void read_report(FactCheck& out, const Dom& dom) {
  if (const std::uint32_t list = find_class(dom, "b-report__details-list"); list < dom.size()) {
    for (std::uint32_t node = list; node < dom[list].end; ++node) {
      if (dom[node].tag != Tag::li) {
        continue;
      }
      const std::string line = cleaned(dom.text_of(node));
      const std::size_t colon = line.find(':');
      if (colon == std::string::npos) {
        continue;
      }
      const std::string key = lower_case(line.substr(0, colon));
      if (key.starts_with("date of publication") && !out.claimed_on) {
        if (const auto date = read_date(line.substr(colon + 1), DateContext{})) {
          out.claimed_on = date->day;
        }
      }
    }
  }
  out.summary =
      without_heading(text_of_class(dom, {"b-report__summary-text", "b-report__summary"}), "summary");
  out.response = without_heading(
      text_of_class(dom, {"b-report__disproof-text", "b-report__response-text", "b-report__response"}),
      "response");
}

bool is_of_host(std::string_view url, std::string_view domain) {
  const std::size_t scheme = url.find("://");
  std::string_view host = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
  host = host.substr(0, host.find_first_of("/:?#"));
  return host == domain || (host.size() > domain.size() && host.ends_with(domain) &&
                            host[host.size() - domain.size() - 1] == '.');
}

void read_structure(FactCheck& out, const Utf8Text& decoded, const PageInput& page) {
  const Prepared prepared = prepass(decoded.text);
  if (prepared.flat) {
    return;
  }
  const ClaimReview review = claim_review_in(prepared.json_ld);
  out.claim = review.claim;
  out.claimant = review.claimant;
  out.appeared_at = review.appeared_at;
  if (out.verdict.empty() || !review.verdict.empty()) {
    out.verdict = review.verdict;
  }
  if (const auto date = read_date(review.claimed, DateContext{})) {
    out.claimed_on = date->day;
  }
  const Dom dom(prepared.html);
  if (is_of_host(page.url, "euvsdisinfo.eu") || find_class(dom, "b-report__summary") < dom.size()) {
    read_report(out, dom);
    out.form = FactCheckForm::euvsdisinfo;
  } else if (is_of_host(page.url, "stopfake.org")) {
    out.form = FactCheckForm::stopfake;
  }
  if (!out.claim.empty()) {
    out.form = FactCheckForm::claim_review;
  }
}

}  // namespace

std::string_view name_of(FactCheckForm form) {
  constexpr auto names =
      std::to_array<std::string_view>({"plain", "claim_review", "stopfake", "euvsdisinfo"});
  return names[static_cast<std::size_t>(form) % names.size()];
}

std::string without_verdict(std::string_view title, std::string& verdict) {
  const std::string lower = lower_case(title);
  for (const std::string& word : verdict_words()) {
    if (!lower.starts_with(word) || lower.size() != title.size()) {
      continue;
    }
    std::size_t at = word.size();
    while (at < title.size() && title[at] == ' ') {
      ++at;
    }
    const utf8::Decoded mark = at < title.size() ? utf8::decode(title, at) : utf8::Decoded{};
    const bool parts = mark.code_point == U':' || mark.code_point == U'.' || mark.code_point == U'!' ||
                       mark.code_point == utf8::em_dash || mark.code_point == utf8::en_dash;
    if (at >= title.size() || !parts) {
      continue;
    }
    std::string rest = cleaned(title.substr(at + mark.length));
    if (rest.empty()) {
      continue;
    }
    verdict = std::string(title.substr(0, word.size()));
    return rest;
  }
  return std::string(title);
}

Result<FactCheck> read_fact_check(const PageInput& page) {
  FactCheck out;
  TRY(out.article, read_article(page));
  if (out.article.looked == model::Looked::not_html || page.bytes.size() > most_bytes) {
    return out;
  }
  read_structure(out, to_utf8(page.bytes, page.content_type, Inside::html), page);
  const std::string from_title = without_verdict(out.article.title, out.verdict);
  if (out.claim.empty() && !out.verdict.empty()) {
    out.claim = from_title;
    out.form = out.form == FactCheckForm::plain ? FactCheckForm::stopfake : out.form;
  }
  if (out.claim.empty() && out.form == FactCheckForm::euvsdisinfo) {
    out.claim = out.article.title;
  }
  std::string verdict;
  out.claim = utf8::cut(without_verdict(utf8::repaired(out.claim), verdict), most_claim);
  if (!out.claim.empty()) {
    // One line is too short to tell English by its words; the page's language then counts.
    out.claim_language = language_of(out.claim, "");
    out.claim_language = out.claim_language.empty() ? out.article.language : out.claim_language;
  }
  for (std::string* field : {&out.verdict, &out.claimant, &out.summary, &out.response}) {
    *field = utf8::repaired(*field);
  }
  for (std::string& address : out.appeared_at) {
    address = utf8::repaired(address);
  }
  return out;
}

}  // namespace qw::article
