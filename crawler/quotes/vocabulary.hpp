#pragma once

#include "crawler/text/language.hpp"
#include "model/official.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

/// What the tables of config/lexicon and the officials say of a word form, as numbers. Immutable once built.
namespace qw::quotes {

/// The effect of a function word or set phrase on its clause: the column `tag` of words.tsv.
enum class Tag : std::uint8_t {
  about,
  adverb,
  almost,
  and_,
  as_if,
  aside_gerund,
  ask_particle,
  ask_word,
  but,
  cataphora,
  cataphora_object,
  cataphora_verb,
  condition,
  distance,
  duty,
  duty_inf,
  enough,
  event_verb,
  express,
  false_claim,
  former,
  generic_house,
  hardly,
  helper,
  how,
  label,
  let,
  let_plain,
  link,
  my,
  neither,
  no_condition,
  no_predicate,
  nobody,
  not_,
  not_infinitive,
  ours,
  owned,
  plain,
  possible,
  preposition,
  presupposed,
  reason,
  relative,
  relay_source,
  reset,
  rumour,
  seems,
  so_that,
  speaker_name_link,
  stance_may,
  stance_must,
  stance_not,
  stance_noun,
  subordinator,
  sure,
  that,
  this_that,
  time,
  place,
  we_demand,
  portfolio
};
constexpr auto names_of(Tag) {
  using enum Tag;
  return std::to_array<model::Named<Tag>>({{about, "about"},
                                           {adverb, "adverb"},
                                           {almost, "almost"},
                                           {and_, "and"},
                                           {as_if, "as_if"},
                                           {aside_gerund, "aside_gerund"},
                                           {ask_particle, "ask_particle"},
                                           {ask_word, "ask_word"},
                                           {but, "but"},
                                           {cataphora, "cataphora"},
                                           {cataphora_object, "cataphora_object"},
                                           {cataphora_verb, "cataphora_verb"},
                                           {condition, "condition"},
                                           {distance, "distance"},
                                           {duty, "duty"},
                                           {duty_inf, "duty_inf"},
                                           {enough, "enough"},
                                           {event_verb, "event_verb"},
                                           {express, "express"},
                                           {false_claim, "false_claim"},
                                           {former, "former"},
                                           {generic_house, "generic_house"},
                                           {hardly, "hardly"},
                                           {helper, "helper"},
                                           {how, "how"},
                                           {label, "label"},
                                           {let, "let"},
                                           {let_plain, "let_plain"},
                                           {link, "link"},
                                           {my, "my"},
                                           {neither, "neither"},
                                           {no_condition, "no_condition"},
                                           {no_predicate, "no_predicate"},
                                           {nobody, "nobody"},
                                           {not_, "not"},
                                           {not_infinitive, "not_infinitive"},
                                           {ours, "ours"},
                                           {owned, "owned"},
                                           {plain, "plain"},
                                           {possible, "possible"},
                                           {preposition, "preposition"},
                                           {presupposed, "presupposed"},
                                           {reason, "reason"},
                                           {relative, "relative"},
                                           {relay_source, "relay_source"},
                                           {reset, "reset"},
                                           {rumour, "rumour"},
                                           {seems, "seems"},
                                           {so_that, "so_that"},
                                           {speaker_name_link, "speaker_name_link"},
                                           {stance_may, "stance_may"},
                                           {stance_must, "stance_must"},
                                           {stance_not, "stance_not"},
                                           {stance_noun, "stance_noun"},
                                           {subordinator, "subordinator"},
                                           {sure, "sure"},
                                           {that, "that"},
                                           {this_that, "this_that"},
                                           {time, "time"},
                                           {place, "place"},
                                           {we_demand, "we_demand"},
                                           {portfolio, "portfolio"}});
}

using Tags = std::uint64_t;
constexpr Tags bit(Tag tag) { return Tags{1} << static_cast<unsigned>(tag); }

enum class CueClass : std::uint8_t {
  say,
  claim,
  deny,
  warn,
  promise,
  demand,
  ask,
  answer,
  admit,
  hint,
  judge,
  call,
  relay,
  know
};
constexpr auto names_of(CueClass) {
  using enum CueClass;
  return std::to_array<model::Named<CueClass>>({{say, "say"},
                                                {claim, "claim"},
                                                {deny, "deny"},
                                                {warn, "warn"},
                                                {promise, "promise"},
                                                {demand, "demand"},
                                                {ask, "ask"},
                                                {answer, "answer"},
                                                {admit, "admit"},
                                                {hint, "hint"},
                                                {judge, "judge"},
                                                {call, "call"},
                                                {relay, "relay"},
                                                {know, "know"}});
}

/// The column `traits` of the cue tables, one bit a letter.
struct Trait {
  static constexpr std::uint16_t clause = 1;        // q
  static constexpr std::uint16_t infinitive = 2;    // i
  static constexpr std::uint16_t beside_marks = 4;  // b
  static constexpr std::uint16_t possible = 8;      // p
  static constexpr std::uint16_t excludes = 16;     // x
  static constexpr std::uint16_t relay = 32;        // r
  static constexpr std::uint16_t names = 64;        // n
  static constexpr std::uint16_t so_that = 128;     // w
  static constexpr std::uint16_t factive = 256;     // k
  static constexpr std::uint16_t document = 512;    // d
  static constexpr std::uint16_t cites = 1024;      // c
  static constexpr std::uint16_t comments = 2048;   // m
  static constexpr std::uint16_t steady = 4096;     // z
};

enum class VerbForm : std::uint8_t { past, now, gerund, impersonal, infinitive, predicate };

/// Bits of the six cases.
struct Case {
  static constexpr std::uint8_t nom = 1, gen = 2, dat = 4, acc = 8, ins = 16, loc = 32, all = 63;
};

enum class NounKind : std::uint8_t {
  carry,
  native,
  official,
  other,
  anonymous,
  relational,
  press,
  body,
  media,
  document
};
constexpr auto names_of(NounKind) {
  using enum NounKind;
  return std::to_array<model::Named<NounKind>>({{carry, "carry"},
                                                {native, "native"},
                                                {official, "official"},
                                                {other, "other"},
                                                {anonymous, "anonymous"},
                                                {relational, "relational"},
                                                {press, "press"},
                                                {body, "body"},
                                                {media, "media"},
                                                {document, "document"}});
}

enum class HeadClass : std::uint8_t {
  chief,
  envoy,
  diplomat,
  speaker,
  press,
  commissioner,
  deputy,
  ambassador
};
constexpr auto names_of(HeadClass) {
  using enum HeadClass;
  return std::to_array<model::Named<HeadClass>>({{chief, "chief"},
                                                 {envoy, "envoy"},
                                                 {diplomat, "diplomat"},
                                                 {speaker, "speaker"},
                                                 {press, "press"},
                                                 {commissioner, "commissioner"},
                                                 {deputy, "deputy"},
                                                 {ambassador, "ambassador"}});
}

enum class SenseKind : std::uint8_t {
  tag,           ///< of several words; single words stand in Entry::tags
  cue,           ///< verb that reports
  cue_noun,      ///< noun that carries what was said
  noun,          ///< people.tsv
  role_head,     ///< role_heads.tsv
  institution,   ///< id: index of Lexicon::orgs
  media,         ///< an outlet's name
  last_name,     ///< id: index of Lexicon::officials
  first_name,    ///< of an official
  person,        ///< persons.tsv
  given_name,    ///< first_names.tsv
  pronoun,       ///< nom: speaks, gen: possesses, others: is spoken of
  prepositional  ///< по словам …
};

/// One reading of a word or of a phrase that begins with it.
struct Sense {
  SenseKind kind = SenseKind::tag;
  Tag tag = Tag::about;
  CueClass cue = CueClass::say;
  VerbForm form = VerbForm::past;
  NounKind noun = NounKind::other;
  HeadClass head = HeadClass::chief;
  model::Gender gender = model::Gender::unknown;
  std::uint8_t cases = 0;
  bool plural = false;
  bool first_person = false;
  bool demonstrative = false;  ///< тот: beside a cue only
  bool place = false;          ///< там, в Еврокомиссии: speaks with a plural verb
  std::uint16_t traits = 0;
  std::uint16_t lemma = 0;  ///< distinguishes cue verbs
  std::uint32_t id = 0;
  std::vector<std::string> rest;  ///< keys of the words behind the first
};

struct Entry {
  Tags tags = 0;
  std::vector<Sense> senses;  ///< longest phrases first
};

/// Word forms of one language.
class Vocabulary {
 public:
  void add_tag(std::string_view phrase, Tag tag);
  /// `phrase`: words parted by spaces, in any spelling.
  void add(std::string_view phrase, Sense sense);
  void finish();
  const Entry* find(std::string_view key) const {
    const auto found = entries_.find(key);
    return found == entries_.end() ? nullptr : &found->second;
  }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>{}(key); }
  };
  std::unordered_map<std::string, Entry, Hash, std::equal_to<>> entries_;
};

/// Longest first, otherwise in the order of the tables; for lists of a few dozen.
template <class List, class Size>
void sort_longest_first(List& list, Size&& size) {
  for (std::size_t i = 1; i < list.size(); ++i) {
    for (std::size_t j = i; j > 0 && size(list[j]) > size(list[j - 1]); --j) {
      std::swap(list[j], list[j - 1]);
    }
  }
}

/// Keys of the words of a phrase.
std::vector<std::string> keys_of(std::string_view phrase);

}  // namespace qw::quotes
