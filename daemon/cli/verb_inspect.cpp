#include "config/table.hpp"
#include "daemon/cli/command_line.hpp"
#include "daemon/cli/inspect_topics.hpp"
#include "daemon/cli/offline_verbs.hpp"

#include <algorithm>
#include <array>
#include <iostream>

namespace qw::cli {
namespace {

constexpr auto topics = std::to_array<InspectTopic>({
    {"address", "what the address guard says of literal addresses", inspect_address},
    {"charset", "how bytes are read", inspect_charset},
    {"feed", "entries of a feed, repairs and remarks", inspect_feed},
    {"page", "title, date, authors and blocks of a page", inspect_page},
    {"robots", "what a robots.txt says to us, and of paths", inspect_robots},
    {"section", "articles that a section page links to", inspect_section},
    {"sitemap", "entries of a sitemap", inspect_sitemap},
    {"telegram", "posts of a channel's preview", inspect_telegram},
    {"url", "spelling, identity and pace of an address", inspect_url},
});

}  // namespace

Result<SavedBody> read_saved_body(Arguments arguments) {
  TRY(const Line line, read_options(arguments, {"--url", "--content-type", "--fetched"}, {"--json"}));
  if (line.words.size() != 1) {
    return fail(Errc::usage, "give the file of a saved body, or '-'");
  }
  SavedBody out;
  out.json = line.has("json");
  out.url = line.option("url");
  out.content_type = line.option("content-type");
  TRY(out.fetched, read_fetched(line.option("fetched")));
  TRY(out.bytes, read_file(line.words.front()));
  return out;
}

int run_inspect(Arguments arguments) {
  const std::string name = arguments.empty() ? "" : arguments.front();
  const auto topic = std::ranges::find(topics, name, &InspectTopic::name);
  if (topic == topics.end()) {
    std::vector<std::string> known;
    std::string list;
    for (const InspectTopic& each : topics) {
      known.emplace_back(each.name);
      list += (list.empty() ? "" : ", ") + std::string(each.name);
    }
    std::cerr << "quotewatch inspect: "
              << (name.empty() ? "say what"
                               : "there is no topic '" + name + "'" + config::did_you_mean(name, known))
              << " (" << list << ")\n";
    return 2;
  }
  const Result<std::string> shown = topic->run(arguments.subspan(1));
  if (!shown) {
    std::cerr << "quotewatch inspect " << name << ": " << shown.error().text() << '\n';
    return exit_status_of(shown.error().code);
  }
  std::cout << *shown;
  return 0;
}

}  // namespace qw::cli
