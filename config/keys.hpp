#pragma once

#include <string>
#include <vector>

/// Every key that the configuration knows, as its readers ask for them: the table in docs/ops.md and the keys
/// that the documentation names are held against this list.
namespace qw::config {

struct Key {
  std::string name;      ///< "crawl.delay", "outlet.feeds.ru"
  std::string kind;      ///< "time", "size", "flag", "one of: …" …
  std::string standard;  ///< what holds when it is left out, as it would be written; "" = nothing
};

/// Sorted by name. Pure; any thread.
std::vector<Key> all_keys();

}  // namespace qw::config
