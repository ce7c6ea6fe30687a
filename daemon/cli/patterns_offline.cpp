#include "daemon/cli/patterns_offline.hpp"

#include "base/escape.hpp"
#include "config/pattern_text.hpp"
#include "daemon/cli/backtest_lines.hpp"
#include "daemon/cli/claim_judge.hpp"
#include "daemon/cli/fetch_by_hand.hpp"
#include "daemon/cli/page_reader.hpp"
#include "daemon/cli/page_source.hpp"
#include "daemon/cli/shipped.hpp"
#include "daemon/desk/texts.hpp"
#include "daemon/patterns/check.hpp"
#include "daemon/patterns/draft.hpp"
#include "daemon/pipeline/backtest.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <iostream>
#include <sstream>
#include <utility>

namespace qw::cli {
namespace {

struct Options {
  bool json = false;
  std::string patterns, officials, url;
  std::vector<std::string> words;
};

Result<Options> read_options(Arguments arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    const bool more = i + 1 < arguments.size();
    if (argument == "--json") {
      options.json = true;
    } else if (argument == "--officials" && more) {
      options.officials = arguments[++i];
    } else if (argument == "--patterns" && more) {
      options.patterns = arguments[++i];
    } else if (argument == "--url" && more) {
      options.url = arguments[++i];
    } else if (argument.starts_with("--")) {
      return fail(Errc::usage, "unknown argument '" + argument + "'; see quotewatch patterns --help");
    } else {
      options.words.push_back(argument);
    }
  }
  return options;
}

int failed(const Error& error) {
  std::cerr << "quotewatch patterns: " << error.text() << '\n';
  return exit_status_of(error.code);
}

struct Loaded {
  Shipped shipped;
  std::shared_ptr<const quotes::QuoteEngine> quotes;
  std::vector<model::Pattern> patterns;
};

/// `patterns`: PATH, "" = the shipped ones; nullptr: none are needed.
std::expected<Loaded, std::vector<Error>> load(const std::string* patterns, const std::string& officials) {
  Loaded out;
  auto shipped = load_shipped(officials);
  if (!shipped) {
    return std::unexpected(std::move(shipped).error());
  }
  out.shipped = *std::move(shipped);
  if (patterns != nullptr) {
    auto read = config::load_patterns(patterns->empty() ? out.shipped.directory + "/patterns.d" : *patterns);
    if (!read) {
      return std::unexpected(std::move(read).error());
    }
    out.patterns = *std::move(read);
  }
  auto quotes = quotes::QuoteEngine::make(out.shipped.lexicon_directory, out.shipped.officials,
                                          out.shipped.namesakes, out.shipped.outlets);
  if (!quotes) {
    return std::unexpected(std::move(quotes).error());
  }
  out.quotes = *std::move(quotes);
  return out;
}

boost::json::object finding_json(const std::string& pattern, const patterns::Finding& finding) {
  boost::json::object row;
  row["pattern"] = pattern;
  row["remark"] = model::name_of(finding.remark);
  row["note"] = patterns::is_note(finding.remark);
  row["words"] = finding.words;
  row["other"] = finding.other;
  row["got"] = finding.got;
  row["why"] = boost::json::array(finding.why.begin(), finding.why.end());
  row["sentence"] = patterns::sentence_of(finding);
  return row;
}

/// Prints what was found of every pattern; gives the number of faults.
std::size_t put_findings(const std::vector<model::Pattern>& patterns, const Options& options,
                         const std::function<std::vector<patterns::Finding>(const model::Pattern&)>& look) {
  std::size_t faults = 0;
  boost::json::array rows;
  for (const model::Pattern& pattern : patterns) {
    for (const patterns::Finding& finding : look(pattern)) {
      faults += patterns::is_note(finding.remark) ? 0 : 1;
      if (options.json) {
        rows.push_back(finding_json(pattern.id, finding));
        continue;
      }
      std::cout << pattern.id << ": " << escape_for_terminal(patterns::sentence_of(finding)) << '\n';
      for (const std::string& reason : finding.why) {
        std::cout << "    " << escape_for_terminal(reason) << '\n';
      }
    }
  }
  if (options.json) {
    std::cout << boost::json::serialize(rows) << '\n';
  }
  return faults;
}

int run_bench(Arguments arguments, bool checks) {
  const auto options = read_options(arguments);
  if (!options || options->words.size() > 1) {
    return failed(options ? Error{Errc::usage, "give one PATH", std::nullopt} : options.error());
  }
  const std::string path = options->words.empty() ? "" : options->words.front();
  const auto loaded = load(&path, options->officials);
  if (!loaded) {
    return report(loaded.error());
  }
  const auto bench = patterns::Bench::make(loaded->quotes, loaded->shipped.lexicon_directory,
                                           loaded->shipped.officials, loaded->patterns);
  if (!bench) {
    return report(bench.error());
  }
  std::size_t examples = 0;
  const std::size_t faults = put_findings(loaded->patterns, *options, [&](const model::Pattern& pattern) {
    examples += pattern.examples_alert.size() + pattern.examples_silent.size();
    return checks ? bench->check(pattern) : bench->run_examples(pattern);
  });
  if (!options->json) {
    std::cout << loaded->patterns.size() << " patterns, ";
    if (checks) {
      std::cout << faults << " remarks\n";
    } else {
      std::cout << examples << " examples, " << faults << " not as expected\n";
    }
  }
  return faults == 0 ? 0 : 1;
}

/// The page of a draft: fetched, or from a file.
struct DraftPage {
  std::string url, content_type, bytes;
};

Result<DraftPage> draft_page(const Options& options, const config::Crawl& crawl) {
  const std::string& from = options.words.front();
  if (from.starts_with("http://") || from.starts_with("https://")) {
    TRY(FetchedByHand got, fetch_by_hand(from, crawl));
    return DraftPage{std::move(got.url), std::move(got.content_type), std::move(got.body)};
  }
  TRY(std::string bytes, read_file(from));
  return DraftPage{options.url, "", std::move(bytes)};
}

/// A saved page, or a record of a WARC, as an article that crossed the seam.
Result<pipeline::ReadArticle> as_read(const SavedPage& page) {
  TRY(const FetchedAt at, read_fetched(page.fetched));
  pipeline::ReadArticle read;
  TRY(read.article, read_page(page.bytes, page.url, page.content_type, at));
  if (read.article.canonical_url.empty()) {
    read.article.canonical_url = page.url.empty() ? page.place : page.url;
  }
  read.task.url = page.url;
  read.page = page.place;
  const auto& published = read.article.published;
  read.fetched = at.time          ? *at.time
                 : published.time ? *published.time
                 : published.day  ? Time(*published.day)
                                  : system_clock().now();
  read.task.sighting.seen_at = read.fetched;
  read.unseen =
      read.article.looked == model::Looked::not_html ? pipeline::Unseen::failed : pipeline::Unseen::no;
  return read;
}

Result<pipeline::ReadArticle> as_read(const std::string& line, const std::string& place) {
  boost::system::error_code bad;
  const boost::json::value parsed = boost::json::parse(line, bad);
  if (bad || !parsed.is_object()) {
    return fail(Errc::malformed, place + ": the line is no JSON object");
  }
  TRY(Claim claim, read_claim(parsed.get_object()));
  pipeline::ReadArticle read;
  read.task.outlet = model::name_of(claim.outlet_kind);
  read.article.title = std::move(claim.headline);
  read.article.text = std::move(claim.body);
  read.article.language = std::move(claim.language);
  read.article.published.day = claim.date;
  read.article.canonical_url = place;
  read.fetched = Time(claim.date);
  read.task.sighting.seen_at = read.fetched;
  return read;
}

/// Claim items name the kind of their outlet alone.
std::vector<model::Outlet> outlets_by_kind() {
  std::vector<model::Outlet> out;
  for (const auto& [kind, name] : names_of(model::OutletKind{})) {
    model::Outlet outlet;
    outlet.id = name;
    outlet.kind = kind;
    out.push_back(std::move(outlet));
  }
  std::ranges::sort(out, {}, &model::Outlet::id);
  return out;
}

/// Gives every article of the paths to `take`; false when one could not be read.
bool read_all(const std::vector<std::string>& paths,
              const std::function<void(const pipeline::ReadArticle&)>& take,
              const std::function<void(const Error&)>& complain) {
  bool fine = true;
  std::vector<std::string> pages;
  for (const std::string& path : paths) {
    if (!path.ends_with(".jsonl")) {
      pages.push_back(path);
      continue;
    }
    const auto bytes = read_file(path);
    std::istringstream lines(bytes ? *bytes : "");
    if (!bytes) {
      complain(bytes.error());
      fine = false;
    }
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
      const auto read = as_read(line, path + ":" + std::to_string(++number));
      read ? take(*read) : complain(read.error());
      fine = fine && read.has_value();
    }
  }
  PageSource source(pages);
  while (!pages.empty()) {
    const auto next = source.next();
    if (!next) {
      complain(next.error());
      fine = false;
      continue;
    }
    const auto& page = *next;
    if (!page) {
      break;
    }
    const auto read = as_read(*page);
    read ? take(*read) : complain(read.error());
    fine = fine && read.has_value();
  }
  return fine;
}

}  // namespace

