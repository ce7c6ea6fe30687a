#include "base/version.hpp"
#include "daemon/render/serve.hpp"

#include <charconv>
#include <csignal>
#include <iostream>
#include <string_view>

namespace {

constexpr std::string_view usage =
    "usage: quotewatch-render [--browser PROGRAM] [--seconds N]\n\n"
    "Draws one stored page: reads a job from standard input, gives a picture on standard output, and ends.\n"
    "quotewatchd and quotewatch-render.socket start it; docs/pictures.md says what it gives up first.\n\n"
    "  --browser PROGRAM   chromium (/usr/lib/chromium/chromium)\n"
    "  --seconds N         time for the page, 1 to 60 (40)\n";

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  qw::render::Wish wish;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--help" || argument == "-h") {
      std::cout << usage;
      return 0;
    }
    if (argument == "--version") {
      std::cout << "quotewatch-render " << qw::version << '\n';
      return 0;
    }
    const std::string_view value = i + 1 < argc ? argv[++i] : "";
    int seconds = 0;
    const auto [end, bad] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    const bool a_time =
        bad == std::errc() && end == value.data() + value.size() && seconds >= 1 && seconds <= 60;
    if (argument == "--browser" && value.starts_with('/')) {
      wish.browser = value;
    } else if (argument == "--seconds" && a_time) {
      wish.for_one_page = std::chrono::seconds(seconds);
    } else {
      std::cerr << usage;
      return 2;
    }
  }
  return qw::render::serve(wish) ? 0 : 1;
}
