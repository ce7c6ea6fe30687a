#pragma once

#include "base/result.hpp"

#include <map>
#include <string>
#include <string_view>

/// multipart/form-data as browsers write it (RFC 7578), strictly: what two readers may understand differently
/// is refused. Pure; any thread; linear.
namespace qw::api {

struct FormFile {
  std::string name;  ///< as the browser sent it, at most 255 bytes; foreign text
  std::string bytes;
};
struct MultipartForm {
  std::map<std::string, std::string> fields;
  std::map<std::string, FormFile> files;  ///< by field; an empty choice of the browser is left out
};

/// Errc::malformed for: no or a wrong boundary, a part without a name, a repeated name, more than 20 parts,
/// transfer encodings, bytes behind the end, a field that is not UTF-8.
Result<MultipartForm> read_multipart(std::string_view content_type, std::string_view body);

}  // namespace qw::api
