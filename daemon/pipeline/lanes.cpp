#include "daemon/pipeline/lanes.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace qw::pipeline {
namespace {

bool is_page(const model::Task& task) {
  return task.kind == model::TaskKind::article || task.kind == model::TaskKind::revisit;
}
// A poll goes before the pages that earlier polls found: what is new stands in lists.
auto urgency(const model::Task& task) { return std::tuple(task.priority, is_page(task), task.due); }
bool less_urgent(const model::Task& a, const model::Task& b) { return urgency(a) > urgency(b); }

}  // namespace

Lanes::Offer Lanes::offer(model::Task task) {
  const auto [known, opened] = lanes_.try_emplace(task.host);
  std::vector<model::Task>& side = is_page(task) ? known->second.pages : known->second.lists;
  if (side.size() >= most_a_host_) {
    return Offer::full;
  }
  side.push_back(std::move(task));
  std::ranges::push_heap(side, less_urgent);
  ++waiting_;
  return opened ? Offer::opened : Offer::joined;
}

std::optional<model::Task> Lanes::next(const std::string& host) {
  const auto known = lanes_.find(host);
  if (known == lanes_.end()) {
    return std::nullopt;
  }
  Lane& lane = known->second;
  if (lane.lists.empty() && lane.pages.empty()) {
    lanes_.erase(known);
    return std::nullopt;
  }
  const bool takes_list = lane.pages.empty() || (!lane.lists.empty() && !lane.list_was_last &&
                                                 urgency(lane.lists.front()) < urgency(lane.pages.front()));
  lane.list_was_last = takes_list;
  std::vector<model::Task>& side = takes_list ? lane.lists : lane.pages;
  std::ranges::pop_heap(side, less_urgent);
  model::Task task = std::move(side.back());
  side.pop_back();
  --waiting_;
  return task;
}

std::size_t Lanes::waiting_at(const std::string& host) const {
  const auto known = lanes_.find(host);
  return known == lanes_.end() ? 0 : known->second.lists.size() + known->second.pages.size();
}

}  // namespace qw::pipeline
