#include "store/warc_records.hpp"

#include "base/ids.hpp"
#include "base/version.hpp"
#include "store/gzip.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>
#include <vector>

namespace qw::store {
namespace {

using Fields = std::vector<std::pair<std::string_view, std::string>>;

/// A field must not break out of its line.
std::string one_line(std::string_view value) {
  std::string out;
  for (const char c : value) {
    out += c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
  }
  return out;
}

/// Several views, hashed and written without being joined first.
using Pieces = std::array<std::string_view, 2>;

std::string record(const Fields& fields, const Pieces& block, Effort effort) {
  std::string bytes = "WARC/1.1\r\n";
  for (const auto& [name, value] : fields) {
    bytes += fmt::format("{}: {}\r\n", name, one_line(value));
  }
  const std::string joined = std::string(block[0]).append(block[1]);
  bytes +=
      fmt::format("WARC-Block-Digest: {}\r\nContent-Length: {}\r\n\r\n", digest_text(joined), joined.size());
  bytes += joined;
  bytes += "\r\n\r\n";
  return gzip_member(bytes, effort);
}

Fields common(std::string_view type, const std::string& id, const model::PageRecord& page) {
  Fields fields{{"WARC-Type", std::string(type)},
                {"WARC-Record-ID", id},
                {"WARC-Date", to_iso(page.fetched)},
                {"WARC-Target-URI", page.final_url.empty() ? page.url : page.final_url}};
  if (!page.address.empty()) {
    fields.emplace_back("WARC-IP-Address", page.address);
  }
  return fields;
}

std::string metadata_block(const model::PageRecord& page, const Store::RawExchange& exchange) {
  std::string block = fmt::format("page: {}\r\noutlet: {}\r\nasked: {}\r\n", page.id, page.outlet, page.url);
  if (!page.problem.empty()) {
    block += fmt::format("problem: {}\r\n", one_line(page.problem));
  }
  for (const auto& [name, value] : exchange.metadata) {
    block += fmt::format("{}: {}\r\n", one_line(name), one_line(value));
  }
  return block;
}

}  // namespace

std::string record_id(std::string_view page, std::string_view kind) {
  // A UUID of version 8: the bits are ours to choose, the digest of page and kind.
  Sha256 bits = sha256(std::string(page).append("/").append(kind));
  bits[6] = static_cast<std::uint8_t>((bits[6] & 0x0FU) | 0x80U);
  bits[8] = static_cast<std::uint8_t>((bits[8] & 0x3FU) | 0x80U);
  const std::string hex = to_hex(bits);
  return fmt::format("<urn:uuid:{}-{}-{}-{}-{}>", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4),
                     hex.substr(16, 4), hex.substr(20, 12));
}

std::string warcinfo_record(const std::string& file, Time now) {
  const std::string block = fmt::format(
      "software: quotewatch/{}\r\nformat: WARC File Format 1.1\r\n"
      "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
      "robots: obeyed (RFC 9309)\r\n",
      version);
  return record({{"WARC-Type", "warcinfo"},
                 {"WARC-Record-ID", record_id(file, "warcinfo")},
                 {"WARC-Date", to_iso(now)},
                 {"WARC-Filename", file.substr(file.rfind('/') + 1)},
                 {"Content-Type", "application/warc-fields"}},
                {block, ""}, Effort::fast);
}

std::string resource_record(const Resource& resource) {
  const std::string digest = digest_text(resource.bytes);
  return record({{"WARC-Type", "resource"},
                 {"WARC-Record-ID", record_id(resource.uri, digest)},
                 {"WARC-Date", to_iso(resource.made)},
                 {"WARC-Target-URI", resource.uri},
                 {"WARC-Payload-Digest", digest},
                 {"Content-Type", resource.content_type}},
                {resource.bytes, ""}, Effort::fast);
}

std::string tombstone_record(std::string_view page, std::string_view old_digest, Time at) {
  const std::string block =
      fmt::format("page: {}\r\nerased: {}\r\nold-payload-digest: {}\r\nold-record: {}\r\n", page, to_iso(at),
                  old_digest, record_id(page, "response"));
  return record({{"WARC-Type", "metadata"},
                 {"WARC-Record-ID", record_id(page, "tombstone")},
                 {"WARC-Date", to_iso(at)},
                 {"Content-Type", "application/warc-fields"}},
                {block, ""}, Effort::fast);
}

std::string exchange_records(const model::PageRecord& page, const Store::RawExchange& exchange) {
  const std::string response = record_id(page.id, "response");
  std::string out;
  if (!exchange.request_head.empty()) {
    Fields request = common("request", record_id(page.id, "request"), page);
    request.emplace_back("WARC-Concurrent-To", response);
    request.emplace_back("Content-Type", "application/http; msgtype=request");
    out += record(request, {exchange.request_head, ""}, Effort::fast);
  }
  const bool again = !page.same_as.empty();
  Fields main = common(again ? "revisit" : "response", response, page);
  main.emplace_back("WARC-Payload-Digest", page.payload_digest);
  main.emplace_back("Content-Type", "application/http; msgtype=response");
  if (again) {
    main.emplace_back("WARC-Profile", "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest");
    main.emplace_back("WARC-Refers-To", record_id(page.same_as, "response"));
    main.emplace_back("WARC-Refers-To-Target-URI", page.final_url.empty() ? page.url : page.final_url);
  }
  if (!page.problem.empty()) {
    main.emplace_back("WARC-Truncated", "unspecified");
  }
  const Effort effort = page.content_encoding.empty() ? Effort::fast : Effort::stored;
  out += record(main, {exchange.response_head, again ? std::string_view() : exchange.body}, effort);

  Fields metadata = common("metadata", record_id(page.id, "metadata"), page);
  metadata.emplace_back("WARC-Concurrent-To", response);
  metadata.emplace_back("Content-Type", "application/warc-fields");
  out += record(metadata, {metadata_block(page, exchange), ""}, Effort::fast);
  return out;
}

}  // namespace qw::store
