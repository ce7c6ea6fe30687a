#include "daemon/alerts/store_outbox.hpp"
#include "daemon/api/desk_handlers.hpp"
#include "daemon/api/start_handlers.hpp"
#include "daemon/desk/start_page.hpp"

#include <algorithm>

namespace qw::api {
namespace {

constexpr std::size_t most_looked_at = 500;

Result<desk::StartView> view_of(Call& call, const LoggedIn& who) {
  const config::Config& config = *call.config;
  store::Store& store = call.services.store;
  desk::StartView view;
  view.contact = config.crawl.contact;
  view.config_file = config.file;
  view.unverified_too = config.crawl.unverified;
  view.outlets = config.outlets.size();
  for (const model::Outlet& each : config.outlets) {
    TRY(const auto verified, store.setting("verified/" + each.id));
    view.verified += each.verified != model::Verified::none || verified.value_or("") != "" ? 1U : 0U;
  }
  TRY(const auto newest, store.deliveries(std::nullopt, most_looked_at, ""));
  for (const config::Receiver& each : config.receivers) {
    desk::StartView::Receiver row{each.id, each.kind, place_of(each), "", "", ""};
    TRY(const auto disabled, store.setting(alerts::disabled_setting(each.id)));
    row.disabled = disabled.value_or("");
    const auto last = std::ranges::find_if(
        newest.rows, [&](const model::Delivery& d) { return d.entry.receiver == each.id; });
    if (last != newest.rows.end()) {
      row.last = model::name_of(last->state);
      row.problem = last->entry.last_problem;
    }
    view.receivers.push_back(std::move(row));
  }
  TRY(const auto users, store.users());
  view.people = users.size();
  view.admin = who.user.role == model::UserRole::admin;
  return view;
}

Response start(Call& call, const LoggedIn& who) {
  const auto view = view_of(call, who);
  return view ? html_response(200, desk::start_page(frame_of(call, &who), *view))
              : error_page(call, &who, 500, view.error());
}

Response test_one(Call& call, const LoggedIn& who, const Form& form) {
  if (who.user.role != model::UserRole::admin) {
    return error_page(call, &who, 403, {Errc::refused, "an administrator sends tests", {}});
  }
  const auto& all = call.config->receivers;
  const auto found = std::ranges::find(all, value_of(form, "receiver"), &config::Receiver::id);
  if (found == all.end()) {
    return error_page(call, &who, 404, {Errc::not_found, "there is no such receiver", {}});
  }
  const auto sent = send_test(call.services, *found, who.user.id);
  return sent ? redirect("/start#receiver") : error_page(call, &who, 500, sent.error());
}

}  // namespace

Response desk_start(Call& call) { return with_login(call, start); }
Response desk_start_post(Call& call) { return with_form(call, test_one); }

}  // namespace qw::api
