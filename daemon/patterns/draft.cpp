#include "daemon/patterns/draft.hpp"

#include "base/utf8.hpp"
#include "crawler/text/letters.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <set>

namespace qw::patterns {
namespace {

constexpr std::size_t most_authentic = 3;
constexpr std::size_t least_words = 6;
constexpr std::size_t most_words = 90;
constexpr std::size_t most_title = 120;
constexpr std::size_t most_note = 300;
constexpr auto usual_lag = std::chrono::days(7);  // of a fact-check behind the claim

bool is_letter(char32_t c) {
  return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z') || (c >= 0xC0 && c <= 0x24F) ||
         (c >= 0x400 && c <= 0x52F) || c == U'-' || c == utf8::right_single_quote || c == U'\'';
}

/// The words of a text as keys, in order.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> out;
  std::string word;
  for (std::size_t at = 0; at < text.size();) {
    const utf8::Decoded d = utf8::decode(text, at);
    if (is_letter(d.code_point)) {
      word += text.substr(at, d.length);
    } else if (!word.empty()) {
      out.push_back(text::key_of(word));
      word.clear();
    }
    at += d.length;
  }
  if (!word.empty()) {
    out.push_back(text::key_of(word));
  }
  return out;
}

std::string last_word(std::string_view name) {
  const std::size_t space = name.rfind(' ');
  return std::string(space == std::string_view::npos ? name : name.substr(space + 1));
}

/// Whether a form of the surname stands among the words.
bool is_named(const model::Official& official, const std::set<std::string>& words) {
  const auto has = [&](const std::string& form) {
    return !form.empty() && words.contains(text::key_of(form));
  };
  for (const model::CaseForms* forms : {&official.ru_last, &official.uk_last}) {
    for (const std::vector<std::string>& alternatives : forms->forms) {
      if (std::ranges::any_of(alternatives, has)) {
        return true;
      }
    }
  }
  return has(last_word(official.name)) || has(last_word(official.ru)) || has(last_word(official.uk));
}

bool in_office(const model::Official& official, Day day) {
  return std::ranges::any_of(official.roles, [&](const model::Role& role) { return role.covers(day); });
}

/// The one official named in the text; of several the one in office on that day, if it is one.
std::string named_in(std::string_view text, const std::vector<model::Official>& officials, Day day) {
  const std::vector<std::string> list = words_of(text);
  const std::set<std::string> words(list.begin(), list.end());
  std::vector<const model::Official*> found;
  for (const model::Official& official : officials) {
    if (!official.id.starts_with("org:") && is_named(official, words)) {
      found.push_back(&official);
    }
  }
  if (found.size() > 1) {
    std::erase_if(found, [&](const model::Official* each) { return !in_office(*each, day); });
  }
  return found.size() == 1 ? found.front()->id : "";
}

std::string speaker_of(const std::vector<model::Quote>& records) {
  for (const model::Quote& record : records) {
    if (record.official) {
      return *record.official;
    }
  }
  return {};
}

std::string most_quoted(const std::vector<model::Quote>& records) {
  std::map<std::string, std::size_t> counts;
  for (const model::Quote& record : records) {
    if (record.official) {
      ++counts[*record.official];
    }
  }
  const auto best = std::ranges::max_element(counts, {}, [](const auto& each) { return each.second; });
  const bool alone = best != counts.end() && std::ranges::count_if(counts, [&](const auto& each) {
                                               return each.second == best->second;
                                             }) == 1;
  return alone ? best->first : "";
}

/// Whether most words of `a` stand in `b`: the claim said again.
bool is_repeat(std::string_view a, std::string_view b) {
  const std::vector<std::string> list = words_of(b);
  const std::set<std::string> there(list.begin(), list.end());
  const std::vector<std::string> words = words_of(a);
  const auto shared = std::ranges::count_if(words, [&](const auto& each) { return there.contains(each); });
  return words.empty() || shared * 10 >= std::ssize(words) * 7;
}

void add_authentic(model::Pattern& pattern, std::string words, std::string_view claim) {
  const std::size_t count = words_of(words).size();
  if (pattern.authentic.size() < most_authentic && count >= least_words && count <= most_words &&
      words.find('\n') == std::string::npos && !is_repeat(words, claim) &&
      std::ranges::find(pattern.authentic, words) == pattern.authentic.end()) {
    pattern.authentic.push_back(std::move(words));
  }
}

/// What stands between double quotation marks, for pages in languages that the quote engine does not read.
std::vector<std::string> in_marks(std::string_view text) {
  std::vector<std::string> out;
  std::optional<std::size_t> open;
  for (std::size_t at = 0; at < text.size();) {
    const utf8::Decoded d = utf8::decode(text, at);
    const bool straight = d.code_point == U'"';
    if (open &&
        (straight || d.code_point == utf8::right_double_quote || d.code_point == utf8::right_guillemet)) {
      out.emplace_back(text.substr(*open, at - *open));
      open.reset();
    } else if (straight || d.code_point == utf8::left_double_quote ||
               d.code_point == utf8::low_double_quote || d.code_point == utf8::left_guillemet) {
      open = at + d.length;
    }
    at += d.length;
  }
  return out;
}

Day first_day(const article::FactCheck& page, Day today, std::vector<std::string>& remarks) {
  if (page.claimed_on) {
    return *page.claimed_on;
  }
  remarks.emplace_back("draft.since_guessed");
  return page.article.published.day ? *page.article.published.day - usual_lag : today;
}

}  // namespace

