#include "crawler/text/language_data.hpp"

#include "base/utf8.hpp"
#include "config/table.hpp"
#include "crawler/text/letters.hpp"
#include "crawler/text/word_cache.hpp"

#include <fmt/format.h>
#include <hunspell/hunspell.hxx>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <mutex>
#include <unordered_map>

namespace qw::text {
namespace {

struct Dictionary {
  Language language;
  std::string_view file;
  std::string_view package;
};
constexpr auto dictionaries = std::to_array<Dictionary>({{Language::ru, "ru_RU", "hunspell-ru"},
                                                         {Language::uk, "uk_UA", "hunspell-uk"},
                                                         {Language::en, "en_US", "hunspell-en-us"}});
constexpr std::string_view dictionary_folder = "/usr/share/hunspell/";

/// One hunspell object; it is not safe for threads, so it comes with its lock.
struct Speller {
  explicit Speller(std::string_view file)
      : hunspell(fmt::format("{}{}.aff", dictionary_folder, file).c_str(),
                 fmt::format("{}{}.dic", dictionary_folder, file).c_str()) {}
  std::mutex lock;
  Hunspell hunspell;
};

/// hunspell-uk writes the apostrophe as U+0027 or U+2019, keys have U+02BC.
std::string for_dictionary(std::string_view key) {
  std::string out;
  for (std::size_t at = 0; at < key.size();) {
    const utf8::Decoded d = utf8::decode(key, at);
    if (d.code_point == utf8::modifier_apostrophe) {
      out += '\'';
    } else {
      out.append(key, at, d.length);
    }
    at += d.length;
  }
  return out;
}

std::string capitalised(std::string_view key) {
  const utf8::Decoded d = utf8::decode(key, 0);
  char32_t c = d.code_point;
  if (c >= 0x0430 && c <= 0x044F) {
    c -= 32;
  } else if (c >= 0x0450 && c <= 0x045F) {
    c -= 80;
  } else if (c == 0x0491) {
    c = 0x0490;
  } else if (c >= 'a' && c <= 'z') {
    c -= 32;
  }
  std::string out;
  utf8::append(out, c);
  out.append(key.substr(d.length));
  return out;
}

/// Cuts a case ending of one or two vowels (and й, м, х after a vowel); never below four letters.
std::string cut_ending(std::string_view key) {
  const std::u32string letters = utf8::to_code_points(key);
  const auto is_vowel = [](char32_t c) {
    return c == 0x0430 || c == 0x0435 || c == 0x0438 || c == 0x043E || c == 0x0443 || c == 0x044B ||
           c == 0x044D || c == 0x044E || c == 0x044F || c == 0x0456 || c == 0x0457 || c == 0x0454 ||
           c == 0x044C;
  };
  std::size_t size = letters.size();
  if (size > 5 &&
      (letters[size - 1] == 0x0439 || letters[size - 1] == 0x043C || letters[size - 1] == 0x0445 ||
       letters[size - 1] == 0x0432) &&
      is_vowel(letters[size - 2])) {
    --size;
  }
  for (int i = 0; i < 2 && size > 4 && is_vowel(letters[size - 1]); ++i) {
    --size;
  }
  return utf8::from_code_points(std::u32string_view(letters).substr(0, size));
}

class Data final : public LanguageData {
 public:
  explicit Data(std::size_t cached_words) : cache_(cached_words) {}

  std::vector<Error> load(const std::string& directory) {
    std::vector<Error> errors;
    load_tables(directory, errors);
    for (const Dictionary& each : dictionaries) {
      const std::string dic = fmt::format("{}{}.dic", dictionary_folder, each.file);
      const std::string aff = fmt::format("{}{}.aff", dictionary_folder, each.file);
      if (!std::filesystem::exists(dic) || !std::filesystem::exists(aff)) {
        errors.push_back(
            {Errc::config,
             fmt::format("the dictionary {} is missing: install the Debian package {}", dic, each.package),
             std::nullopt});
        continue;
      }
      spellers_[static_cast<std::size_t>(each.language)] = std::make_unique<Speller>(each.file);
    }
    return errors;
  }

  void load_tables(const std::string& directory, std::vector<Error>& errors) {
    load_abbreviations(directory, errors);
    load_irregulars(directory, errors);
  }

  std::shared_ptr<const Word> word(Language language, std::string_view key) const override {
    const auto index = static_cast<std::size_t>(language == Language::unknown ? Language::ru : language);
    if (std::shared_ptr<const Word> found = cache_.find(index, key)) {
      return found;
    }
    auto made = std::make_shared<const Word>(look_up(index, key));
    cache_.put(index, key, made);
    return made;
  }

