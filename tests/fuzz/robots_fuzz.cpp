#include "crawler/fetch/robots.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

/// The first line is the address that is asked for, the rest the robots.txt.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qw::fetch;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string target = "/" + text.substr(0, end);
  const std::string body = text.substr(std::min(end + 1, text.size()));
  const Robots robots = parse_robots(body);
  const bool allowed = robots.allows(target);
  // The comparison is one of normal forms, so the normal form of an address gets the same answer.
  if (target != "/robots.txt" && normal_octets(target) != "/robots.txt" &&
      robots.allows(normal_octets(target)) != allowed) {
    __builtin_trap();
  }
  if (!parse_robots("").allows(target) || !robots.allows("/robots.txt")) {
    __builtin_trap();
  }
  RobotsAnswer answer;
  answer.status = 200;
  answer.body = body;
  answer.cache_control = target;
  const qw::Time now{qw::Millis(1'700'000'000'000)};
  const auto state = after_robots({}, answer, now, std::chrono::hours(24));
  if (state.robots_until <= now || state.robots_state.empty()) {
    __builtin_trap();
  }
  return 0;
}
