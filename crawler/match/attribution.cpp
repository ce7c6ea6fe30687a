#include "crawler/match/attribution.hpp"

#include "crawler/match/describing.hpp"

#include <algorithm>

namespace qw::match {
namespace {

constexpr std::uint32_t cue_reach = 3;     ///< words between «по словам» and the name
constexpr std::uint32_t longest_name = 9;  ///< words in front of a colon that can be a name with its office

}  // namespace

bool is_headline(const ReadText& text) {
  return text.source->kind == model::TextKind::headline || text.source->kind == model::TextKind::feed_title;
}

Attribution::Attribution(const std::vector<ReadText>& texts, std::string_view official, Day day,
                         const Tables& tables)
    : texts_(texts), lexicon_(tables.lexicon), op_(tables.operators) {
  for (const ReadText& text : texts) {
    voices_.push_back(
        tables.speakers.find(text.words, text.hits, text.mentions, tables.mentions, official, day));
  }
  settle();
}

/// «Комиссар», «она»: who was spoken of last; where nobody else is named in the article, the official.
void Attribution::settle() {
  bool ours = false;
  bool colleague = false;
  for (const std::vector<Voice>& voices : voices_) {
    for (const Voice& voice : voices) {
      ours = ours || voice.who == Who::ours;
      colleague = colleague || voice.who == Who::colleague;
    }
  }
  const Voice* last = nullptr;
  for (std::uint32_t text = 0; text < texts_.size(); ++text) {
    for (Voice& voice : voices_[text]) {
      if ((voice.who == Who::maybe || voice.who == Who::pronoun) && stands_before_ours(text, voice)) {
        voice.who = Who::ours;
      } else if (voice.who == Who::maybe) {
        if (last != nullptr && last->who != Who::other) {
          voice.who = last->who;
        } else if (ours && !colleague) {
          voice.who = Who::ours;
        }
      } else if (voice.who == Who::pronoun) {
        voice.who = last == nullptr ? Who::other : last->who;
      }
      if (voice.who != Who::house) {
        last = &voice;
      }
    }
  }
  named_ = ours;
  alone_ = !colleague;
}

/// «Комиссар по торговле Марош Шефчович»: one person, whoever was spoken of before.
bool Attribution::stands_before_ours(std::uint32_t text, const Voice& office) const {
  constexpr std::uint32_t reach = 4;
  const std::vector<Word>& words = texts_[text].words;
  return std::ranges::any_of(voices_[text], [&](const Voice& name) {
    if (name.who != Who::ours || name.office || name.first <= office.last ||
        name.first > office.last + reach) {
      return false;
    }
    for (std::uint32_t word = office.last + 1; word <= name.first; ++word) {
      if (words[word].before != 0) {
        return false;
      }
    }
    return !speech_hit(text, office.last + 1, name.first);
  });
}

const Hit* Attribution::speech_hit(std::uint32_t text, std::uint32_t first, std::uint32_t last) const {
  const Hit* found = nullptr;
  for (const Hit& hit : hits_from(texts_[text].hits, first, last)) {
    if (hit.last > last || !is_cue(text, hit)) {
      continue;
    }
    if (found == nullptr || (found->concept_index == op_.say && hit.concept_index != op_.say)) {
      found = &hit;
    }
  }
  return found;
}
/// Who speaks by this cue: the nearest voice, subjects first; behind «по словам» and nouns of speech, the
/// next one in any case.
const Voice* Attribution::voice_of(std::uint32_t text, const Hit& cue, std::uint32_t begin,
                                   std::uint32_t end) const {
  constexpr std::uint32_t farthest = 14;
  const bool noun = cue.concept_index == op_.speech_noun;
  const Voice* best = nullptr;
  std::uint32_t best_cost = farthest + 1;
  for (const Voice& voice : voices_[text]) {
    if (voice.first < begin || voice.last > end) {
      continue;
    }
    const bool behind = voice.first > cue.last;
    std::uint32_t cost = behind                   ? voice.first - cue.last
                         : cue.first > voice.last ? cue.first - voice.last
                                                  : 0;
    const bool next = behind && voice.first <= cue.last + cue_reach;
    cost += (!voice.subject && !next ? 5U : 0U) + (noun && !behind ? 6U : 0U);
    for (std::uint32_t k = std::min(voice.last, cue.last) + 1; k <= std::max(voice.first, cue.first); ++k) {
      cost += (texts_[text].words[k].before & (gap::comma | gap::dash | gap::colon | gap::semicolon)) != 0
                  ? 3U
                  : 0U;
    }
    if (cost < best_cost) {
      best_cost = cost;
      best = &voice;
    }
  }
  return best;
}

/// The voice in front of a colon near the beginning, or behind a dash at the end of a headline.
const Voice* Attribution::voice_at_colon(std::uint32_t text, std::uint32_t begin, std::uint32_t end) const {
  const auto& words = texts_[text].words;
  std::uint32_t colon = begin;
  for (std::uint32_t k = begin + 1; k <= std::min(end, begin + longest_name); ++k) {
    if ((words[k].before & gap::colon) != 0) {
      colon = k;
      break;
    }
  }
  if (colon > begin) {
    const Hit* cue = speech_hit(text, begin, colon - 1);
    if (cue == nullptr) {
      for (const Voice& voice : voices_[text]) {
        if (voice.first >= begin && voice.last < colon) {
          return &voice;
        }
      }
    }
  }
  if (is_headline(texts_[text])) {
    for (const Voice& voice : voices_[text]) {
      if (voice.last == end && voice.first > begin &&
          (words[voice.first].before & (gap::dash | gap::comma)) != 0) {
        return &voice;
      }
    }
  }
  return nullptr;
}

bool Attribution::is_cue(std::uint32_t text, const Hit& hit) const {
  return lexicon_.at(hit.concept_index).kind == Kind::speech &&
         (hit.first != hit.last || !describes_always(texts_[text].words[hit.first].key));
}

bool Attribution::names_institution(std::uint32_t text, std::uint32_t first, std::uint32_t last) const {
  return std::ranges::any_of(hits_from(texts_[text].hits, first, last), [&](const Hit& hit) {
    const Concept& entry = lexicon_.at(hit.concept_index);
    return hit.last <= last && entry.kind == Kind::org &&
           (hit.concept_index == op_.eu ||
            std::ranges::any_of(entry.near, [&](const Near& near) { return near.concept_index == op_.eu; }));
  });
}

}  // namespace qw::match
