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

Result<Options> options_of(Arguments arguments) {
  TRY(Line line, read_options(arguments, {"--jobs", "--url", "--fetched"}, {"--json", "--jsonl"}));
  Options options;
  options.jsonl = line.has("jsonl");
  options.json = line.has("json");
  options.url = line.option("url");
  TRY(options.jobs, jobs_of(line));
  TRY(options.fetched, read_fetched(line.option("fetched")));
  options.files = std::move(line.words);
  if (options.jsonl != options.files.empty()) {
    return fail(Errc::usage, "give saved pages, or --jsonl and a list on standard input");
  }
  return options;
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
  const Result<Options> options = options_of(arguments);
  if (!options) {
    return usage_error("article", options.error().what);
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
