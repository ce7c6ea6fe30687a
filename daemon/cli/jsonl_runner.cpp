#include "daemon/cli/jsonl_runner.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <istream>
#include <ostream>
#include <thread>
#include <vector>

namespace qw::cli {
namespace {

constexpr std::size_t most_line_bytes = 64U << 20U;
constexpr std::size_t lines_a_job = 32;

struct Item {
  std::uint64_t number = 0;
  std::string text;
  Result<std::string> answer;
};

Result<std::string> answer_line(const std::string& text, const JsonlWork& work) {
  if (text.size() > most_line_bytes) {
    return fail(Errc::too_big, "the line is longer than 64 MiB");
  }
  boost::system::error_code code;
  boost::json::parse_options options;
  options.allow_invalid_utf8 = true;
  const boost::json::value value = boost::json::parse(text, code, {}, options);
  if (code) {
    return fail(Errc::malformed, fmt::format("no JSON: {}", code.message()));
  }
  const boost::json::object* item = value.if_object();
  if (item == nullptr) {
    return fail(Errc::malformed, "a JSON object is expected");
  }
  try {
    return work(*item);
  } catch (const std::exception& error) {
    return fail(Errc::malformed, error.what());
  }
}

void answer_all(std::vector<Item>& lines, unsigned jobs, const JsonlWork& work) {
  std::atomic<std::size_t> next{0};
  const auto take = [&] {
    for (std::size_t i = next++; i < lines.size(); i = next++) {
      lines[i].answer = answer_line(lines[i].text, work);
    }
  };
  std::vector<std::jthread> helpers;
  for (unsigned i = 1; i < std::min<std::size_t>(jobs, lines.size()); ++i) {
    helpers.emplace_back(take);
  }
  take();
}

/// Waits for one line, then takes what has already arrived: a slow pipe gets its answers line by line.
std::vector<Item> read_lines(std::istream& in, std::uint64_t& number, std::size_t most) {
  std::vector<Item> lines;
  std::string text;
  while (lines.size() < most && (lines.empty() || in.rdbuf()->in_avail() > 0) && std::getline(in, text)) {
    ++number;
    if (text.find_first_not_of(" \t\r") != std::string::npos) {
      lines.push_back({number, std::move(text), {}});
    }
  }
  return lines;
}

}  // namespace

int run_jsonl(std::istream& in, std::ostream& out, std::ostream& errors, const JsonlOptions& options,
              const JsonlWork& work) {
  std::uint64_t number = 0;
  std::uint64_t done = 0;
  std::uint64_t bad = 0;
  for (;;) {
    std::vector<Item> lines = read_lines(in, number, lines_a_job * options.jobs);
    if (lines.empty()) {
      break;
    }
    answer_all(lines, options.jobs, work);
    for (const Item& line : lines) {
      if (line.answer) {
        out << *line.answer << '\n';
      } else {
        ++bad;
        errors << (options.progress ? "\r\x1b[K" : "")
               << fmt::format("{}: line {}: {}\n", options.name, line.number, line.answer.error().text());
      }
    }
    out.flush();
    if (!out) {
      errors << options.name << ": the output cannot be written\n";
      return 75;
    }
    done += lines.size();
    if (options.progress) {
      errors << fmt::format("\r\x1b[K{}: {} lines", options.name, done) << std::flush;
    }
  }
  if (options.progress) {
    errors << '\n';
  }
  return bad == 0 ? 0 : 65;
}

Result<unsigned> jobs_of(const Line& line) {
  const std::string text = line.option("jobs");
  if (!line.options.contains("jobs")) {
    return 1U;
  }
  unsigned jobs = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), jobs);
  if (code != std::errc{} || end != text.data() + text.size() || jobs < 1 || jobs > 256) {
    return fail(Errc::usage, fmt::format("--jobs wants a number from 1 to 256, not '{}'", text));
  }
  return jobs;
}

std::string text_of(const boost::json::object& item, std::string_view key) {
  const boost::json::value* value = item.if_contains(key);
  const boost::json::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? "" : std::string(*text);
}

}  // namespace qw::cli
