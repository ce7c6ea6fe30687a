#include "crawler/quotes/lexicon.hpp"

#include "config/table.hpp"
#include "crawler/quotes/paradigms.hpp"
#include "crawler/text/letters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace qw::quotes {
namespace {

using text::Language;

std::vector<std::string_view> split(std::string_view list, char by) {
  std::vector<std::string_view> parts;
  while (!list.empty()) {
    const std::size_t at = std::min(list.find(by), list.size());
    if (at > 0) {
      parts.push_back(list.substr(0, at));
    }
    list.remove_prefix(std::min(at + 1, list.size()));
  }
  return parts;
}

/// Fills a Lexicon from the tables; collects every error.
class Loader {
 public:
  Loader(Lexicon& lexicon, const std::string& directory) : lexicon_(lexicon), directory_(directory) {}

  std::vector<Error> run() {
    errors_ = paradigms_.load(directory_);
    if (errors_.empty()) {
      words();
      cues();
      cue_phrases();
      cue_nouns();
      prepositional();
      pronouns();
      natives();
      people();
      role_heads();
      offices();
      institutions();
      names();
    }
    return std::move(errors_);
  }

 private:
  template <class F>
  void each(const std::string& file, const std::vector<std::string>& columns, F&& use) {
    auto table = config::read_table(directory_ + "/" + file, columns);
    if (!table) {
      errors_.insert(errors_.end(), table.error().begin(), table.error().end());
      return;
    }
    table_ = &*table;
    for (const config::TableRow& row : table->rows) {
      row_ = &row;
      use(row.cells);
    }
  }

  void bad(std::size_t column, const std::string& what) {
    errors_.push_back(table_->error_at(*row_, column, what));
  }

  template <class E>
  std::optional<E> word_of(std::size_t column) {
    const std::string& cell = row_->cells[column];
    const auto value = model::from_name<E>(cell);
    if (!value) {
      std::vector<std::string> known;
      for (const auto& entry : names_of(E{})) {
        known.emplace_back(entry.name);
      }
      bad(column, fmt::format("'{}' is unknown{}", cell, config::did_you_mean(cell, known)));
    }
    return value;
  }

  Vocabulary& vocabulary(Language language) { return lexicon_.words[static_cast<std::size_t>(language)]; }

  std::uint16_t traits_of(std::size_t column) {
    std::uint16_t traits = 0;
    for (const char letter : row_->cells[column]) {
      switch (letter) {
        case 'q':
          traits |= Trait::clause;
          break;
        case 'i':
          traits |= Trait::infinitive;
          break;
        case 'b':
          traits |= Trait::beside_marks;
          break;
        case 'p':
          traits |= Trait::possible;
          break;
        case 'x':
          traits |= Trait::excludes;
          break;
        case 'r':
          traits |= Trait::relay;
          break;
        case 'n':
          traits |= Trait::names;
          break;
        case 'w':
          traits |= Trait::so_that;
          break;
        case 'k':
          traits |= Trait::factive;
          break;
        case 'd':
          traits |= Trait::document;
          break;
        case 'c':
          traits |= Trait::cites;
          break;
        case 'm':
          traits |= Trait::comments;
          break;
        case 'z':
          traits |= Trait::steady;
          break;
        default:
          bad(column, fmt::format("the trait '{}' is unknown", letter));
          break;
      }
    }
    return traits;
  }

  void words() {
    each("words.tsv", {"lang", "phrase", "tag"}, [&](const auto& cells) {
      const auto language = word_of<Language>(0);
      const auto tag = word_of<Tag>(2);
      if (language && tag) {
        vocabulary(*language).add_tag(cells[1], *tag);
      }
    });
    each("places.tsv", {"lang", "form"}, [&](const auto& cells) {
      if (const auto language = word_of<Language>(0)) {
        vocabulary(*language).add_tag(cells[1], Tag::place);
      }
    });
  }

