#pragma once

#include "base/result.hpp"
#include "config/config.hpp"
#include "crawler/discover/links.hpp"
#include "model/work.hpp"

#include <set>
#include <string>
#include <vector>

/// poll → links: what a polled list says. Pure; any thread.
namespace qw::pipeline {

/// The poll tasks that an outlet's configuration asks for: feeds, section pages, Telegram preview; a home
/// page only where there is nothing else.
std::vector<model::Task> poll_tasks(const model::Outlet& outlet);

/// Whether the outlet is polled: not paused in its file, and verified by its file or by a check (`verified`),
/// or crawl.unverified is on.
bool is_polled(const config::Crawl& crawl, const model::Outlet& outlet,
               const std::set<std::string>& verified);

struct ReadList {
  discover::Links links;
  std::string digest;  ///< of the decoded bytes
};
/// Reads the list by the kind of the task.
Result<ReadList> read_list(const model::Task& task, const std::string& body, const std::string& content_type,
                           const std::string& url, Time fetched, const std::string& zone);

/// The links of a poll as tasks that are due now, without those of `state.recent_ids`, of foreign sites, and
/// what lies beyond 2,000. `all_ids`: canonical ids of every entry, for the next poll.
struct NewTasks {
  std::vector<model::Task> tasks;
  std::vector<std::string> all_ids;
  std::size_t known = 0, foreign = 0, malformed = 0;
};
NewTasks tasks_of(const model::Outlet& outlet, const model::Task& poll, const model::OutletState& state,
                  const discover::Links& links, const std::string& list_page, Time now);

}  // namespace qw::pipeline
