#pragma once

#include "daemon/cli/claim_judge.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <iostream>
#include <string>

namespace qw::bench {

/// Reads claim items (eval/FORMATS.md) from stdin, a line each, for the programs that show how the matcher
/// reads them. Calls `begin(judge)` once and `each(judge, id, claim)` for every item. The exit status: 0, or
/// as sysexits.h has it.
template <class Begin, class Each>
int for_each_claim(int argc, char** argv, std::string_view name, Begin begin, Each each) {
  if (argc != 2) {
    fmt::print(stderr, "usage: {} PATTERNS.jsonl < items.jsonl\n", name);
    return 2;
  }
  const auto judge = cli::ClaimJudge::load(argv[1], "");
  if (!judge) {
    for (const Error& error : judge.error()) {
      fmt::print(stderr, "{}\n", error.what);
    }
    return 78;
  }
  begin(*judge);
  for (std::string line; std::getline(std::cin, line);) {
    if (line.empty()) {
      continue;
    }
    const boost::json::value item = boost::json::parse(line);
    const auto claim = cli::read_claim(item.as_object());
    if (!claim) {
      fmt::print(stderr, "{}\n", claim.error().what);
      return 65;
    }
    each(*judge, item.at("id").as_string(), *claim);
  }
  return 0;
}

}  // namespace qw::bench
