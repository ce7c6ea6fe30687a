#pragma once

#include "daemon/alerts/retry.hpp"

#include <string>

/// What each service means by its answers. Pure; any thread. Sources: the references of the incoming hooks of
/// Slack and Mattermost, of Telegram's Bot API, of Matrix' client-server API, and Alertmanager's OpenAPI
/// file.
namespace qw::alerts {

struct Reply {
  int status = 0;
  std::string retry_after;
  std::string body;
};

/// Slack and Mattermost: "ok" is delivered; 403 action_prohibited, 404, 410 and the words for a hook or
/// channel that is no more end the receiver.
Answer hook_answer(const Reply& reply);

/// Telegram: 429 says in `parameters.retry_after` how long; 401, 403, "chat not found" and a group that moved
/// end the receiver, with the words that help.
Answer telegram_answer(const Reply& reply);

/// Matrix: M_LIMIT_EXCEEDED says `retry_after_ms`; M_FORBIDDEN, M_UNKNOWN_TOKEN and M_NOT_FOUND end it.
Answer matrix_answer(const Reply& reply);

/// Alertmanager: 200 is taken; its words go into the problem.
Answer alertmanager_answer(const Reply& reply);

/// The service found fault with the form of the message and not with its size, sender or place: it may be
/// tried in plain words.
bool refuses_form(const Reply& reply);

}  // namespace qw::alerts
