#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

/// What a browser may be shown of a page: the document and the parts that happen to be stored with it.
namespace qw::render {

struct Part {
  std::string content_type;  ///< as the server sent it, on one line
  std::string body;          ///< content coding undone
};

class Archive {
 public:
  /// `records`: WARC records, gzip members; `document`: id of the response, or of the revisit that stands for
  /// an earlier one among them. Other responses become parts when they are style sheets or images. At most 64
  /// MiB decoded. Errc::malformed with a sentence when there is no such document, when it is no HTML, or when
  /// its body is damaged; a damaged part is passed over. Pure; any thread.
  static Result<Archive> read(std::string_view records, std::string_view document);

  const std::string& address() const { return address_; }  ///< of the document, in its one spelling
  const Part& document() const { return document_; }
  /// The stored part of that address, null = there is none.
  const Part* find(std::string_view url) const;
  std::size_t parts() const { return parts_.size(); }

 private:
  std::string address_;
  Part document_;
  std::map<std::string, Part, std::less<>> parts_;
};

}  // namespace qw::render
