// Silences: made, listed and ended.
#include "base/ids.hpp"
#include "daemon/alerts/silences.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/json_in.hpp"
#include "daemon/api/problem.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace qw::api {
namespace {

namespace json = boost::json;

json::object silence_json(const alerts::Silence& of, Time now) {
  json::object out = json::parse(alerts::silence_text(of)).as_object();
  out["state"] = of.holds(now) ? "holds" : of.until <= now ? "over" : "to_come";
  return out;
}

Response put(Call& call, const alerts::Silence& of, const std::string& act, const std::string& before,
             int status) {
  store::ActBatch batch;
  batch.settings.emplace_back(alerts::silence_setting(of.id), alerts::silence_text(of));
  batch.audit.push_back(audit_record(call, act, "silence:" + of.id, alerts::silence_text(of)));
  batch.audit.back().before = before;
  batch.audit.back().reason = of.reason;
  if (auto done = call.services.store.commit(std::move(batch)); !done) {
    return problem(done.error(), call.request.id);
  }
  if (call.services.outbox_grew) {
    call.services.outbox_grew();
  }
  return json_response(status, silence_json(of, call.now));
}

}  // namespace

Response list_silences(Call& call) {
  const auto all = alerts::silences_of(call.services.store, call.now);
  if (!all) {
    return problem(all.error(), call.request.id);
  }
  json::array rows;
  for (auto each = all->rbegin(); each != all->rend(); ++each) {
    rows.push_back(silence_json(*each, call.now));
  }
  return page_response(std::move(rows), "");
}

Response create_silence(Call& call) {
  auto wish = read_silence_wish(call.request.body, call.now);
  if (!wish) {
    return problem(wish.error(), call.request.id);
  }
  wish->id = time_id(call.now);
  wish->author = call.caller.actor.id;
  const config::Config& config = *call.config;
  const bool receiver =
      wish->receiver.empty() ||
      std::ranges::find(config.receivers, wish->receiver, &config::Receiver::id) != config.receivers.end();
  const bool official = wish->official.empty() || config.find_official(wish->official) != nullptr;
  const bool pattern = wish->pattern.empty() || config.find_pattern(wish->pattern) != nullptr;
  if (!receiver || !official || !pattern) {
    return problem(422, "validation", "no such receiver, official or pattern: the silence would hold nothing",
                   call.request.id);
  }
  return put(call, *wish, "silence.create", "", 201);
}

Response end_silence(Call& call) {
  const auto setting = call.services.store.setting(alerts::silence_setting(call.ids[0]));
  if (!setting) {
    return problem(setting.error(), call.request.id);
  }
  const std::optional<std::string>& text = *setting;
  if (!text) {
    return problem(404, "not-found", "there is no silence '" + call.ids[0] + "'", call.request.id);
  }
  auto found = alerts::read_silence(*text);
  if (!found) {
    return problem(found.error(), call.request.id);
  }
  if (found->until <= call.now) {
    return problem(409, "held", "this silence is over", call.request.id);
  }
  found->until = call.now;
  found->ended_by = call.caller.actor.id;
  return put(call, *found, "silence.end", *text, 200);
}

}  // namespace qw::api
