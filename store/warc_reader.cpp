#include "store/warc_reader.hpp"

#include "store/warc_input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace qw::store {
namespace {

/// Without a bound a file made of record starts would cost a search for each of them.
constexpr unsigned most_damages = 1000;

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) {
    return {};
  }
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

std::string_view find_field(const std::vector<std::pair<std::string, std::string>>& fields,
                            std::string_view name) {
  for (const auto& [key, value] : fields) {
    if (same_name(key, name)) {
      return value;
    }
  }
  return {};
}

/// Takes one line off, without its end; nullopt when no line end is in sight.
std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) {
    return std::nullopt;
  }
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  if (line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  return line;
}

/// Named fields up to the blank line; a line that begins with a space goes on with the one before. A line
/// without a colon is passed over: other people's servers send such headers.
bool read_fields(std::string_view& rest, std::vector<std::pair<std::string, std::string>>& fields) {
  for (;;) {
    const auto line = take_line(rest);
    if (!line) {
      return false;
    }
    if (line->empty()) {
      return true;
    }
    if ((line->front() == ' ' || line->front() == '\t') && !fields.empty()) {
      fields.back().second.append(" ").append(trimmed(*line));
      continue;
    }
    if (const std::size_t colon = line->find(':'); colon != std::string_view::npos) {
      fields.emplace_back(trimmed(line->substr(0, colon)), trimmed(line->substr(colon + 1)));
    }
  }
}

template <class Number>
bool read_number(std::string_view text, Number& out, int base = 10) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out, base);
  return error == std::errc{} && end == text.data() + text.size();
}

/// Length of the head with its blank line, npos when there is none yet.
std::size_t head_length(std::string_view bytes) {
  const std::size_t strict = bytes.find("\r\n\r\n");
  const std::size_t loose = bytes.find("\n\n");
  if (strict != std::string_view::npos && strict < loose) {
    return strict + 4;
  }
  return loose == std::string_view::npos ? loose : loose + 2;
}

/// The chunks joined; the bytes as they are when they are not chunks after all (many archives joined them
/// and left the header).
std::string joined_chunks(std::string_view body) {
  std::string out;
  std::string_view rest = body;
  for (;;) {
    const auto line = take_line(rest);
    std::uint64_t size = 0;
    if (!line || !read_number(trimmed(line->substr(0, line->find(';'))), size, 16) || size > rest.size()) {
      return std::string(body);
    }
    if (size == 0) {
      return out;
    }
    out += rest.substr(0, size);
    rest.remove_prefix(size);
    if (const auto end = take_line(rest); !end || !end->empty()) {
      return std::string(body);
    }
  }
}

}  // namespace

std::string_view WarcRecord::field(std::string_view name) const { return find_field(fields, name); }
std::string_view HttpBlock::header(std::string_view name) const { return find_field(headers, name); }

Result<HttpBlock> split_http(std::string_view block) {
  const std::size_t head = head_length(block);
  std::string_view rest = block.substr(0, head);
  if (head == std::string_view::npos) {
    rest = block;  // a message without a body may end without its blank line
  }
  HttpBlock http;
  http.head = rest;
  const auto line = take_line(rest);
  if (!line || line->empty()) {
    return fail(Errc::malformed, "the block does not begin with an HTTP start line");
  }
  http.start_line = *line;
  if (line->starts_with("HTTP/")) {
    const std::size_t space = line->find(' ');
    if (space == std::string_view::npos ||
        !read_number(trimmed(line->substr(space)).substr(0, 3), http.status)) {
      return fail(Errc::malformed, "the status line of the response has no status");
    }
  }
  read_fields(rest, http.headers);
  if (head != std::string_view::npos) {
    http.body = block.substr(head);
  }
  if (same_name(http.header("Transfer-Encoding"), "chunked")) {
    http.body = joined_chunks(http.body);
  }
  return http;
}

class WarcReader::Impl {
 public:
  Impl(std::unique_ptr<RandomBytes> source, std::string name, Limits limits)
      : input_(std::move(source)), name_(std::move(name)), limits_(limits) {}

  Result<std::optional<WarcRecord>> next() {
    if (damages_ == most_damages) {
      return std::nullopt;
    }
    if (damaged_at_) {
      const std::uint64_t from = *damaged_at_ + 1;
      damaged_at_.reset();
      buffer_.clear();
      TRY(const bool found, input_.seek_record(from));
      if (!found) {
        return std::nullopt;
      }
    }
    Result<std::optional<WarcRecord>> record = read_record();
    if (!record && record.error().code == Errc::malformed) {
      damaged_at_ = start_;
      ++damages_;
      record.error().what =
          fmt::format("{}: byte {}: {}{}", name_, start_, record.error().what,
                      damages_ == most_damages ? "; too many damages, the rest is left out" : "");
    } else {
      damages_ = 0;
    }
    return record;
  }

 private:
  /// Where in the file the first byte of buffer_ lies (a gzip member: where the member begins).
  std::uint64_t here() const {
    if (input_.is_gzip()) {
      return buffer_.empty() ? input_.position() : input_.member_start();
    }
    return input_.position() - buffer_.size();
  }

