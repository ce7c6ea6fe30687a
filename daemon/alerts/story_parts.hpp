#pragma once

#include "base/clock.hpp"
#include "config/config.hpp"
#include "daemon/alerts/facts.hpp"
#include "daemon/alerts/story.hpp"
#include "daemon/alerts/tame.hpp"
#include "daemon/desk/texts.hpp"

#include <string>
#include <string_view>

namespace qw::alerts {

/// The words of one receiver: its language, its zone, and whether it wants links whole.
struct Teller {
  desk::Texts texts;
  const config::Receiver& receiver;
  std::string made;  ///< when the message was

  /// Foreign words on one line.
  std::string foreign(std::string_view words) const {
    const std::string line = one_line(words);
    return receiver.plain_urls ? line : without_links(line);
  }
  /// A time of the payload as the receiver's wall clock shows it.
  std::string time(std::string_view iso) const {
    const auto at = parse_time(iso);
    return at ? desk::local_time(*at, receiver.zone) : "";
  }
  /// A text that stands there in several languages (key, key_uk, key_ru): in the receiver's, else the first.
  std::string own(const Facts& of, const std::string& key) const {
    const std::string text = of.text(key + "_" + std::string(texts.language()));
    return foreign(text.empty() ? of.text(key) : text);
  }
  /// The official of a case, as the language writes the name.
  std::string official(const Facts& of) const {
    const std::string named = of.at("official_names").text(texts.language());
    const std::string latin = of.text("official_name");
    return foreign(!named.empty() ? named : !latin.empty() ? latin : of.text("official"));
  }
};

/// What stands in data.digest and data.ops; `room`: "ops" for what is wrong, "well" for what is well again.
void tell_digest(const Teller& tell, const Facts& of, Story& story);
std::string trouble_in_words(const Teller& tell, const Facts& of, const std::string& room);
void tell_ops(const Teller& tell, const Facts& of, Story& story);

}  // namespace qw::alerts
