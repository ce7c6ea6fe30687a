#include "daemon/pipeline/lanes.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace qw::pipeline {
namespace {

// A poll goes before the pages that earlier polls found: what is new stands in lists.
auto urgency(const model::Task& task) {
  const bool is_page = task.kind == model::TaskKind::article || task.kind == model::TaskKind::revisit;
  return std::tuple(task.priority, is_page, task.due);
}
bool less_urgent(const model::Task& a, const model::Task& b) { return urgency(a) > urgency(b); }

}  // namespace

Lanes::Offer Lanes::offer(model::Task task) {
  const auto known = lanes_.find(task.host);
  if (known == lanes_.end()) {
    lanes_[task.host].push_back(std::move(task));
    ++waiting_;
    return Offer::opened;
  }
  std::vector<model::Task>& lane = known->second;
  if (lane.size() >= most_a_host_) {
    return Offer::full;
  }
  lane.push_back(std::move(task));
  std::ranges::push_heap(lane, less_urgent);
  ++waiting_;
  return Offer::joined;
}

std::optional<model::Task> Lanes::next(const std::string& host) {
  const auto known = lanes_.find(host);
  if (known == lanes_.end()) {
    return std::nullopt;
  }
  std::vector<model::Task>& lane = known->second;
  if (lane.empty()) {
    lanes_.erase(known);
    return std::nullopt;
  }
  std::ranges::pop_heap(lane, less_urgent);
  model::Task task = std::move(lane.back());
  lane.pop_back();
  --waiting_;
  return task;
}

std::size_t Lanes::waiting_at(const std::string& host) const {
  const auto known = lanes_.find(host);
  return known == lanes_.end() ? 0 : known->second.size();
}

}  // namespace qw::pipeline
