#include "crawler/article/names_in.hpp"

#include "base/utf8.hpp"
#include "crawler/article/tables.hpp"
#include "crawler/article/words.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

namespace qw::article {
namespace {

constexpr std::size_t most_labelled_words = 8, most_labelled_bytes = 100;
constexpr std::size_t least_shown_words = 2, most_shown_words = 5;

struct Words {
  std::vector<std::string> by, ands, nots;
};

const Words& words() {
  static const Words loaded = [] {
    Words out;
    for (const config::TableRow& row : load_table("byline_words", {"phrase", "kind", "lang"}).rows) {
      const std::string& kind = row.cells[1];
      (kind == "by" ? out.by : kind == "and" ? out.ands : out.nots).push_back(row.cells[0]);
    }
    std::ranges::sort(out.by, std::greater{}, &std::string::size);  // the longest first
    return out;
  }();
  return loaded;
}

bool is_letter_at(std::string_view text, std::size_t at) {
  return at < text.size() && u_isalpha(static_cast<UChar32>(utf8::decode(text, at).code_point)) != 0;
}

/// The length of the first of these phrases that the text begins with, as whole words; 0 = none.
std::size_t phrase_length(std::string_view text, const std::vector<std::string>& phrases) {
  const std::string low = lower_case(text.substr(0, 60));
  for (const std::string& phrase : phrases) {
    if (low.starts_with(phrase) && (phrase.ends_with(':') || !is_letter_at(low, phrase.size()))) {
      return phrase.size();
    }
  }
  return 0;
}

std::string_view without_by(std::string_view text) {
  for (int times = 0; times < 2; ++times) {
    const std::size_t length = phrase_length(text, words().by);
    if (length == 0 || length >= text.size()) {
      break;
    }
    text.remove_prefix(length);
    const std::size_t from = text.find_first_not_of(" :\n\t-");
    text.remove_prefix(std::min(from, text.size()));
  }
  return text;
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view edges = " \n\t,;:|-*\"";
  const std::size_t from = text.find_first_not_of(edges);
  const std::size_t to = text.find_last_not_of(edges);
  return from == std::string_view::npos ? "" : std::string(text.substr(from, to - from + 1));
}

/// What stands in front of brackets, bars, line ends and addresses.
std::string_view name_part(std::string_view text) {
  for (const std::string_view stop :
       {"(", "|", "\n", "[", " \u2022 ", " \u00B7 ", " \u2013 ", " \u2014 ", " - ", "<", "http"}) {
    if (const std::size_t at = text.find(stop); at != std::string_view::npos && at != 0) {
      text = text.substr(0, at);
    }
  }
  return text;
}

bool begins_with_capital(std::string_view word) {
  const auto c = static_cast<UChar32>(utf8::decode(word, 0).code_point);
  return u_isupper(c) != 0 || u_istitle(c) != 0;
}

bool is_particle(std::string_view word) {
  constexpr auto particles =
      std::to_array<std::string_view>({"von", "van", "de", "der", "den", "la", "el", "bin", "da", "di", "dos",
                                       "du", "le", "del", "al", "ten", "zu", "y", "e"});
  return std::ranges::find(particles, word) != particles.end();
}

bool is_name(std::string_view name, NameForm form) {
  const std::vector<std::string_view> parts = split_words(name);
  if (name.empty() || name.contains('@') || name.contains("://") || phrase_length(name, words().nots) != 0 ||
      phrase_length(name, words().by) == name.size()) {
    return false;
  }
  if (form == NameForm::labelled) {
    return parts.size() <= most_labelled_words && name.size() <= most_labelled_bytes && name.size() >= 2;
  }
  const std::size_t least = form == NameForm::marked ? 1 : least_shown_words;
  return parts.size() >= least && parts.size() <= most_shown_words &&
         std::ranges::none_of(
             name, [](char c) { return (c >= '0' && c <= '9') || c == '!' || c == '?' || c == ':'; }) &&
         std::ranges::all_of(
             parts, [](std::string_view part) { return begins_with_capital(part) || is_particle(part); });
}

/// Cuts at commas, semicolons and words for "and".
std::vector<std::string> parted(std::string_view text) {
  std::vector<std::string> parts(1);
  for (const std::string_view word : split_words(text)) {
    const bool joint = std::ranges::find(words().ands, word) != words().ands.end();
    const bool ends = word.ends_with(',') || word.ends_with(';');
    if (!joint) {
      parts.back() +=
          (parts.back().empty() ? "" : " ") + std::string(ends ? word.substr(0, word.size() - 1) : word);
    }
    if ((joint || ends) && !parts.back().empty()) {
      parts.emplace_back();
    }
  }
  if (parts.back().empty()) {
    parts.pop_back();
  }
  return parts;
}

}  // namespace

bool begins_with_by(std::string_view text) { return phrase_length(text, words().by) != 0; }

std::vector<std::string> names_in(std::string_view text, NameForm form) {
  std::vector<std::string> names;
  const std::string whole = trimmed(name_part(without_by(trimmed(text))));
  const std::vector<std::string> parts = parted(whole);
  const bool several = parts.size() > 1 && std::ranges::all_of(parts, [](const std::string& part) {
                         return split_words(part).size() >= 2;
                       });
  if (several) {
    for (const std::string& part : parts) {
      if (std::string name = trimmed(without_by(part)); is_name(name, form)) {
        names.push_back(std::move(name));
      }
    }
  } else if (form != NameForm::labelled && parts.size() > 1) {
    // "Anna Example, Berlin": the first part is the name.
    if (is_name(parts.front(), form)) {
      names.push_back(parts.front());
    }
  } else if (is_name(whole, form)) {
    names.push_back(whole);
  }
  return names;
}

}  // namespace qw::article
