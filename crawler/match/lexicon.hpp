#pragma once

#include "base/result.hpp"
#include "crawler/match/words.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace qw::match {

/// What a concept does in a proposition.
enum class Kind : std::uint8_t {
  place,      ///< a country or people: two different ones contradict each other
  org,        ///< an institution or person as participant; too frequent to contradict
  theme,      ///< a matter: gas, visas, territory
  act,        ///< a certain deed: return, rebuild; sign − when it undoes or loses
  phase,      ///< a deed that says only whether something goes ahead: begin, allow +, stop, ban −
  time,       ///< when: after the war, at once
  number,     ///< a numeral; its id is 'n.' and the digits
  speech,     ///< a cue: say, promise, demand +, deny −
  operator_,  ///< words with a meaning known to the code: op.not, op.if …
  role,       ///< an office or nationality; beside whatever else its words mean
  stop        ///< carries nothing
};

struct Near {
  std::uint32_t concept_index = 0;
  int sign = 1;  ///< −1: the opposite of the other one (visa-free, visa duty)
};

struct Concept {
  std::string id;
  Kind kind = Kind::theme;
  int sign = 1;
  double rarity = 1;  ///< 0 where every news text has it … 1 where hardly one does (concept_counts.tsv)
  std::vector<Near> near;
};

/// One occurrence of a concept's words.
struct Hit {
  std::uint32_t concept_index = 0;
  std::uint32_t first = 0;  ///< word indexes, both inclusive
  std::uint32_t last = 0;
  std::uint32_t words = 1;  ///< bit k: the word first + k belongs to it (what lies between does not)
  bool beside = false;      ///< another reading of a word that a longer wording took; counts only as kindred
  bool negates = false;     ///< a phrase with the negation in it: «не собираются»

  bool covers(std::uint32_t word) const {
    constexpr std::uint32_t bits = 32;
    return word >= first && word - first < bits && ((words >> (word - first)) & 1U) != 0;
  }
};

/// Those that begin in `words[first, last]`, of hits in order.
std::span<const Hit> hits_from(std::span<const Hit> hits, std::uint32_t first, std::uint32_t last);
/// Those among which all are that have `word` between their first and last one.
std::span<const Hit> hits_around(std::span<const Hit> hits, std::uint32_t word);
/// No hit stretches over more words.
inline constexpr std::uint32_t longest_hit = 32;

/// The concept tables of config/lexicon: concepts_actors, _themes, _acts, _idioms, _people and operators
/// (.tsv), with the columns concept, kind, sign, near, ru, uk, en. A cell lists wordings split by ';'. A word
/// with '*' matches by its beginning, with '~' in every form of that dictionary word, else as it stands; a
/// phrase by its words in any order at distance ≤ 4, not across a sentence end. The longest wording wins.
/// Immutable; any thread.
class Lexicon {
 public:
  static std::expected<std::shared_ptr<const Lexicon>, std::vector<Error>> load(const std::string& directory);

  const Concept& at(std::uint32_t index) const { return concepts_[index]; }
  std::size_t size() const { return concepts_.size(); }
  /// The concept of this id, or size().
  std::uint32_t find(std::string_view id) const;
  /// All hits, by first word; a word may belong to several concepts of equally long wordings. What a single
  /// word means by its shorter wordings is there as well, marked `beside`.
  std::vector<Hit> hits(std::span<const Word> words) const;
  /// Puts down which wordings are looked up by this form and which pieces of phrases it can be, for hits().
  void ask(WordForm& form) const;
  /// 1 for the same concept, less for a near one, negative for an opposite, 0 for strangers.
  double likeness(std::uint32_t a, std::uint32_t b) const;
  /// One bit of 64 for the concept, and the bits of all that it is like: likeness(a, b) is 0 where
  /// reach_of(a) and mask_of(b) have none in common. Two bits more tell deeds: every phase is a little like
  /// every deed.
  std::uint64_t mask_of(std::uint32_t concept_index) const { return masks_[concept_index].mask; }
  std::uint64_t reach_of(std::uint32_t concept_index) const { return masks_[concept_index].reach; }

 private:
  enum class Match : std::uint8_t { exact, beginning, lemma };
  struct Wording {
    std::uint32_t concept_index = 0;
    text::Language language = text::Language::unknown;  ///< of its column; counts where the text's is known
    std::vector<std::uint32_t> rest;  ///< pieces: the words of a phrase but the one it is looked up by
    bool beside = false;              ///< opens with a particle, which stands right beside the next word
    bool negates = false;             ///< a phrase that has a word of op.not
    std::uint32_t letters = 0;        ///< of all words, an exact word counting more
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using Map = std::unordered_map<std::string, std::vector<std::uint32_t>, Hash, std::equal_to<>>;

  void add_wording(std::uint32_t concept_index, text::Language language, std::string_view text);
  using Forms = std::span<const WordForm* const>;
  using Found = std::vector<std::pair<Hit, std::uint32_t>>;
  void collect(std::span<const Word> words, Forms forms, std::uint32_t at, const std::vector<bool>& in_text,
               Found& found) const;
  void collect_phrase(std::span<const Word> words, Forms forms, std::uint32_t at, const Opened& opened,
                      Found& found) const;

  struct Masks {
    std::uint64_t mask = 0, reach = 0;
  };
  static constexpr std::uint32_t window = 4;        ///< words of a phrase lie at most so far apart
  static constexpr std::uint32_t most_words = 8;    ///< of a phrase
  static constexpr std::uint32_t exact_bonus = 50;  ///< an exact word beats every beginning
  static constexpr std::uint32_t least_beside =
      5;  ///< letters of a beginning that counts beside a longer wording

  void set_masks();
  void find_negations();
  void read_counts(const std::string& file, std::vector<Error>& errors);

  std::vector<Concept> concepts_;
  std::vector<Masks> masks_;
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> by_id_;
  std::vector<Wording> wordings_;

  /// What a word of a text is held against, by the three ways of writing one in a table.
  struct Words {
    Map exact, beginning, lemma;
    Map& of(Match match);
    /// All that the form meets, sorted.
    std::vector<std::uint32_t> met_by(const WordForm& form) const;
  };
  Words openings_;  ///< wordings by the word that they are looked up by
  Words pieces_;    ///< numbers of the further words of phrases
  std::uint32_t piece_count_ = 0;
  std::uint32_t piece_of(const std::string& key, Match match);
};

}  // namespace qw::match
