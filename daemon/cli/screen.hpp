#pragma once

#include <string>
#include <string_view>
#include <vector>

/// What people read: on a terminal aligned, coloured and short, in a pipe stable tab-separated lines.
namespace qw::cli {

struct Screen {
  bool terminal = false;
  bool colour = false;
  std::size_t width = 100;  ///< columns
};
/// Of standard output. Colour is off without a terminal, with NO_COLOR, TERM=dumb or `--no-color`.
Screen screen_of_stdout(bool no_colour);

enum class Colour : unsigned char { none, red, yellow, green, dim, bold };

struct Cell {
  std::string text;  ///< foreign text is fine: it is escaped here
  Colour colour = Colour::none;

  Cell(std::string t, Colour c = Colour::none) : text(std::move(t)), colour(c) {}
  Cell(const char* t) : text(t) {}
};
using Row = std::vector<Cell>;

/// A table with a header line on a terminal; the last column is cut at the width of the screen. In a pipe:
/// the cells with tabs between them, nothing cut, no header.
std::string table(const Screen& screen, const std::vector<std::string>& header, const std::vector<Row>& rows);

std::string coloured(const Screen& screen, Colour colour, std::string_view text);
/// "3 h ago" of an ISO time on a terminal, the ISO time itself in a pipe; "-" for "".
std::string when(const Screen& screen, std::string_view iso);
/// Foreign text for this output, on one line.
std::string safe(std::string_view foreign);
/// Prints; through a pager when it is a terminal and longer than the screen.
void put(const Screen& screen, const std::string& text);

}  // namespace qw::cli
