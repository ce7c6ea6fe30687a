#include "base/check.hpp"

#include "base/log.hpp"

#include <cstdlib>

namespace qw {

void broken_invariant(std::string_view condition, std::string_view why, const char* file, int line) {
  log::error("broken invariant", {{"condition", condition}, {"why", why}, {"file", file}, {"line", line}});
  log::flush();
  std::abort();
}

}  // namespace qw
