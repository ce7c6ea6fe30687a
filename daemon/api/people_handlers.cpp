#include "base/ids.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/json_in.hpp"
#include "daemon/api/people.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/tokens.hpp"

#include <algorithm>

namespace qw::api {

namespace json = boost::json;

Result<model::User> make_user(Services& services, Passwords& passwords, const NewUserWish& wish,
                              const std::string& who) {
  TRY(const auto taken, services.store.find_user(wish.name));
  if (taken) {
    return fail(Errc::conflict, "there is an account '" + wish.name + "' already");
  }
  model::User user;
  TRY(user.password_hash, passwords.hash(wish.password));
  user.created = services.clock.now();
  user.id = time_id(user.created);
  user.name = wish.name;
  user.role = wish.role;
  user.language = wish.language;
  store::ActBatch batch;
  batch.users.push_back(user);
  model::AuditRecord record;
  record.at = user.created;
  record.who = who.empty() ? user.id : who;
  record.act = "user.create";
  record.subject = "user:" + user.id;
  record.after = json::serialize(json::object{{"name", user.name}, {"role", model::name_of(user.role)}});
  batch.audit.push_back(std::move(record));
  TRY_OK(services.store.commit(std::move(batch)));
  return user;
}

Result<model::User> change_user_now(Services& services, Passwords& passwords, const std::string& id,
                                    const UserChange& change, const std::string& who) {
  TRY(const auto users, services.store.users());
  const auto found = std::ranges::find(users, id, &model::User::id);
  if (found == users.end()) {
    return fail(Errc::not_found, "there is no such account");
  }
  if (!change.disabled && !change.role && change.password.empty()) {
    return fail(Errc::usage, "say what changes: disabled, role or password");
  }
  const auto is_admin = [](const model::User& user) {
    return user.role == model::UserRole::admin && !user.disabled;
  };
  model::User user = *found;
  user.disabled = change.disabled.value_or(user.disabled);
  user.role = change.role.value_or(user.role);
  if (is_admin(*found) && !is_admin(user) && std::ranges::count_if(users, is_admin) == 1) {
    return fail(Errc::conflict, "this is the last administrator; make another one first");
  }
  if (!change.password.empty()) {
    TRY(user.password_hash, passwords.hash(change.password));
  }
  store::ActBatch batch;
  batch.users.push_back(user);
  batch.settings.emplace_back(sessions_since(user.id), to_iso(services.clock.now()));
  model::AuditRecord record;
  record.at = services.clock.now();
  record.who = who;
  record.act = "user.change";
  record.subject = "user:" + user.id;
  record.before = json::serialize(user_json(*found));
  record.after = json::serialize(user_json(user));
  record.reason = change.password.empty() ? "" : "new password";
  batch.audit.push_back(std::move(record));
  TRY_OK(services.store.commit(std::move(batch)));
  return user;
}

Response change_user(Call& call) {
  auto change = read_user_change(call.request.body);
  if (!change) {
    return problem(change.error(), call.request.id);
  }
  const auto loaded = call.services.store.find_user(call.ids[0]);
  if (!loaded) {
    return problem(loaded.error(), call.request.id);
  }
  const std::optional<model::User>& found = *loaded;
  if (!found) {
    return problem(404, "not-found", "there is no such account", call.request.id);
  }
  if (auto refused = precondition(call, etag_of(user_json(*found)), Star::accepted)) {
    return *std::move(refused);
  }
  const auto done =
      change_user_now(call.services, call.api.passwords(), found->id, *change, call.caller.actor.id);
  return done ? json_response(200, user_json(*done)) : problem(done.error(), call.request.id);
}

Response list_tokens(Call& call) {
  auto tokens = call.services.store.tokens();
  if (!tokens) {
    return problem(tokens.error(), call.request.id);
  }
  json::array rows;
  for (const model::Token& each : *tokens) {
    rows.push_back(token_json(each));
  }
  return page_response(std::move(rows), "");
}

Response create_token(Call& call) {
  auto wish = read_new_token(call.request.body);
  if (!wish) {
    return problem(wish.error(), call.request.id);
  }
  for (const std::string& scope : wish->scopes) {
    if (!call.caller.may(scope)) {
      return problem(403, "forbidden", "a token cannot give the scope " + scope + ", which it has not itself",
                     call.request.id);
    }
  }
  const std::optional<int>& days = wish->days;
  const auto expires = days ? std::optional<Time>(call.now + std::chrono::days(*days)) : std::nullopt;
  // A token made with a token belongs to the same owner, so that disabling the account ends both.
  const std::string owner = call.caller.actor.id.starts_with("token:") ? "local:token" : call.caller.actor.id;
  NewToken made = make_token(wish->name, owner, wish->scopes, expires, call.now);
  store::ActBatch batch;
  batch.tokens.push_back(made.record);
  batch.audit.push_back(audit_record(call, "token.create", "token:" + made.record.id,
                                     json::serialize(token_json(made.record))));
  if (auto done = call.services.store.commit(std::move(batch)); !done) {
    return problem(done.error(), call.request.id);
  }
  json::object body = token_json(made.record);
  body["token"] = made.text;
  return json_response(201, body);
}

Response revoke_token(Call& call) {
  const auto loaded = call.services.store.find_token(call.ids[0]);
  if (!loaded) {
    return problem(loaded.error(), call.request.id);
  }
  const std::optional<model::Token>& found = *loaded;
  if (!found) {
    return problem(404, "not-found", "there is no token '" + call.ids[0] + "'", call.request.id);
  }
  if (auto refused = precondition(call, etag_of(token_json(*found)), Star::accepted)) {
    return *std::move(refused);
  }
  model::Token token = *found;
  if (!token.revoked) {
    token.revoked = call.now;
    store::ActBatch batch;
    batch.tokens.push_back(token);
    batch.audit.push_back(audit_record(call, "token.revoke", "token:" + token.id, ""));
    if (auto done = call.services.store.commit(std::move(batch)); !done) {
      return problem(done.error(), call.request.id);
    }
  }
  return json_response(200, token_json(token));
}

Response list_users(Call& call) {
  auto users = call.services.store.users();
  if (!users) {
    return problem(users.error(), call.request.id);
  }
  json::array rows;
  for (const model::User& each : *users) {
    rows.push_back(user_json(each));
  }
  return page_response(std::move(rows), "");
}

Response create_user(Call& call) {
  auto wish = read_new_user(call.request.body);
  if (!wish) {
    return problem(wish.error(), call.request.id);
  }
  auto made = make_user(call.services, call.api.passwords(), *wish, call.caller.actor.id);
  if (!made) {
    return problem(made.error(), call.request.id);
  }
  call.api.setup_done();
  return json_response(201, user_json(*made));
}

}  // namespace qw::api
