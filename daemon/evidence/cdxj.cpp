#include "daemon/evidence/cdxj.hpp"

#include "base/ids.hpp"
#include "base/url.hpp"
#include "store/warc_reader.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace qw::evidence {
namespace {

namespace json = boost::json;

constexpr std::uint64_t most_block = 256U << 20U;

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

std::vector<std::string> split(std::string_view text, char by) {
  std::vector<std::string> out;
  for (;;) {
    const std::size_t at = text.find(by);
    out.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) {
      return out;
    }
    text.remove_prefix(at + 1);
  }
}

/// The type without its parameters; what is no type at all would break the line.
std::string mime_of(std::string_view content_type) {
  std::string out = lower(std::string(content_type.substr(0, content_type.find(';'))));
  std::erase_if(out, [](char c) { return c <= ' ' || c > '~'; });
  return out.empty() ? "unk" : out;
}

json::object entry_of(const store::WarcRecord& record, std::string_view file_name) {
  json::object out;
  out["url"] = record.field("WARC-Target-URI");
  std::string mime = mime_of(record.field("Content-Type"));
  std::string status = "200";
  if (record.type() != "resource") {
    const auto http = store::split_http(record.block);
    status = http && http->status > 0 ? std::to_string(http->status) : "-";
    mime = record.type() == "revisit" ? "warc/revisit" : mime_of(http ? http->header("Content-Type") : "");
  }
  out["mime"] = mime;
  out["status"] = status;
  const std::string_view payload = record.field("WARC-Payload-Digest");
  out["digest"] = payload.empty() ? record.field("WARC-Block-Digest") : payload;
  out["length"] = std::to_string(record.length);
  out["offset"] = std::to_string(record.offset);
  out["filename"] = file_name;
  return out;
}

}  // namespace

std::string index_time(Time time) {
  std::string out = to_iso(time).substr(0, 19);
  std::erase_if(out, [](char c) { return c < '0' || c > '9'; });
  return out;
}

std::string surt_of(std::string_view url) {
  const auto parsed = parse_url(url);
  if (!parsed) {
    return std::string(url);
  }
  std::string host = parsed->host;
  if (host.starts_with("www.")) {
    host.erase(0, 4);
  }
  if (!parsed->host_is_address()) {
    std::vector<std::string> names = split(host, '.');
    std::ranges::reverse(names);
    host = fmt::format("{}", fmt::join(names, ","));
  }
  std::string out = host;
  if (!parsed->default_port()) {
    out += fmt::format(":{}", parsed->port);
  }
  out += ")" + lower(parsed->path);
  if (!parsed->query.empty()) {
    std::vector<std::string> parameters = split(lower(parsed->query), '&');
    std::ranges::sort(parameters);
    out += fmt::format("?{}", fmt::join(parameters, "&"));
  }
  return out;
}

Result<std::string> cdxj_of(std::string_view warc, std::string_view file_name) {
  store::WarcReader reader =
      store::WarcReader::over(warc, std::string(file_name), {.block_bytes = most_block});
  std::vector<std::string> lines;
  for (;;) {
    auto next = reader.next();
    if (!next) {
      return fail(Errc::corrupt, next.error().what);
    }
    const std::optional<store::WarcRecord>& record = *next;
    if (!record) {
      break;
    }
    if (record->field("WARC-Block-Digest") != digest_text(record->block)) {
      return fail(Errc::corrupt, fmt::format("{}: the record at byte {} does not fit its digest; run "
                                             "`quotewatch evidence verify`",
                                             file_name, record->offset));
    }
    const std::string_view type = record->type();
    if (type != "response" && type != "revisit" && type != "resource") {
      continue;
    }
    const auto time = parse_time(record->field("WARC-Date"));
    if (!time) {
      return fail(Errc::corrupt,
                  fmt::format("{}: the record at byte {} has no date", file_name, record->offset));
    }
    lines.push_back(surt_of(record->field("WARC-Target-URI")) + " " + index_time(*time) + " " +
                    json::serialize(entry_of(*record, file_name)) + "\n");
  }
  std::ranges::sort(lines);
  std::string out;
  for (const std::string& line : lines) {
    out += line;
  }
  return out;
}

}  // namespace qw::evidence
