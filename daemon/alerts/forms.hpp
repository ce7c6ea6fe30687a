#pragma once

#include "base/clock.hpp"
#include "config/config.hpp"
#include "daemon/alerts/story.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// A story in the form of each channel: escaped as that channel needs it, then held against its limit; a
/// story that is too long is told with shorter texts and fewer copies, and keeps its link. Pure; any thread.
namespace qw::alerts {

/// `plain`: without anything that a service could refuse, for the second try after it did.
enum class Form : std::uint8_t { full, plain };

/// Incoming hook of Slack: blocks of plain text for foreign words, no unfurling. At most 3,000 characters a
/// section, 50 blocks and 9,500 characters in all (Slack refuses more without saying so in its reference).
std::string slack_body(const Story& story, std::string_view language, Form form);

/// Incoming hook of Mattermost: Markdown in which nothing foreign can be markup or mention; at most 3,900
/// characters, so that also old servers take it as one post.
std::string mattermost_body(const Story& story, std::string_view language);

/// sendMessage of the Bot API: text with entities, whose places count UTF-16 units, so that nothing needs to
/// be escaped; at most 4,096 units; previews off.
std::string telegram_body(const Story& story, const std::string& chat, std::string_view language, Form form);

/// m.room.message: plain body and HTML of our own; at most 30,000 bytes, well below the 65,536 of an event.
std::string matrix_body(const Story& story, std::string_view language);

/// A whole mail, lines ended with CR LF. Message-ID is `id` at the sender's domain, the first mail of a case
/// has one that follows from the case, and later ones name it in In-Reply-To and References. Text and HTML,
/// both base64. No field can be broken by what stands in it.
std::string mail_bytes(const Story& story, const config::Receiver& receiver, const std::string& id, Time at);

/// One item of a JSON Feed (jsonfeed.org, 1.1): `content_text` alone.
std::string feed_item(const Story& story, const std::string& id, Time at, std::string_view language);

/// The list of POST /api/v2/alerts: one alert for what is wrong, the same with an end for what is well again.
/// Labels tell it apart (alertname, severity, service, subject); the words are in annotations. What is wrong
/// ends by itself when it is not told again within three hours. `payload`: of ops.alert or receiver.test.
std::string alertmanager_body(std::string_view payload, const config::Receiver& receiver, Time now);

/// The story as lines of text, a blank line between parts: mail, feed, and the fall-back of the others.
std::string as_text(const Story& story);

/// The same as HTML without attributes but the one link: Matrix and mail.
std::string as_html(const Story& story);

/// UTF-16 units of a text.
std::size_t utf16_units(std::string_view text);

}  // namespace qw::alerts
