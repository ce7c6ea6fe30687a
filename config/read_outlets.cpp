#include "config/addresses.hpp"
#include "config/records.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

namespace qw::config {
namespace {

constexpr auto feed_languages = std::to_array<std::string_view>({"ru", "uk", "en", "mixed"});

void read_feeds(Section& section, model::Outlet& outlet) {
  for (const auto& [table, place] : section.table("feeds")) {
    Section feeds(*table, place, section.file(), {"outlet.feeds", "[feeds]"}, section.problems());
    for (const std::string_view language : feed_languages) {
      std::vector<std::string> addresses;
      feeds.texts(language, addresses);
      for (std::string& address : addresses) {
        const auto parsed = parse_web_address(address);
        if (!parsed) {
          feeds.complain(language, "'" + address + "' is no http or https address");
        } else if (const auto home = parse_web_address(outlet.home);
                   home && !same_site(parsed->host, home->host) &&
                   std::ranges::find(outlet.hosts, parsed->host) == outlet.hosts.end()) {
          feeds.complain(language, "the feed's host " + parsed->host + " is not of " + home->host +
                                       "; name it in `hosts` if it belongs to the outlet");
        }
        outlet.feeds.push_back({language == "mixed" ? "" : std::string(language), std::move(address)});
      }
    }
    feeds.finish();
  }
}

void check_places(Section& section, const model::Outlet& outlet) {
  if (outlet.home.empty() && outlet.telegram.empty()) {
    section.complain("home", "an outlet must have a home page (home) or a channel name (telegram)");
  }
  if (!outlet.home.empty() && !parse_web_address(outlet.home)) {
    section.complain("home", "'" + outlet.home + "' is no http or https address");
  }
  if (!outlet.telegram.empty() && !is_channel(outlet.telegram)) {
    section.complain("telegram",
                     "'" + outlet.telegram + "' is no channel name; write it without @ and t.me/");
  }
  if (outlet.kind == model::OutletKind::telegram && outlet.telegram.empty()) {
    section.complain("telegram", "an outlet of the kind telegram must have a channel name");
  }
  for (const std::string& host : outlet.hosts) {
    if (!is_host(host) && !is_literal_address(host)) {
      section.complain("hosts", "'" + host + "' is no host name");
    }
  }
  for (const std::string& address : outlet.sections) {
    if (!parse_web_address(address)) {
      section.complain("sections", "'" + address + "' is no http or https address");
    }
  }
}

void check_country(Section& section, model::Outlet& outlet) {
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (!outlet.country.empty() &&
      (outlet.country.size() != 2 || !std::ranges::all_of(outlet.country, capital))) {
    section.complain("country",
                     "'" + outlet.country + "' is no country; write two capitals such as \"UA\" or \"EU\"");
  }
  if (outlet.zone.empty()) {
    outlet.zone = zone_of_country(outlet.country);
    if (outlet.zone.empty()) {
      section.complain("zone",
                       "zone is missing; it follows from the country only where that is known, such as "
                       "zone = \"Europe/Kyiv\"");
    }
  } else if (!is_zone(outlet.zone)) {
    section.complain("zone",
                     "zone '" + outlet.zone + "' is unknown to tzdata; write one such as \"Europe/Kyiv\"");
  }
}

void check_languages(Section& section, const model::Outlet& outlet) {
  for (const std::string& language : outlet.languages) {
    if (language.size() != 2 || language[0] < 'a' || language[0] > 'z' || language[1] < 'a' ||
        language[1] > 'z') {
      section.complain("languages",
                       "'" + language + "' is no language; write two letters such as \"ru\" or \"uk\"");
    }
  }
}

Placed<model::Outlet> read_outlet(Section section, FileName name) {
  model::Outlet outlet;
  section.need({"id", "name", "languages", "kind"});
  section.text("id", outlet.id);
  section.text("name", outlet.name);
  section.text("publisher", outlet.publisher);
  section.text("country", outlet.country);
  section.texts("languages", outlet.languages);
  section.choice("kind", outlet.kind);
  section.number("tier", outlet.tier, 1, 3);
  section.text("zone", outlet.zone);
  section.text("home", outlet.home);
  section.text("telegram", outlet.telegram);
  section.texts("hosts", outlet.hosts);
  section.texts("sections", outlet.sections);
  section.texts("aliases", outlet.aliases);
  section.choice("verified", outlet.verified);
  section.flag("paused", outlet.paused);
  section.flag("restricted", outlet.restricted);
  section.duration("delay", outlet.delay, Millis(0), Millis(3'600'000));
  section.duration("poll_every", outlet.poll_every, Millis(1), Millis(86'400'000));
  section.prose("note", outlet.note);
  read_feeds(section, outlet);
  section.finish();
  if (!outlet.id.empty() && !is_id(outlet.id)) {
    section.complain("id", "id '" + outlet.id + "' may hold small Latin letters, digits and hyphens only");
  } else if (name == FileName::counts) {
    check_file_name(section, outlet.id);
  }
  check_places(section, outlet);
  check_country(section, outlet);
  check_languages(section, outlet);
  return {std::move(outlet), section.places()};
}

}  // namespace

void check_file_name(Section& section, const std::string& id) {
  std::string stem = id;
  std::ranges::replace(stem, ':', '-');
  const std::string name = std::filesystem::path(section.file()).filename().string();
  if (!id.empty() && name != stem + ".toml") {
    section.complain("id", "the file of '" + id + "' must be named " + stem + ".toml, so that it is found");
  }
}

std::vector<Placed<model::Outlet>> read_outlets(const TomlTable& root, const std::string& file,
                                                Problems& problems, FileName name) {
  std::vector<Placed<model::Outlet>> out;
  if (root.find("outlet") == nullptr) {
    out.push_back(read_outlet(Section(root, {1, 1}, file, {"outlet", "an outlet"}, problems), name));
    return out;
  }
  Section top(root, {1, 1}, file, {"", "a file of outlets"}, problems);
  for (const auto& [table, place] : top.tables("outlet")) {
    out.push_back(read_outlet(Section(*table, place, file, {"outlet", "an outlet"}, problems),
                              FileName::does_not_matter));
  }
  top.finish();
  return out;
}

}  // namespace qw::config
