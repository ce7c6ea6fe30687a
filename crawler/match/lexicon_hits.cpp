#include "crawler/match/lexicon.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <tuple>

// Phrases and words of the tables in a text. Beside lexicon.cpp, which reads the tables.
namespace qw::match {
namespace {

constexpr std::uint8_t says_deed = 1;
constexpr std::uint8_t says_place = 2;
constexpr std::uint8_t says_matter = 4;

constexpr double telling = 0.4;  ///< rarer in the news than «план» or «система», which a phrase may keep

/// «запрет украинского зерна» is said by its parts, which other texts put in other words.
bool is_composed(const Hit& hit, const std::vector<std::uint8_t>& single) {
  std::uint8_t said = 0;
  for (std::uint32_t word = hit.first; word <= hit.last; ++word) {
    said = static_cast<std::uint8_t>(said | (hit.covers(word) ? single[word] : 0));
  }
  return (said & says_matter) != 0 && (said & (says_deed | says_place)) != 0;
}

/// Which of the hits that were taken lie over a word.
class Overlaps {
 public:
  explicit Overlaps(std::size_t words) : newest_(words, none) {}
  void add(std::uint32_t hit, std::uint32_t first, std::uint32_t last) {
    for (std::uint32_t word = first; word <= last; ++word) {
      nodes_.push_back({hit, newest_[word]});
      newest_[word] = static_cast<std::uint32_t>(nodes_.size() - 1);
    }
  }
  template <class Wanted>
  bool any(std::uint32_t first, std::uint32_t last, Wanted wanted) const {
    for (std::uint32_t word = first; word <= last; ++word) {
      for (std::uint32_t node = newest_[word]; node != none; node = nodes_[node].next) {
        if (wanted(nodes_[node].hit)) {
          return true;
        }
      }
    }
    return false;
  }