  const Abbreviations& abbreviations() const override { return abbreviations_; }

 private:
  Word look_up(std::size_t language, std::string_view key) const {
    Word word;
    if (key.empty()) {
      word.lemmas.emplace_back();
      return word;
    }
    const auto irregular = irregulars_[language].find(std::string(key));
    if (irregular != irregulars_[language].end()) {
      word.lemmas = irregular->second;
      word.known = true;
      return word;
    }
    ask_dictionary(language, key, word);
    if (word.lemmas.empty()) {
      if (const std::size_t hyphen = key.rfind('-');
          hyphen != std::string_view::npos && hyphen + 1 < key.size()) {
        ask_dictionary(language, key.substr(hyphen + 1), word);
        word.name = false;
        word.lemmas.emplace_back(key);
      }
    }
    if (word.lemmas.empty()) {
      word.lemmas.push_back(cut_ending(key));
    }
    std::ranges::sort(word.lemmas);
    const auto rest = std::ranges::unique(word.lemmas);
    word.lemmas.erase(rest.begin(), rest.end());
    return word;
  }

  void ask_dictionary(std::size_t language, std::string_view key, Word& word) const {
    Speller& speller = *spellers_[language];
    const std::string spelling = for_dictionary(key);
    const std::scoped_lock lock(speller.lock);
    word.known = speller.hunspell.spell(spelling);
    std::vector<std::string> stems;
    if (word.known) {
      stems = speller.hunspell.stem(spelling);
    } else if (const std::string name = capitalised(spelling); speller.hunspell.spell(name)) {
      word.name = true;
      stems = speller.hunspell.stem(name);
    }
    for (const std::string& stem : stems) {
      word.lemmas.push_back(key_of(stem));
    }
  }

  void load_abbreviations(const std::string& directory, std::vector<Error>& errors) {
    auto table = config::read_table(directory + "/abbreviations.tsv", {"word", "lang", "stop"});
    if (!table) {
      errors.insert(errors.end(), table.error().begin(), table.error().end());
      return;
    }
    for (const config::TableRow& row : table->rows) {
      if (row.cells[2] == "never") {
        abbreviations_.never_end.insert(key_of(row.cells[0]));
      } else if (row.cells[2] == "may") {
        abbreviations_.may_end.insert(key_of(row.cells[0]));
      } else {
        errors.push_back(table->error_at(row, 2, fmt::format("'{}' is neither never nor may", row.cells[2])));
      }
    }
  }

  void load_irregulars(const std::string& directory, std::vector<Error>& errors) {
    auto table = config::read_table(directory + "/irregulars.tsv", {"lemma", "lang", "forms"});
    if (!table) {
      errors.insert(errors.end(), table.error().begin(), table.error().end());
      return;
    }
    for (const config::TableRow& row : table->rows) {
      const auto language = model::from_name<Language>(row.cells[1]);
      if (!language || *language == Language::unknown) {
        errors.push_back(table->error_at(row, 1, fmt::format("'{}' is none of ru, uk, en", row.cells[1])));
        continue;
      }
      auto& forms = irregulars_[static_cast<std::size_t>(*language)];
      const std::string lemma = key_of(row.cells[0]);
      std::string_view rest = row.cells[2];
      while (!rest.empty()) {
        const std::size_t space = std::min(rest.find(' '), rest.size());
        if (space > 0) {
          std::vector<std::string>& lemmas = forms[key_of(rest.substr(0, space))];
          lemmas.push_back(lemma);
          std::ranges::sort(lemmas);
        }
        rest.remove_prefix(std::min(space + 1, rest.size()));
      }
      forms[lemma] = {lemma};
    }
  }

  std::array<std::unique_ptr<Speller>, 4> spellers_;
  std::array<std::unordered_map<std::string, std::vector<std::string>>, 4> irregulars_;
  Abbreviations abbreviations_;
  mutable WordCache<Word> cache_;
};

}  // namespace

std::expected<std::shared_ptr<const LanguageData>, std::vector<Error>> LanguageData::make(
    const std::string& lexicon_directory, std::size_t cached_words) {
  auto data = std::make_shared<Data>(cached_words);
  std::vector<Error> errors = data->load(lexicon_directory);
  if (!errors.empty()) {
    return std::unexpected(std::move(errors));
  }
  return data;
}

std::vector<Error> LanguageData::check_tables(const std::string& lexicon_directory) {
  std::vector<Error> errors;
  Data(1).load_tables(lexicon_directory, errors);
  return errors;
}

}  // namespace qw::text
