#include "daemon/api/quote_handlers.hpp"

#include "crawler/match/match_engine.hpp"
#include "crawler/text/language_data.hpp"
#include "crawler/text/letters.hpp"
#include "daemon/api/cursor.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/problem.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <chrono>
#include <set>

namespace qw::api {
namespace {

namespace json = boost::json;

constexpr std::size_t most_looked = 5000;  // a page ends there, whatever it holds
constexpr std::size_t most_words = 10;
constexpr std::size_t rows_at_a_time = 200;

using Lemmas = std::set<std::string>;

/// Every lemma that a word may have in one of the three languages, and its own key.
Lemmas lemmas_of(const text::LanguageData* data, std::string_view key) {
  Lemmas out{std::string(key)};
  if (data != nullptr) {
    for (const text::Language language : {text::Language::ru, text::Language::uk, text::Language::en}) {
      const auto word = data->word(language, key);
      out.insert(word->lemmas.begin(), word->lemmas.end());
    }
  }
  return out;
}

Lemmas lemmas_in(const text::LanguageData* data, std::string_view words) {
  Lemmas out;
  if (data == nullptr) {
    return out;
  }
  const text::Document document = data->read(words);
  for (const text::Token& token : document.tokens) {
    if (token.kind == text::TokenKind::word) {
      out.merge(lemmas_of(data, document.key(token)));
    }
  }
  return out;
}

bool meet(const Lemmas& a, const Lemmas& b) {
  return std::ranges::any_of(a, [&](const std::string& each) { return b.contains(each); });
}

Result<Time> time_in(const Request& request, const std::string& key, Time standard) {
  const std::string text = request.query(key);
  if (text.empty()) {
    return standard;
  }
  if (const auto day = parse_day(text)) {
    return Time(*day);
  }
  const auto time = parse_time(text);
  if (!time) {
    return fail(Errc::usage, "'" + key + "' is a day or a time such as 2026-11-24T09:00:00Z");
  }
  return *time;
}

json::object row_of(const store::QuoteRow& row) {
  json::object out;
  out["revision"] = row.revision;
  out["text"] = model::name_of(row.text);
  out["official"] = row.quote.official ? json::value(*row.quote.official) : json::value(nullptr);
  out["speaker"] = row.quote.speaker;
  out["words"] = row.words;
  out["form"] = model::name_of(row.quote.form);
  out["polarity"] = model::name_of(row.quote.polarity);
  out["modality"] = model::name_of(row.quote.modality);
  out["seen"] = to_iso(row.seen);
  return out;
}

/// At most ten parts between commas.
std::vector<std::string> split(const std::string& query) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= query.size() && out.size() < most_words;) {
    const std::size_t end = std::min(query.find(',', at), query.size());
    if (std::string part = query.substr(at, end - at); !part.empty()) {
      out.push_back(std::move(part));
    }
    at = end + 1;
  }
  return out;
}

/// The words that were asked for, each with all of its forms.
std::vector<Lemmas> wanted_words(const std::string& query, const text::LanguageData* data) {
  std::vector<Lemmas> out;
  for (const std::string& each : split(query)) {
    if (const std::string key = text::key_of(each); !key.empty()) {
      out.push_back(lemmas_of(data, key));
    }
  }
  return out;
}

/// What each of the concepts that were asked for may be.
Result<std::vector<std::vector<std::uint32_t>>> wanted_concepts(const std::string& query,
                                                                const match::MatchEngine* engine) {
  std::vector<std::vector<std::uint32_t>> out;
  for (const std::string& each : split(query)) {
    auto meant = engine == nullptr ? std::vector<std::uint32_t>() : engine->concepts_of(each);
    if (meant.empty()) {
      return fail(Errc::usage,
                  "'concepts': no concept is or has '" + each +
                      "'; write an id of config/lexicon/concepts_*.tsv or a word, or use 'words'");
    }
    out.push_back(std::move(meant));
  }
  return out;
}

}  // namespace

Response list_quotes(Call& call) {
  const std::string official = call.request.query("official");
  const auto limit = limit_of(call.request);
  const auto until = time_in(call.request, "until", call.now);
  const auto from = time_in(call.request, "from", call.now - std::chrono::days(7));
  if (!limit || !until || !from) {
    return problem(!limit ? limit.error() : !until ? until.error() : from.error(), call.request.id);
  }
  const std::string words = call.request.query("words");
  const std::string concepts = call.request.query("concepts");
  const std::string bound = "quotes\n" + official + "\n" + words + "\n" + concepts;
  const auto opened = opened_cursor(call.request.query("cursor"), bound, call.api.cursor_key());
  if (!opened) {
    return problem(400, "malformed", opened.error().what, call.request.id);
  }
  const auto engine = call.services.quotes ? call.services.quotes() : nullptr;
  const auto data = engine ? engine->language_data() : nullptr;
  const std::vector<Lemmas> wanted = wanted_words(words, data.get());
  const auto matcher = concepts.empty() || !call.services.match ? nullptr : call.services.match();
  const auto spoken_of = wanted_concepts(concepts, matcher.get());
  if (!spoken_of) {
    return problem(spoken_of.error(), call.request.id);
  }
  json::array rows;
  std::string cursor = *opened;
  std::size_t looked = 0;
  do {
    auto page = call.services.store.quotes_of(official, *from, *until,
                                              std::min(rows_at_a_time, *limit - rows.size()), cursor);
    if (!page) {
      return problem(page.error(), call.request.id);
    }
    for (const store::QuoteRow& row : page->rows) {
      const Lemmas there = wanted.empty() ? Lemmas() : lemmas_in(data.get(), row.words);
      if (std::ranges::all_of(wanted, [&](const Lemmas& each) { return meet(each, there); }) &&
          std::ranges::all_of(*spoken_of,
                              [&](const auto& each) { return matcher->speaks_of(row.words, each); })) {
        rows.push_back(row_of(row));
      }
    }
    looked += page->rows.size();
    cursor = page->cursor;
  } while (!cursor.empty() && rows.size() < *limit && looked < most_looked);
  return page_response(std::move(rows),
                       cursor.empty() ? "" : sealed_cursor(cursor, bound, call.api.cursor_key()));
}

}  // namespace qw::api
