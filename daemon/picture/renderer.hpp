#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "daemon/picture/exchange.hpp"

#include <atomic>
#include <string>
#include <string_view>

/// The daemon's side of the renderer: hands over the records of one page and takes a picture back.
namespace qw::picture {

struct Drawn {
  AnswerLine line;
  std::string png;  ///< checked (png.hpp), of the size that the line says
};

class Renderer {
 public:
  struct Place {
    std::string socket;   ///< of quotewatch-render.socket; "" = `program` is started as a child
    std::string program;  ///< quotewatch-render
    std::string browser;  ///< for the child
    Millis longest{90'000};
  };
  explicit Renderer(Place place);
  Renderer(const Renderer&) = delete;
  Renderer& operator=(const Renderer&) = delete;
  ~Renderer();

  /// `document`: record id of the page's response among `records` (gzip members of WARC records). Blocks for
  /// at most `longest`. Errc::unreachable when nothing can be drawn here and now (the text says what to do),
  /// Errc::cancelled after stop(); any other error is about this page. One call at a time, any thread.
  Result<Drawn> draw(std::string_view document, std::string_view records);
  /// Ends a draw() that is under way, and lets no other begin. Any thread.
  void stop();

 private:
  class Line;
  Result<Drawn> ask(Line& line, std::string_view document, std::string_view records) const;

  Place place_;
  int stopped_ = -1;  ///< eventfd, readable after stop()
};

}  // namespace qw::picture
