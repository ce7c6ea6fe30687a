#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// When sources post: made fleets and recorded ones. Deterministic.
namespace qw::bench {

inline constexpr int warm_days = 35, measured_days = 14;

struct Fleet {
  std::string name;
  std::vector<std::vector<Time>> sources;  ///< moments of posting, ascending
  Time start{}, measured_from{}, end{};
};

/// 300 sources (30 at 8 an hour, 90 at 1.5, 180 at 0.15), one shape of the week for all, each post
/// independent of the one before: nothing can be learned but the rate.
Fleet independent_posts(std::uint32_t seed);

/// The same sizes with what 24 recorded channels show (docs/benchmarks.md): each its own hours, half keep a
/// distance between two posts, a tenth post in clumps, three in ten leave part of their posts to a timer.
Fleet lifelike_posts(std::uint32_t seed);

/// A TSV with the columns `source` and `posted` (ISO 8601). The last seven days of the newest source are
/// measured; a source is known from its first post on, at most six weeks before.
Result<Fleet> recorded_posts(const std::string& path);

}  // namespace qw::bench
