#include "base/utf8.hpp"
#include "config/config.hpp"
#include "crawler/quotes/quote_engine.hpp"
#include "daemon/cli/jsonl_runner.hpp"
#include "daemon/cli/offline_verbs.hpp"
#include "daemon/cli/shipped.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

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

std::string text_of(const boost::json::object& item, std::string_view key) {
  const boost::json::value* value = item.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
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
    const auto known = model::from_name<model::TextKind>(kind);
    if (!known) {
      return fail(Errc::malformed, fmt::format("kind '{}' is unknown", kind));
    }
    input.kind = *known;
  }
  TRY(input.date, parse_day(text_of(item, "date")));
  boost::json::array quotes;
  Offsets offsets(text);
  for (const model::Quote& quote : engine.extract(input)) {
    // Words cited only to be corrected are no records of the format; the matcher knows them.
    if (!quote.cited_to_correct) {
      quotes.push_back(to_json(quote, offsets));
    }
  }
  boost::json::object out;
  out["id"] = id;
  out["quotes"] = std::move(quotes);
  return boost::json::serialize(out);
}

}  // namespace

int run_quotes(Arguments arguments) {
  bool jsonl = false;
  std::string officials;
  JsonlOptions options;
  options.name = "quotewatch quotes";
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--jsonl") {
      jsonl = true;
    } else if (arguments[i] == "--officials" && i + 1 < arguments.size()) {
      officials = arguments[++i];
    } else if (arguments[i] == "--jobs" && i + 1 < arguments.size()) {
      const auto jobs = read_jobs(arguments[++i]);
      if (!jobs) {
        std::cerr << "quotewatch quotes: " << jobs.error().text() << '\n';
        return 2;
      }
      options.jobs = *jobs;
    } else {
      std::cerr << "quotewatch quotes: unknown argument '" << arguments[i] << "'; see --help\n";
      return 2;
    }
  }
  if (!jsonl) {
    std::cerr << "quotewatch quotes: say --jsonl; see --help\n";
    return 2;
  }
  const auto shipped = load_shipped(officials);
  if (!shipped) {
    return report(shipped.error());
  }
  const auto engine = quotes::QuoteEngine::make(shipped->lexicon_directory, shipped->officials,
                                                shipped->namesakes, shipped->outlets);
  if (!engine) {
    return report(engine.error());
  }
  std::ios::sync_with_stdio(false);
  options.progress = isatty(STDERR_FILENO) == 1 && isatty(STDIN_FILENO) == 0;
  return run_jsonl(std::cin, std::cout, std::cerr, options,
                   [&](const boost::json::object& item) { return answer(**engine, item); });
}

}  // namespace qw::cli
