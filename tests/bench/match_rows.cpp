#include "config/config.hpp"
#include "crawler/match/evidence.hpp"
#include "crawler/match/match_engine.hpp"
#include "daemon/cli/claim_judge.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <iostream>
#include <string>

/// Claim items (eval/FORMATS.md) on stdin → a line of JSON each with the evidence that the matcher weighs:
/// {"id": …, "rows": {pattern: [figures in the order of "names"]}}; the first line is {"names": […]}.
/// For eval/fit_judgement.py. Usage: match_rows PATTERNS.jsonl < items.jsonl
int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: match_rows PATTERNS.jsonl < items.jsonl\n");
    return 2;
  }
  const auto judge = qw::cli::ClaimJudge::load(argv[1], "");
  if (!judge) {
    for (const qw::Error& error : judge.error()) {
      fmt::print(stderr, "{}\n", error.what);
    }
    return 78;
  }
  boost::json::array names;
  for (const std::string& name : qw::match::evidence_names()) {
    names.emplace_back(name);
  }
  std::cout << boost::json::serialize(boost::json::object{{"names", names}}) << '\n';
  for (std::string line; std::getline(std::cin, line);) {
    if (line.empty()) {
      continue;
    }
    const boost::json::value item = boost::json::parse(line);
    const auto claim = qw::cli::read_claim(item.as_object());
    if (!claim) {
      fmt::print(stderr, "{}\n", claim.error().what);
      return 65;
    }
    boost::json::object rows;
    for (const auto& [pattern, figures] : judge->evidence(*claim)) {
      rows[pattern] = boost::json::array(figures.begin(), figures.end());
    }
    std::cout << boost::json::serialize(boost::json::object{{"id", item.at("id")}, {"rows", rows}}) << '\n';
  }
}
