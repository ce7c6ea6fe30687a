#include "daemon/api/desk_handlers.hpp"
#include "daemon/api/json_in.hpp"
#include "daemon/api/people.hpp"
#include "daemon/api/tokens.hpp"

// Set-up, login, logout, language.
namespace qw::api {
namespace {

Response logged_in(Call& call, const model::User& user, const std::string& onward) {
  const NewSession session = make_session(user, is_https(call.request, *call.config), call.now);
  store::ActBatch batch;
  batch.sessions.push_back(session.record);
  model::AuditRecord record;
  record.at = call.now;
  record.who = user.id;
  record.act = "user.login";
  record.subject = "user:" + user.id;
  batch.audit.push_back(std::move(record));
  if (auto done = call.services.store.commit(std::move(batch)); !done) {
    return error_page(call, nullptr, 500, done.error());
  }
  Response out = redirect(onward);
  out.headers.emplace_back("Set-Cookie", session.set_cookie);
  return out;
}

bool setup_fits(const Call& call) { return same_secret(call.api.setup_secret(), call.ids[0]); }

Response setup_over(const Call& call) {
  const desk::Frame frame = frame_of(call, nullptr);
  return html_response(404, desk::message_page(frame, frame.texts("error.title"), frame.texts("setup.done")));
}

Response set_up(Call& call, const Form& form) {
  if (!setup_fits(call)) {
    return setup_over(call);
  }
  NewUserWish wish;
  wish.name = value_of(form, "name");
  wish.password = value_of(form, "password");
  wish.role = model::UserRole::admin;
  wish.language = desk::is_language(value_of(form, "language")) ? value_of(form, "language") : "en";
  Result<> named = check_user_name(wish.name);
  auto made =
      named ? make_user(call.services, call.api.passwords(), wish, "") : std::unexpected(named.error());
  if (!made) {
    desk::Frame frame = frame_of(call, nullptr);
    frame.notice = made.error().what;
    return html_response(422, desk::setup_page(frame, call.ids[0], wish.name));
  }
  call.api.setup_done();
  return logged_in(call, *made, "/start");
}

Response log_in(Call& call, const Form& form) {
  const std::string name = value_of(form, "name");
  desk::Frame frame = frame_of(call, nullptr);
  const Millis wait = call.api.attempts().wait(name, asker_of(call.request, *call.config), call.now);
  if (wait > Millis(0)) {
    const std::string seconds = std::to_string((wait.count() + 999) / 1000);
    frame.notice = frame.texts.filled("login.wait", {seconds});
    Response out = html_response(429, desk::login_page(frame, name));
    out.headers.emplace_back("Retry-After", seconds);
    return out;
  }
  const auto loaded = call.services.store.find_user(name);
  if (!loaded) {
    return error_page(call, nullptr, 500, loaded.error());
  }
  const std::optional<model::User>& user = *loaded;
  const std::string hash = user && !user->disabled ? user->password_hash : "";
  const auto fits = call.api.passwords().fits(hash, value_of(form, "password"));
  if (!fits) {
    return error_page(call, nullptr, 429, fits.error());
  }
  if (!user || !*fits) {
    call.api.attempts().failed(name, asker_of(call.request, *call.config), call.now);
    frame.notice = frame.texts("login.failed");
    return html_response(403, desk::login_page(frame, name));
  }
  call.api.attempts().succeeded(name);
  return logged_in(call, *user, "/");
}

Response log_out(Call& call, const LoggedIn& who, const Form&) {
  store::ActBatch batch;
  batch.dropped_sessions.push_back(who.session.id_hash);
  if (auto done = call.services.store.commit(std::move(batch)); !done) {
    return error_page(call, &who, 500, done.error());
  }
  Response out = redirect("/login");
  out.headers.emplace_back("Set-Cookie", ended_cookie(is_https(call.request, *call.config)));
  return out;
}

Response change_language(Call& call, const LoggedIn& who, const Form& form) {
  model::User user = who.user;
  if (desk::is_language(value_of(form, "language"))) {
    user.language = value_of(form, "language");
    store::ActBatch batch;
    batch.users.push_back(std::move(user));
    if (auto done = call.services.store.commit(std::move(batch)); !done) {
      return error_page(call, &who, 500, done.error());
    }
  }
  const std::string back = value_of(form, "back");
  const bool ours =
      back.starts_with('/') && !back.starts_with("//") && back.find_first_of("\\\r\n") == std::string::npos;
  return redirect(ours ? back : "/");
}

}  // namespace

Response desk_setup(Call& call) {
  return setup_fits(call) ? html_response(200, desk::setup_page(frame_of(call, nullptr), call.ids[0], ""))
                          : setup_over(call);
}
Response desk_setup_post(Call& call) { return with_visitor_form(call, set_up); }

Response desk_login(Call& call) {
  const auto who = session_of(call.request, call.services);
  return who && *who ? redirect("/") : html_response(200, desk::login_page(frame_of(call, nullptr), ""));
}
Response desk_login_post(Call& call) { return with_visitor_form(call, log_in); }
Response desk_logout(Call& call) { return with_form(call, log_out); }
Response desk_language(Call& call) { return with_form(call, change_language); }

Response desk_script(Call&) {
  Response out;
  out.content_type = "text/javascript; charset=utf-8";
  out.body = desk::script();
  out.headers.emplace_back("Cache-Control", "max-age=300");
  return out;
}

Response desk_style(Call&) {
  Response out;
  out.content_type = "text/css; charset=utf-8";
  out.body = desk::style_sheet();
  out.headers.emplace_back("Cache-Control", "max-age=300");
  return out;
}

}  // namespace qw::api
