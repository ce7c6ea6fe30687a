#include "crawler/quotes/lexicon_loader.hpp"
#include "crawler/text/letters.hpp"

/// Tables of who can speak: nouns, offices, houses, names, outlets.
namespace qw::quotes {

void LexiconLoader::natives() {
  std::uint32_t country = 0;
  each("natives.tsv", {"country", "ru", "uk", "adjectives", "officials"}, [&](const auto& cells) {
    ++country;
    for (const Language language : {Language::ru, Language::uk}) {
      for (const std::string_view noun : split(cells[language == Language::ru ? 1 : 2], ' ')) {
        natives_.emplace(std::pair(language, text::key_of(noun)), country);
      }
    }
    for (const std::string_view stem : split(cells[3], ' ')) {
      lexicon_.country_adjectives.emplace_back(text::key_of(stem), country);
    }
    for (const std::string_view official : split(cells[4], ' ')) {
      lexicon_.countries.emplace(official, country);
    }
  });
}

void LexiconLoader::people() {
  each("people.tsv", {"lang", "lemma", "code", "gender", "kind"}, [&](const auto& cells) {
    const auto language = word_of<Language>(0);
    const auto gender = word_of<model::Gender>(3);
    const auto kind = word_of<NounKind>(4);
    if (!language || !gender || !kind) {
      return;
    }
    Sense sense;
    sense.kind = SenseKind::noun;
    sense.gender = *gender;
    sense.noun = *kind;
    if (const auto native = natives_.find(std::pair(*language, text::key_of(cells[1])));
        native != natives_.end()) {
      sense.id = native->second;
    }
    add_noun(*language, cells[1], cells[2], sense, 2);
  });
}

void LexiconLoader::role_heads() {
  each("role_heads.tsv", {"lang", "words", "gender", "class"}, [&](const auto& cells) {
    const auto language = word_of<Language>(0);
    const auto gender = word_of<model::Gender>(2);
    const auto head = word_of<HeadClass>(3);
    if (!language || !gender || !head) {
      return;
    }
    Sense sense;
    sense.kind = SenseKind::role_head;
    sense.gender = *gender;
    sense.head = *head;
    std::vector<std::pair<std::uint8_t, std::string>> phrases = {{Case::all, ""}};
    std::vector<bool> plurals = {false};
    for (int plural = 0; plural < 2; ++plural) {
      phrases.assign(1, {Case::all, ""});
      for (const std::string_view word : split(cells[1], ' ')) {
        const std::size_t colon = std::min(word.find(':'), word.size());
        const auto forms = paradigms_.noun(*language, text::key_of(word.substr(0, colon)),
                                           word.substr(std::min(colon + 1, word.size())));
        if (forms.empty()) {
          bad(1, fmt::format("no paradigm fits '{}'", word));
        }
        std::vector<std::pair<std::uint8_t, std::string>> longer;
        for (const auto& [cases, phrase] : phrases) {
          for (const Paradigms::NounCell& form : forms) {
            const auto common = static_cast<std::uint8_t>(cases & form.cases);
            if (common != 0 && form.plural == (plural == 1)) {
              longer.emplace_back(common, phrase.empty() ? form.text : phrase + " " + form.text);
            }
          }
        }
        phrases = std::move(longer);
      }
      for (const auto& [cases, phrase] : phrases) {
        sense.cases = cases;
        sense.plural = plural == 1;
        vocabulary(*language).add(phrase, sense);
      }
    }
  });
}

void LexiconLoader::offices() {
  each("offices.tsv", {"office", "lang", "class", "tail", "house", "title"}, [&](const auto& cells) {
    const auto language = word_of<Language>(1);
    const auto head = word_of<HeadClass>(2);
    if (!language || !head) {
      return;
    }
    const auto known = std::ranges::find(lexicon_.offices, cells[0]);
    const auto office = static_cast<std::uint32_t>(known - lexicon_.offices.begin());
    if (known == lexicon_.offices.end()) {
      lexicon_.offices.push_back(cells[0]);
    }
    OfficeTail tail;
    std::string_view words = cells[3];
    tail.capital = words.starts_with('^');
    words.remove_prefix(tail.capital ? 1 : 0);
    tail.keys = words == "-" ? std::vector<std::string>{} : keys_of(words);
    tail.house = cells[4];
    tail.title = cells[5] == "-" ? "" : cells[5];
    tail.office = office;
    lexicon_.tails[static_cast<std::size_t>(*language)][static_cast<std::size_t>(*head)].push_back(
        std::move(tail));
  });
  for (auto& language : lexicon_.tails) {
    for (auto& tails : language) {
      sort_longest_first(tails, [](const OfficeTail& tail) { return tail.keys.size(); });
    }
  }
}

void LexiconLoader::portfolios() {
  each("portfolios.tsv", {"title", "ru", "uk"}, [&](const auto& cells) {
    for (const std::size_t column : {1U, 2U}) {
      for (const std::string_view stem : split(cells[column], ' ')) {
        lexicon_.portfolios.emplace_back(text::key_of(stem), cells[0]);
      }
    }
  });
}

void LexiconLoader::institutions() {
  each("institutions.tsv", {"org", "lang", "gender", "nom", "other"}, [&](const auto& cells) {
    if (!cells[0].starts_with("org:")) {
      bad(0, fmt::format("'{}' is no house: ids of houses begin with org:", cells[0]));
      return;
    }
    const auto language = word_of<Language>(1);
    const auto gender = word_of<model::Gender>(2);
    if (!language || !gender) {
      return;
    }
    const auto known = std::ranges::find(lexicon_.orgs, cells[0]);
    Sense sense;
    sense.kind = SenseKind::institution;
    sense.gender = *gender;
    sense.id = static_cast<std::uint32_t>(known - lexicon_.orgs.begin());
    if (known == lexicon_.orgs.end()) {
      lexicon_.orgs.push_back(cells[0]);
    }
    sense.cases = Case::nom | Case::acc;
    vocabulary(*language).add(cells[3], sense);
    sense.cases = Case::gen | Case::dat | Case::ins | Case::loc | Case::acc;
    for (const std::string_view form : split(cells[4], '|')) {
      vocabulary(*language).add(form, sense);
    }
  });
}

void LexiconLoader::names(const std::string& file, SenseKind kind) {
  each(file, {"lang", "name", "code", "gender"}, [&](const auto& cells) {
    const auto language = word_of<Language>(0);
    const auto gender = word_of<model::Gender>(3);
    if (!language || !gender) {
      return;
    }
    Sense sense;
    sense.kind = kind;
    sense.gender = *gender;
    if (cells[1].find(' ') != std::string::npos) {
      sense.cases = Case::all;
      vocabulary(*language).add(cells[1], sense);
    } else {
      add_noun(*language, cells[1], cells[2], sense, 2);
    }
  });
}

void LexiconLoader::media() {
  each("media.tsv", {"name"}, [&](const auto& cells) { add_media(cells[0]); });
}

void LexiconLoader::add_media(std::string_view name) {
  Sense sense;
  sense.kind = SenseKind::media;
  sense.cases = Case::all;
  for (const Language language : {Language::ru, Language::uk}) {
    vocabulary(language).add(name, sense);
  }
}

}  // namespace qw::quotes
