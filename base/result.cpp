#include "base/result.hpp"

namespace qw {

std::string_view name_of(Errc code) {
  switch (code) {
    case Errc::usage:
      return "usage";
    case Errc::config:
      return "config";
    case Errc::not_found:
      return "not_found";
    case Errc::malformed:
      return "malformed";
    case Errc::too_big:
      return "too_big";
    case Errc::unreachable:
      return "unreachable";
    case Errc::timed_out:
      return "timed_out";
    case Errc::refused:
      return "refused";
    case Errc::blocked:
      return "blocked";
    case Errc::busy:
      return "busy";
    case Errc::conflict:
      return "conflict";
    case Errc::corrupt:
      return "corrupt";
    case Errc::io:
      return "io";
    case Errc::cancelled:
      return "cancelled";
  }
  return "unknown";
}

int exit_status_of(Errc code) {
  switch (code) {
    case Errc::usage:
      return 2;
    case Errc::config:
      return 78;
    case Errc::corrupt:
      return 65;
    case Errc::unreachable:
      return 69;
    case Errc::timed_out:
    case Errc::busy:
    case Errc::io:
      return 75;
    case Errc::not_found:
    case Errc::malformed:
    case Errc::too_big:
    case Errc::refused:
    case Errc::blocked:
    case Errc::conflict:
    case Errc::cancelled:
      return 1;
  }
  return 1;
}

std::string Error::text() const {
  if (!where) {
    return what;
  }
  std::string out = where->file;
  if (where->line != 0) {
    out += ':' + std::to_string(where->line);
    if (where->column != 0) {
      out += ':' + std::to_string(where->column);
    }
  }
  return out + ": " + what;
}

}  // namespace qw
