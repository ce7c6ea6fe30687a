#include "daemon/alerts/store_outbox.hpp"
#include "daemon/alerts/story.hpp"
#include "daemon/api/alert_acts.hpp"
#include "daemon/api/desk_handlers.hpp"
#include "daemon/api/start_handlers.hpp"
#include "daemon/desk/alerts_page.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>

// Receivers, letters that did not arrive, and silences, for people without a terminal.
namespace qw::api {
namespace {

constexpr std::size_t most_looked_at = 500;
constexpr std::size_t most_letters = 50;
constexpr std::size_t most_waiting = 1'000;

/// What a letter says, in the language of the reader.
std::string title_of(const model::OutboxEntry& entry, const std::string& language) {
  config::Receiver reader;
  reader.language = language;
  const auto story = alerts::story_of(entry.payload, reader, {});
  return story ? story->headline : entry.event;
}

Result<> add_receivers(Call& call, desk::AlertsView& view) {
  store::Store& store = call.services.store;
  TRY(const auto sent, store.deliveries(model::DeliveryState::sent, most_looked_at, ""));
  for (const config::Receiver& each : call.config->receivers) {
    desk::AlertsView::Receiver row{each.id, each.kind, place_of(each), "", {}, 0};
    TRY(const auto disabled, store.setting(alerts::disabled_setting(each.id)));
    row.disabled = disabled.value_or("");
    const auto last = std::ranges::find_if(
        sent.rows, [&](const model::Delivery& d) { return d.entry.receiver == each.id; });
    if (last != sent.rows.end()) {
      row.last_sent = last->finished;
    }
    TRY(const auto due, store.due_deliveries(each.id, call.now + std::chrono::days(30), most_waiting));
    row.waiting = due.size();
    view.receivers.push_back(std::move(row));
  }
  return {};
}

Result<> add_letters(Call& call, const std::string& language, desk::AlertsView& view) {
  using model::DeliveryState;
  for (const DeliveryState state :
       {DeliveryState::dead, DeliveryState::held, DeliveryState::silenced, DeliveryState::pending}) {
    TRY(const auto page, call.services.store.deliveries(state, most_letters, ""));
    view.more_letters = view.more_letters || !page.cursor.empty();
    for (const model::Delivery& each : page.rows) {
      if (state == DeliveryState::pending && each.entry.last_problem.empty() && each.entry.due <= call.now) {
        continue;  // it goes out by itself
      }
      view.letters.push_back({each.entry.id, each.entry.receiver, title_of(each.entry, language),
                              each.entry.case_id, std::string(model::name_of(state)), each.entry.last_problem,
                              each.entry.made});
    }
  }
  return {};
}

Result<> add_silences(Call& call, desk::AlertsView& view) {
  const auto names = user_names(call.services.store);
  TRY(const auto all, alerts::silences_of(call.services.store, call.now));
  for (const alerts::Silence& each : all) {
    if (!each.holds(call.now)) {
      continue;
    }
    std::string what;
    for (const std::string& part :
         {each.receiver, each.official, each.pattern, each.language, each.case_id}) {
      what += part.empty() ? "" : (what.empty() ? "" : " + ") + part;
    }
    const auto named = names.find(each.author);
    view.silences.push_back(
        {each.id, what, named == names.end() ? each.author : named->second, each.reason, each.until});
  }
  return {};
}

Response show(Call& call, const LoggedIn& who) {
  desk::AlertsView view;
  view.may_act = who.user.role >= model::UserRole::lead;
  Result<> read = add_receivers(call, view);
  if (read) {
    read = add_letters(call, who.user.language, view);
  }
  if (read) {
    read = add_silences(call, view);
  }
  return read ? html_response(200, desk::alerts_page(frame_of(call, &who), view))
              : error_page(call, &who, 500, read.error());
}

Result<> do_act(Call& call, const std::string& who, const Form& form) {
  const std::string act = value_of(form, "act");
  const std::string id = value_of(form, "id");
  if (act == "send") {
    TRY(auto letter, call.services.store.find_delivery(id));
    if (!letter) {
      return fail(Errc::not_found, "this letter is not in the outbox any more");
    }
    TRY_OK(send_again(call.services, *std::move(letter), who));
    return {};
  }
  if (act == "enable") {
    const auto& all = call.config->receivers;
    if (std::ranges::find(all, id, &config::Receiver::id) == all.end()) {
      return fail(Errc::not_found, "there is no such receiver");
    }
    return enable_receiver_now(call.services, id, who);
  }
  if (act == "end") {
    TRY_OK(end_silence_now(call.services, id, who));
    return {};
  }
  if (act != "silence") {
    return fail(Errc::usage, "the form does not say what to do");
  }
  const std::string text = value_of(form, "hours");
  int hours = 0;
  std::from_chars(text.data(), text.data() + text.size(), hours);
  alerts::Silence wish;
  wish.pattern = value_of(form, "pattern");
  wish.official = value_of(form, "official");
  wish.receiver = value_of(form, "receiver");
  wish.language = value_of(form, "language");
  wish.reason = value_of(form, "reason");
  wish.from = call.now;
  wish.until = call.now + std::chrono::hours(std::clamp(hours, 0, 10'000));
  TRY_OK(add_silence(call.services, std::move(wish), who));
  return {};
}

Response act(Call& call, const LoggedIn& who, const Form& form) {
  if (who.user.role < model::UserRole::lead) {
    return error_page(call, &who, 403, {Errc::refused, "a lead sends again, enables and silences", {}});
  }
  const auto done = do_act(call, who.user.id, form);
  if (done) {
    return redirect("/alerts");
  }
  const int status = done.error().code == Errc::not_found  ? 404
                     : done.error().code == Errc::conflict ? 409
                                                           : 422;
  return error_page(call, &who, status, done.error());
}

}  // namespace

Response desk_alerts(Call& call) { return with_login(call, show); }
Response desk_alerts_post(Call& call) { return with_form(call, act); }

}  // namespace qw::api