int check_patterns(Arguments arguments) { return run_bench(arguments, true); }
int test_patterns(Arguments arguments) { return run_bench(arguments, false); }

int draft_pattern(Arguments arguments) {
  const auto options = read_options(arguments);
  if (!options || options->words.size() != 1) {
    return failed(options ? Error{Errc::usage, "give the address or the file of one fact-check", std::nullopt}
                          : options.error());
  }
  const auto loaded = load(nullptr, options->officials);
  if (!loaded) {
    return report(loaded.error());
  }
  const auto page = draft_page(*options, loaded->shipped.crawl);
  if (!page) {
    return failed(page.error());
  }
  const auto read =
      article::read_fact_check({page->bytes, page->url, page->content_type, std::nullopt, "UTC"});
  if (!read) {
    return failed(read.error());
  }
  const patterns::Draft draft = patterns::draft_of(*read, *loaded->quotes, loaded->shipped.officials,
                                                   page->url, day_of(system_clock().now()));
  const desk::Texts texts("en");
  for (const std::string& remark : draft.remarks) {
    std::cout << "# " << texts(remark) << '\n';
  }
  std::cout << config::pattern_toml(draft.pattern);
  return read->claim.empty() ? 1 : 0;
}

int backtest_files(Arguments arguments) {
  const auto options = read_options(arguments);
  if (!options || options->words.empty()) {
    return failed(
        options ? Error{Errc::usage, "give pages, folders, WARC files or claim items (.jsonl)", std::nullopt}
                : options.error());
  }
  auto loaded = load(&options->patterns, options->officials);
  if (!loaded) {
    return report(loaded.error());
  }
  auto config = std::make_shared<config::Config>();
  config->lexicon_directory = loaded->shipped.lexicon_directory;
  config->officials = loaded->shipped.officials;
  config->outlets = outlets_by_kind();
  const pipeline::Engines base{config, loaded->quotes, nullptr, nullptr};
  std::vector<pipeline::BacktestRun> runs;
  for (const model::Pattern& pattern : loaded->patterns) {
    auto engines = pipeline::engines_for(base, pattern);
    if (!engines) {
      return report(engines.error());
    }
    runs.emplace_back(*std::move(engines), pattern, system_clock().now());
  }
  const bool fine = read_all(
      options->words,
      [&](const pipeline::ReadArticle& read) {
        std::ranges::for_each(runs, [&](pipeline::BacktestRun& run) { run.add(read); });
      },
      [](const Error& error) {
        std::cerr << "quotewatch patterns: " << escape_for_terminal(error.text()) << '\n';
      });
  for (pipeline::BacktestRun& run : runs) {
    const patterns::Backtest out = std::move(run).report();
    std::cout << (options->json ? patterns::backtest_text(out) + "\n" : backtest_lines(out));
  }
  return fine ? 0 : 65;
}

}  // namespace qw::cli