  void add_verb(Language language, std::string_view infinitive, std::string_view rest, const Sense& like,
                std::size_t column) {
    const std::vector<Paradigms::VerbCell> cells = paradigms_.verb(language, text::key_of(infinitive));
    if (cells.empty()) {
      bad(column, fmt::format("no paradigm fits '{}': add it to verb_forms.tsv", infinitive));
    }
    for (const Paradigms::VerbCell& cell : cells) {
      Sense sense = like;
      sense.form = cell.form;
      sense.gender = cell.gender;
      sense.plural = cell.plural;
      sense.lemma = lemma_;
      vocabulary(language).add(rest.empty() ? cell.text : fmt::format("{} {}", cell.text, rest), sense);
    }
  }

  void cues() {
    each("cues.tsv", {"class", "traits", "ru", "uk"}, [&](const auto& cells) {
      const auto cue = word_of<CueClass>(0);
      if (!cue) {
        return;
      }
      Sense sense;
      sense.kind = SenseKind::cue;
      sense.cue = *cue;
      sense.traits = traits_of(1);
      ++lemma_;
      for (const std::string_view verb : split(cells[2], ' ')) {
        add_verb(Language::ru, verb, "", sense, 2);
      }
      for (const std::string_view verb : split(cells[3], ' ')) {
        add_verb(Language::uk, verb, "", sense, 3);
      }
    });
  }

  void cue_phrases() {
    each("cue_phrases.tsv", {"class", "traits", "lang", "phrase"}, [&](const auto& cells) {
      const auto cue = word_of<CueClass>(0);
      const auto language = word_of<Language>(2);
      if (!cue || !language) {
        return;
      }
      Sense sense;
      sense.kind = SenseKind::cue;
      sense.cue = *cue;
      sense.traits = traits_of(1);
      ++lemma_;
      const std::size_t space = cells[3].find(' ');
      if (space == std::string::npos) {
        bad(3, "a phrase has two words or more; single verbs stand in cues.tsv");
        return;
      }
      const std::string_view phrase = cells[3];
      add_verb(*language, phrase.substr(0, space), phrase.substr(space + 1), sense, 3);
    });
  }

  void add_nouns(Language language, std::string_view list, const Sense& like, std::size_t column) {
    for (const std::string_view item : split(list, ' ')) {
      const std::size_t colon = std::min(item.find(':'), item.size());
      add_noun(language, item.substr(0, colon), item.substr(std::min(colon + 1, item.size())), like, column);
    }
  }

  void add_noun(Language language, std::string_view lemma, std::string_view code, const Sense& like,
                std::size_t column) {
    const std::vector<Paradigms::NounCell> cells = paradigms_.noun(language, text::key_of(lemma), code);
    if (cells.empty()) {
      bad(column, fmt::format("no paradigm '{}' fits '{}'", code, lemma));
    }
    for (const Paradigms::NounCell& cell : cells) {
      Sense sense = like;
      sense.cases = cell.cases;
      sense.plural = cell.plural;
      vocabulary(language).add(cell.text, sense);
    }
  }

  void cue_nouns() {
    each("cue_nouns.tsv", {"class", "traits", "ru", "uk"}, [&](const auto& cells) {
      const auto cue = word_of<CueClass>(0);
      if (!cue) {
        return;
      }
      Sense sense;
      sense.kind = SenseKind::cue_noun;
      sense.cue = *cue;
      sense.traits = traits_of(1);
      add_nouns(Language::ru, cells[2], sense, 2);
      add_nouns(Language::uk, cells[3], sense, 3);
    });
  }

