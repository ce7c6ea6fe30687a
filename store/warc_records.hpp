#pragma once

#include "model/work.hpp"
#include "store/store.hpp"

#include <string>
#include <string_view>

/// WARC 1.1 records (ISO 28500:2017) of what was fetched, each one gzip member. Pure; any thread.
/// Record ids are made from the page id, so that a revisit can name the record it stands for.
namespace qw::store {

/// First record of every file.
std::string warcinfo_record(const std::string& file, Time now);

/// Bytes of our own making under an address of their own: a report, a picture, a file that a person added.
struct Resource {
  std::string uri;
  Time made{};
  std::string content_type;
  std::string_view bytes;
};
std::string resource_record(const Resource& resource);

/// request, response (or revisit, when `page.same_as` is set) and metadata.
std::string exchange_records(const model::PageRecord& page, const Store::RawExchange& exchange);

/// What stands in the place of a page's records when they were erased.
std::string tombstone_record(std::string_view page, std::string_view old_digest, Time at);

/// "<urn:uuid:…>" of the `kind` record of a page.
std::string record_id(std::string_view page, std::string_view kind);

}  // namespace qw::store
