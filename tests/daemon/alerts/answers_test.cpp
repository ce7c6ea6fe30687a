#include "daemon/alerts/answers.hpp"

#include <doctest/doctest.h>

#include <chrono>

using namespace qw;
using namespace qw::alerts;
using namespace std::chrono_literals;

namespace {
Outcome after(const Answer& answer, int tries = 0) {
  model::OutboxEntry entry;
  entry.tries = tries;
  return outcome_of(entry, answer, Time(1'700'000'000'000ms), 5s, 0.5);
}
}  // namespace

TEST_CASE("a hook that is no more ends its receiver, a busy one is tried later") {
  CHECK(after(hook_answer({200, "", "ok"})).delivery.state == model::DeliveryState::sent);
  CHECK(after(hook_answer({404, "", "no_service"})).receiver_is_gone);
  CHECK(after(hook_answer({410, "", "channel_is_archived"})).receiver_is_gone);
  CHECK(after(hook_answer({403, "", "action_prohibited"})).receiver_is_gone);
  const Outcome busy = after(hook_answer({429, "7", ""}));
  CHECK(busy.delivery.entry.due == Time(1'700'000'000'000ms) + 7s);
  CHECK(after(hook_answer({500, "", "rollup_error"})).delivery.state == model::DeliveryState::pending);
  CHECK(after(hook_answer({404, "", "no_service"})).delivery.entry.last_problem.find("enable the receiver") !=
        std::string::npos);
}

TEST_CASE("Telegram says how long to wait, and which number a moved group has") {
  const Outcome busy = after(telegram_answer(
      {429, "", R"({"ok":false,"description":"Too Many Requests","parameters":{"retry_after":31}})"}));
  CHECK(busy.delivery.entry.due == Time(1'700'000'000'000ms) + 31s);
  const Outcome moved = after(telegram_answer(
      {400, "",
       R"({"ok":false,"description":"group chat was upgraded","parameters":{"migrate_to_chat_id":-1009}})"}));
  CHECK(moved.receiver_is_gone);
  CHECK(moved.delivery.entry.last_problem.find("-1009") != std::string::npos);
  CHECK(after(telegram_answer({403, "", R"({"description":"bot was kicked"})"})).receiver_is_gone);
  CHECK(
      after(telegram_answer({400, "", R"({"description":"Bad Request: chat not found"})"})).receiver_is_gone);
  CHECK(after(telegram_answer({502, "", "<html>"})).delivery.state == model::DeliveryState::pending);
  CHECK(after(telegram_answer({400, "", R"({"description":"message is too long"})"}), 2).delivery.state ==
        model::DeliveryState::dead);
}

TEST_CASE("Matrix says how long to wait in milliseconds") {
  const Outcome busy =
      after(matrix_answer({429, "", R"({"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":2500})"}));
  CHECK(busy.delivery.entry.due == Time(1'700'000'000'000ms) + 2500ms);
  CHECK(after(matrix_answer({403, "", R"({"errcode":"M_FORBIDDEN"})"})).receiver_is_gone);
  CHECK(after(matrix_answer({401, "", R"({"errcode":"M_UNKNOWN_TOKEN"})"})).receiver_is_gone);
  CHECK(after(matrix_answer({200, "", R"({"event_id":"$1"})"})).delivery.state == model::DeliveryState::sent);
}

TEST_CASE("only a fault of form is worth a second try in plain words") {
  CHECK(refuses_form({400, "", "invalid_blocks"}));
  CHECK(refuses_form({400, "", R"({"description":"Bad Request: can't parse entities"})"}));
  CHECK_FALSE(refuses_form({400, "", "chat not found"}));
  CHECK_FALSE(refuses_form({500, "", "invalid_blocks"}));
}
