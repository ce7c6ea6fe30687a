#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <string>
#include <vector>

/// A case as one file that opens in replay programs: WACZ 1.1.1 (a ZIP with WARC, index, list of pages and
/// manifest with digests).
namespace qw::evidence {

/// The addresses of what we made ourselves; `.invalid` is reserved and leads nowhere (RFC 2606).
std::string report_address(const std::string& case_id);
std::string file_address(const std::string& case_id, const std::string& name);

struct OwnFile {
  std::string name, content_type, bytes;
  Time made{};
};

struct ListedPage {
  std::string url, title;
  Time fetched{};
};

struct Package {
  std::string case_id, title, description;
  Time as_of{};  ///< last change of the case: nothing in the file is younger
  std::string report_html;
  std::vector<std::string> records;  ///< WARC records of pages, gzip members
  std::vector<ListedPage> pages;     ///< whose records are among them
  std::vector<OwnFile> files;        ///< what people added
};

/// The bytes of the WACZ file: equal packages give equal bytes. Every record is read again and held against
/// its digest: Errc::corrupt when one is damaged; Errc::too_big beyond 1 GiB. Pure; any thread.
Result<std::string> wacz_of(const Package& package);

}  // namespace qw::evidence