 private:
  static constexpr std::uint32_t none = UINT32_MAX;
  struct Node {
    std::uint32_t hit = 0, next = none;
  };
  std::vector<std::uint32_t> newest_;
  std::vector<Node> nodes_;
};

}  // namespace

std::span<const Hit> hits_from(std::span<const Hit> hits, std::uint32_t first, std::uint32_t last) {
  const auto begin = std::ranges::lower_bound(hits, first, {}, &Hit::first);
  const auto end = std::ranges::upper_bound(begin, hits.end(), last, {}, &Hit::first);
  return {begin, end};
}

std::span<const Hit> hits_around(std::span<const Hit> hits, std::uint32_t word) {
  return hits_from(hits, word > longest_hit ? word - longest_hit : 0, word);
}

void Lexicon::collect_phrase(std::span<const Word> words, Forms forms, std::uint32_t at, const Opened& opened,
                             Found& found) const {
  const Wording& wording = wordings_[opened.wording];
  std::uint32_t first = at;
  std::uint32_t last = at;
  std::array<std::uint32_t, most_words> places{at};
  std::size_t count = 1;
  for (std::size_t i = 0; i < wording.rest.size(); ++i) {
    // «не обсуждают», but not «не переставали обсуждать»: a particle stands next to its word.
    const std::uint32_t reach = i == 0 && wording.beside ? 1 : window;
    const std::uint32_t from = first > reach ? first - reach : 0;
    const auto until = std::min<std::uint32_t>(last + reach, static_cast<std::uint32_t>(words.size()) - 1);
    bool complete = false;
    for (std::uint32_t k = from; k <= until && !complete; ++k) {
      const bool used = std::find(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(count), k) !=
                        places.begin() + static_cast<std::ptrdiff_t>(count);
      if (!used && words[k].sentence == words[at].sentence &&
          std::ranges::binary_search(forms[k]->pieces, wording.rest[i])) {
        first = std::min(first, k);
        last = std::max(last, k);
        places[count++] = k;
        complete = true;
      }
    }
    if (!complete) {
      return;
    }
  }
  Hit hit{wording.concept_index, first, last, 0};
  hit.negates = wording.negates;
  for (std::size_t i = 0; i < count; ++i) {
    hit.words |= places[i] - first < 32 ? 1U << (places[i] - first) : 0U;
  }
  const auto bonus = static_cast<std::uint32_t>(wording.rest.size()) * 2 * exact_bonus;
  found.emplace_back(hit, wording.letters + bonus);
}

void Lexicon::collect(std::span<const Word> words, Forms forms, std::uint32_t at,
                      const std::vector<bool>& in_text, Found& found) const {
  const text::Language spoken = words[at].language;
  for (const Opened& opened : forms[at]->wordings) {
    const bool cyrillic = opened.language != text::Language::en && spoken != text::Language::en;
    if (cyrillic && spoken != text::Language::unknown && opened.language != spoken) {
      continue;  // «образом» is no Ukrainian insult
    }
    if (opened.next == Opened::alone) {
      found.emplace_back(Hit{opened.concept_index, at, at, 1}, opened.letters);
    } else if (in_text[opened.next]) {
      collect_phrase(words, forms, at, opened, found);
    }
  }
}

std::vector<Hit> Lexicon::hits(std::span<const Word> words) const {
  static_assert(window * most_words <= longest_hit);
  std::vector<std::pair<Hit, std::uint32_t>> found;
  std::vector<const WordForm*> forms;
  forms.reserve(words.size());
  std::deque<WordForm> asked_here;  // of words that no table was asked for
  for (const Word& word : words) {
    forms.push_back(word.form.get());
    if (!word.form->tables_asked) {
      ask(asked_here.emplace_back(*word.form));
      forms.back() = &asked_here.back();
    }
  }
  std::vector<bool> in_text(piece_count_);
  for (const WordForm* form : forms) {
    for (const std::uint32_t piece : form->pieces) {
      in_text[piece] = true;
    }
  }
  for (std::uint32_t at = 0; at < words.size(); ++at) {
    collect(words, forms, at, in_text, found);
  }
  // The longest wording takes its words; equally long ones share them.
  std::ranges::sort(found, [](const auto& a, const auto& b) {
    return std::tuple(b.second, a.first.first, a.first.concept_index) <
           std::tuple(a.second, b.first.first, b.first.concept_index);
  });
  // What single words of a phrase say by themselves: bit 1 a deed, 2 a country, 4 a matter.
  std::vector<std::uint8_t> single(words.size(), 0);
  for (const auto& [hit, letters] : found) {
    if (hit.first == hit.last) {
      const Kind kind = concepts_[hit.concept_index].kind;
      const std::uint8_t says = kind == Kind::act || kind == Kind::phase ? says_deed
                                : kind == Kind::place                    ? says_place
                                : kind == Kind::theme && concepts_[hit.concept_index].rarity >= telling
                                    ? says_matter
                                    : 0;
      single[hit.first] = static_cast<std::uint8_t>(single[hit.first] | says);
    }
  }
  // A deed of several words («вернуть долг») leaves the matter in it to be counted too.
  std::vector<std::uint32_t> taken(words.size(), 0);
  std::vector<bool> in_phrase(words.size(), false);
  std::vector<Hit> out;
  Overlaps over(words.size());
  Overlaps over_deeds(words.size());
  const auto take = [&](const Hit& hit) {
    over.add(static_cast<std::uint32_t>(out.size()), hit.first, hit.last);
    out.push_back(hit);
  };
  for (const auto& [hit, letters] : found) {
    const Kind kind = concepts_[hit.concept_index].kind;
    const bool twice = over.any(hit.first, hit.last, [&](std::uint32_t each) {
      return out[each].concept_index == hit.concept_index;
    });
    if (kind == Kind::role) {
      // An office stands beside what its words mean otherwise («литовец» is Lithuania too).
      if (!twice) {
        take(hit);
      }
      continue;
    }
    if (hit.first != hit.last && kind == Kind::theme && is_composed(hit, single)) {
      continue;
    }
    const bool deed = kind == Kind::act || kind == Kind::phase || kind == Kind::speech;
    bool free = true;
    for (std::uint32_t k = hit.first; k <= hit.last; ++k) {
      free = free && (!hit.covers(k) || taken[k] == 0 || taken[k] == letters);
    }
    const bool inside_deed =
        (deed || kind == Kind::operator_) && over_deeds.any(hit.first, hit.first, [&](std::uint32_t each) {
          return hit.first == hit.last ? out[each].covers(hit.first) : hit.last <= out[each].last;
        });
    if (!free && !twice && hit.first == hit.last && letters >= least_beside && !in_phrase[hit.first] &&
        (kind == Kind::theme || kind == Kind::act || kind == Kind::phase)) {
      take(hit);
      out.back().beside = true;
      continue;
    }
    if (!free || twice || inside_deed) {
      continue;
    }
    for (std::uint32_t k = hit.first; k <= hit.last && hit.first != hit.last; ++k) {
      in_phrase[k] = in_phrase[k] || hit.covers(k);
    }
    if (hit.first == hit.last || !deed) {
      for (std::uint32_t k = hit.first; k <= hit.last; ++k) {
        taken[k] = hit.covers(k) ? letters : taken[k];
      }
    } else {
      over_deeds.add(static_cast<std::uint32_t>(out.size()), hit.first, hit.last);
    }
    take(hit);
  }
  std::ranges::sort(out, {},
                    [](const Hit& hit) { return std::tuple(hit.first, hit.beside, hit.concept_index); });
  return out;
}

}  // namespace qw::match
