#include "config/keys.hpp"

#include "base/check.hpp"
#include "config/records.hpp"

#include <string_view>

namespace qw::config {
namespace {

// One empty table of each kind, so that each reader asks for all its keys.
constexpr std::string_view settings =
    "[paths]\n[crawl]\n[[crawl.resolve]]\n[store]\n[api]\n[desk]\n[log]\n[timestamps]\n[[receiver]]\n";
constexpr std::string_view outlet = "[[outlet]]\n[outlet.feeds]\n";
constexpr std::string_view official = "[[official]]\n[[official.role]]\n[[official.namesake]]\n";
constexpr std::string_view pattern = "[[pattern]]\n[pattern.slots]\n[pattern.examples]\n";

TomlTable parsed(std::string_view text) {
  Result<TomlTable> table = parse_toml(text, "keys");
  QW_CHECK(table, "the text is written in this file");
  return *std::move(table);
}

}  // namespace

std::vector<Key> all_keys() {
  Problems problems;  // what is missing does not matter here
  Config config;
  read_settings(parsed(settings), "keys", config, problems);
  read_outlets(parsed(outlet), "keys", problems);
  read_officials(parsed(official), "keys", problems);
  read_patterns(parsed(pattern), "keys", problems);
  std::vector<Key> out;
  for (const auto& [name, known] : problems.known) {
    if (known.kind != "table" && known.kind != "tables") {
      out.push_back({name, known.kind, known.standard});
    }
  }
  return out;
}

}  // namespace qw::config