Draft draft_of(const article::FactCheck& page, const quotes::QuoteEngine& quotes,
               const std::vector<model::Official>& officials, const std::string& url, Day today) {
  Draft out;
  model::Pattern& pattern = out.pattern;
  pattern.state = model::PatternState::draft;
  const Day day = page.claimed_on.value_or(page.article.published.day.value_or(today));
  const std::string& text = page.article.text;
  const auto in_claim = quotes.extract({page.claim, model::TextKind::headline, page.claim_language, day});
  const auto in_text = quotes.extract({text, model::TextKind::body, page.article.language, day});
  pattern.official = speaker_of(in_claim);
  if (pattern.official.empty()) {
    pattern.official = named_in(page.claim, officials, day);
  }
  if (pattern.official.empty()) {
    pattern.official = named_in(page.summary, officials, day);
  }
  if (pattern.official.empty()) {
    pattern.official = most_quoted(in_text);
  }
  if (pattern.official.empty()) {
    out.remarks.emplace_back("draft.no_official");
  }
  if (page.claim.empty()) {
    out.remarks.emplace_back("draft.no_claim");
  } else {
    pattern.false_wordings = {page.claim};
    pattern.title = utf8::cut(page.claim, most_title);
    if (page.claim_language != "ru" && page.claim_language != "uk") {
      out.remarks.emplace_back("draft.claim_language");
    }
  }
  for (const model::Quote& record : in_text) {
    const bool in_full =
        record.form == model::QuoteForm::direct || record.form == model::QuoteForm::prepositional;
    if (in_full && record.official && *record.official == pattern.official && !record.cited_to_correct) {
      add_authentic(pattern, text.substr(record.content.begin, record.content.end - record.content.begin),
                    page.claim);
    }
  }
  for (const std::string* each : {&page.response, &text}) {
    if (pattern.authentic.empty()) {
      for (std::string& words : in_marks(*each)) {
        add_authentic(pattern, std::move(words), page.claim);
      }
    }
  }
  out.remarks.emplace_back(pattern.authentic.empty() ? "draft.no_authentic" : "draft.authentic_guessed");
  pattern.since = first_day(page, today, out.remarks);
  pattern.source = !url.empty() ? url : page.article.canonical_url;
  if (pattern.source.empty()) {
    out.remarks.emplace_back("draft.no_source");
  }
  pattern.note = utf8::cut(
      "Draft from the page \"" + page.article.title + "\" (" + std::string(article::name_of(page.form)) + ")",
      most_note);
  pattern.id = id_from(pattern.official, page.claim);
  return out;
}

}  // namespace qw::patterns
