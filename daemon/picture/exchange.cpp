#include "daemon/picture/exchange.hpp"

#include "base/utf8.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <limits>
#include <optional>

namespace qw::picture {
namespace {

namespace json = boost::json;

constexpr std::size_t most_text = 300;

std::optional<json::object> object_of(std::string_view line) {
  if (line.size() > most_line_bytes) {
    return std::nullopt;
  }
  boost::system::error_code ec;
  json::value value = json::parse(line, ec);
  if (ec || !value.is_object()) {
    return std::nullopt;
  }
  return std::move(value.as_object());
}

std::optional<std::string> text_in(const json::object& in, std::string_view key) {
  const json::value* value = in.if_contains(key);
  if (value == nullptr) {
    return "";
  }
  if (!value->is_string() || !utf8::is_valid(std::string_view(value->as_string()))) {
    return std::nullopt;
  }
  return utf8::cut(std::string_view(value->as_string()), most_text);
}

/// A whole number from 0 on; absent = 0.
std::optional<std::uint64_t> number_in(const json::object& in, std::string_view key) {
  const json::value* value = in.if_contains(key);
  if (value == nullptr) {
    return 0;
  }
  if (!value->is_int64() || value->as_int64() < 0) {
    return std::nullopt;
  }
  return static_cast<std::uint64_t>(value->as_int64());
}

std::string line_of(const json::object& of) { return json::serialize(of) + "\n"; }

constexpr std::string_view name_of(End end) {
  switch (end) {
    case End::drawn:
      return "drawn";
    case End::failed:
      return "failed";
    case End::unavailable:
      return "unavailable";
  }
  return "failed";
}

}  // namespace

std::string job_line(const JobLine& job) {
  return line_of({{"document", job.document}, {"bytes", job.bytes}});
}

Result<JobLine> read_job_line(std::string_view line) {
  const auto in = object_of(line);
  const auto document = in ? text_in(*in, "document") : std::nullopt;
  const auto bytes = in ? number_in(*in, "bytes") : std::nullopt;
  if (!document || document->empty() || !bytes) {
    return fail(Errc::malformed, "the line in front of the records is not one of quotewatchd's");
  }
  if (*bytes > most_records_bytes) {
    return fail(Errc::too_big,
                fmt::format("{} bytes of records; the most is {}", *bytes, most_records_bytes));
  }
  return JobLine{*document, *bytes};
}

std::string answer_line(const AnswerLine& answer) {
  json::object out{{"end", name_of(answer.end)}, {"browser", utf8::cut(answer.browser, most_text)}};
  if (answer.end != End::drawn) {
    out["reason"] = utf8::cut(answer.reason, most_text);
    return line_of(out);
  }
  out["width"] = answer.width;
  out["height"] = answer.height;
  out["full_height"] = answer.full_height;
  out["bytes"] = answer.bytes;
  out["used"] = answer.used;
  out["missing"] = answer.missing;
  return line_of(out);
}

Result<AnswerLine> read_answer_line(std::string_view line) {
  const auto broken = [] { return fail(Errc::malformed, "the renderer's answer is not one of its own"); };
  const auto in = object_of(line);
  if (!in) {
    return broken();
  }
  AnswerLine out;
  const auto end = text_in(*in, "end");
  const auto reason = text_in(*in, "reason"), browser = text_in(*in, "browser");
  if (!end || !reason || !browser) {
    return broken();
  }
  out.reason = *reason;
  out.browser = *browser;
  if (*end == "failed" || *end == "unavailable") {
    out.end = *end == "failed" ? End::failed : End::unavailable;
    return out.reason.empty() ? Result<AnswerLine>(broken()) : out;
  }
  const auto width = number_in(*in, "width"), height = number_in(*in, "height");
  const auto full_height = number_in(*in, "full_height"), bytes = number_in(*in, "bytes");
  const auto used = number_in(*in, "used"), missing = number_in(*in, "missing");
  if (*end != "drawn" || !width || !height || !full_height || !bytes || !used || !missing || *bytes == 0) {
    return broken();
  }
  if (*bytes > most_png_bytes || *width > picture_width || *height > most_picture_height) {
    return fail(Errc::too_big,
                fmt::format("a picture of {} bytes and {} × {} pixels; the most is {} and {} × {}", *bytes,
                            *width, *height, most_png_bytes, picture_width, most_picture_height));
  }
  out.end = End::drawn;
  out.width = static_cast<std::uint32_t>(*width);
  out.height = static_cast<std::uint32_t>(*height);
  out.full_height = *full_height;
  out.bytes = *bytes;
  out.used = *used;
  out.missing = *missing;
  return out;
}

}  // namespace qw::picture
