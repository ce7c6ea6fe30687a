#pragma once

#include "daemon/cases/acts.hpp"
#include "daemon/cases/messages.hpp"
#include "tests/daemon/cases/sample.hpp"

#include <string>

namespace qw::test {

inline config::Config desk_config() {
  config::Config out;
  model::Pattern p = pattern();
  p.title = "no NATO talk";
  p.why = "the condition was dropped";
  p.source = "https://check.example/1";
  out.patterns = {p};
  model::Official official;
  official.id = "kallas";
  official.name = "Kaja Kallas";
  official.ru = "Кая Каллас";
  official.uk = "Кая Каллас";
  out.officials = {official};
  model::Outlet outlet;
  outlet.id = "a";
  outlet.name = "Газета А";
  out.outlets = {outlet};
  out.api.public_url = "https://desk.example.org";
  return out;
}

inline config::Receiver receiver_of(const std::string& kind, const std::string& language = "en") {
  config::Receiver out;
  out.id = "r-" + kind;
  out.kind = kind;
  out.language = language;
  out.zone = "Europe/Kyiv";
  out.from = "quotewatch@desk.example";
  out.to = "team@desk.example";
  out.chat = "-100";
  out.room = "!room:home.example";
  return out;
}

inline model::Case first_case(const std::string& words = bent) {
  return (**cases::add_occurrence(std::nullopt, seen("a", start, words), pattern(), cases::Freshness::fresh,
                                  start, {}))
      .changed;
}

inline std::string payload_of(const std::string& event, const model::Case& of,
                              const config::Receiver& receiver, const cases::Reason& reason = {},
                              const std::string& why = "because") {
  cases::Event told{event, of.occurrences.front().id, why, start, reason};
  return cases::message_body(told, of, desk_config(), receiver, start);
}

}  // namespace qw::test
