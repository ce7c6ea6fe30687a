#include "daemon/alerts/budget.hpp"

#include "base/ids.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace qw::alerts {

namespace json = boost::json;

std::size_t Budget::places(Time now) {
  saved_ = std::min(most, saved_ + std::max(Millis(0), now - last_));
  last_ = now;
  return static_cast<std::size_t>(std::max<Millis::rep>(0, saved_ / one));
}

Time Budget::next() const { return last_ + std::max(Millis(0), one - saved_); }

bool is_for_people(std::string_view kind) {
  return kind == "email" || kind == "slack" || kind == "mattermost" || kind == "telegram" || kind == "matrix";
}

bool may_be_summed(const model::OutboxEntry& entry) {
  return entry.event == "match.new" || entry.event == "case.grew" || entry.event == "case.reopened" ||
         entry.event == "case.unclaimed";
}

model::OutboxEntry summary_of(const std::vector<model::OutboxEntry>& entries,
                              const std::vector<std::string>& lines, const std::string& desk, Time now) {
  std::string ids = "alerts.summary";
  for (const model::OutboxEntry& each : entries) {
    ids += "\n" + each.id;
  }
  json::object summary;
  summary["count"] = entries.size();
  summary["lines"] = json::array(lines.begin(), lines.end());
  summary["desk"] = desk;
  json::object body;
  body["type"] = "alerts.summary";
  body["timestamp"] = to_iso(now);
  body["data"] = json::object{{"summary", std::move(summary)}};
  model::OutboxEntry out;
  out.id = content_id(ids);
  out.receiver = entries.front().receiver;
  out.event = "alerts.summary";
  out.payload = json::serialize(body);
  out.made = out.due = now;
  for (const model::OutboxEntry& each : entries) {
    out.tries = std::max(out.tries, each.tries);
  }
  return out;
}

}  // namespace qw::alerts
