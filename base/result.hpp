#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// What can go wrong is a Result; exceptions are for what must not (CONTRIBUTING.md, "Errors").
/// Threads: plain values.
namespace qw {

/// Closed list; programs branch on the code and never on the text.
enum class Errc : std::uint8_t {
  usage,        ///< the caller asked wrongly
  config,       ///< configuration or data tables are wrong
  not_found,    ///< there is no such thing
  malformed,    ///< bytes from outside do not have the form that they claim
  too_big,      ///< a limit was reached; the text names the key of the limit
  unreachable,  ///< DNS, connect or TLS failed
  timed_out,    ///< a clock ran out
  refused,      ///< robots.txt or the address guard said no
  blocked,      ///< a wall, a challenge or a consent page stands in front
  busy,         ///< try again later
  conflict,     ///< somebody else changed it first
  corrupt,      ///< stored data is damaged
  io,           ///< the disk or the operating system said no
  cancelled,    ///< we were told to stop
};

/// "config", "not_found", …: stable names for logs and JSON.
std::string_view name_of(Errc code);
/// The exit status of a command line program for this error (README, "Exit codes").
int exit_status_of(Errc code);

struct Where {
  std::string file;
  std::uint32_t line = 0;    ///< from 1; 0 = the whole file
  std::uint32_t column = 0;  ///< code points from 1; 0 = the whole line
};

struct [[nodiscard]] Error {
  Errc code = Errc::usage;
  std::string what;  ///< for people: the fact, then the remedy
  std::optional<Where> where = std::nullopt;

  /// Puts "doing: " in front of the text; for the one caller that can say what was being done.
  Error&& within(std::string_view doing) && {
    what = std::string(doing) + ": " + what;
    return std::move(*this);
  }
  /// "file:line:column: what", or what alone.
  std::string text() const;
};

template <class T = void>
using Result = std::expected<T, Error>;

/// Shorthand for a failed Result.
inline std::unexpected<Error> fail(Errc code, std::string what) {
  return std::unexpected(Error{code, std::move(what), std::nullopt});
}

}  // namespace qw

// TRY declares a name, so it stands alone on its line, never behind a brace-less `if`.
// NOLINTBEGIN(bugprone-macro-parentheses): the arguments are a declaration and an expression.
#define QW_CAT_(a, b) a##b
#define QW_CAT(a, b) QW_CAT_(a, b)
#define QW_TRY_(leave, tmp, decl, ...)             \
  auto tmp = (__VA_ARGS__);                        \
  if (!tmp) {                                      \
    leave std::unexpected(std::move(tmp).error()); \
  }                                                \
  decl = *std::move(tmp)
#define TRY(decl, ...) QW_TRY_(return, QW_CAT(qw_try_, __COUNTER__), decl, __VA_ARGS__)
#define QW_CO_TRY_OK_(tmp, ...)                        \
  auto tmp = (__VA_ARGS__);                            \
  if (!tmp) {                                          \
    co_return std::unexpected(std::move(tmp).error()); \
  }
#define CO_TRY_OK(...) QW_CO_TRY_OK_(QW_CAT(qw_try_, __COUNTER__), __VA_ARGS__)
#define CO_TRY(decl, ...) QW_TRY_(co_return, QW_CAT(qw_try_, __COUNTER__), decl, __VA_ARGS__)
#define TRY_OK(...)                                    \
  do {                                                 \
    if (auto qw_r = (__VA_ARGS__); !qw_r) {            \
      return std::unexpected(std::move(qw_r).error()); \
    }                                                  \
  } while (false)
// NOLINTEND(bugprone-macro-parentheses)
