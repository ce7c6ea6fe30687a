// Silences: made, listed and ended.
#include "daemon/alerts/silences.hpp"
#include "daemon/api/alert_acts.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/json_in.hpp"
#include "daemon/api/problem.hpp"

#include <boost/json.hpp>

#include <utility>

namespace qw::api {
namespace {

namespace json = boost::json;

json::object silence_json(const alerts::Silence& of, Time now) {
  json::object out = json::parse(alerts::silence_text(of)).as_object();
  out["state"] = of.holds(now) ? "holds" : of.until <= now ? "over" : "to_come";
  return out;
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
  const auto made = add_silence(call.services, *std::move(wish), call.caller.actor.id);
  return made ? json_response(201, silence_json(*made, call.now)) : problem(made.error(), call.request.id);
}

Response end_silence(Call& call) {
  const auto ended = end_silence_now(call.services, call.ids[0], call.caller.actor.id);
  return ended ? json_response(200, silence_json(*ended, call.now)) : problem(ended.error(), call.request.id);
}

}  // namespace qw::api
