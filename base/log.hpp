#pragma once

#include <concepts>
#include <initializer_list>
#include <string>
#include <string_view>

/// One line an event: `event key=value key="foreign text"`, to stderr or the journal.
/// Foreign text is escaped and cut at 200 characters, so that no outlet can write a line of its own.
/// Threads: any.
namespace qw::log {

enum class Level { debug, info, warning, error };
enum class Target { standard_error, journal };

struct Field {
  std::string_view key;
  std::string value;

  Field(std::string_view k, std::string_view v) : key(k), value(v) {}
  Field(std::string_view k, const std::string& v) : key(k), value(v) {}
  Field(std::string_view k, const char* v) : key(k), value(v) {}
  Field(std::string_view k, bool v) : key(k), value(v ? "yes" : "no") {}
  template <std::integral T>
    requires(!std::same_as<T, bool>)
  Field(std::string_view k, T v) : key(k), value(std::to_string(v)) {}
  Field(std::string_view k, double v);
};
using Fields = std::initializer_list<Field>;

/// Sets level and target once, before threads start. Without a call: info, stderr.
void set_up(Level least, Target target);
void event(Level level, std::string_view what, Fields fields = {});
void flush();

inline void debug(std::string_view what, Fields fields = {}) { event(Level::debug, what, fields); }
inline void info(std::string_view what, Fields fields = {}) { event(Level::info, what, fields); }
inline void warning(std::string_view what, Fields fields = {}) { event(Level::warning, what, fields); }
inline void error(std::string_view what, Fields fields = {}) { event(Level::error, what, fields); }

/// The line that event() writes, without time and level: for tests.
std::string line_of(std::string_view what, Fields fields);

}  // namespace qw::log
