#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <string>
#include <string_view>

/// The index of a WARC file by which replay programs find an address in it.
namespace qw::evidence {

/// CDXJ: one line a response, revisit and resource record, "KEY TIMESTAMP {url, mime, status, digest, length,
/// offset, filename}", sorted by bytes. `warc`: one gzip member a record, as the store writes it.
/// Errc::corrupt when a record cannot be read or does not fit its block digest. Pure; any thread.
/// Source: pywb's CDXJ, as WACZ 1.1.1 asks for it.
Result<std::string> cdxj_of(std::string_view warc, std::string_view file_name);

/// The sort key of an address: host names back to front without "www.", then path and sorted parameters in
/// lower case: "example,news)/a?id=5". What is no http address stays as it is.
std::string surt_of(std::string_view url);

/// "20261124204106": the time form of such indexes.
std::string index_time(Time time);

}  // namespace qw::evidence
