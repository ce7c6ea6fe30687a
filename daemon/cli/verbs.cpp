#include "daemon/cli/verbs.hpp"

#include "base/version.hpp"
#include "config/table.hpp"
#include "daemon/cli/offline_verbs.hpp"
#include "daemon/cli/online_verbs.hpp"

#include <algorithm>
#include <array>
#include <iostream>

namespace qw::cli {
namespace {

constexpr auto all_verbs = std::to_array<Verb>({
    article_verb,  check_config_verb, inspect_verb, queue_verb,   sources_verb,  outlets_verb,
    status_verb,   check_verb,        alerts_verb,  routes_verb,  silences_verb, audit_verb,
    feedback_verb, evidence_verb,     privacy_verb, tokens_verb,  users_verb,    backup_verb,
    quotes_verb,   scan_verb,         match_verb,   explain_verb, patterns_verb,
});

void print_help(std::ostream& out) {
  out << "quotewatch " << version << ": watches news media for bent quotes of EU officials\n\n"
      << "usage: quotewatch VERB [...]\n\n";
  for (const Verb& verb : verbs()) {
    out << "  " << verb.name << std::string(14 - std::min<std::size_t>(13, verb.name.size()), ' ')
        << verb.summary << '\n';
  }
  out << "\n`quotewatch VERB --help` shows one verb with examples.\n";
}

}  // namespace

std::span<const Verb> verbs() { return all_verbs; }

int run(Arguments arguments) {
  if (arguments.empty()) {
    print_help(std::cerr);
    return 2;
  }
  const std::string& name = arguments.front();
  if (name == "--help" || name == "-h" || name == "help") {
    print_help(std::cout);
    return 0;
  }
  if (name == "--version") {
    std::cout << "quotewatch " << version << '\n';
    return 0;
  }
  const auto verb = std::ranges::find(verbs(), name, &Verb::name);
  if (verb == verbs().end()) {
    std::vector<std::string> known;
    for (const Verb& each : verbs()) {
      known.emplace_back(each.name);
    }
    std::cerr << "quotewatch: there is no verb '" << name << "'" << config::did_you_mean(name, known)
              << "; `quotewatch --help` lists them\n";
    return 2;
  }
  const Arguments rest = arguments.subspan(1);
  if (std::ranges::any_of(rest, [](const std::string& a) { return a == "--help" || a == "-h"; })) {
    std::cout << verb->usage;
    return 0;
  }
  return verb->run(rest);
}

}  // namespace qw::cli
