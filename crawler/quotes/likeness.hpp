#pragma once

#include <string>
#include <string_view>

/// Spellings of one foreign name: Вархели, Вархейи, Варгеї; Шефчович, Шевчович. Pure; any thread.
namespace qw::quotes {

/// The consonants of a name's key with those folded that transliteration confuses (г х, в ф, с з, ш ж щ, т д,
/// п б), doubles once. "" for a key that is not Cyrillic. O(length).
std::string skeleton(std::string_view key);

/// Are these the skeletons of one name, `word` perhaps with the м of an instrumental? Short ones must be
/// equal, from four consonants on one may differ.
bool alike(std::string_view word, std::string_view name);

}  // namespace qw::quotes
