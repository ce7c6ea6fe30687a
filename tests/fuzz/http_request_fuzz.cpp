#include "base/check.hpp"
#include "base/utf8.hpp"
#include "daemon/api/request_rules.hpp"

#include <algorithm>
#include <string>
#include <string_view>

// Whatever a peer sends: no crash, and what is accepted holds what the handlers rely on.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace qw;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  if (const auto end = api::end_of_head(bytes)) {
    QW_CHECK(*end <= bytes.size(), "a head ends within what came");
    if (const auto head = api::read_head(std::string_view(bytes).substr(0, *end))) {
      QW_CHECK(head->target.path.starts_with('/'), "a path begins with a slash");
      QW_CHECK(head->headers.size() <= 100, "the fields are bounded");
      for (const std::string& segment : head->target.segments) {
        QW_CHECK(!segment.empty() && segment != ".." && segment.find('/') == std::string::npos,
                 "a segment is one name");
        QW_CHECK(utf8::is_valid(segment), "an address is UTF-8");
      }
      for (const auto& [name, value] : head->headers) {
        QW_CHECK(std::ranges::none_of(value, [](char c) { return c == '\n' || c == '\r' || c == '\0'; }),
                 "a value stays on its line");
        api::cookie(value, "qw-session");
      }
    }
  }
  if (const auto target = api::read_target(bytes)) {
    QW_CHECK(target->path.size() <= 4096, "a path is bounded");
  }
  if (const auto form = api::read_form(bytes)) {
    QW_CHECK(form->size() <= 100, "a form is bounded");
  }
  return 0;
}
