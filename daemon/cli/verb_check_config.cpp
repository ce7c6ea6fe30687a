#include "config/config.hpp"
#include "config/keys.hpp"
#include "config/lexicon_place.hpp"
#include "crawler/match/lexicon.hpp"
#include "crawler/match/match_engine.hpp"
#include "crawler/quotes/quote_engine.hpp"
#include "daemon/cases/notices.hpp"
#include "daemon/cli/command_line.hpp"
#include "daemon/cli/offline_verbs.hpp"

#include <boost/json.hpp>

#include <filesystem>
#include <iostream>

namespace qw::cli {
namespace {

namespace json = boost::json;

int print_keys() {
  for (const config::Key& key : config::all_keys()) {
    std::cout << key.name << '\t' << key.kind << '\t' << key.standard << '\n';
  }
  return 0;
}

void append(std::vector<Error>& to, const std::vector<Error>& more) {
  to.insert(to.end(), more.begin(), more.end());
}

/// Everything that the engines say when the daemon makes them: the tables of the lexicon, the dictionaries,
/// and what only fits or does not fit together. `config` may be what a broken configuration leaves: none.
std::vector<Error> errors_of_engines(const config::Config& config) {
  std::vector<Error> errors;
  if (const auto notices = cases::CorrectionNotices::load(config.lexicon_directory); !notices) {
    append(errors, notices.error());
  }
  const auto quotes =
      quotes::QuoteEngine::make(config.lexicon_directory, config.officials, config.namesakes, config.outlets);
  if (!quotes) {
    append(errors, quotes.error());
    // The matcher stands on the quote engine; its own tables can be looked at without it.
    if (const auto concepts = match::Lexicon::load(config.lexicon_directory); !concepts) {
      append(errors, concepts.error());
    }
    return errors;
  }
  const auto match =
      match::MatchEngine::make(*quotes, config.lexicon_directory, config.officials, config.patterns);
  if (!match) {
    append(errors, match.error());
  }
  return errors;
}

json::array as_json(const std::vector<Error>& list) {
  json::array out;
  for (const Error& each : list) {
    json::object row;
    row["file"] = each.where ? json::value(each.where->file) : json::value(nullptr);
    row["line"] = each.where ? each.where->line : 0;
    row["column"] = each.where ? each.where->column : 0;
    row["what"] = each.what;
    out.push_back(std::move(row));
  }
  return out;
}

}  // namespace

int run_check_config(Arguments arguments) {
  const Result<Line> line = read_options(arguments, {"--config"}, {"--keys", "--json"});
  if (!line) {
    return usage_error("check-config", line.error().what);
  }
  if (!line->words.empty()) {
    return usage_error("check-config", "unknown argument '" + line->words.front() + "'");
  }
  if (line->has("keys")) {
    return print_keys();
  }
  const std::string file =
      line->options.contains("config") ? line->option("config") : "config/quotewatch.toml";
  std::vector<Error> remarks;
  std::vector<Error> errors;
  const auto loaded = config::load(file, &remarks);
  config::Config broken;
  if (!loaded) {
    errors = loaded.error();
    broken.lexicon_directory = config::lexicon_directory_of(file);
  }
  const config::Config& config = loaded ? **loaded : broken;
  if (std::error_code code; std::filesystem::is_directory(config.lexicon_directory, code)) {
    append(errors, errors_of_engines(config));
  } else if (loaded) {
    errors.push_back(Error{Errc::config, "the folder of the lexicon cannot be read; see [paths] lexicon",
                           Where{config.lexicon_directory, 0, 0}});
  }
  if (line->has("json")) {
    json::object out;
    out["file"] = file;
    out["outlets"] = config.outlets.size();
    out["officials"] = config.officials.size();
    out["patterns"] = config.patterns.size();
    out["errors"] = as_json(errors);
    out["remarks"] = as_json(remarks);
    std::cout << json::serialize(out) << '\n';
  } else {
    for (const Error& each : remarks) {
      std::cerr << each.text() << '\n';
    }
    for (const Error& each : errors) {
      std::cerr << each.text() << '\n';
    }
    if (errors.empty()) {
      std::cout << file << ": " << config.outlets.size() << " outlets, " << config.officials.size()
                << " officials, " << config.patterns.size() << " patterns, lexicon: no errors\n";
    }
  }
  return errors.empty() ? 0 : 78;
}

}  // namespace qw::cli
