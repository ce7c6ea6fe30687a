#include "base/url.hpp"
#include "crawler/discover/article_shape.hpp"
#include "crawler/discover/canonical_url.hpp"
#include "crawler/fetch/address_guard.hpp"
#include "tests/fuzz/hold.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace {

void check(const qw::Url& url) {
  const std::string text = url.text();
  const auto again = qw::parse_url(text);
  hold(again && again->text() == text);  // one spelling
  hold(text.find_first_of(" \t\r\n#<>\"") == std::string::npos);
  hold(again->host == url.host && again->port == url.port && url.port != 0);
  const std::string key = qw::discover::canonical_url(url);
  const auto key_again = qw::discover::canonical_url(std::string_view(key));
  hold(key_again && *key_again == key);
  if (url.host_is_address()) {
    hold(qw::fetch::parse_address(url.host).has_value());
  }
  static_cast<void>(qw::discover::shape_of(url));
  static_cast<void>(qw::discover::kind_of_address(url));
}

}  // namespace

/// A base and a reference, parted by a newline: whatever is read has one spelling and a key that is a fixed
/// point.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::size_t end = text.find('\n');
  const auto base = qw::parse_url(text.substr(0, end));
  if (!base) {
    return 0;
  }
  check(*base);
  if (end != std::string::npos) {
    if (const auto url = qw::resolve_url(*base, text.substr(end + 1))) {
      check(*url);
    }
  }
  return 0;
}
