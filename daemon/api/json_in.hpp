#pragma once

#include "base/result.hpp"
#include "daemon/alerts/silences.hpp"
#include "daemon/cases/acts.hpp"
#include "daemon/cases/revisions.hpp"
#include "daemon/hand_in/hand_in.hpp"
#include "model/work.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Bodies of requests. Each reader refuses what is not a JSON object, unknown keys, wrong types and values
/// out of bounds with Errc::usage or Errc::malformed that names the key. Nesting at most 8. Pure; any thread.
namespace qw::api {

Result<cases::Decide> read_decide(std::string_view body);            ///< group, verdict, reason?
Result<cases::Dispute> read_dispute(std::string_view body);          ///< reason
Result<cases::AddNote> read_note(std::string_view body);             ///< text
Result<cases::Snooze> read_snooze(std::string_view body, Time now);  ///< until (ISO) or hours

struct NewTokenWish {
  std::string name;
  std::vector<std::string> scopes;
  std::optional<int> days;  ///< until it expires
};
Result<NewTokenWish> read_new_token(std::string_view body);  ///< name, scopes, days?

struct NewUserWish {
  std::string name, password, language = "en";
  model::UserRole role = model::UserRole::reviewer;
};
Result<NewUserWish> read_new_user(std::string_view body);  ///< name, password, role?, language?
/// 2 to 40 characters, letters, digits, '.', '-', '_' and space inside.
Result<> check_user_name(std::string_view name);

struct CheckWish {
  std::string text, title, language;
  std::optional<Day> date;
};
Result<CheckWish> read_check(std::string_view body);  ///< text, title?, language?, date?

struct HandInWish {
  hand_in::Wish wish;
  hand_in::Order order;
};
/// url, or text, title, language, date; open_case?, pattern?
Result<HandInWish> read_hand_in(std::string_view body);
Result<std::string> read_pattern_choice(std::string_view body);  ///< pattern?; "" when there is none

struct ImportWish {
  std::string toml;
  bool replace = false;
};
Result<ImportWish> read_import(std::string_view body);  ///< toml, replace?

struct FactCheckWish {
  std::string url, organisation;
};
Result<FactCheckWish> read_fact_check(std::string_view body);  ///< url, organisation
/// Before an export: pages are looked at again when the last look is `stale`, in any case, or not.
enum class LookWish : std::uint8_t { stale, now, no };
constexpr auto names_of(LookWish) {
  using enum LookWish;
  return std::to_array<model::Named<LookWish>>({{stale, "stale"}, {now, "now"}, {no, "no"}});
}
struct ExportWish {
  bool full = false, names = false;
  std::string language = "en";
  LookWish look = LookWish::stale;
};
Result<ExportWish> read_export(std::string_view body);           ///< level?, names?, language?, look?
Result<cases::CopyOutcome> read_outcome(std::string_view body);  ///< outcome
struct PrivacyWish {
  std::vector<std::string> terms;
  bool exact = false;
  std::string reason;
};
enum class PrivacyAsk : std::uint8_t { find, erase };
Result<PrivacyWish> read_privacy(std::string_view body, PrivacyAsk ask);  ///< terms, exact?, reason of erase
/// receiver?, official?, pattern?, language?, case?, reason, until or hours; the rest is the caller's.
Result<alerts::Silence> read_silence_wish(std::string_view body, Time now);
struct UserChange;
Result<UserChange> read_user_change(std::string_view body);  ///< disabled?, role?, password?

/// A body that must be empty or an empty object.
Result<> read_nothing(std::string_view body);

}  // namespace qw::api
