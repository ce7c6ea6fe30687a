#pragma once

#include "daemon/desk/pages.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace qw::desk {

/// Who is told, what did not arrive, and what is silenced.
struct AlertsView {
  struct Receiver {
    std::string id, kind, place;
    std::string disabled;  ///< why nothing is sent to it, "" = something is
    std::optional<Time> last_sent;
    std::size_t waiting = 0;
  };
  struct Letter {
    std::string id, receiver, title, case_id;
    std::string state;  ///< pending, dead, held, silenced
    std::string problem;
    Time made{};
  };
  struct Silence {
    std::string id, what, author, reason;
    Time until{};
  };
  std::vector<Receiver> receivers;
  std::vector<Letter> letters;
  bool more_letters = false;
  std::vector<Silence> silences;
  bool may_act = false;  ///< a lead or administrator
};
std::string alerts_page(const Frame& frame, const AlertsView& view);

}  // namespace qw::desk
