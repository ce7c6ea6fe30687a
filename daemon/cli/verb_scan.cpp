#include "base/escape.hpp"
#include "config/config.hpp"
#include "crawler/match/match_engine.hpp"
#include "crawler/quotes/quote_engine.hpp"
#include "daemon/cli/jsonl_runner.hpp"
#include "daemon/cli/offline_verbs.hpp"
#include "daemon/cli/page_reader.hpp"
#include "daemon/cli/page_source.hpp"
#include "daemon/cli/shipped.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <atomic>
#include <iostream>
#include <thread>
#include <unistd.h>

namespace qw::cli {
namespace {

constexpr std::size_t pages_a_round = 64;
constexpr std::size_t bytes_a_round = 64U << 20U;

struct Options {
  bool json = false, all = false;
  unsigned jobs = 1;
  Day date{};  ///< of pages that tell none
  std::string officials, patterns;
  std::vector<std::string> paths;
};

struct Engines {
  std::shared_ptr<const quotes::QuoteEngine> quotes;
  std::shared_ptr<const match::MatchEngine> match;
};

/// A page, or why it could not be read, and what is printed of it.
struct Work {
  SavedPage page;
  std::string problem;
  std::string line;
  bool found = false;
  bool undated = false;
};

struct Counts {
  std::size_t pages = 0, problems = 0, found = 0, undated = 0;
};

Result<Options> options_of(Arguments arguments) {
  TRY(Line line,
      read_options(arguments, {"--jobs", "--officials", "--patterns", "--date"}, {"--json", "--all"}));
  Options options;
  options.json = line.has("json");
  options.all = line.has("all");
  options.officials = line.option("officials");
  options.patterns = line.option("patterns");
  TRY(options.jobs, jobs_of(line));
  options.date = day_of(system_clock().now());
  if (line.options.contains("date")) {
    TRY(options.date, parse_day(line.option("date")));
  }
  options.paths = std::move(line.words);
  if (options.paths.empty()) {
    return fail(Errc::usage, "give saved pages, folders of them, or WARC files");
  }
  return options;
}

std::expected<Engines, std::vector<Error>> make_engines(const Options& options) {
  auto shipped = load_shipped(options.officials);
  if (!shipped) {
    return std::unexpected(std::move(shipped).error());
  }
  auto patterns =
      config::load_patterns(options.patterns.empty() ? shipped->directory + "/patterns.d" : options.patterns);
  if (!patterns) {
    return std::unexpected(std::move(patterns).error());
  }
  Engines engines;
  auto quotes = quotes::QuoteEngine::make(shipped->lexicon_directory, shipped->officials, shipped->namesakes,
                                          shipped->outlets);
  if (!quotes) {
    return std::unexpected(std::move(quotes).error());
  }
  engines.quotes = *std::move(quotes);
  auto match =
      match::MatchEngine::make(engines.quotes, shipped->lexicon_directory, shipped->officials, *patterns);
  if (!match) {
    return std::unexpected(std::move(match).error());
  }
  engines.match = *std::move(match);
  return engines;
}

std::vector<model::Decision> decisions_of(const Engines& engines, const model::Article& article, Day day) {
  std::vector<model::Quote> in_headline, in_body;
  const auto extract = [&](model::TextKind kind, const std::string& text) {
    return engines.quotes->extract({.text = text, .kind = kind, .language = article.language, .date = day});
  };
  in_headline = extract(model::TextKind::headline, article.title);
  in_body = extract(model::TextKind::body, article.text);
  match::JudgedArticle judged;
  judged.texts.push_back({model::TextKind::headline, article.title, &in_headline});
  judged.texts.push_back({model::TextKind::body, article.text, &in_body});
  judged.language = article.language;
  judged.date = day;
  judged.body_seen = article.looked == model::Looked::article;
  judged.claim_reviewed = article.claim_reviewed;
  return engines.match->judge(judged);
}

std::string as_json(const SavedPage& page, const model::Article& article, Day judged_as_of,
                    const std::vector<model::Decision>& decisions, const Engines& engines) {
  boost::json::object out;
  out["place"] = page.place;
  out["url"] = page.url;
  for (const auto& [key, value] : article_json(article)) {
    if (key != "text" && key != "lead") {
      out[key] = value;
    }
  }
  out["judged_as_of"] = to_iso(judged_as_of);
  boost::json::array list;
  for (const model::Decision& decision : decisions) {
    boost::json::array why;
    for (const std::string& reason : engines.match->explain(decision, "en")) {
      why.emplace_back(reason);
    }
    list.push_back({{"pattern", decision.pattern},
                    {"decision", model::name_of(decision.outcome)},
                    {"label", model::name_of(decision.label)},
                    {"why", std::move(why)}});
  }
  out["decisions"] = std::move(list);
  return boost::json::serialize(out) + "\n";
}

void work_on(Work& work, const Engines& engines, const Options& options) {
  if (!work.problem.empty()) {
    return;
  }
  const auto fetched = read_fetched(work.page.fetched);
  const FetchedAt at = fetched.value_or(FetchedAt{});
  const auto article = read_page(work.page.bytes, work.page.url, work.page.content_type, at);
  work.page.bytes.clear();
  if (!article) {
    work.problem = work.page.place + ": " + article.error().text();
    return;
  }
  // Roles and periods need a day. A page without one was there when it was fetched; of a file not even that
  // is known.
  const Day fetched_on = at.time.has_value() ? day_of(at.time.value_or(Time{})) : options.date;
  const Day day = article->published.day.value_or(fetched_on);
  work.undated = !article->published.day && !at.time;
  std::vector<model::Decision> decisions = decisions_of(engines, *article, day);
  std::erase_if(decisions, [](const model::Decision& d) { return d.outcome == model::Outcome::silent; });
  work.found = !decisions.empty();
  if (options.json) {
    work.line = work.found || options.all ? as_json(work.page, *article, day, decisions, engines) : "";
    return;
  }
  for (const model::Decision& decision : decisions) {
    work.line +=
        fmt::format("{}\t{}\t{}\t{}\t{}\n", model::name_of(decision.outcome), decision.pattern,
                    model::name_of(decision.label), work.page.place, escape_for_terminal(article->title));
  }
  if (options.all && decisions.empty()) {
    work.line = fmt::format("read\t-\t{}\t{}\t{}\n", model::name_of(article->looked), work.page.place,
                            escape_for_terminal(article->title));
  }
}

/// The next pages, at most a round's worth; empty at the end.
std::vector<Work> next_round(PageSource& source) {
  std::vector<Work> round;
  std::size_t bytes = 0;
  while (round.size() < pages_a_round && bytes < bytes_a_round) {
    auto page = source.next();
    Work work;
    if (!page) {
      work.problem = page.error().text();
    } else if (std::optional<SavedPage>& saved = *page) {
      work.page = *std::move(saved);
      bytes += work.page.bytes.size();
    } else {
      break;
    }
    round.push_back(std::move(work));
  }
  return round;
}

void run_round(std::vector<Work>& round, const Engines& engines, const Options& options) {
  std::atomic<std::size_t> next = 0;
  const auto loop = [&] {
    for (std::size_t i = next++; i < round.size(); i = next++) {
      work_on(round[i], engines, options);
    }
  };
  std::vector<std::jthread> threads;
  for (unsigned i = 1; i < options.jobs; ++i) {
    threads.emplace_back(loop);
  }
  loop();
}

/// Reads and judges everything; the output has the order of the input whatever the number of threads.
Counts scan(const Engines& engines, const Options& options) {
  const bool progress = isatty(STDERR_FILENO) == 1;
  const std::string_view clear = progress ? "\r\x1b[K" : "";
  PageSource source(options.paths);
  Counts counts;
  for (std::vector<Work> round = next_round(source); !round.empty(); round = next_round(source)) {
    run_round(round, engines, options);
    for (const Work& work : round) {
      ++counts.pages;
      counts.found += work.found ? 1 : 0;
      counts.undated += work.undated ? 1 : 0;
      if (!work.problem.empty()) {
        ++counts.problems;
        std::cerr << clear << "quotewatch scan: " << escape_for_terminal(work.problem) << '\n';
      }
      if (!work.line.empty()) {
        std::cerr << clear << std::flush;
        std::cout << work.line << std::flush;
      }
    }
    if (progress) {
      std::cerr << fmt::format("\r{} pages, {} found, {} not read", counts.pages, counts.found,
                               counts.problems);
    }
  }
  if (progress) {
    std::cerr << '\n';
  }
  if (counts.undated > 0) {
    std::cerr << fmt::format("quotewatch scan: {} pages tell no date and were judged as of {} (--date)\n",
                             counts.undated, to_iso(options.date));
  }
  return counts;
}

}  // namespace

int run_scan(Arguments arguments) {
  const Result<Options> options = options_of(arguments);
  if (!options) {
    return usage_error("scan", options.error().what);
  }
  const auto engines = make_engines(*options);
  if (!engines) {
    return report(engines.error());
  }
  const Counts counts = scan(*engines, *options);
  return counts.problems != 0 ? 65 : counts.found != 0 ? 1 : 0;
}

}  // namespace qw::cli
