#include "daemon/alerts/answers.hpp"

#include "daemon/alerts/facts.hpp"
#include "daemon/alerts/tame.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

namespace qw::alerts {
namespace {

namespace json = boost::json;

constexpr std::size_t most_said = 200;

Answer plain(const Reply& reply) {
  Answer out;
  out.status = reply.status;
  out.retry_after = reply.retry_after;
  return out;
}

json::value read(const std::string& body) {
  boost::system::error_code bad;
  json::value out = json::parse(body, bad);
  return bad ? json::value(nullptr) : out;
}

bool one_of(std::string_view body, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words, [&](std::string_view word) { return body.contains(word); });
}

std::string said(std::string_view service, const Reply& reply, std::string_view what) {
  std::string out = std::string(service) + " answered " + std::to_string(reply.status);
  if (!what.empty()) {
    out += ": " + cut_words(one_line(what), most_said);
  }
  return out;
}

}  // namespace

Answer hook_answer(const Reply& reply) {
  Answer out = plain(reply);
  if (reply.status >= 200 && reply.status < 300) {
    return out;
  }
  out.problem = said("the hook", reply, reply.body);
  if (reply.status == 403 || reply.status == 404 || reply.status == 410 ||
      one_of(reply.body, {"no_service", "channel_not_found", "channel_is_archived", "action_prohibited",
                          "invalid_token"})) {
    out.fate = Fate::gone;
    out.problem +=
        "; make a new incoming hook, put its address into secret_file, reload, and enable the receiver";
  }
  return out;
}

Answer telegram_answer(const Reply& reply) {
  Answer out = plain(reply);
  const json::value value = read(reply.body);
  const Facts body(&value);
  if (reply.status == 200) {
    return out;
  }
  const std::string description = body.text("description");
  const Facts parameters = body.at("parameters");
  out.problem = said("Telegram", reply, description);
  if (const std::size_t seconds = parameters.number("retry_after"); seconds > 0) {
    out.wait = std::chrono::seconds(std::min<std::size_t>(seconds, 21'600));
  }
  const json::object* moved = value.is_object() && value.get_object().contains("parameters")
                                  ? value.at("parameters").if_object()
                                  : nullptr;
  if (moved != nullptr && moved->contains("migrate_to_chat_id")) {
    out.fate = Fate::gone;
    out.problem += "; the group has a new number: set chat = \"" +
                   json::serialize(moved->at("migrate_to_chat_id")) + "\", reload, and enable the receiver";
  } else if (reply.status == 401 || reply.status == 404) {
    out.fate = Fate::gone;
    out.problem +=
        "; the bot's token in secret_file is not valid: put in a new one, reload, and enable the receiver";
  } else if (reply.status == 403 || description.contains("chat not found")) {
    out.fate = Fate::gone;
    out.problem += "; let the bot into the chat again and check chat, then enable the receiver";
  }
  return out;
}

Answer matrix_answer(const Reply& reply) {
  Answer out = plain(reply);
  if (reply.status >= 200 && reply.status < 300) {
    return out;
  }
  const json::value value = read(reply.body);
  const Facts body(&value);
  const std::string code = body.text("errcode");
  out.problem = said("the homeserver", reply, code + " " + body.text("error"));
  if (const std::size_t wait = body.number("retry_after_ms"); wait > 0) {
    out.wait = Millis(std::min<std::size_t>(wait, 21'600'000));
  }
  if (one_of(code, {"M_FORBIDDEN", "M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_NOT_FOUND"})) {
    out.fate = Fate::gone;
    out.problem +=
        "; check that the account is in the room and its token in secret_file holds, then enable the "
        "receiver";
  }
  return out;
}

Answer alertmanager_answer(const Reply& reply) {
  Answer out = plain(reply);
  if (reply.status < 200 || reply.status >= 300) {
    out.problem = said("Alertmanager", reply, reply.body);
  }
  return out;
}

bool refuses_form(const Reply& reply) {
  return reply.status == 400 &&
         one_of(reply.body, {"can't parse", "entit", "invalid_payload", "invalid_blocks", "no_text"});
}

}  // namespace qw::alerts
