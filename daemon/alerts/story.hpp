#pragma once

#include "base/result.hpp"
#include "config/config.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What a message says, in the words of its receiver's language, before a channel gives it a form. The outbox
/// holds facts; sentences are made when it is sent. Foreign words are one line each and without links
/// (unless the receiver sets plain_urls); escaping is the channel's. Pure; any thread.
namespace qw::alerts {

struct Block {
  enum class Kind : std::uint8_t {
    line,   ///< a sentence of ours, a label in front of a fact
    quote,  ///< words as somebody said or printed them, under the label
    item,   ///< one of a list; the last of them are left out where there is no room
    small,  ///< what should be known beside it
  };
  Kind kind = Kind::line;
  std::string label, text;
};

struct Story {
  std::string event;
  std::string thread;    ///< messages of one thread share it: the case, "" = stands alone
  bool first = false;    ///< begins its thread
  std::string subject;   ///< the same for all messages of a thread; one line
  std::string headline;  ///< what happened; one line
  std::vector<Block> blocks;
  std::string link, link_text;  ///< our own page, "" = there is no public address
};

/// `payload`: the body that cases::message_body and its kin made. `notes`: sentences of ours that are true
/// only now (who silenced what). Errc::malformed when it is no JSON object.
Result<Story> story_of(std::string_view payload, const config::Receiver& receiver,
                       const std::vector<std::string>& notes);

/// How much of a story is shown.
struct Room {
  std::size_t words = 400;  ///< code points of one text
  std::size_t items = 20;
};
Story shortened(const Story& story, const Room& room, std::string_view language);

/// From the most generous to the tightest; the last one fits every channel.
const std::vector<Room>& rooms();

}  // namespace qw::alerts
