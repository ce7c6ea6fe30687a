#pragma once

#include <string_view>

namespace qw {
/// Logs what was broken and aborts; the stages of the pipeline repeat, so dying is safe.
[[noreturn]] void broken_invariant(std::string_view condition, std::string_view why, const char* file,
                                   int line);
}  // namespace qw

/// For what must hold whatever the input is; on in release too. Input must never be able to reach it.
#define QW_CHECK(condition, why)                                   \
  do {                                                             \
    if (!(condition)) {                                            \
      ::qw::broken_invariant(#condition, why, __FILE__, __LINE__); \
    }                                                              \
  } while (false)
