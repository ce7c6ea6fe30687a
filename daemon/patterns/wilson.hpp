#pragma once

#include <cmath>
#include <cstddef>

namespace qw::patterns {

struct Interval {
  double share = 0, low = 0, high = 1;
};

/// Wilson's score interval at 95 % for `hits` of `n`; n = 0 knows nothing: 0 to 1. (E. B. Wilson, 1927.)
inline Interval wilson(std::size_t hits, std::size_t n) {
  if (n == 0) {
    return {};
  }
  constexpr double z = 1.959963984540054;
  const double count = static_cast<double>(n);
  const double p = static_cast<double>(hits) / count;
  const double middle = p + z * z / (2 * count);
  const double spread = z * std::sqrt(p * (1 - p) / count + z * z / (4 * count * count));
  const double scale = 1 + z * z / count;
  const double low = (middle - spread) / scale;
  const double high = (middle + spread) / scale;
  return {p, low < 0 ? 0 : low, high > 1 ? 1 : high};
}

}  // namespace qw::patterns
