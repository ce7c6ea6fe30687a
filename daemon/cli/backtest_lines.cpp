#include "daemon/cli/backtest_lines.hpp"

#include "base/escape.hpp"

#include <fmt/format.h>

namespace qw::cli {
namespace {

std::string caught_line(const patterns::Caught& each) {
  return fmt::format("  {:<7} {:<17} {}  {}  {}\n", model::name_of(each.outcome), model::name_of(each.label),
                     to_iso(each.seen).substr(0, 10),
                     each.outlet.empty() ? "-" : escape_for_terminal(each.outlet),
                     escape_for_terminal(each.title.empty() ? each.url : each.title));
}

}  // namespace

std::string backtest_lines(const patterns::Backtest& of) {
  std::string out = of.pattern + ": ";
  out += fmt::format("{} articles with {} quotes of the official", of.articles, of.quotes);
  if (of.from && of.until) {
    out +=
        fmt::format(", seen from {} to {}", to_iso(*of.from).substr(0, 10), to_iso(*of.until).substr(0, 10));
  }
  out += fmt::format("\n  {} cases: {} alerts, {} reviews; {} silent", of.cases.size(), of.alerts, of.reviews,
                     of.silent);
  out += of.outside > 0 ? fmt::format(" ({} only because of their day)\n", of.outside) : std::string("\n");
  if (of.unread > 0) {
    out += fmt::format("  {} could not be looked at: the page was never seen, or is not kept\n", of.unread);
  }
  if (!of.cut_short.empty()) {
    out += "  " + of.cut_short + "\n";
  }
  for (const patterns::CaughtCase& each : of.cases) {
    out += fmt::format("  case {} to {}: {} copies in {} groups by {} publishers, {} alerts, {} reviews{}\n",
                       to_iso(each.first).substr(0, 10), to_iso(each.last).substr(0, 10), each.occurrences,
                       each.copy_groups, each.publishers, each.alerts, each.reviews,
                       each.would_alert ? "; would alert" : "");
  }
  for (const patterns::Caught& each : of.caught) {
    out += caught_line(each);
  }
  if (!of.misses.empty()) {
    out += "  nearest misses:\n";
  }
  for (const patterns::Caught& each : of.misses) {
    out += caught_line(each);
  }
  return out;
}

}  // namespace qw::cli
