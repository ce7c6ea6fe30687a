#include "daemon/cases/spread.hpp"

#include <algorithm>
#include <set>

namespace qw::cases {
namespace {

constexpr std::size_t wide = 3;

Spread counted(const std::vector<const model::Occurrence*>& occurrences) {
  std::set<std::string> voices;
  std::set<std::string> outlets;
  std::set<std::string> languages;
  for (const model::Occurrence* o : occurrences) {
    voices.insert(o->voice.empty() ? o->outlet : o->voice);
    outlets.insert(o->outlet);
    if (!o->language.empty()) {
      languages.insert(o->language);
    }
  }
  return {occurrences.size(), voices.size(), outlets.size(), {languages.begin(), languages.end()}};
}

std::vector<const model::Occurrence*> members_of(const model::Case& of, const model::CopyGroup& group) {
  std::vector<const model::Occurrence*> members;
  for (const std::string& id : group.occurrences) {
    if (const model::Occurrence* o = find_occurrence(of, id)) {
      members.push_back(o);
    }
  }
  return members;
}

}  // namespace

const model::Occurrence* find_occurrence(const model::Case& of, std::string_view id) {
  const auto found = std::ranges::find(of.occurrences, id, &model::Occurrence::id);
  return found == of.occurrences.end() ? nullptr : &*found;
}

Spread spread_of(const model::Case& of) {
  std::vector<const model::Occurrence*> all;
  all.reserve(of.occurrences.size());
  for (const model::Occurrence& o : of.occurrences) {
    all.push_back(&o);
  }
  return counted(all);
}

Spread spread_of(const model::Case& of, const model::CopyGroup& group) {
  return counted(members_of(of, group));
}

bool is_alert_group(const model::Case& of, const model::CopyGroup& group) {
  return std::ranges::any_of(members_of(of, group), [](const model::Occurrence* o) {
    return o->decision.outcome == model::Outcome::alert;
  });
}

bool is_history(const model::Case& of) {
  return !of.alerted && !of.trial && std::ranges::any_of(of.groups, [&](const model::CopyGroup& group) {
    return is_alert_group(of, group);
  });
}

model::Severity severity_of(const model::Case& of, const model::Pattern& pattern) {
  bool alert = false;
  bool high = false;
  for (const model::CopyGroup& group : of.groups) {
    if (!is_alert_group(of, group)) {
      continue;
    }
    alert = true;
    high =
        high || spread_of(of, group).publishers >= wide ||
        std::ranges::any_of(members_of(of, group), [](const model::Occurrence* o) { return o->tier == 1; });
  }
  if (!alert) {
    return model::Severity::low;
  }
  if (of.lowered_at) {
    return model::Severity::low;
  }
  return pattern.severity.value_or(high ? model::Severity::high : model::Severity::normal);
}

Order order_of(const model::Occurrence& first, const model::Occurrence& second) {
  if (second.not_there_at && first.seen_at <= *second.not_there_at) {
    return Order::first_before;
  }
  if (first.not_there_at && second.seen_at <= *first.not_there_at) {
    return Order::second_before;
  }
  return Order::unknown;
}

Ordered ordered(const model::Case& of, const model::CopyGroup& group) {
  Ordered out{members_of(of, group), false};
  std::ranges::sort(out.members, [](const model::Occurrence* a, const model::Occurrence* b) {
    return std::pair(a->seen_at, a->id) < std::pair(b->seen_at, b->id);
  });
  out.known_first =
      out.members.size() > 1 &&
      std::all_of(out.members.begin() + 1, out.members.end(), [&](const model::Occurrence* other) {
        return order_of(*out.members.front(), *other) == Order::first_before;
      });
  return out;
}

}  // namespace qw::cases
