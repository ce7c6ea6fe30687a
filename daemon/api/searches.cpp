#include "daemon/api/searches.hpp"

#include "base/ids.hpp"
#include "base/utf8.hpp"
#include "daemon/api/tokens.hpp"

#include <boost/json.hpp>

namespace qw::api {
namespace {

namespace json = boost::json;

constexpr std::size_t most_name = 80;
constexpr std::size_t most_query = 1'000;

std::string room_of(const std::string& user) { return "desk.search/" + user + "/"; }
/// The key itself is the store's secret alone; what is looked up is its hash.
std::string feed_key(const std::string& key) { return "desk.feed/" + secret_hash(key); }

std::string text_at(const json::object& in, std::string_view key) {
  const json::value* value = in.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : "";
}

Result<SavedSearch> read(const std::string& user, std::string_view text) {
  boost::system::error_code ec;
  const json::value value = json::parse(text, ec);
  if (ec || !value.is_object()) {
    return fail(Errc::corrupt, "the record of a search is no JSON object");
  }
  const json::object& in = value.as_object();
  return SavedSearch{text_at(in, "id"), user, text_at(in, "name"), text_at(in, "query"), text_at(in, "key")};
}

}  // namespace

Result<std::vector<SavedSearch>> searches_of(store::Store& store, const std::string& user) {
  TRY(const auto rows, store.settings(room_of(user)));
  std::vector<SavedSearch> out;
  for (const auto& [key, text] : rows) {
    TRY(SavedSearch search, read(user, text));
    out.push_back(std::move(search));
  }
  return out;
}

Result<> save_search(Services& services, SavedSearch search) {
  if (search.name.empty() || utf8::count(search.name) > most_name || !utf8::is_valid(search.name)) {
    return fail(Errc::usage, "a search has a name of at most 80 characters");
  }
  if (search.query.size() > most_query) {
    return fail(Errc::too_big, "a search has at most 1,000 bytes");
  }
  TRY(const auto known, searches_of(services.store, search.user));
  if (known.size() >= most_searches) {
    return fail(Errc::usage, "30 searches are kept; drop one first");
  }
  search.id = time_id(services.clock.now());
  search.key = random_secret();
  json::object out;
  out["id"] = search.id;
  out["name"] = search.name;
  out["query"] = search.query;
  out["key"] = search.key;
  store::ActBatch batch;
  batch.settings.emplace_back(room_of(search.user) + search.id, json::serialize(out));
  batch.settings.emplace_back(feed_key(search.key), search.user + "/" + search.id);
  return services.store.commit(std::move(batch));
}

Result<> drop_search(Services& services, const std::string& user, const std::string& id) {
  TRY(const auto known, searches_of(services.store, user));
  store::ActBatch batch;
  for (const SavedSearch& each : known) {
    if (each.id == id) {
      batch.settings.emplace_back(room_of(user) + each.id, "");
      batch.settings.emplace_back(feed_key(each.key), "");
    }
  }
  if (batch.settings.empty()) {
    return fail(Errc::not_found, "there is no such search");
  }
  return services.store.commit(std::move(batch));
}

Result<std::optional<SavedSearch>> search_of_feed(store::Store& store, const std::string& key) {
  TRY(const auto place, store.setting(feed_key(key)));
  if (!place) {
    return std::optional<SavedSearch>();
  }
  const std::size_t slash = place->find('/');
  const std::string user = place->substr(0, slash);
  TRY(const auto owner, store.find_user(user));
  TRY(const auto text, store.setting("desk.search/" + *place));
  if (!owner || owner->disabled || !text) {
    return std::optional<SavedSearch>();
  }
  TRY(SavedSearch search, read(user, *text));
  return std::optional(std::move(search));
}

}  // namespace qw::api
