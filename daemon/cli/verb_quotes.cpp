#include "base/escape.hpp"
#include "base/utf8.hpp"
#include "config/config.hpp"
#include "crawler/quotes/quote_engine.hpp"
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

/// FORMATS.md counts code points, the engine bytes.
class Offsets {
 public:
  explicit Offsets(std::string_view text) : text_(text) {}
  std::size_t at(std::uint32_t byte) {
    if (byte < byte_) {
      byte_ = 0;
      points_ = 0;
    }
    points_ += utf8::count(text_.substr(byte_, byte - byte_));
    byte_ = byte;
    return points_;
  }

 private:
  std::string_view text_;
  std::uint32_t byte_ = 0;
  std::size_t points_ = 0;
};

boost::json::object to_json(const model::Quote& quote, Offsets& offsets) {
  boost::json::object out;
  out["start"] = offsets.at(quote.content.begin);
  out["end"] = offsets.at(quote.content.end);
  out["form"] = model::name_of(quote.form);
  out["speaker"] = quote.speaker;
  out["official"] = quote.official ? boost::json::value(*quote.official) : boost::json::value(nullptr);
  out["polarity"] = model::name_of(quote.polarity);
  out["modality"] = model::name_of(quote.modality);
  boost::json::array via(quote.via.begin(), quote.via.end());
  out["via"] = std::move(via);
  if (!quote.candidates.empty()) {
    out["candidates"] = boost::json::array(quote.candidates.begin(), quote.candidates.end());
  }
  if (quote.distance) {
    out["distance"] = true;
  }
  if (quote.parent) {
    out["parent"] = *quote.parent;
  }
  return out;
}

struct Options {
  bool jsonl = false, json = false;
  unsigned jobs = 1;
  std::string officials, language;
  model::TextKind kind = model::TextKind::body;
  Day date = day_of(system_clock().now());
  std::vector<std::string> files;
};

Result<model::TextKind> read_kind(const std::string& name) {
  const auto known = model::from_name<model::TextKind>(name);
  if (!known) {
    return fail(Errc::usage,
                "the kind of a text is body, headline, post, feed_title or summary, not '" + name + "'");
  }
  return *known;
}

Result<Options> options_of(Arguments arguments) {
  TRY(Line line, read_options(arguments, {"--jobs", "--officials", "--language", "--kind", "--date"},
                              {"--json", "--jsonl"}));
  Options options;
  options.jsonl = line.has("jsonl");
  options.json = line.has("json");
  options.officials = line.option("officials");
  options.language = line.option("language");
  TRY(options.jobs, jobs_of(line));
  if (line.options.contains("kind")) {
    TRY(options.kind, read_kind(line.option("kind")));
  }
  if (line.options.contains("date")) {
    TRY(options.date, parse_day(line.option("date")));
  }
  options.files = std::move(line.words);
  if (options.jsonl != options.files.empty()) {
    return fail(Errc::usage, "give text files, or --jsonl and texts on standard input");
  }
  if (!options.language.empty() && options.language != "uk" && options.language != "ru") {
    return fail(Errc::usage, "--language is uk or ru");
  }
  return options;
}

boost::json::array quotes_json(const quotes::QuoteEngine& engine, const quotes::TextInput& input) {
  boost::json::array out;
  Offsets offsets(input.text);
  for (const model::Quote& quote : engine.extract(input)) {
    // Words cited only to be corrected are no records of the format; the matcher knows them.
    if (!quote.cited_to_correct) {
      out.push_back(to_json(quote, offsets));
    }
  }
  return out;
}

Result<std::string> answer(const quotes::QuoteEngine& engine, const boost::json::object& item) {
  const std::string id = text_of(item, "id");
  if (id.empty()) {
    return fail(Errc::malformed, "the item has no id");
  }
  const std::string text = text_of(item, "text");
  const std::string language = text_of(item, "lang");
  quotes::TextInput input;
  input.text = text;
  input.language = language;
  if (const std::string kind = text_of(item, "kind"); !kind.empty()) {
    TRY(input.kind, read_kind(kind));
  }
  TRY(input.date, parse_day(text_of(item, "date")));
  boost::json::object out;
  out["id"] = id;
  out["quotes"] = quotes_json(engine, input);
  return boost::json::serialize(out);
}

Result<> show(const quotes::QuoteEngine& engine, const std::string& file, const Options& options) {
  TRY(const std::string text, read_file(file));
  const quotes::TextInput input{
      .text = text, .kind = options.kind, .language = options.language, .date = options.date};
  if (options.json) {
    boost::json::object out;
    out["file"] = file;
    out["quotes"] = quotes_json(engine, input);
    std::cout << boost::json::serialize(out) << '\n';
    return {};
  }
  const std::vector<model::Quote> found = engine.extract(input);
  std::cout << file << ": " << found.size() << (found.size() == 1 ? " quote\n" : " quotes\n");
  for (const model::Quote& quote : found) {
    std::cout << quote_line(text, quote);
  }
  return {};
}

}  // namespace

std::string quote_line(std::string_view text, const model::Quote& quote) {
  std::string traits = quote.official.value_or("no official");
  traits += ", " + std::string(model::name_of(quote.form)) + ", " +
            std::string(model::name_of(quote.polarity)) + ", " + std::string(model::name_of(quote.modality));
  for (const std::string& each : quote.via) {
    traits += ", via " + each;
  }
  return "quote  " + escape_for_terminal(quote.speaker.empty() ? "nobody named" : quote.speaker) + " (" +
         escape_for_terminal(traits) + "): " +
         escape_for_terminal(text.substr(quote.content.begin, quote.content.end - quote.content.begin)) +
         "\n";
}

int run_quotes(Arguments arguments) {
  const Result<Options> options = options_of(arguments);
  if (!options) {
    return usage_error("quotes", options.error().what);
  }
  const auto shipped = load_shipped(options->officials);
  if (!shipped) {
    return report(shipped.error());
  }
  const auto engine = quotes::QuoteEngine::make(shipped->lexicon_directory, shipped->officials,
                                                shipped->namesakes, shipped->outlets);
  if (!engine) {
    return report(engine.error());
  }
  if (options->jsonl) {
    const JsonlOptions runner{options->jobs, isatty(STDERR_FILENO) == 1 && isatty(STDIN_FILENO) == 0,
                              "quotewatch quotes"};
    return run_jsonl(std::cin, std::cout, std::cerr, runner,
                     [&](const boost::json::object& item) { return answer(**engine, item); });
  }
  int status = 0;
  for (const std::string& file : options->files) {
    if (const Result<> done = show(**engine, file, *options); !done) {
      std::cerr << "quotewatch quotes: " << done.error().text() << '\n';
      status = exit_status_of(done.error().code);
    }
  }
  return status;
}

}  // namespace qw::cli
