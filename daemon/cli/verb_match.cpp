#include "daemon/cli/claim_judge.hpp"
#include "daemon/cli/jsonl_runner.hpp"
#include "daemon/cli/offline_verbs.hpp"
#include "daemon/cli/page_reader.hpp"
#include "daemon/cli/quote_line.hpp"
#include "daemon/cli/shipped.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <iostream>
#include <unistd.h>

namespace qw::cli {
namespace {

struct Options {
  bool jsonl = false, json = false;
  bool all = false;  ///< explain: silent decisions and the quotes too
  unsigned jobs = 1;
  std::string patterns, officials, language = "en";
  Day date = day_of(system_clock().now());
  model::OutletKind outlet_kind = model::OutletKind::portal;
  std::vector<std::string> files;
};

Result<Options> options_of(Arguments arguments, bool all) {
  TRY(Line line,
      read_options(arguments,
                   {"--patterns", "--officials", "--language", "--date", "--outlet-kind", "--jobs"},
                   {"--json", "--jsonl"}));
  Options options;
  options.all = all;
  options.jsonl = line.has("jsonl");
  options.json = line.has("json");
  options.patterns = line.option("patterns");
  options.officials = line.option("officials");
  TRY(options.jobs, jobs_of(line));
  options.files = std::move(line.words);
  if (options.jsonl != options.files.empty()) {
    return fail(Errc::usage, "give text files, or --jsonl and claim items on standard input");
  }
  if (line.options.contains("language")) {
    options.language = line.option("language");
  }
  if (options.language != "en" && options.language != "uk" && options.language != "ru") {
    return fail(Errc::usage, "--language is en, uk or ru");
  }
  if (line.options.contains("date")) {
    TRY(options.date, parse_day(line.option("date")));
  }
  if (const std::string kind = line.option("outlet-kind"); !kind.empty() && kind != "media") {
    const auto known = model::from_name<model::OutletKind>(kind);
    if (!known) {
      return fail(Errc::usage, "--outlet-kind is media, fact-checker or institution");
    }
    options.outlet_kind = *known;
  }
  return options;
}

boost::json::array reasons(const ClaimJudge& judge, const Options& options, const model::Decision& decision) {
  boost::json::array out;
  for (const std::string& reason : judge.engine().explain(decision, options.language)) {
    out.emplace_back(reason);
  }
  return out;
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
  out["why"] = any ? reasons(judge, options, *decision) : boost::json::array();
  return boost::json::serialize(out);
}

void print(const ClaimJudge& judge, const Options& options, const model::Decision& decision) {
  std::cout << model::name_of(decision.outcome) << "  " << decision.pattern << "  "
            << model::name_of(decision.label) << '\n';
  for (const std::string& reason : judge.engine().explain(decision, options.language)) {
    std::cout << "    " << reason << '\n';
  }
}

void print_json(const ClaimJudge& judge, const std::string& file, const Options& options,
                const std::vector<model::Decision>& decisions) {
  boost::json::array rows;
  for (const model::Decision& decision : decisions) {
    boost::json::object row;
    row["pattern"] = decision.pattern;
    row["decision"] = model::name_of(decision.outcome);
    row["label"] = model::name_of(decision.label);
    row["why"] = reasons(judge, options, decision);
    rows.push_back(std::move(row));
  }
  boost::json::object out;
  out["file"] = file;
  out["decisions"] = std::move(rows);
  std::cout << boost::json::serialize(out) << '\n';
}

Result<> show(const ClaimJudge& judge, const std::string& file, const Options& options) {
  TRY(const std::string text, read_file(file));
  Claim claim;
  const std::size_t end = text.find('\n');
  claim.headline = text.substr(0, end);
  claim.body = end == std::string::npos ? std::string() : text.substr(end + 1);
  claim.date = options.date;
  claim.outlet_kind = options.outlet_kind;
  const Judgement judgement = judge.judge(claim);
  if (options.json) {
    const model::Decision* foremost = judgement.foremost();
    print_json(judge, file, options,
               options.all           ? judgement.decisions
               : foremost == nullptr ? std::vector<model::Decision>{}
                                     : std::vector{*foremost});
    return {};
  }
  std::cout << file << '\n';
  if (options.all) {
    for (const model::Quote& quote : judgement.headline_quotes) {
      std::cout << quote_line(claim.headline, quote);
    }
    for (const model::Quote& quote : judgement.body_quotes) {
      std::cout << quote_line(claim.body, quote);
    }
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
  const Result<Options> options = options_of(arguments, all);
  if (!options) {
    return usage_error(verb, options.error().what);
  }
  const auto judge = ClaimJudge::load(options->patterns, options->officials);
  if (!judge) {
    return report(judge.error());
  }
  if (options->jsonl) {
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
