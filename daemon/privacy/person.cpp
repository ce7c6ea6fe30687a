#include "daemon/privacy/person.hpp"

#include "base/ascii.hpp"
#include "base/fold.hpp"
#include "base/utf8.hpp"
#include "crawler/article/charset.hpp"
#include "crawler/article/words.hpp"
#include "crawler/fetch/decode_body.hpp"

#include <algorithm>
#include <memory>

namespace qw::privacy {
namespace {

constexpr std::size_t most_terms = 20;
constexpr std::size_t least_letters = 4;
constexpr std::size_t most_words = 8;
constexpr std::size_t longest_ending = 3;
constexpr std::uint64_t most_decoded = 32U << 20U;

bool is_literal(std::string_view term) { return term.find_first_of("@/") != std::string_view::npos; }

std::string literal_form(std::string_view term) {
  const std::size_t scheme = term.find("://");
  std::string out(scheme == std::string_view::npos ? term : term.substr(scheme + 3));
  std::ranges::transform(out, out.begin(), to_lower_ascii);
  return out;
}

std::vector<model::ByteSpan> literal_places(std::string_view text, std::string_view term) {
  std::string low(text);
  std::ranges::transform(low, low.begin(), to_lower_ascii);
  std::vector<model::ByteSpan> out;
  for (std::size_t at = low.find(term); at != std::string::npos; at = low.find(term, at + term.size())) {
    out.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + term.size())});
  }
  return out;
}

bool is_cyrillic(char32_t c) { return c >= 0x0400 && c <= 0x04FF; }
/// What declension changes at the end of a name: vowels, soft sign, short i (folded letters).
bool is_ending(char32_t c) {
  constexpr std::u32string_view endings =
      U"\u0430\u0435\u0438\u043E\u0443\u044B\u044D\u044E\u044F\u044C\u0439\u0456\u0457\u0454";
  return endings.find(c) != std::u32string_view::npos;
}

struct Stems {
  std::u32string whole;
  std::vector<std::u32string> stems;  ///< empty: only as it stands
};

Stems stems_of(const std::u32string& word, bool exact) {
  Stems out{word, {}};
  if (exact || word.size() < 3 || !std::ranges::all_of(word, is_cyrillic)) {
    return out;
  }
  std::u32string stem = word;
  for (int i = 0; i < 2 && stem.size() > 3 && is_ending(stem.back()); ++i) {
    stem.pop_back();
  }
  out.stems.push_back(stem);
  // A vowel that flees before the last consonant: its forms begin with what is left.
  if (stem.size() >= 4 && !is_ending(stem.back()) && is_ending(stem[stem.size() - 2])) {
    std::u32string fled = stem;
    fled.erase(fled.size() - 2, 1);
    out.stems.push_back(std::move(fled));
  }
  return out;
}

bool fits(const std::u32string& word, const Stems& wanted) {
  return word == wanted.whole || std::ranges::any_of(wanted.stems, [&](const std::u32string& stem) {
           return word.starts_with(stem) && word.size() <= stem.size() + longest_ending;
         });
}

/// Neighbouring words that are the wanted ones, each once, in any order.
std::vector<model::ByteSpan> word_places(std::string_view text, const std::vector<Stems>& wanted) {
  std::vector<model::ByteSpan> out;
  const std::vector<FoldedWord> words = folded_words_of(text);
  for (std::size_t i = 0; i + wanted.size() <= words.size();) {
    std::vector<bool> used(wanted.size(), false);
    const bool all = std::ranges::all_of(words.begin() + static_cast<std::ptrdiff_t>(i),
                                         words.begin() + static_cast<std::ptrdiff_t>(i + wanted.size()),
                                         [&](const FoldedWord& word) {
                                           for (std::size_t n = 0; n < wanted.size(); ++n) {
                                             if (!used[n] && fits(word.form, wanted[n])) {
                                               used[n] = true;
                                               return true;
                                             }
                                           }
                                           return false;
                                         });
    if (all) {
      out.push_back({static_cast<std::uint32_t>(words[i].begin),
                     static_cast<std::uint32_t>(words[i + wanted.size() - 1].end)});
      i += wanted.size();
    } else {
      ++i;
    }
  }
  return out;
}

struct Term {
  std::string literal;        ///< or
  std::vector<Stems> wanted;  ///< words
};

Term term_of(const std::string& text, bool exact) {
  Term out;
  if (is_literal(text)) {
    out.literal = literal_form(text);
    return out;
  }
  for (const FoldedWord& word : folded_words_of(text)) {
    out.wanted.push_back(stems_of(word.form, exact));
  }
  return out;
}

std::vector<model::ByteSpan> places(std::string_view text, const Term& term) {
  return term.literal.empty() ? word_places(text, term.wanted) : literal_places(text, term.literal);
}

/// In order, without overlap.
std::vector<model::ByteSpan> all_places(std::string_view text, const std::vector<Term>& terms) {
  std::vector<model::ByteSpan> found;
  for (const Term& term : terms) {
    std::ranges::move(places(text, term), std::back_inserter(found));
  }
  std::ranges::sort(found, {}, &model::ByteSpan::begin);
  std::vector<model::ByteSpan> out;
  for (const model::ByteSpan& each : found) {
    if (out.empty() || each.begin >= out.back().end) {
      out.push_back(each);
    } else {
      out.back().end = std::max(out.back().end, each.end);
    }
  }
  return out;
}

/// Of a page: as it stands, and as its reader sees it (a tag may stand within a name).
bool body_holds(const model::PageRecord& page, std::string_view wire, const std::vector<Term>& terms) {
  const auto decoded = fetch::decode_body(wire, page.content_encoding, most_decoded);
  const article::Utf8Text text = article::to_utf8(decoded ? std::string_view(decoded->bytes) : wire,
                                                  page.content_type, article::Inside::html);
  return !all_places(text.text, terms).empty() ||
         !all_places(article::without_markup(text.text), terms).empty();
}

Result<> check(const std::string& text) {
  const std::size_t letters = utf8::count(folded_utf8(text, 1000));
  if (letters < least_letters || (!is_literal(text) && folded_words_of(text).size() > most_words)) {
    return fail(Errc::usage, "'" + utf8::cut(text, 80) +
                                 "' is no name or address to look for: it has at least four letters and at "
                                 "most eight words");
  }
  return {};
}

}  // namespace

std::vector<model::ByteSpan> places_of(std::string_view text, const std::string& term, bool exact) {
  return places(text, term_of(term, exact));
}

Result<store::Sought> sought(const std::vector<std::string>& terms, bool exact) {
  if (terms.empty() || terms.size() > most_terms) {
    return fail(Errc::usage, "name between one and 20 names or addresses");
  }
  auto read = std::make_shared<std::vector<Term>>();
  for (const std::string& each : terms) {
    TRY_OK(check(each));
    read->push_back(term_of(each, exact));
  }
  const std::shared_ptr<const std::vector<Term>> wanted = read;
  return store::Sought{[wanted](std::string_view text) { return all_places(text, *wanted); },
                       [wanted](const model::PageRecord& page, std::string_view body) {
                         return body_holds(page, body, *wanted);
                       }};
}

}  // namespace qw::privacy
