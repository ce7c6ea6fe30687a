#include "config/records.hpp"
#include "config/table.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace qw::config {
namespace {

/// Reports the second of two records with one id, and says where the first stands.
template <class T>
void check_unique(const std::vector<Placed<T>>& records, std::string_view noun, Problems& problems) {
  std::map<std::string_view, const Placed<T>*> seen;
  for (const Placed<T>& each : records) {
    const auto [first, fresh] = seen.try_emplace(each.value.id, &each);
    if (!fresh && !each.value.id.empty()) {
      const Where at = first->second->at.of("id");
      problems.add(Error{Errc::config,
                         "there are two " + std::string(noun) + " '" + each.value.id +
                             "'; the other stands at " + at.file + ":" + std::to_string(at.line),
                         each.at.of("id")});
    }
  }
}

/// Whether an office was held on any day from `since` to `until`.
bool held_office(const model::Official& official, const model::Pattern& pattern) {
  return std::ranges::any_of(official.roles, [&](const model::Role& role) {
    const bool begun = !role.from || !pattern.until || *role.from <= *pattern.until;
    const bool ended = role.until && *role.until < pattern.since;
    return begun && !ended;
  });
}

bool is_institution(const model::Official& official) { return official.id.starts_with("org:"); }

}  // namespace

void check_ids(const OfficialsRead& officials, Problems& problems) {
  check_unique(officials.officials, "officials", problems);
}

void check_ids(const std::vector<Placed<model::Pattern>>& patterns, Problems& problems) {
  check_unique(patterns, "patterns", problems);
}

void cross_check(const Crawl& crawl, const std::vector<Placed<model::Outlet>>& outlets,
                 const OfficialsRead& officials, const std::vector<Placed<model::Pattern>>& patterns,
                 Problems& problems) {
  check_unique(outlets, "outlets", problems);
  check_ids(officials, problems);
  check_ids(patterns, problems);
  for (const auto& outlet : outlets) {
    if (outlet.value.delay && *outlet.value.delay < crawl.least_delay) {
      problems.add(Error{Errc::config,
                         "delay is " + duration_text(*outlet.value.delay) + "; the least is " +
                             duration_text(crawl.least_delay) + " (crawl.least_delay)",
                         outlet.at.of("delay")});
    }
  }
  if (officials.officials.empty()) {
    return;  // their folder could not be read, which is said already
  }
  std::vector<model::Official> known;
  known.reserve(officials.officials.size());
  for (const auto& official : officials.officials) {
    known.push_back(official.value);
  }
  for (const auto& pattern : patterns) {
    check_official(pattern, known, problems);
  }
}

void check_official(const Placed<model::Pattern>& pattern, const std::vector<model::Official>& officials,
                    Problems& problems) {
  const auto found = std::ranges::find(officials, pattern.value.official, &model::Official::id);
  if (found == officials.end()) {
    if (!pattern.value.official.empty()) {
      std::vector<std::string> ids;
      for (const model::Official& official : officials) {
        ids.push_back(official.id);
      }
      problems.add(Error{
          Errc::config,
          "there is no official '" + pattern.value.official + "'" + did_you_mean(pattern.value.official, ids),
          pattern.at.of("official")});
    }
  } else if (!is_institution(*found) && !held_office(*found, pattern.value)) {
    problems.add(Error{Errc::config,
                       pattern.value.official +
                           " held no EU office between since and until; the pattern could "
                           "never match",
                       pattern.at.of("official")});
  }
}

}  // namespace qw::config
