#include "daemon/cli/jsonl_runner.hpp"
#include "daemon/cli/offline_verbs.hpp"
#include "daemon/cli/page_reader.hpp"

#include <boost/json.hpp>

#include <iostream>
#include <unistd.h>
#include <vector>

namespace qw::cli {
namespace {

struct Options {
  bool jsonl = false, json = false;
  unsigned jobs = 1;
  std::string url;
  FetchedAt fetched;
  std::vector<std::string> files;
};

Result<Options> read_options(Arguments arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    const bool more = i + 1 < arguments.size();
    if (argument == "--jsonl") {
      options.jsonl = true;
    } else if (argument == "--json") {
      options.json = true;
    } else if (argument == "--jobs" && more) {
      TRY(options.jobs, read_jobs(arguments[++i]));
    } else if (argument == "--url" && more) {
      options.url = arguments[++i];
    } else if (argument == "--fetched" && more) {
      TRY(options.fetched, read_fetched(arguments[++i]));
    } else if (argument.starts_with("--")) {
      return fail(Errc::usage, "unknown argument '" + argument + "'; see quotewatch article --help");
    } else {
      options.files.push_back(argument);
    }
  }
  if (options.jsonl != options.files.empty()) {
    return fail(Errc::usage, "give saved pages, or --jsonl and a list on standard input");
  }
  return options;
}

std::string text_of(const boost::json::object& item, std::string_view key) {
  const boost::json::value* value = item.if_contains(key);
  const boost::json::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? "" : std::string(*text);
}

Result<std::string> answer(const boost::json::object& item) {
  const std::string file = text_of(item, "html_file");
  if (file.empty()) {
    return fail(Errc::malformed, "there is no html_file");
  }
  TRY(const FetchedAt fetched, read_fetched(text_of(item, "fetched")));
  TRY(const std::string bytes, read_file(file));
  TRY(const model::Article article,
      read_page(bytes, text_of(item, "url"), text_of(item, "content_type"), fetched));
  boost::json::object out;
  out["id"] = item.contains("id") ? item.at("id") : boost::json::value(nullptr);
  for (const auto& [key, value] : article_json(article)) {
    out[key] = value;
  }
  return boost::json::serialize(out);
}

Result<> show(const std::string& file, const Options& options) {
  TRY(const std::string bytes, read_file(file));
  TRY(const model::Article article, read_page(bytes, options.url, "", options.fetched));
  if (options.json) {
    std::cout << boost::json::serialize(article_json(article)) << '\n';
  } else {
    std::cout << article_lines(article);
  }
  return {};
}

}  // namespace

int run_article(Arguments arguments) {
  const Result<Options> options = read_options(arguments);
  if (!options) {
    std::cerr << "quotewatch article: " << options.error().text() << '\n';
    return exit_status_of(options.error().code);
  }
  if (options->jsonl) {
    const JsonlOptions runner{options->jobs, isatty(STDERR_FILENO) != 0, "quotewatch article"};
    return run_jsonl(std::cin, std::cout, std::cerr, runner, answer);
  }
  int status = 0;
  for (const std::string& file : options->files) {
    if (const Result<> done = show(file, *options); !done) {
      std::cerr << "quotewatch article: " << done.error().text() << '\n';
      status = exit_status_of(done.error().code);
    }
  }
  return status;
}

}  // namespace qw::cli
