#include "daemon/api/multipart.hpp"

#include "base/utf8.hpp"

#include <algorithm>
#include <optional>

namespace qw::api {
namespace {

constexpr std::size_t most_parts = 20;
constexpr std::size_t most_boundary = 70;  // RFC 2046, 5.1.1
constexpr std::size_t most_head = 2'048;
constexpr std::size_t most_name = 255;

std::unexpected<Error> wrong(std::string_view what) {
  return fail(Errc::malformed, "the form cannot be read: " + std::string(what));
}

bool is_boundary(std::string_view text) {
  return !text.empty() && text.size() <= most_boundary && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("'()+_,-./:=?").find(c) != std::string_view::npos;
  });
}

Result<std::string> boundary_in(std::string_view content_type) {
  constexpr std::string_view kind = "multipart/form-data;";
  if (!content_type.starts_with(kind)) {
    return wrong("it is no multipart/form-data");
  }
  content_type.remove_prefix(kind.size());
  while (content_type.starts_with(' ')) {
    content_type.remove_prefix(1);
  }
  constexpr std::string_view key = "boundary=";
  if (!content_type.starts_with(key)) {
    return wrong("it names no boundary");
  }
  content_type.remove_prefix(key.size());
  if (content_type.size() > 2 && content_type.front() == '"' && content_type.back() == '"') {
    content_type = content_type.substr(1, content_type.size() - 2);
  }
  if (!is_boundary(content_type)) {
    return wrong("its boundary is not one");
  }
  return std::string(content_type);
}

struct PartHead {
  std::string name;
  std::optional<std::string> file;
};

/// The value of `key="…"` in a Content-Disposition; browsers write %22 for a quotation mark inside.
std::optional<std::string> parameter(std::string_view line, std::string_view key) {
  const std::string start = "; " + std::string(key) + "=\"";
  const std::size_t at = line.find(start);
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  const std::size_t begin = at + start.size();
  const std::size_t end = line.find('"', begin);
  return end == std::string_view::npos ? std::nullopt
                                       : std::optional(std::string(line.substr(begin, end - begin)));
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

Result<PartHead> read_part_head(std::string_view head) {
  std::optional<PartHead> out;
  while (!head.empty()) {
    const std::size_t end = head.find("\r\n");
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + 2);
    const std::string name = lower(line.substr(0, line.find(':')));
    if (name == "content-transfer-encoding") {
      return wrong("a part is encoded");
    }
    if (name != "content-disposition") {
      continue;
    }
    if (out || lower(line).find("form-data") == std::string::npos) {
      return wrong("a part has no single form-data disposition");
    }
    const auto field = parameter(line, "name");
    if (!field || field->empty() || field->size() > most_name || !utf8::is_valid(*field)) {
      return wrong("a part has no name");
    }
    out = PartHead{*field, parameter(line, "filename")};
    if (out->file && (out->file->size() > most_name || !utf8::is_valid(*out->file))) {
      return wrong("the name of a file is too long or not UTF-8");
    }
  }
  if (!out) {
    return wrong("a part has no disposition");
  }
  return *std::move(out);
}

Result<> keep(MultipartForm& form, PartHead head, std::string_view content) {
  if (form.fields.contains(head.name) || form.files.contains(head.name)) {
    return wrong("a name comes twice");
  }
  if (head.file) {
    if (!head.file->empty() || !content.empty()) {
      form.files[head.name] = {*std::move(head.file), std::string(content)};
    }
    return {};
  }
  if (!utf8::is_valid(content)) {
    return wrong("a field is not UTF-8");
  }
  form.fields[head.name] = content;
  return {};
}

}  // namespace

Result<MultipartForm> read_multipart(std::string_view content_type, std::string_view body) {
  TRY(const std::string boundary, boundary_in(content_type));
  const std::string first = "--" + boundary;
  const std::string next = "\r\n" + first;
  MultipartForm out;
  if (!body.starts_with(first)) {
    return wrong("it does not begin with its boundary");
  }
  body.remove_prefix(first.size());
  for (std::size_t parts = 0;; ++parts) {
    if (body == "--" || body == "--\r\n") {
      return out;
    }
    if (!body.starts_with("\r\n") || parts == most_parts) {
      return wrong(parts == most_parts ? "it has more than 20 parts"
                                       : "a boundary is followed by other bytes");
    }
    body.remove_prefix(2);
    const std::size_t head_end = body.substr(0, most_head).find("\r\n\r\n");
    if (head_end == std::string_view::npos) {
      return wrong("the head of a part does not end");
    }
    TRY(PartHead head, read_part_head(body.substr(0, head_end)));
    body.remove_prefix(head_end + 4);
    const std::size_t end = body.find(next);
    if (end == std::string_view::npos) {
      return wrong("a part does not end");
    }
    TRY_OK(keep(out, std::move(head), body.substr(0, end)));
    body.remove_prefix(end + next.size());
  }
}

}  // namespace qw::api
