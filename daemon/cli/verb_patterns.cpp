#include "daemon/cli/claim_judge.hpp"
#include "daemon/cli/offline_verbs.hpp"
#include "daemon/cli/shipped.hpp"

#include <algorithm>
#include <iostream>

namespace qw::cli {
namespace {

/// A wording as an outlet would print it: with the name in front, unless it stands there already.
Claim as_headline(const ClaimJudge& judge, const model::Pattern& pattern, const std::string& words) {
  Claim claim;
  claim.date = pattern.since;
  const std::string ru = judge.name_of(pattern.official, "ru");
  const std::string surname = ru.substr(ru.rfind(' ') == std::string::npos ? 0 : ru.rfind(' ') + 1);
  claim.headline = words.find(surname) == std::string::npos ? ru + ": " + words : words;
  return claim;
}

const model::Decision* decision_of(const Judgement& judgement, const std::string& pattern) {
  const auto found = std::ranges::find(judgement.decisions, pattern, &model::Decision::pattern);
  return found == judgement.decisions.end() ? nullptr : &*found;
}

bool caught(const model::Decision* decision) {
  return decision != nullptr && decision->outcome != model::Outcome::silent;
}

int remark(const std::string& pattern, const std::string& what) {
  std::cout << pattern << ": " << what << '\n';
  return 1;
}

/// What a pattern's author should know before it is switched on; gives the number of remarks.
int check(const ClaimJudge& judge, const model::Pattern& pattern) {
  int remarks = 0;
  for (std::size_t at = 0; at < pattern.false_wordings.size(); ++at) {
    const std::string& words = pattern.false_wordings[at];
    const Judgement judgement = judge.judge(as_headline(judge, pattern, words));
    if (!caught(decision_of(judgement, pattern.id))) {
      remarks += remark(pattern.id, "does not catch its own false wording: " + words);
    }
    for (const model::Decision& other : judgement.decisions) {
      if (other.pattern != pattern.id && caught(&other)) {
        remarks += remark(pattern.id, "overlaps with " + other.pattern + ", which catches as well: " + words);
      }
    }
  }
  for (const std::string& words : pattern.authentic) {
    if (caught(decision_of(judge.judge(as_headline(judge, pattern, words)), pattern.id))) {
      remarks += remark(pattern.id, "would catch its own authentic words: " + words);
    }
  }
  const std::vector<std::string> strangers = judge.engine().words_outside_lexicon(pattern.id);
  if (!strangers.empty()) {
    std::string list;
    for (const std::string& word : strangers) {
      list += (list.empty() ? "" : ", ") + word;
    }
    std::cout << pattern.id << ": note: outside the lexicon, known by spelling only: " << list << '\n';
  }
  return remarks;
}

/// Runs examples.alert and examples.silent as bodies on the first day of the pattern.
int test(const ClaimJudge& judge, const model::Pattern& pattern, int& examples) {
  int failures = 0;
  const auto run = [&](const std::string& words, model::Outcome expected) {
    ++examples;
    Claim claim;
    claim.date = pattern.since;
    claim.body = words;
    const Judgement judgement = judge.judge(claim);
    const model::Decision* decision = decision_of(judgement, pattern.id);
    const model::Outcome got = decision == nullptr ? model::Outcome::silent : decision->outcome;
    if (got == expected) {
      return;
    }
    ++failures;
    std::cout << pattern.id << ": expected " << model::name_of(expected) << ", got " << model::name_of(got)
              << ": " << words << '\n';
    if (decision != nullptr) {
      for (const std::string& reason : judge.engine().explain(*decision, "en")) {
        std::cout << "    " << reason << '\n';
      }
    }
  };
  for (const std::string& words : pattern.examples_alert) {
    run(words, model::Outcome::alert);
  }
  for (const std::string& words : pattern.examples_silent) {
    run(words, model::Outcome::silent);
  }
  return failures;
}

int usage(const std::string& what) {
  std::cerr << "quotewatch patterns: " << what << "; see quotewatch patterns --help\n";
  return exit_status_of(Errc::usage);
}

}  // namespace

int run_patterns(Arguments arguments) {
  if (arguments.empty() || (arguments[0] != "check" && arguments[0] != "test")) {
    return usage("say check or test");
  }
  const bool checks = arguments[0] == "check";
  std::string path;
  std::string officials;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    if (arguments[i] == "--officials" && i + 1 < arguments.size()) {
      officials = arguments[++i];
    } else if (arguments[i].starts_with("--") || !path.empty()) {
      return usage("unknown argument '" + arguments[i] + "'");
    } else {
      path = arguments[i];
    }
  }
  const auto judge = ClaimJudge::load(path, officials);
  if (!judge) {
    return report(judge.error());
  }
  int faults = 0;
  int examples = 0;
  for (const model::Pattern& pattern : judge->patterns()) {
    faults += checks ? check(*judge, pattern) : test(*judge, pattern, examples);
  }
  std::cout << judge->patterns().size() << " patterns, ";
  if (checks) {
    std::cout << faults << " remarks\n";
  } else {
    std::cout << examples << " examples, " << faults << " not as expected\n";
  }
  return faults == 0 ? 0 : 1;
}

}  // namespace qw::cli
