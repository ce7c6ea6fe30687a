#include "daemon/cli/claim_judge.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <iostream>
#include <string>

/// Claim items (eval/FORMATS.md) on stdin → how the matcher reads each of them: the wordings and what the
/// article says as concepts with their signs, for those who mend the tables or the comparison.
/// Usage: match_trace PATTERNS.jsonl < items.jsonl
int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: match_trace PATTERNS.jsonl < items.jsonl\n");
    return 2;
  }
  const auto judge = qw::cli::ClaimJudge::load(argv[1], "");
  if (!judge) {
    for (const qw::Error& error : judge.error()) {
      fmt::print(stderr, "{}\n", error.what);
    }
    return 78;
  }
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
    fmt::print("= {}\n", item.at("id").as_string().c_str());
    for (const auto& [pattern, lines] : judge->trace(*claim)) {
      fmt::print("== {}\n", pattern);
      for (const std::string& each : lines) {
        fmt::print("{}\n", each);
      }
    }
  }
}
