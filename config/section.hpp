#pragma once

#include "config/problems.hpp"
#include "config/toml_reader.hpp"
#include "config/units.hpp"
#include "model/names.hpp"

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qw::config {

/// Where a record and its keys stand, for checks that can only be made when all files are read.
struct Places {
  std::string file;
  TomlPlace record;
  std::map<std::string, TomlPlace, std::less<>> keys;

  Where of(std::string_view key) const;
};

/// One TOML table, read key by key into plain fields. A key that is left out leaves its field alone, so the
/// field's own initial value is the default. What does not fit is a problem at its place, and the field keeps
/// its value. Every key that was asked for is known; finish() reports the others.
/// Lives no longer than the table and the Problems. Not for several threads at once.
class Section {
 public:
  struct Name {
    std::string prefix;  ///< "crawl.resolve": in front of the key, in the list of all keys
    std::string said;    ///< "[crawl]", "a pattern": in messages
  };

  Section(const TomlTable& table, TomlPlace place, std::string file, Name name, Problems& problems);

  void flag(std::string_view key, bool& into);
  template <std::integral T>
  void number(std::string_view key, T& into, T least, T most) {
    const auto found =
        whole(key, std::to_string(into), static_cast<std::int64_t>(least), static_cast<std::int64_t>(most));
    into = found ? static_cast<T>(*found) : into;
  }
  void duration(std::string_view key, Millis& into, Millis least, Millis most);
  void duration(std::string_view key, std::optional<Millis>& into, Millis least, Millis most);
  void durations(std::string_view key, std::vector<Millis>& into);
  void size(std::string_view key, std::uint64_t& into, std::uint64_t least, std::uint64_t most);
  void day(std::string_view key, std::optional<Day>& into);
  /// One line without control characters, NFC, without spaces at its ends; at most 2,000 code points.
  void text(std::string_view key, std::string& into);
  void texts(std::string_view key, std::vector<std::string>& into);
  /// As text(), several lines and 20,000 code points.
  void prose(std::string_view key, std::string& into);
  void one_of(std::string_view key, std::string& into, std::span<const std::string_view> words);
  template <class E>
  void choice(std::string_view key, E& into) {
    std::string word(model::name_of(into));
    one_of(key, word, words_of<E>());
    into = model::from_name<E>(word).value_or(into);
  }
  template <class E>
  void choice(std::string_view key, std::optional<E>& into) {
    std::string word(into ? model::name_of(*into) : "");
    one_of(key, word, words_of<E>());
    into = model::from_name<E>(word);
  }

  /// The tables of `[key]` (at most one) or `[[key]]`.
  std::vector<std::pair<const TomlTable*, TomlPlace>> tables(std::string_view key);
  std::vector<std::pair<const TomlTable*, TomlPlace>> table(std::string_view key);

  /// These keys must be there and must not be empty.
  void need(std::initializer_list<std::string_view> keys);
  /// A problem at the value of this key, or at the head of the table when the key is left out.
  void complain(std::string_view key, std::string what);
  /// Reports every key that was not asked for.
  void finish();

  Places places() const;
  const std::string& file() const { return file_; }
  Problems& problems() { return problems_; }

 private:
  template <class E>
  static std::vector<std::string_view> words_of() {
    std::vector<std::string_view> words;
    for (const auto& entry : names_of(E{})) {
      words.push_back(entry.name);
    }
    return words;
  }
  const TomlNode* ask(std::string_view key, std::string_view kind, std::string standard);
  std::optional<std::int64_t> whole(std::string_view key, std::string standard, std::int64_t least,
                                    std::int64_t most);
  std::optional<Millis> one_duration(std::string_view key, const TomlNode& node, Millis least, Millis most);
  const std::string* one_text(std::string_view key, const TomlNode& node, std::size_t most, bool lines);
  void wrong_kind(std::string_view key, const TomlNode& node, std::string_view wanted);
  void add(TomlPlace place, std::string what) { problems_.add(file_, place, std::move(what)); }

  const TomlTable& table_;
  TomlPlace place_;
  std::string file_;
  Name name_;
  Problems& problems_;
  std::vector<std::string> asked_;
};

}  // namespace qw::config
