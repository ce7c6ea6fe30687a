#pragma once

#include "daemon/api/services.hpp"

#include <optional>
#include <string>
#include <vector>

/// Searches of the queue that a person keeps, each with the address of a JSON Feed. The key in that address
/// opens the feed and nothing else; it goes with the search. Blocks on the store; any thread.
namespace qw::api {

inline constexpr std::size_t most_searches = 30;

struct SavedSearch {
  std::string id, user, name;
  std::string query;  ///< "severity=high&q=nato", as the queue's address has it
  std::string key;    ///< of the feed
};

Result<std::vector<SavedSearch>> searches_of(store::Store& store, const std::string& user);
/// Errc::usage for a name of none or more than 80 characters, or one too many.
Result<> save_search(Services& services, SavedSearch search);
Result<> drop_search(Services& services, const std::string& user, const std::string& id);
/// By the key of its feed, while its account is not disabled.
Result<std::optional<SavedSearch>> search_of_feed(store::Store& store, const std::string& key);

}  // namespace qw::api
