#pragma once

#include "base/clock.hpp"
#include "model/names.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace qw::model {

enum class OutletKind : std::uint8_t {
  wire,
  national,
  regional,
  tabloid,
  state,
  broadcaster,
  portal,
  telegram,
  fact_checker,
  institution
};
constexpr auto names_of(OutletKind) {
  using enum OutletKind;
  return std::to_array<Named<OutletKind>>({{wire, "wire"},
                                           {national, "national"},
                                           {regional, "regional"},
                                           {tabloid, "tabloid"},
                                           {state, "state"},
                                           {broadcaster, "broadcaster"},
                                           {portal, "portal"},
                                           {telegram, "telegram"},
                                           {fact_checker, "fact-checker"},
                                           {institution, "institution"}});
}

/// How the outlet was last verified by `quotewatch outlets check`; only verified ones are polled by default.
enum class Verified : std::uint8_t { none, fetched };
constexpr auto names_of(Verified) {
  return std::to_array<Named<Verified>>({{Verified::none, "none"}, {Verified::fetched, "fetched"}});
}

struct FeedAddress {
  std::string language;  ///< "ru", "uk", "en" or "" when the feed mixes them
  std::string address;   ///< absolute http or https URL
};

/// One publication.
struct Outlet {
  std::string id;         ///< as in the file name, [a-z0-9-]+
  std::string name;       ///< as people write it
  std::string publisher;  ///< "" = unknown: then it is a voice of its own
  std::string country;    ///< ISO 3166 or "EU"
  std::vector<std::string> languages;
  OutletKind kind = OutletKind::portal;
  int tier = 2;          ///< 1 national reach, 2 ordinary, 3 small
  std::string zone;      ///< IANA name, never empty after loading
  std::string home;      ///< absolute URL, or "" for a Telegram channel
  std::string telegram;  ///< channel name without @, or ""
  std::vector<FeedAddress> feeds;
  std::vector<std::string> hosts;     ///< further hosts on which its feeds and articles stand
  std::vector<std::string> sections;  ///< section pages to read links from
  std::vector<std::string> aliases;   ///< names under which other outlets cite it
  Verified verified = Verified::none;
  bool paused = false;
  bool restricted = false;           ///< its content may not be passed on: it leaves in no evidence export
  std::optional<Millis> delay;       ///< least gap between two requests to its host; default crawl.delay
  std::optional<Millis> poll_every;  ///< fixed poll interval; default the schedule's
  std::string note;
};

/// Whose voice it is: the publisher, or the outlet itself when the publisher is unknown.
inline const std::string& voice_of(const Outlet& outlet) {
  return outlet.publisher.empty() ? outlet.id : outlet.publisher;
}

}  // namespace qw::model
