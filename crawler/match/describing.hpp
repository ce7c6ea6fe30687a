#pragma once

#include "crawler/match/lexicon.hpp"
#include "crawler/match/words.hpp"

#include <cstdint>
#include <span>
#include <string_view>

/// What the endings of Russian and Ukrainian verbs tell. Participles and adjectives that say how a thing is,
/// not what is done: «замороженные активы», «заморожені активи», «обіцяного муру». A Ukrainian long form in
/// the nominative is a predicate as well and describes only in front of its noun («активи заморожені» tells a
/// deed). Pure; any thread.
namespace qw::match {

/// A long form that can be no predicate.
bool describes_always(std::string_view key);

/// «закрывать», «закривати»; in Ukrainian -ть ends the third person («повернуть»).
bool is_infinitive(const Word& word);

/// `hit` of one word describes what stands behind it in `words[…, end]`, or describes always.
bool describes(std::span<const Word> words, std::span<const Hit> hits, const Lexicon& lexicon, const Hit& hit,
               std::uint32_t end);

}  // namespace qw::match
