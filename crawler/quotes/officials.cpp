#include "crawler/quotes/lexicon.hpp"
#include "crawler/quotes/likeness.hpp"
#include "crawler/text/letters.hpp"

#include <algorithm>

namespace qw::quotes {
namespace {

using text::Language;

constexpr std::array<std::uint8_t, 6> case_bits = {Case::nom, Case::gen, Case::dat,
                                                   Case::acc, Case::ins, Case::loc};

/// For whom the holder's press service speaks.
std::string house_of(std::string_view title) {
  if (title.starts_with("President of the European Council") ||
      title.find("Spokesperson of the President of the European Council") != std::string_view::npos) {
    return "org:council";
  }
  if (title.find("European Parliament") != std::string_view::npos) {
    return "org:ep";
  }
  if (title.find("Central Bank") != std::string_view::npos) {
    return "org:ecb";
  }
  if (title.find("High Representative") != std::string_view::npos ||
      title.find("EEAS") != std::string_view::npos || title.find("Delegation") != std::string_view::npos ||
      title.find("Foreign Affairs") != std::string_view::npos) {
    return "org:eeas";
  }
  return "org:ec";
}

/// Seats in the Parliament and offices of its groups are no offices here: their holders speak for themselves.
bool is_seat(std::string_view title) {
  for (const std::string_view word : {"Member of the European Parliament", "Member and First Vice-President",
                                      "group", "Chair of the Committee", "Leader of"}) {
    if (title.find(word) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

class Adder {
 public:
  explicit Adder(Lexicon& lexicon) : lexicon_(lexicon) {}

  void add(const model::Official& official) {
    if (official.id.starts_with("org:")) {
      return;  // institutions.tsv has their forms
    }
    Person person;
    person.id = official.id;
    person.gender = official.gender;
    if (const auto country = lexicon_.countries.find(official.id); country != lexicon_.countries.end()) {
      person.country = country->second;
    }
    person.member_of_parliament_only = official.scope == model::Scope::mep;
    for (const model::Role& role : official.roles) {
      if (!is_seat(role.title)) {
        person.roles.push_back(role);
        person.commissioner |= role.title.find("Commissioner") != std::string::npos ||
                               role.title.find("President of the Commission") != std::string::npos;
        person.spokesperson |= role.title.find("pokesperson") != std::string::npos;
        person.house = house_of(role.title);
      }
    }
    add_portfolios(person, official.role_words_ru);
    add_portfolios(person, official.role_words_uk);
    const auto id = static_cast<std::uint32_t>(lexicon_.officials.size());
    add_last(official.ru_last, Language::ru, id, official.gender);
    add_last(official.uk_last, Language::uk, id, official.gender);
    // Either language prints the other's spelling («Метсола» beside «Мецола»).
    add_last(official.uk_last, Language::ru, id, official.gender);
    add_last(official.ru_last, Language::uk, id, official.gender);
    add_first(official.ru_first, Language::ru, id, person);
    add_first(official.uk_first, Language::uk, id, person);
    for (const std::string& variant : official.variants) {
      add_variant(variant, id, person, official);
    }
    add_variant(official.name, id, person, official);
    add_skeletons(person, official);
    lexicon_.officials.push_back(std::move(person));
  }

 private:
  static void add_skeletons(Person& person, const model::Official& official) {
    for (const model::CaseForms* forms : {&official.ru_last, &official.uk_last}) {
      for (const std::string& form : forms->forms[0]) {
        if (form.find(' ') == std::string::npos) {
          person.last_skeletons.insert(skeleton(text::key_of(form)));
        }
      }
    }
    for (const model::CaseForms* forms : {&official.ru_first, &official.uk_first}) {
      for (const std::string& form : forms->forms[0]) {
        person.first_skeletons.insert(skeleton(text::key_of(form)));
      }
    }
  }

  /// «еврокомиссар по вопросам расширения»: the longer words tell whose portfolio it is.
  static void add_portfolios(Person& person, const std::vector<std::string>& words) {
    for (const std::string& phrase : words) {
      const std::vector<std::string> keys = keys_of(phrase);
      for (std::size_t i = 1; i < keys.size(); ++i) {
        if (keys[i].size() >= portfolio_bytes) {
          person.portfolio.insert(keys[i].substr(0, portfolio_bytes));
        }
      }
    }
  }

  Sense last_name(std::uint32_t id, std::uint8_t cases, model::Gender gender) const {
    Sense sense;
    sense.kind = SenseKind::last_name;
    sense.id = id;
    sense.cases = cases;
    sense.gender = gender;
    return sense;
  }

  void put(Language language, std::string_view form, const Sense& sense) {
    lexicon_.words[static_cast<std::size_t>(language)].add(form, sense);
  }

  void add_last(const model::CaseForms& forms, Language language, std::uint32_t id, model::Gender gender) {
    for (std::size_t i = 0; i < case_bits.size(); ++i) {
      for (const std::string& form : forms.forms[i]) {
        put(language, form, last_name(id, case_bits[i], gender));
      }
    }
  }

  void add_first(const model::CaseForms& forms, Language language, std::uint32_t id, Person& person) {
    for (std::size_t i = 0; i < case_bits.size(); ++i) {
      for (const std::string& form : forms.forms[i]) {
        add_first_form(language, form, id, case_bits[i], person);
      }
    }
  }

  void add_first_form(Language language, std::string_view form, std::uint32_t id, std::uint8_t cases,
                      Person& person) {
    for (const std::string& key : keys_of(form)) {
      person.first_names.insert(key);
      Sense sense;
      sense.kind = SenseKind::first_name;
      sense.id = id;
      sense.cases = cases;
      sense.gender = person.gender;
      put(language, key, sense);
    }
  }

  /// «Кайя Каллас», «УФДЛ», «Ляйен»: the words behind the first name are a surname in the nominative.
  void add_variant(const std::string& variant, std::uint32_t id, Person& person,
                   const model::Official& official) {
    if (const std::size_t note = variant.find(" ("); note != std::string::npos) {
      add_variant(variant.substr(0, note), id, person, official);  // «Роберта Метсола (uk)»
      return;
    }
    std::vector<std::string> words;
    for (std::size_t at = 0; at < variant.size();) {
      const std::size_t space = std::min(variant.find(' ', at), variant.size());
      if (space > at) {
        words.push_back(variant.substr(at, space - at));
      }
      at = space + 1;
    }
    if (words.empty()) {
      return;
    }
    const bool particle = words.size() > 1 && is_lower(words[0]);  // «фон дер …»
    std::size_t surname = words.size() > 1 && !particle ? 1 : 0;
    const std::uint8_t cases = official.indeclinable ? static_cast<std::uint8_t>(Case::all) : Case::nom;
    std::string last;
    for (std::size_t i = surname; i < words.size(); ++i) {
      last += (last.empty() ? "" : " ") + words[i];
    }
    for (const Language language : {Language::ru, Language::uk}) {
      put(language, last, last_name(id, cases, official.gender));
      if (surname == 1) {
        add_first_form(language, words[0], id, Case::nom, person);
      }
      if (cases != Case::all && !last.empty()) {
        add_declined(language, last, id, official.gender);
      }
    }
  }

  static bool is_lower(std::string_view word) { return text::key_of(word) == word; }

  /// Oblique forms of a spelling that the officials' tables give in the nominative only: the ending of the
  /// known surname in each case, put on the stem of the variant.
  void add_declined(Language language, const std::string& variant, std::uint32_t id, model::Gender gender) {
    const std::string key = text::key_of(variant);
    const auto& forms = language == Language::ru ? current_->ru_last : current_->uk_last;
    if (forms.forms[0].empty() || key.find(' ') != std::string::npos) {
      return;
    }
    const std::string nominative = text::key_of(forms.forms[0].front());
    for (std::size_t i = 1; i < case_bits.size(); ++i) {
      for (const std::string& form : forms.forms[i]) {
        const std::string other = text::key_of(form);
        std::size_t common = 0;
        while (common < nominative.size() && common < other.size() && nominative[common] == other[common]) {
          ++common;
        }
        if (common < nominative.size() && (static_cast<unsigned char>(nominative[common]) & 0xC0U) == 0x80U) {
          --common;  // back to the border of a code point
        }
        const std::string_view cut = std::string_view(nominative).substr(common);
        if (key.ends_with(cut)) {
          put(language, key.substr(0, key.size() - cut.size()) + other.substr(common),
              last_name(id, case_bits[i], gender));
        }
      }
    }
  }

 public:
  const model::Official* current_ = nullptr;

 private:
  Lexicon& lexicon_;
};

}  // namespace

void add_officials(Lexicon& lexicon, const std::vector<model::Official>& officials,
                   const std::vector<model::Namesake>& namesakes) {
  Adder adder(lexicon);
  for (const model::Official& official : officials) {
    adder.current_ = &official;
    adder.add(official);
  }
  for (const model::Namesake& namesake : namesakes) {
    Namesake entry;
    entry.surname = text::key_of(namesake.surname_ru);
    for (const std::string& word : namesake.tell_apart) {
      entry.tell_apart.push_back(keys_of(word));
    }
    lexicon.namesakes.push_back(std::move(entry));
  }
  // Words that many portfolios share («вопросам», «питань») tell nothing.
  std::unordered_map<std::string, unsigned> shared;
  for (const Person& person : lexicon.officials) {
    for (const std::string& word : person.portfolio) {
      ++shared[word];
    }
  }
  for (Person& person : lexicon.officials) {
    std::erase_if(person.portfolio, [&](const std::string& word) { return shared[word] > 10; });
  }
}

}  // namespace qw::quotes