  /// False at the end of the file.
  Result<bool> more() {
    TRY(const auto got, input_.more(buffer_));
    return got != WarcInput::Got::file_end;
  }

  /// Blank lines between records; false when the file ends.
  Result<bool> pass_blank() {
    for (;;) {
      const std::size_t begin = buffer_.find_first_not_of("\r\n");
      buffer_.erase(0, std::min(begin, buffer_.size()));
      if (!buffer_.empty()) {
        return true;
      }
      start_ = input_.position();
      TRY(const bool there, more());
      if (!there) {
        return false;
      }
    }
  }

  Result<std::optional<WarcRecord>> read_record() {
    start_ = here();
    const bool at_border = buffer_.empty();
    TRY(const bool there, pass_blank());
    if (!there) {
      return std::nullopt;
    }
    if (!at_border || !input_.is_gzip()) {
      start_ = here();
    }
    WarcRecord record;
    record.offset = start_;
    TRY_OK(read_head(record));
    std::uint64_t size = 0;
    if (!read_number(record.field("Content-Length"), size)) {
      return fail(Errc::malformed, "the record has no Content-Length that is a number");
    }
    TRY_OK(read_block(record, size));
    TRY_OK(finish(record, at_border));
    return record;
  }

  Result<> read_head(WarcRecord& record) {
    std::size_t head = head_length(buffer_);
    while (head == std::string::npos) {
      if (buffer_.size() > limits_.head_bytes || !plausible()) {
        break;
      }
      TRY(const bool there, more());
      if (!there) {
        return fail(Errc::malformed, "the file ends within the fields of a record");
      }
      head = head_length(buffer_);
    }
    if (!plausible()) {
      return fail(Errc::malformed, "no WARC record begins here");
    }
    if (head == std::string::npos || head > limits_.head_bytes) {
      return fail(Errc::malformed,
                  fmt::format("the fields of the record are longer than {} bytes", limits_.head_bytes));
    }
    std::string_view rest = std::string_view(buffer_).substr(0, head);
    const std::string_view version = take_line(rest).value_or(std::string_view());
    record.version = trimmed(version.substr(std::min(version.size(), std::string_view("WARC/").size())));
    read_fields(rest, record.fields);
    buffer_.erase(0, head);
    return {};
  }

  bool plausible() const {
    constexpr std::string_view sign = "WARC/";
    return std::string_view(buffer_).substr(0, sign.size()) == sign.substr(0, buffer_.size());
  }

  Result<> read_block(WarcRecord& record, std::uint64_t size) {
    std::uint64_t missing = size;
    for (;;) {
      const std::size_t n = std::min<std::uint64_t>(missing, buffer_.size());
      const std::size_t room =
          limits_.block_bytes - std::min<std::uint64_t>(limits_.block_bytes, record.block.size());
      record.block.append(buffer_, 0, std::min(n, room));
      record.block_cut = record.block_cut || n > room;
      buffer_.erase(0, n);
      missing -= n;
      if (missing == 0) {
        return {};
      }
      TRY(const bool there, more());
      if (!there) {
        return fail(Errc::malformed,
                    fmt::format("the file ends {} bytes before the end of the record", missing));
      }
    }
  }

  /// The blank lines behind the block, and the end of the member, so that the length is known.
  Result<> finish(WarcRecord& record, bool at_border) {
    constexpr std::string_view line_ends = "\r\n\r\n";
    while (buffer_.size() < line_ends.size()) {
      TRY(const auto got, input_.more(buffer_));
      if (got != WarcInput::Got::bytes) {
        break;
      }
    }
    if (std::string_view(buffer_).starts_with(line_ends)) {
      buffer_.erase(0, line_ends.size());
    }
    if (!input_.is_gzip()) {
      record.length = here() - record.offset;
      return {};
    }
    if (buffer_.empty() && input_.member_start() != input_.position()) {
      TRY_OK(input_.more(buffer_));
    }
    if (at_border && buffer_.empty() && input_.member_start() == input_.position()) {
      record.length = input_.position() - record.offset;
    }
    return {};
  }

  WarcInput input_;
  const std::string name_;
  const Limits limits_;
  std::string buffer_;  ///< decoded, not consumed
  std::uint64_t start_ = 0;
  std::optional<std::uint64_t> damaged_at_;
  unsigned damages_ = 0;  ///< in a row
};

WarcReader::WarcReader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
WarcReader::WarcReader(WarcReader&&) noexcept = default;
WarcReader& WarcReader::operator=(WarcReader&&) noexcept = default;
WarcReader::~WarcReader() = default;

Result<WarcReader> WarcReader::open(const std::string& path, Limits limits) {
  TRY(auto source, file_bytes(path));
  return WarcReader(std::make_unique<Impl>(std::move(source), path, limits));
}

WarcReader WarcReader::over(std::string_view bytes, std::string name, Limits limits) {
  return WarcReader(std::make_unique<Impl>(memory_bytes(bytes), std::move(name), limits));
}

Result<std::optional<WarcRecord>> WarcReader::next() { return impl_->next(); }

}  // namespace qw::store
