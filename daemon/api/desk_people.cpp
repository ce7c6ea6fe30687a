#include "daemon/api/desk_handlers.hpp"
#include "daemon/api/json_in.hpp"
#include "daemon/api/people.hpp"
#include "daemon/api/tokens.hpp"

// The own account, and the accounts of the team.
namespace qw::api {
namespace {

Response account_page(Call& call, const LoggedIn& who, int status, std::string notice) {
  desk::Frame frame = frame_of(call, &who);
  frame.notice = std::move(notice);
  return html_response(status, desk::account_page(frame));
}

Response account(Call& call, const LoggedIn& who) { return account_page(call, who, 200, ""); }

Response change_password(Call& call, const LoggedIn& who, const Form& form) {
  const Millis wait = call.api.attempts().wait(who.user.name, asker_of(call.request, *call.config), call.now);
  const desk::Texts texts(who.user.language);
  if (wait > Millis(0)) {
    return account_page(call, who, 429,
                        texts.filled("login.wait", {std::to_string((wait.count() + 999) / 1000)}));
  }
  const auto fits = call.api.passwords().fits(who.user.password_hash, value_of(form, "current"));
  if (!fits) {
    return error_page(call, &who, 429, fits.error());
  }
  if (!*fits) {
    call.api.attempts().failed(who.user.name, asker_of(call.request, *call.config), call.now);
    return account_page(call, who, 403, std::string(texts("account.wrong_password")));
  }
  UserChange change;
  change.password = value_of(form, "password");
  const auto changed = change_user_now(call.services, call.api.passwords(), who.user.id, change, who.user.id);
  if (!changed) {
    return account_page(call, who, 422, changed.error().what);
  }
  // Every session ended with the old password; this browser gets a new one.
  const NewSession session = make_session(*changed, is_https(call.request, *call.config), call.now);
  store::ActBatch batch;
  batch.sessions.push_back(session.record);
  if (auto done = call.services.store.commit(std::move(batch)); !done) {
    return error_page(call, &who, 500, done.error());
  }
  Response out = redirect("/account");
  out.headers.emplace_back("Set-Cookie", session.set_cookie);
  return out;
}

Response change_account(Call& call, const LoggedIn& who, const Form& form) {
  if (value_of(form, "act") == "password") {
    return change_password(call, who, form);
  }
  store::ActBatch batch;
  batch.settings.emplace_back(keys_setting(who.user.id), value_of(form, "keys") == "off" ? "off" : "");
  if (auto done = call.services.store.commit(std::move(batch)); !done) {
    return error_page(call, &who, 500, done.error());
  }
  return redirect("/account");
}

Response people_page(Call& call, const LoggedIn& who, int status, std::string notice) {
  const auto users = call.services.store.users();
  if (!users) {
    return error_page(call, &who, 500, users.error());
  }
  desk::Frame frame = frame_of(call, &who);
  frame.notice = std::move(notice);
  return html_response(status, desk::people_page(frame, {*users, who.user.id}));
}

Response refused_people(Call& call, const LoggedIn& who) {
  return error_page(call, &who, 403, {Errc::refused, "an administrator manages accounts", {}});
}

Response people(Call& call, const LoggedIn& who) {
  return who.user.role == model::UserRole::admin ? people_page(call, who, 200, "")
                                                 : refused_people(call, who);
}

Response change_people(Call& call, const LoggedIn& who, const Form& form) {
  if (who.user.role != model::UserRole::admin) {
    return refused_people(call, who);
  }
  const std::string act = value_of(form, "act");
  const auto role = model::from_name<model::UserRole>(value_of(form, "role"));
  Result<model::User> done = fail(Errc::usage, "the form does not say what to do");
  if (act == "add") {
    NewUserWish wish;
    wish.name = value_of(form, "name");
    wish.password = value_of(form, "password");
    wish.role = role.value_or(model::UserRole::reviewer);
    wish.language = desk::is_language(value_of(form, "language")) ? value_of(form, "language") : "en";
    const Result<> named = check_user_name(wish.name);
    done = named ? make_user(call.services, call.api.passwords(), wish, who.user.id)
                 : std::unexpected(named.error());
  } else {
    UserChange change;
    if (act == "disable" || act == "enable") {
      change.disabled = act == "disable";
    } else if (act == "role" && role) {
      change.role = role;
    } else if (act == "password") {
      change.password = value_of(form, "password");
    }
    done = change_user_now(call.services, call.api.passwords(), value_of(form, "id"), change, who.user.id);
  }
  return done ? redirect("/people") : people_page(call, who, 422, done.error().what);
}

}  // namespace

Response desk_account(Call& call) { return with_login(call, account); }
Response desk_account_post(Call& call) { return with_form(call, change_account); }
Response desk_people(Call& call) { return with_login(call, people); }
Response desk_people_post(Call& call) { return with_form(call, change_people); }

}  // namespace qw::api
