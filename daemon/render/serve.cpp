#include "daemon/render/serve.hpp"

#include "daemon/picture/exchange.hpp"
#include "daemon/render/archive.hpp"
#include "daemon/render/browser.hpp"
#include "daemon/render/confine.hpp"
#include "daemon/render/draw.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <poll.h>
#include <unistd.h>
#include <utility>

namespace qw::render {
namespace {

using namespace std::chrono_literals;
using picture::AnswerLine;
using picture::End;

constexpr Millis for_the_job = 20s;

/// Reads until `enough(bytes)` or the end.
template <class Enough>
Result<> read_until(int file, std::string& bytes, SteadyTime until, std::size_t most, const Enough& enough) {
  while (!enough()) {
    if (bytes.size() > most) {
      return fail(Errc::too_big, "the job is longer than it may be");
    }
    const auto left = until - system_clock().steady_now();
    pollfd watched{file, POLLIN, 0};
    if (left <= Millis(0) || poll(&watched, 1, static_cast<int>(left.count())) == 0) {
      return fail(Errc::timed_out, "the job did not come");
    }
    constexpr std::size_t piece = 64U << 10U;
    const std::size_t had = bytes.size();
    bytes.resize(had + piece);
    const ssize_t got = read(file, bytes.data() + had, piece);
    bytes.resize(had + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN)) {
      return fail(Errc::malformed, "the job ends before its end");
    }
  }
  return {};
}

struct Job {
  std::string document, records;
};

Result<Job> read_job(int file) {
  const SteadyTime until = system_clock().steady_now() + for_the_job;
  std::string bytes;
  std::size_t line_end = std::string::npos;
  TRY_OK(read_until(file, bytes, until, picture::most_line_bytes, [&] {
    line_end = bytes.find('\n');
    return line_end != std::string::npos;
  }));
  TRY(const picture::JobLine line, picture::read_job_line(std::string_view(bytes).substr(0, line_end)));
  bytes.erase(0, line_end + 1);
  TRY_OK(read_until(file, bytes, until, picture::most_records_bytes,
                    [&] { return bytes.size() >= line.bytes; }));
  if (bytes.size() > line.bytes) {
    return fail(Errc::malformed, "something follows the records");
  }
  return Job{line.document, std::move(bytes)};
}

AnswerLine answer_of(End end, std::string reason) {
  AnswerLine out;
  out.end = end;
  out.reason = std::move(reason);
  return out;
}

/// The browser's own account of why it ended, when it said something.
std::string told(const Error& error, const Browser& browser) {
  const std::string complaint = error.code == Errc::io ? browser.complaint() : "";
  return complaint.empty() ? error.what : error.what + ": " + complaint;
}

AnswerLine draw_job(const Wish& wish, std::string& png) {
  const auto job = read_job(wish.in);
  if (!job) {
    return answer_of(End::failed, job.error().what);
  }
  if (const auto confined = confine(); !confined) {
    return answer_of(End::unavailable, confined.error().what);
  }
  const auto archive = Archive::read(job->records, job->document);
  if (!archive) {
    return answer_of(End::failed, archive.error().what);
  }
  Browser::Wish start;
  start.program = wish.browser;
  start.until = system_clock().steady_now() + wish.for_one_page;
  start.asked_by = wish.in;
  const auto browser = Browser::start(std::move(start));
  if (!browser) {
    return answer_of(End::unavailable, browser.error().what);
  }
  auto drawing = draw(**browser, *archive);
  if (!drawing) {
    // A browser that never spoke says something about the machine, not about the page.
    const bool spoke = (*browser)->spoke();
    return answer_of(spoke ? End::failed : End::unavailable, told(drawing.error(), **browser));
  }
  AnswerLine out;
  out.end = End::drawn;
  out.width = drawing->width;
  out.height = drawing->height;
  out.full_height = drawing->full_height;
  out.bytes = drawing->png.size();
  out.used = drawing->used;
  out.missing = drawing->missing;
  out.browser = drawing->browser;
  png = std::move(drawing->png);
  return out;
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = write(file, bytes.data(), bytes.size());
    if (wrote < 0 && errno != EINTR) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(wrote, 0)));
  }
  return true;
}

}  // namespace

bool serve(const Wish& wish) {
  std::string png;
  const AnswerLine answer = draw_job(wish, png);
  return write_all(wish.out, picture::answer_line(answer)) && write_all(wish.out, png);
}

}  // namespace qw::render