  void prepositional() {
    each("prepositional.tsv", {"lang", "phrase", "class"}, [&](const auto& cells) {
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

  void pronouns() {
    each("pronouns.tsv", {"lang", "kind", "case", "forms"}, [&](const auto& cells) {
      const auto language = word_of<Language>(0);
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

  void natives() {
    std::uint32_t country = 0;
    each("natives.tsv", {"country", "ru", "uk", "officials"}, [&](const auto& cells) {
      ++country;
      for (const Language language : {Language::ru, Language::uk}) {
        for (const std::string_view noun : split(cells[language == Language::ru ? 1 : 2], ' ')) {
          natives_.emplace(std::pair(language, text::key_of(noun)), country);
        }
      }
      for (const std::string_view official : split(cells[3], ' ')) {
        lexicon_.countries.emplace(official, country);
      }
    });
  }

  void people() {
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

  /// «верховный:ah представитель:m2»: every word in its paradigm, case by case.
  void role_heads() {
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

  void offices() {
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

  void institutions() {
    each("institutions.tsv", {"org", "lang", "gender", "nom", "other"}, [&](const auto& cells) {
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

  void names() {
    for (const bool given : {false, true}) {
      each(given ? "first_names.tsv" : "persons.tsv", {"lang", "name", "code", "gender"},
           [&](const auto& cells) {
             const auto language = word_of<Language>(0);
             const auto gender = word_of<model::Gender>(3);
             if (!language || !gender) {
               return;
             }
             Sense sense;
             sense.kind = given ? SenseKind::given_name : SenseKind::person;
             sense.gender = *gender;
             if (cells[1].find(' ') != std::string::npos) {
               sense.cases = Case::all;
               vocabulary(*language).add(cells[1], sense);
             } else {
               add_noun(*language, cells[1], cells[2], sense, 2);
             }
           });
    }
    each("media.tsv", {"name"}, [&](const auto& cells) { add_media(cells[0]); });
  }

 public:
  void add_media(std::string_view name) {
    Sense sense;
    sense.kind = SenseKind::media;
    sense.cases = Case::all;
    for (const Language language : {Language::ru, Language::uk}) {
      vocabulary(language).add(name, sense);
    }
  }

 private:
  Lexicon& lexicon_;
  std::string directory_;
  Paradigms paradigms_;
  std::vector<Error> errors_;
  const config::Table* table_ = nullptr;
  const config::TableRow* row_ = nullptr;
  std::uint16_t lemma_ = 0;
  std::map<std::pair<Language, std::string>, std::uint32_t> natives_;
};

/// A single short or lower-case alias («Время», «Страна» aside) would make every such word an outlet.
bool is_safe_alias(std::string_view alias) {
  return alias.find('.') == std::string_view::npos || alias.find(' ') == std::string_view::npos;
}

}  // namespace

bool Person::in_office(Day day) const {
  return std::ranges::any_of(roles, [&](const model::Role& role) { return role.covers(day); });
}

int Lexicon::holder(const std::string& title, Day day) const {
  int found = -1;
  for (std::size_t i = 0; i < officials.size(); ++i) {
    for (const model::Role& role : officials[i].roles) {
      if (role.title.starts_with(title) && role.covers(day)) {
        if (found >= 0 && found != static_cast<int>(i)) {
          return -1;
        }
        found = static_cast<int>(i);
      }
    }
  }
  return found;
}

std::expected<std::shared_ptr<const Lexicon>, std::vector<Error>> load_lexicon(
    const std::string& directory, const std::vector<model::Official>& officials,
    const std::vector<model::Namesake>& namesakes, const std::vector<model::Outlet>& outlets) {
  auto lexicon = std::make_shared<Lexicon>();
  Loader loader(*lexicon, directory);
  std::vector<Error> errors = loader.run();
  if (!errors.empty()) {
    return std::unexpected(std::move(errors));
  }
  for (const model::Outlet& outlet : outlets) {
    if (outlet.kind == model::OutletKind::institution) {
      continue;
    }
    for (const std::string& alias : outlet.aliases) {
      if (is_safe_alias(alias)) {
        loader.add_media(alias);
      }
    }
  }
  add_officials(*lexicon, officials, namesakes);
  for (Vocabulary& vocabulary : lexicon->words) {
    vocabulary.finish();
  }
  return lexicon;
}

}  // namespace qw::quotes
