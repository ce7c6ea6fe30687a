#pragma once

#include <chrono>

namespace qw {

/// Measures how long something took, for metrics only: nothing may depend on it. Threads: one each.
class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
  }

 private:
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace qw
