#include "daemon/cli/screen.hpp"

#include "base/clock.hpp"
#include "base/environment.hpp"
#include "base/escape.hpp"
#include "base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <sys/ioctl.h>
#include <unistd.h>

namespace qw::cli {
namespace {

std::string_view code_of(Colour colour) {
  switch (colour) {
    case Colour::red:
      return "\x1b[31m";
    case Colour::yellow:
      return "\x1b[33m";
    case Colour::green:
      return "\x1b[32m";
    case Colour::dim:
      return "\x1b[2m";
    case Colour::bold:
      return "\x1b[1m";
    case Colour::none:
      break;
  }
  return "";
}

std::size_t lines_of_terminal() {
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 ? size.ws_row : 40;
}

}  // namespace

Screen screen_of_stdout(bool no_colour) {
  Screen out;
  out.terminal = ::isatty(STDOUT_FILENO) == 1;
  out.colour =
      out.terminal && !no_colour && !environment("NO_COLOR") && environment("TERM").value_or("") != "dumb";
  winsize size{};
  if (out.terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20) {
    out.width = size.ws_col;
  }
  return out;
}

std::string safe(std::string_view foreign) { return escape_for_terminal(foreign); }

std::string coloured(const Screen& screen, Colour colour, std::string_view text) {
  const std::string_view code = screen.colour ? code_of(colour) : "";
  return code.empty() ? std::string(text) : fmt::format("{}{}\x1b[0m", code, text);
}

std::string table(const Screen& screen, const std::vector<std::string>& header,
                  const std::vector<Row>& rows) {
  std::string out;
  if (!screen.terminal) {
    for (const Row& row : rows) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        out += (i == 0 ? "" : "\t") + safe(row[i].text);
      }
      out += '\n';
    }
    return out;
  }
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < header.size(); ++i) {
    widths.push_back(utf8::count(header[i]));
    for (const Row& row : rows) {
      widths[i] = std::max(widths[i], i < row.size() ? utf8::count(safe(row[i].text)) : 0);
    }
  }
  const auto line = [&](std::size_t column, const std::string& text, Colour colour) {
    std::size_t before = 0;
    for (std::size_t i = 0; i < column; ++i) {
      before += widths[i] + 2;
    }
    const bool last = column + 1 == widths.size();
    const std::size_t room = screen.width > before + 8 ? screen.width - before - 1 : 8;
    const std::string shown = last ? utf8::cut(text, room) : text;
    const std::size_t pad = last ? 0 : widths[column] - std::min(widths[column], utf8::count(text)) + 2;
    out += coloured(screen, colour, shown) + std::string(pad, ' ');
  };
  if (!std::ranges::all_of(header, &std::string::empty)) {
    for (std::size_t i = 0; i < header.size(); ++i) {
      line(i, header[i], Colour::dim);
    }
    out += '\n';
  }
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      line(i, safe(row[i].text), row[i].colour);
    }
    out += '\n';
  }
  return out;
}

std::string when(const Screen& screen, std::string_view iso) {
  if (iso.empty()) {
    return "-";
  }
  const auto time = parse_time(iso);
  if (!screen.terminal || !time) {
    return std::string(iso);
  }
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(system_clock().now() - *time).count();
  if (minutes < 0) {
    return fmt::format("in {} min", -minutes);
  }
  return minutes < 1           ? "just now"
         : minutes < 60        ? fmt::format("{} min ago", minutes)
         : minutes < 48L * 60L ? fmt::format("{} h ago", minutes / 60)
                               : fmt::format("{} d ago", minutes / (60L * 24L));
}

void put(const Screen& screen, const std::string& text) {
  const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n'));
  if (screen.terminal && lines + 1 > lines_of_terminal()) {
    // No program of the reader's choice: a PAGER from elsewhere must not run for those who sudo.
    // A small system has none: then it is all written at once.
    if (FILE* pager =
            ::popen("export LESSSECURE=1; command -v less >/dev/null && exec less -FRX; exec cat", "w")) {
      std::fwrite(text.data(), 1, text.size(), pager);
      ::pclose(pager);
      return;
    }
  }
  std::cout << text;
}

}  // namespace qw::cli
