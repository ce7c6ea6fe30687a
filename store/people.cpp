#include "store/store_impl.hpp"

#include <fmt/format.h>

/// Users, tokens, sessions and settings.
namespace qw::store {

Result<> StoreImpl::put_people(Batch& batch, const ActBatch& act) {
  for (const model::User& user : act.users) {
    const Key name_key = Key('n').text(user.name);
    TRY(const auto holder, batch.get(Family::users, name_key));
    if (holder && *holder != user.id) {
      return fail(Errc::conflict,
                  fmt::format("the name '{}' is taken by another account; choose another", user.name));
    }
    TRY(const auto old, load<model::User>(batch, Family::users, Key('u').text(user.id)));
    if (old && old->name != user.name) {
      batch.erase(Family::users, Key('n').text(old->name));
    }
    batch.put(Family::users, Key('u').text(user.id), encode(user));
    batch.put(Family::users, name_key, user.id);
  }
  for (const model::Token& token : act.tokens) {
    batch.put(Family::users, Key('t').text(token.id), encode(token));
  }
  for (const model::Session& session : act.sessions) {
    batch.put(Family::users, Key('s').text(session.id_hash), encode(session));
  }
  for (const std::string& id_hash : act.dropped_sessions) {
    batch.erase(Family::users, Key('s').text(id_hash));
  }
  return {};
}

void StoreImpl::put_settings(Batch& batch, const std::vector<std::pair<std::string, std::string>>& settings) {
  for (const auto& [key, value] : settings) {
    if (value.empty()) {
      batch.erase(Family::meta, Key('s').text(key));
    } else {
      batch.put(Family::meta, Key('s').text(key), value);
    }
  }
}

Result<std::optional<model::User>> StoreImpl::find_user(std::string_view id_or_name) {
  TRY(auto by_id, load<model::User>(Family::users, Key('u').text(id_or_name)));
  if (by_id) {
    return by_id;
  }
  TRY(const auto id, db_->get(Family::users, Key('n').text(id_or_name)));
  if (!id) {
    return std::nullopt;
  }
  return load<model::User>(Family::users, Key('u').text(*id));
}

Result<std::vector<model::User>> StoreImpl::users() { return load_all<model::User>(Family::users, Key('u')); }
Result<std::vector<model::Token>> StoreImpl::tokens() {
  return load_all<model::Token>(Family::users, Key('t'));
}

Result<std::optional<model::Token>> StoreImpl::find_token(std::string_view id) {
  return load<model::Token>(Family::users, Key('t').text(id));
}

Result<std::optional<model::Session>> StoreImpl::find_session(std::string_view id_hash) {
  return load<model::Session>(Family::users, Key('s').text(id_hash));
}

Result<std::optional<std::string>> StoreImpl::setting(std::string_view key) {
  return db_->get(Family::meta, Key('s').text(key));
}

Result<std::vector<std::pair<std::string, std::string>>> StoreImpl::settings(std::string_view prefix) {
  std::vector<std::pair<std::string, std::string>> rows;
  TRY_OK(db_->scan(Family::meta, "s", behind("s"), [&](auto key, auto value) -> Result<Go> {
    std::string name = KeyParts(key).text().value_or("");
    if (name.starts_with(prefix)) {
      rows.emplace_back(std::move(name), std::string(value));
    }
    return Go::on;
  }));
  return rows;
}

}  // namespace qw::store
