#include "crawler/quotes/lexicon_loader.hpp"
#include "crawler/text/letters.hpp"

#include <fmt/ranges.h>

/// Tables of function words, of what reports speech, and of pronouns.
namespace qw::quotes {

void LexiconLoader::words() {
  each("words.tsv", {"lang", "phrase", "tag"}, [&](const auto& cells) {
    const auto language = word_of<Language>(0);
    const auto tag = word_of<Tag>(2);
    if (language && tag) {
      vocabulary(*language).add_tag(cells[1], *tag);
    }
  });
}

void LexiconLoader::places() {
  each("places.tsv", {"lang", "name", "code"}, [&](const auto& cells) {
    const auto language = word_of<Language>(0);
    if (!language) {
      return;
    }
    if (cells[2] == "-") {
      vocabulary(*language).add_tag(cells[1], Tag::place);
      return;
    }
    Sense sense;
    sense.kind = SenseKind::noun;
    sense.noun = NounKind::body;
    const auto forms = paradigms_.noun(*language, text::key_of(cells[1]), cells[2]);
    if (forms.empty()) {
      bad(2, fmt::format("no paradigm '{}' fits '{}'", cells[2], cells[1]));
    }
    for (const Paradigms::NounCell& form : forms) {
      if (!form.plural) {
        sense.cases = form.cases;
        vocabulary(*language).add(form.text, sense);
        vocabulary(*language).add_tag(form.text, Tag::place);
      }
    }
  });
}

void LexiconLoader::cues() {
  each("cues.tsv", {"class", "traits", "ru", "uk", "example"}, [&](const auto& cells) {
    const auto sense = reports(SenseKind::cue);
    if (!sense) {
      return;
    }
    ++lemma_;
    for (const Language language : {Language::ru, Language::uk}) {
      const std::size_t column = language == Language::ru ? 2 : 3;
      for (const std::string_view verb : split(cells[column], ' ')) {
        if (const auto [first, fresh] =
                cue_lines_.emplace(std::pair(language, text::key_of(verb)), row_->line);
            !fresh) {
          bad(column, fmt::format("'{}' has its class in line {} already", verb, first->second));
          continue;
        }
        add_verb(language, verb, "", *sense, column);
      }
    }
  });
}

void LexiconLoader::cue_phrases() {
  each("cue_phrases.tsv", {"class", "traits", "lang", "phrase", "example"}, [&](const auto& cells) {
    const auto sense = reports(SenseKind::cue);
    const auto language = word_of<Language>(2);
    if (!sense || !language) {
      return;
    }
    ++lemma_;
    const std::size_t space = cells[3].find(' ');
    if (space == std::string::npos) {
      bad(3, "a phrase has two words or more; single verbs stand in cues.tsv");
      return;
    }
    const std::string_view phrase = cells[3];
    add_verb(*language, phrase.substr(0, space), phrase.substr(space + 1), *sense, 3);
  });
}

void LexiconLoader::cue_nouns() {
  each("cue_nouns.tsv", {"class", "traits", "ru", "uk", "example"}, [&](const auto& cells) {
    if (const auto sense = reports(SenseKind::cue_noun)) {
      add_nouns(Language::ru, cells[2], *sense, 2);
      add_nouns(Language::uk, cells[3], *sense, 3);
    }
  });
}

void LexiconLoader::prepositional() {
  each("prepositional.tsv", {"lang", "phrase", "class", "example"}, [&](const auto& cells) {
    const auto language = word_of<Language>(0);
    const auto cue = word_of<CueClass>(2);
    if (!language || !cue) {
      return;
    }
    Sense sense;
    sense.kind = SenseKind::prepositional;
    sense.cue = *cue;
    vocabulary(*language).add(cells[1], sense);
  });
}

void LexiconLoader::pronouns() {
  each("pronouns.tsv", {"lang", "kind", "case", "forms"}, [&](const auto& cells) {
    const auto language = word_of<Language>(0);
    static const std::vector<std::string> kinds = {"f", "fd", "i", "m", "md", "n", "p"};
    static const std::vector<std::string> cases = {"gen", "nom", "obl"};
    if (std::ranges::find(kinds, cells[1]) == kinds.end()) {
      bad(1, fmt::format("'{}' is unknown; there are {}", cells[1], fmt::join(kinds, " ")));
      return;
    }
    if (std::ranges::find(cases, cells[2]) == cases.end()) {
      bad(2, fmt::format("'{}' is unknown{}", cells[2], config::did_you_mean(cells[2], cases)));
      return;
    }
    if (!language) {
      return;
    }
    Sense sense;
    sense.kind = SenseKind::pronoun;
    sense.demonstrative = cells[1].size() == 2 && cells[1][1] == 'd';
    sense.gender = cells[1][0] == 'f'   ? model::Gender::feminine
                   : cells[1][0] == 'm' ? model::Gender::masculine
                                        : model::Gender::unknown;
    sense.plural = cells[1] == "p";
    sense.place = cells[1] == "n";
    sense.first_person = cells[1] == "i";
    sense.cases = cells[2] == "nom"   ? Case::nom
                  : cells[2] == "gen" ? Case::gen
                                      : static_cast<std::uint8_t>(Case::dat | Case::ins | Case::loc);
    for (const std::string_view form : split(cells[3], ' ')) {
      vocabulary(*language).add(form, sense);
    }
  });
}

}  // namespace qw::quotes
