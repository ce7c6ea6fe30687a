#include "base/log.hpp"

#include "base/escape.hpp"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

namespace qw::log {
namespace {

constexpr std::size_t longest_value = 200;

std::shared_ptr<spdlog::logger>& logger() {
  static std::shared_ptr<spdlog::logger> instance = [] {
    auto made = spdlog::stderr_color_mt("quotewatch");
    made->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    return made;
  }();
  return instance;
}

spdlog::level::level_enum spdlog_level(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

bool& to_journal() {
  static bool value = false;
  return value;
}

/// journald reads "<N>" at the start of a line as the priority.
std::string_view journal_prefix(Level level) {
  switch (level) {
    case Level::debug:
      return "<7>";
    case Level::info:
      return "<6>";
    case Level::warning:
      return "<4>";
    case Level::error:
      return "<3>";
  }
  return "<6>";
}

bool is_bare(std::string_view value) {
  if (value.empty()) {
    return false;
  }
  for (const char c : value) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-_.:/+@%").find(c) != std::string_view::npos;
    if (!plain) {
      return false;
    }
  }
  return true;
}

}  // namespace

Field::Field(std::string_view k, double v) : key(k), value(fmt::format("{:.3f}", v)) {}

std::string line_of(std::string_view what, Fields fields) {
  std::string line(what);
  for (const Field& field : fields) {
    line += ' ';
    line += field.key;
    line += '=';
    const std::string shown = escape_for_log(field.value, longest_value);
    if (is_bare(shown)) {
      line += shown;
    } else {
      line += '"' + shown + '"';
    }
  }
  return line;
}

void set_up(Level least, Target target) {
  if (target == Target::journal) {
    logger()->set_pattern("%v");  // journald adds the time itself
    to_journal() = true;
  }
  logger()->set_level(spdlog_level(least));
}

void event(Level level, std::string_view what, Fields fields) {
  if (!logger()->should_log(spdlog_level(level))) {
    return;
  }
  logger()->log(spdlog_level(level), "{}{}", to_journal() ? journal_prefix(level) : "",
                line_of(what, fields));
}

void flush() { logger()->flush(); }

}  // namespace qw::log
