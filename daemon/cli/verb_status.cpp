#include "daemon/cli/online.hpp"
#include "daemon/cli/online_verbs.hpp"

#include <fmt/format.h>

namespace qw::cli {
namespace {

namespace json = boost::json;

std::string size_text(const json::value& store) {
  const double bytes = store.at("free_bytes").to_number<double>();
  return fmt::format("{:.1f} GiB free", bytes / (1024.0 * 1024 * 1024));
}

/// Says plainly that outlets which nobody has tried are left alone.
std::string verified_text(const json::value& reading) {
  std::string out = number_at(reading, "verified") + " verified";
  const bool all = reading.at("verified").to_number<double>() >= reading.at("outlets").to_number<double>();
  if (!all) {
    out += reading.at("unverified_too").as_bool()
               ? " (the others are polled too: crawl.unverified)"
               : " (the others are not polled before `quotewatch outlets check --all` has found them good)";
  }
  return out;
}

}  // namespace

int run_status(Arguments arguments) {
  auto line = read_line(arguments, {});
  if (!line || !line->words.empty()) {
    return usage_error("status", line ? "it takes no words" : line.error().what);
  }
  Online online("status", *std::move(line));
  const auto status = online.get("/api/v1/status");
  if (!status) {
    return online.failed(status.error());
  }
  if (online.printed_json(*status)) {
    return 0;
  }
  const Screen& screen = online.screen();
  const json::value& crawl = status->at("crawl");
  const json::value& store = status->at("store");
  const json::value& reading = status->at("reading");
  const json::value& deliveries = status->at("deliveries");
  const bool paused = crawl.at("paused").as_bool();
  const bool read_only = store.at("read_only").as_bool();
  const std::string damage = text_at(store, "damage");
  std::vector<Row> rows{
      {"daemon", text_at(*status, "version") + ", up since " + when(screen, text_at(*status, "started"))},
      {"crawl",
       Cell(paused ? text_at(crawl, "why") : "running, " + number_at(crawl, "in_flight") + " in flight",
            paused ? Colour::yellow : Colour::green)},
      {"outlets", number_at(reading, "polled_24h") + " of " + number_at(reading, "outlets") +
                      " polled within 24 h, " + number_at(reading, "troubled") + " in trouble, " +
                      verified_text(reading)},
      {"quotes", number_at(reading, "quotes_of_officials_today") + " of officials today"},
      {"cases", number_at(*status, "open_cases") +
                    (status->at("more_open_cases").as_bool() ? " and more" : "") + " open"},
      {"alerts", Cell(number_at(deliveries, "pending") + " pending, " + number_at(deliveries, "dead") +
                          " dead, " + number_at(deliveries, "held") + " held",
                      number_at(deliveries, "dead") == "0" ? Colour::none : Colour::red)},
      {"store", Cell(read_only         ? "read-only: " + text_at(store, "problem")
                     : !damage.empty() ? "damaged: " + damage
                                       : size_text(store),
                     read_only || !damage.empty() ? Colour::red : Colour::none)}};
  if (const std::string link = text_at(*status, "setup_link"); !link.empty()) {
    rows.push_back({"set up", Cell(link, Colour::bold)});
  }
  Screen whole = screen;
  whole.width = 100'000;  // a link that is cut is no link
  put(screen, table(whole, {"", ""}, rows));
  return 0;
}

}  // namespace qw::cli
