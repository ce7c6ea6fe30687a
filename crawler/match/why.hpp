#pragma once

#include <array>
#include <string_view>

/// The closed list of reasons. Sentences in en, uk and ru stand in config/lexicon/why.tsv, one row a key;
/// a test holds that both lists agree.
namespace qw::match::why {

inline constexpr std::string_view wording = "wording";  ///< 1: the false wording that fits best
inline constexpr std::string_view filled = "filled";    ///< 1: part of the wording, 2: words of the text
inline constexpr std::string_view missing = "missing";  ///< 1: part of the wording
inline constexpr std::string_view speaker = "speaker";  ///< 1: who is said to have said it
inline constexpr std::string_view same_claim = "same_claim";  ///< affirms what the wording affirms
inline constexpr std::string_view contrary = "contrary";      ///< says the contrary
inline constexpr std::string_view condition_dropped = "condition_dropped";
inline constexpr std::string_view condition_kept = "condition_kept";
inline constexpr std::string_view presupposed = "presupposed";
inline constexpr std::string_view possibility = "possibility";  ///< only possible in one of the two
inline constexpr std::string_view question = "question";
inline constexpr std::string_view authentic_words = "authentic_words";  ///< 1: words of the text
inline constexpr std::string_view invented = "invented";                ///< nothing authentic to compare with
inline constexpr std::string_view number_differs = "number_differs";
inline constexpr std::string_view place_differs = "place_differs";
inline constexpr std::string_view deed_differs = "deed_differs";
inline constexpr std::string_view little_in_common = "little_in_common";
inline constexpr std::string_view hedged = "hedged";
inline constexpr std::string_view by_account = "by_account";
inline constexpr std::string_view claims_to_debunk = "claims_to_debunk";
inline constexpr std::string_view fact_checker = "fact_checker";
inline constexpr std::string_view institution = "institution";
inline constexpr std::string_view denial = "denial";
inline constexpr std::string_view other_speaker = "other_speaker";
inline constexpr std::string_view outside_period = "outside_period";  ///< 1: date
inline constexpr std::string_view headline_only = "headline_only";
inline constexpr std::string_view headline_bent = "headline_bent";
inline constexpr std::string_view deed_told = "deed_told";
inline constexpr std::string_view body_not_seen = "body_not_seen";
inline constexpr std::string_view speaker_unsure = "speaker_unsure";
inline constexpr std::string_view not_separable = "not_separable";
inline constexpr std::string_view false_debunk = "false_debunk";
inline constexpr std::string_view unsure = "unsure";  ///< the signs do not agree well enough

inline constexpr auto all = std::to_array<std::string_view>(
    {wording,           filled,           missing,       speaker,      same_claim,       contrary,
     condition_dropped, condition_kept,   presupposed,   possibility,  question,         authentic_words,
     invented,          number_differs,   place_differs, deed_differs, little_in_common, hedged,
     by_account,        claims_to_debunk, fact_checker,  institution,  denial,           other_speaker,
     outside_period,    headline_only,    headline_bent, deed_told,    body_not_seen,    speaker_unsure,
     not_separable,     false_debunk,     unsure});

}  // namespace qw::match::why
