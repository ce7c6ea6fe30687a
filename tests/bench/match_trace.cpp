#include "tests/bench/claim_lines.hpp"

/// Claim items (eval/FORMATS.md) on stdin → how the matcher reads each of them: the wordings and what the
/// article says as concepts with their signs, for those who mend the tables or the comparison.
/// Usage: match_trace PATTERNS.jsonl < items.jsonl
int main(int argc, char** argv) {
  return qw::bench::for_each_claim(
      argc, argv, "match_trace", [](const qw::cli::ClaimJudge&) {},
      [](const qw::cli::ClaimJudge& judge, const boost::json::string& id, const qw::cli::Claim& claim) {
        fmt::print("= {}\n", id.c_str());
        for (const auto& [pattern, lines] : judge.trace(claim)) {
          fmt::print("== {}\n", pattern);
          for (const std::string& each : lines) {
            fmt::print("{}\n", each);
          }
        }
      });
}
