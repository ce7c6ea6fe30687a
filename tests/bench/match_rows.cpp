#include "crawler/match/evidence.hpp"
#include "tests/bench/claim_lines.hpp"

/// Claim items (eval/FORMATS.md) on stdin → a line of JSON each with the evidence that the matcher weighs:
/// {"id": …, "rows": {pattern: [figures in the order of "names"]}}; the first line is {"names": […]}.
/// For eval/fit_judgement.py. Usage: match_rows PATTERNS.jsonl < items.jsonl
int main(int argc, char** argv) {
  const auto names = [](const qw::cli::ClaimJudge&) {
    boost::json::array out;
    for (const std::string& name : qw::match::evidence_names()) {
      out.emplace_back(name);
    }
    std::cout << boost::json::serialize(boost::json::object{{"names", out}}) << '\n';
  };
  return qw::bench::for_each_claim(
      argc, argv, "match_rows", names,
      [](const qw::cli::ClaimJudge& judge, const boost::json::string& id, const qw::cli::Claim& claim) {
        boost::json::object rows;
        for (const auto& [pattern, figures] : judge.evidence(claim)) {
          rows[pattern] = boost::json::array(figures.begin(), figures.end());
        }
        std::cout << boost::json::serialize(boost::json::object{{"id", id}, {"rows", rows}}) << '\n';
      });
}
