#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// What goes over the socket between the daemon and the renderer: to it one line and WARC records, back one
/// line and a PNG. Each side reads the other's line as foreign. Pure; any thread.
namespace qw::picture {

inline constexpr std::size_t most_line_bytes = 4096;  ///< without its line feed
inline constexpr std::size_t most_records_bytes = 48U << 20U;
inline constexpr std::size_t most_png_bytes = 6U << 20U;
inline constexpr std::uint32_t picture_width = 1280;
inline constexpr std::uint32_t most_picture_height = 12'000;

struct JobLine {
  std::string document;     ///< WARC-Record-ID of the response (or revisit) that is the page
  std::uint64_t bytes = 0;  ///< of WARC records that follow
};
std::string job_line(const JobLine& job);  ///< with its line feed
/// `line` without its line feed. Errc::malformed; Errc::too_big for more than most_records_bytes.
Result<JobLine> read_job_line(std::string_view line);

enum class End : std::uint8_t {
  drawn,
  failed,       ///< this page cannot be drawn; trying again would not help
  unavailable,  ///< no page can be drawn here and now
};
struct AnswerLine {
  End end = End::failed;
  std::string reason;  ///< unless drawn; a sentence
  std::uint32_t width = 0, height = 0;
  std::uint64_t full_height = 0;  ///< of the whole page, in pixels
  std::uint64_t bytes = 0;        ///< of the PNG that follows
  std::uint64_t used = 0;         ///< stored parts beside the document that the browser asked for and got
  std::uint64_t missing = 0;      ///< that it asked for and that are not stored
  std::string browser;            ///< "Chrome/156.0.8078.79"
};
std::string answer_line(const AnswerLine& answer);
/// As above; Errc::too_big for more than most_png_bytes. Texts are at most 300 code points of valid UTF-8.
Result<AnswerLine> read_answer_line(std::string_view line);

}  // namespace qw::picture
