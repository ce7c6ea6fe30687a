#include "crawler/fetch/decode_body.hpp"
#include "crawler/fetch/headers.hpp"
#include "crawler/fetch/politeness.hpp"
#include "tests/fuzz/hold.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

/// A response head, then a blank line and the body in the coding that the head names.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qw::fetch;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto head = parse_response_head(text);
  if (!head) {
    return 0;
  }
  hold(head->status >= 0 && head->status <= 999);
  for (const auto& [name, value] : head->headers) {
    hold(!name.empty() && (name + value).find('\n') == std::string::npos);
  }
  const qw::Time now{qw::Millis(1'700'000'000'000)};
  if (const auto wait = read_retry_after(find_header(head->headers, "Retry-After"), now)) {
    hold(*wait >= qw::Millis(0) && *wait <= qw::Millis(86'400'000));
  }
  const std::size_t end = text.find("\r\n\r\n");
  if (end != std::string::npos) {
    constexpr std::uint64_t most = 4U << 20U;
    const auto body = decode_body(std::string_view(text).substr(end + 4),
                                  find_header(head->headers, "Content-Encoding"), most);
    hold(!body || body->bytes.size() <= most);
  }
  return 0;
}
