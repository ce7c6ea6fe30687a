#pragma once

#include "daemon/looks/looks.hpp"
#include "daemon/pipeline/judge.hpp"
#include "daemon/pipeline/schedule.hpp"
#include "daemon/pipeline/values.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What a visit to an article means for the visits after it, and what is put down of it. Blocks on the store.
namespace qw::pipeline {

/// Where an article stands when a visit to it has ended.
struct Standing {
  std::string article;             ///< id
  std::vector<std::string> cases;  ///< that hold it
  Interest interest = Interest::plain;
  std::optional<looks::Look> look;  ///< the last one, of an article in a case
};

/// Of an article by its task.
Result<Standing> standing_of(store::Store& store, const std::string& task);

/// When it is visited next by the schedule; empty: never again.
std::optional<Time> planned_visit(const config::Crawl& crawl, const Standing& standing,
                                  const model::Task& task, Time now, double chance);

/// The settings that put a look down; none for an article that stands in no case.
std::vector<std::pair<std::string, std::string>> put_look(const Standing& standing, const std::string& task,
                                                          Time at, looks::Seen seen, std::string detail);

looks::Seen seen_of(Unseen unseen, bool same_as_before);

struct Failed {
  Time at{};
  looks::Seen seen = looks::Seen::failed;
  std::string remark;
};
/// A visit that brought no page: again after `again`, or, when it was tried often enough, at the schedule's
/// time. An article that nobody ever saw is given up then, unless it stands in a case by its title.
Result<> put_failed_visit(store::Store& store, const config::Crawl& crawl, model::Task next,
                          std::optional<Millis> again, bool first_look, Failed failed, double chance);

/// Stored articles that have just come into their first case are visited as pages of cases are from now on:
/// adds that to the batch.
Result<> join_schedule(store::Store& store, const config::Config& config,
                       const std::vector<Found>& found_again, store::ReadBatch& batch, Time now);

}  // namespace qw::pipeline
