#include "daemon/cli/claim_judge.hpp"
#include "daemon/cli/jsonl_runner.hpp"
#include "daemon/cli/offline_verbs.hpp"
#include "daemon/cli/page_reader.hpp"
#include "daemon/cli/shipped.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <iostream>
#include <unistd.h>

namespace qw::cli {
namespace {

struct Options {
  bool jsonl = false;
  bool all = false;  ///< explain: silent decisions and the quotes too
  unsigned jobs = 1;
  std::string patterns, officials, language = "en", date, outlet_kind;
  std::vector<std::string> files;
};

Result<Options> read_options(Arguments arguments, const std::string& verb) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    const bool more = i + 1 < arguments.size();
    if (argument == "--jsonl") {
      options.jsonl = true;
    } else if (argument == "--patterns" && more) {
      options.patterns = arguments[++i];
    } else if (argument == "--officials" && more) {
      options.officials = arguments[++i];
    } else if (argument == "--language" && more) {
      options.language = arguments[++i];
    } else if (argument == "--date" && more) {
      options.date = arguments[++i];
    } else if (argument == "--outlet-kind" && more) {
      options.outlet_kind = arguments[++i];
    } else if (argument == "--jobs" && more) {
      TRY(options.jobs, read_jobs(arguments[++i]));
    } else if (argument.starts_with("--")) {
      return fail(Errc::usage, "unknown argument '" + argument + "'; see quotewatch " + verb + " --help");
    } else {
      options.files.push_back(argument);
    }
  }
  if (options.jsonl != options.files.empty()) {
    return fail(Errc::usage, "give text files, or --jsonl and claim items on standard input");
  }
  if (options.language != "en" && options.language != "uk" && options.language != "ru") {
    return fail(Errc::usage, "--language is en, uk or ru");
  }
  return options;
}

Result<std::string> answer(const ClaimJudge& judge, const Options& options, const boost::json::object& item) {
  TRY(const Claim claim, read_claim(item));
  const Judgement judgement = judge.judge(claim);
  const model::Decision* decision = judgement.foremost();
  boost::json::object out;
  out["id"] = item.contains("id") ? item.at("id") : boost::json::value(nullptr);
  const bool any = decision != nullptr;
  out["decision"] = any ? model::name_of(decision->outcome) : "silent";
  const bool named = any && decision->label != model::Label::other_topic;
  out["pattern"] = named ? boost::json::value(decision->pattern) : boost::json::value(nullptr);
  out["label"] = any ? model::name_of(decision->label) : "other_topic";
  boost::json::array why;
  if (any) {
    for (const std::string& reason : judge.engine().explain(*decision, options.language)) {
      why.emplace_back(reason);
    }
  }
  out["why"] = std::move(why);
  return boost::json::serialize(out);
}

void print(const ClaimJudge& judge, const Options& options, const model::Decision& decision) {
  std::cout << model::name_of(decision.outcome) << "  " << decision.pattern << "  "
            << model::name_of(decision.label) << '\n';
  for (const std::string& reason : judge.engine().explain(decision, options.language)) {
    std::cout << "    " << reason << '\n';
  }
}

void print_quotes(const std::string& text, const std::vector<model::Quote>& quotes) {
  for (const model::Quote& quote : quotes) {
    std::cout << "quote  " << (quote.speaker.empty() ? "?" : quote.speaker) << " ("
              << quote.official.value_or("-") << ", " << model::name_of(quote.polarity) << ", "
              << model::name_of(quote.modality)
              << "): " << text.substr(quote.content.begin, quote.content.end - quote.content.begin) << '\n';
  }
}

Result<> show(const ClaimJudge& judge, const std::string& file, const Options& options) {
  TRY(const std::string text, read_file(file));
  Claim claim;
  const std::size_t end = text.find('\n');
  claim.headline = text.substr(0, end);
  claim.body = end == std::string::npos ? std::string() : text.substr(end + 1);
  claim.date = day_of(system_clock().now());
  if (!options.date.empty()) {
    TRY(claim.date, parse_day(options.date));
  }
  if (!options.outlet_kind.empty() && options.outlet_kind != "media") {
    const auto kind = model::from_name<model::OutletKind>(options.outlet_kind);
    if (!kind) {
      return fail(Errc::usage, "--outlet-kind is media, fact-checker or institution");
    }
    claim.outlet_kind = *kind;
  }
  const Judgement judgement = judge.judge(claim);
  std::cout << file << '\n';
  if (options.all) {
    print_quotes(claim.headline, judgement.headline_quotes);
    print_quotes(claim.body, judgement.body_quotes);
    for (const model::Decision& decision : judgement.decisions) {
      print(judge, options, decision);
    }
    if (judgement.decisions.empty()) {
      std::cout << "silent: no pattern of an official who occurs here shares a word with the text\n";
    }
    return {};
  }
  if (const model::Decision* decision = judgement.foremost(); decision != nullptr) {
    print(judge, options, *decision);
  } else {
    std::cout << "silent\n";
  }
  return {};
}

int run(Arguments arguments, const std::string& verb, bool all) {
  Result<Options> options = read_options(arguments, verb);
  if (!options) {
    std::cerr << "quotewatch " << verb << ": " << options.error().text() << '\n';
    return exit_status_of(options.error().code);
  }
  options->all = all;
  const auto judge = ClaimJudge::load(options->patterns, options->officials);
  if (!judge) {
    return report(judge.error());
  }
  if (options->jsonl) {
    std::ios::sync_with_stdio(false);
    const JsonlOptions runner{options->jobs, isatty(STDERR_FILENO) != 0 && isatty(STDIN_FILENO) == 0,
                              "quotewatch " + verb};
    return run_jsonl(std::cin, std::cout, std::cerr, runner,
                     [&](const boost::json::object& item) { return answer(*judge, *options, item); });
  }
  int status = 0;
  for (const std::string& file : options->files) {
    if (const Result<> done = show(*judge, file, *options); !done) {
      std::cerr << "quotewatch " << verb << ": " << done.error().text() << '\n';
      status = exit_status_of(done.error().code);
    }
  }
  return status;
}

}  // namespace

int run_match(Arguments arguments) { return run(arguments, "match", false); }
int run_explain(Arguments arguments) { return run(arguments, "explain", true); }

}  // namespace qw::cli
