#include "crawler/quotes/vocabulary.hpp"

#include "crawler/text/letters.hpp"

#include <algorithm>

namespace qw::quotes {

std::vector<std::string> keys_of(std::string_view phrase) {
  std::vector<std::string> keys;
  while (!phrase.empty()) {
    const std::size_t space = std::min(phrase.find(' '), phrase.size());
    if (space > 0) {
      keys.push_back(text::key_of(phrase.substr(0, space)));
    }
    phrase.remove_prefix(std::min(space + 1, phrase.size()));
  }
  return keys;
}

void Vocabulary::add_tag(std::string_view phrase, Tag tag) {
  std::vector<std::string> keys = keys_of(phrase);
  if (keys.size() == 1) {
    entries_[keys.front()].tags |= bit(tag);
    return;
  }
  Sense sense;
  sense.kind = SenseKind::tag;
  sense.tag = tag;
  add(phrase, std::move(sense));
}

void Vocabulary::add(std::string_view phrase, Sense sense) {
  std::vector<std::string> keys = keys_of(phrase);
  if (keys.empty()) {
    return;
  }
  Entry& entry = entries_[keys.front()];
  sense.rest.assign(keys.begin() + 1, keys.end());
  const auto same = std::ranges::find_if(entry.senses, [&](const Sense& other) {
    return other.kind == sense.kind && other.rest == sense.rest && other.id == sense.id &&
           other.tag == sense.tag && other.cue == sense.cue && other.form == sense.form &&
           other.noun == sense.noun && other.head == sense.head && other.plural == sense.plural &&
           other.gender == sense.gender;
  });
  if (same != entry.senses.end()) {
    same->cases |= sense.cases;
    return;
  }
  entry.senses.push_back(std::move(sense));
}

void Vocabulary::finish() {
  for (auto& [key, entry] : entries_) {
    sort_longest_first(entry.senses, [](const Sense& sense) { return sense.rest.size(); });
    entry.senses.shrink_to_fit();
  }
}

}  // namespace qw::quotes
