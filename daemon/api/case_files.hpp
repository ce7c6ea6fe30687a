#pragma once

#include "daemon/api/services.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Files that people add to a case as evidence: screenshots and PDF. The bytes lie in the store beside the
/// case, so that every backup has them; what they are is judged by their first bytes, and they are only ever
/// handed out as a download. Blocks on the store; any thread.
namespace qw::api {

inline constexpr std::size_t most_file_bytes = 5U << 20U;
inline constexpr std::size_t most_files_a_case = 20;

struct CaseFile {
  std::string id, case_id;
  std::string name;    ///< as given, foreign text
  std::string source;  ///< where it is from, in the words of who added it
  std::string kind;    ///< "png", "jpeg", "gif", "webp", "pdf"
  std::string digest;  ///< "sha256:…"
  std::string who;
  Time at{};
  std::size_t bytes = 0;
};

/// With its audit record `case.file`. Errc::usage for another kind of file, no source, or one too many;
/// Errc::too_big beyond 5 MiB; Errc::not_found for an unknown case.
Result<CaseFile> add_case_file(Services& services, CaseFile file, std::string_view bytes);
Result<std::vector<CaseFile>> files_of_case(store::Store& store, const std::string& case_id);
/// Errc::not_found; Errc::corrupt when the bytes do not fit the digest.
Result<std::pair<CaseFile, std::string>> load_case_file(store::Store& store, const std::string& case_id,
                                                        const std::string& id);
/// A file name of our own making: nothing of the given one reaches a header.
std::string download_name(const CaseFile& file);

}  // namespace qw::api
