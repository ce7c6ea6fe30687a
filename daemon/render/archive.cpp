#include "daemon/render/archive.hpp"

#include "base/ascii.hpp"
#include "base/escape.hpp"
#include "base/url.hpp"
#include "crawler/fetch/decode_body.hpp"
#include "store/warc_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace qw::render {
namespace {

constexpr std::size_t most_decoded = 32U << 20U;  // of one body, as when it was fetched
constexpr std::size_t most_together = 64U << 20U;
constexpr std::size_t most_records = 4000;
/// What stands in the address line of a page that has none: a reserved name (RFC 2606).
constexpr std::string_view no_address = "https://stored.invalid/";

struct Response {
  std::string id, refers_to, url;
  store::HttpBlock http;
};

/// "text/html" of "Text/HTML; charset=utf-8".
std::string bare_type(std::string_view content_type) {
  std::string out;
  for (const char c : content_type.substr(0, content_type.find(';'))) {
    if (c != ' ' && c != '\t') {
      out += to_lower_ascii(c);
    }
  }
  return out;
}

std::string one_line(std::string_view value) {
  std::string out;
  for (const char c : value.substr(0, 200)) {
    out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  }
  return out;
}

std::string in_one_spelling(std::string_view url) {
  const auto parsed = parse_url(url);
  return parsed ? parsed->text() : "";
}

Result<Part> part_of(const Response& of) {
  TRY(auto decoded, fetch::decode_body(of.http.body, of.http.header("Content-Encoding"), most_decoded));
  return Part{one_line(of.http.header("Content-Type")), std::move(decoded.bytes)};
}

Result<std::vector<Response>> responses_in(std::string_view records) {
  std::vector<Response> out;
  auto reader = store::WarcReader::over(records, "the stored records");
  for (std::size_t i = 0; i < most_records; ++i) {
    TRY(auto record, reader.next());
    if (!record) {
      return out;
    }
    if (record->type() != "response" && record->type() != "revisit") {
      continue;
    }
    if (record->block_cut) {
      continue;
    }
    if (auto http = store::split_http(record->block)) {
      out.push_back({std::string(record->field("WARC-Record-ID")),
                     std::string(record->type() == "revisit" ? record->field("WARC-Refers-To") : ""),
                     std::string(record->field("WARC-Target-URI")), *std::move(http)});
    }
  }
  return fail(Errc::too_big, fmt::format("more than {} records", most_records));
}

/// Of that id, or of the earlier response that a revisit of that id stands for.
const Response* find_response(const std::vector<Response>& all, std::string_view id) {
  auto found = std::ranges::find(all, id, &Response::id);
  if (found != all.end() && !found->refers_to.empty()) {
    found = std::ranges::find(all, found->refers_to, &Response::id);
  }
  return found == all.end() || !found->refers_to.empty() ? nullptr : &*found;
}

bool is_page(std::string_view type) {
  return type.empty() || type == "text/html" || type == "application/xhtml+xml";
}

}  // namespace

Result<Archive> Archive::read(std::string_view records, std::string_view document) {
  TRY(const auto all, responses_in(records));
  const Response* page = find_response(all, document);
  if (page == nullptr) {
    return fail(Errc::malformed, "the response of the page is not among the stored records");
  }
  const std::string type = bare_type(page->http.header("Content-Type"));
  if (!is_page(type)) {
    return fail(Errc::malformed, "the stored bytes are no page but " + escape_for_log(type, 60));
  }
  Archive out;
  TRY(out.document_, part_of(*page));
  if (out.document_.body.empty()) {
    return fail(Errc::malformed, "the stored response has no body");
  }
  if (type.empty()) {
    out.document_.content_type = "text/html";
  }
  const std::string address = in_one_spelling(page->url);
  out.address_ = address.empty() ? std::string(no_address) : address;
  std::size_t together = out.document_.body.size();
  for (const Response& each : all) {
    const std::string kind = bare_type(each.http.header("Content-Type"));
    if (&each == page || !each.refers_to.empty() || (kind != "text/css" && !kind.starts_with("image/"))) {
      continue;
    }
    auto part = part_of(each);
    const std::string url = in_one_spelling(each.url);
    if (part && !url.empty() && together + part->body.size() <= most_together) {
      together += part->body.size();
      out.parts_.insert_or_assign(url, *std::move(part));
    }
  }
  return out;
}

const Part* Archive::find(std::string_view url) const {
  const auto found = parts_.find(in_one_spelling(url));
  return found == parts_.end() ? nullptr : &found->second;
}

}  // namespace qw::render
