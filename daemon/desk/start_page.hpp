#pragma once

#include "daemon/desk/pages.hpp"

#include <string>
#include <vector>

namespace qw::desk {

/// What a team sets up before its first case. What stands in files is shown with the lines to write there,
/// and looked at again each time; accounts are made here.
struct StartView {
  std::string contact;      ///< crawl.contact, "" = nothing is crawled
  std::string config_file;  ///< where the lines go
  std::size_t outlets = 0, verified = 0;
  bool unverified_too = false;  ///< crawl.unverified
  struct Receiver {
    std::string id, kind, place, disabled;
    std::string last;  ///< state of its newest delivery, "" = none yet
    std::string problem;
  };
  std::vector<Receiver> receivers;
  std::size_t people = 0;
  bool admin = false;
};
std::string start_page(const Frame& frame, const StartView& view);

}  // namespace qw::desk
