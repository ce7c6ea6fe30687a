#include "base/check.hpp"
#include "daemon/api/cursor.hpp"
#include "daemon/api/json_in.hpp"
#include "daemon/api/tokens.hpp"
#include "daemon/cases/snapshot.hpp"

#include <string>
#include <string_view>

// Every body that the API reads, every token and every cursor: accepted only within the bounds that are
// promised.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace qw;
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const Time now{};
  if (const auto decide = api::read_decide(body)) {
    QW_CHECK(!decide->group.empty() && decide->reason.size() <= cases::most_reason_bytes,
             "a verdict is bounded");
  }
  if (const auto note = api::read_note(body)) {
    QW_CHECK(!note->text.empty() && note->text.size() <= cases::most_note_bytes, "a note is bounded");
  }
  if (const auto dispute = api::read_dispute(body)) {
    QW_CHECK(!dispute->reason.empty(), "a dispute has a reason");
  }
  if (const auto token = api::read_new_token(body)) {
    QW_CHECK(!token->scopes.empty() && token->scopes.size() <= api::all_scopes.size(),
             "scopes are known and once each");
  }
  if (const auto user = api::read_new_user(body)) {
    QW_CHECK(user->name.find(':') == std::string::npos, "no account takes the name of the program");
  }
  if (const auto check = api::read_check(body)) {
    QW_CHECK(!check->text.empty(), "a hand-in has a text");
  }
  static_cast<void>(api::read_snooze(body, now).has_value());
  static_cast<void>(api::read_nothing(body).has_value());
  static_cast<void>(api::read_token(body).has_value());
  QW_CHECK(!api::opened_cursor(body, "f", std::string(32, 'k')).value_or("").starts_with("forged"),
           "cursors are sealed");
  model::Case of;
  of.groups.push_back({"g1", {}, std::nullopt, std::nullopt, std::nullopt});
  if (const auto restored = cases::restored(of, body)) {
    QW_CHECK(cases::restored(of, cases::snapshot(*restored)).has_value(),
             "a snapshot of a restored case restores");
  }
  return 0;
}
