#include "crawler/article/code_pages.hpp"

#include "base/utf8.hpp"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <map>
#include <memory>
#include <mutex>

namespace qw::article {
namespace {

constexpr auto cyrillic =
    std::to_array<std::string_view>({"windows-1251", "koi8-u", "ibm866", "iso-8859-5", "x-mac-cyrillic"});

using Converter = std::unique_ptr<UConverter, decltype(&ucnv_close)>;

Converter open_converter(std::string_view charset) {
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(std::string(charset).c_str(), &status), &ucnv_close);
  if (U_FAILURE(status) != 0) {
    converter.reset();
  }
  return converter;
}

std::unique_ptr<CodePage> make_code_page(std::string_view charset) {
  const Converter converter = open_converter(charset);
  if (converter == nullptr || ucnv_getMaxCharSize(converter.get()) != 1) {
    return nullptr;
  }
  auto page = std::make_unique<CodePage>();
  for (int byte = 0; byte < 256; ++byte) {
    const char source = static_cast<char>(byte);
    const char* from = &source;
    UErrorCode status = U_ZERO_ERROR;
    ucnv_resetToUnicode(converter.get());
    const UChar32 c = ucnv_getNextUChar(converter.get(), &from, from + 1, &status);
    page->at(static_cast<std::size_t>(byte)) =
        U_FAILURE(status) != 0 ? utf8::replacement : static_cast<char32_t>(c);
  }
  return page;
}

}  // namespace

std::span<const std::string_view> cyrillic_charsets() { return cyrillic; }

const CodePage* find_code_page(std::string_view charset) {
  // A foreign label may name anything, so what is kept is bounded by ICU's own list of single-byte charsets.
  static std::mutex mutex;
  static std::map<std::string, std::unique_ptr<CodePage>, std::less<>> pages;
  const std::scoped_lock lock(mutex);
  if (const auto known = pages.find(charset); known != pages.end()) {
    return known->second.get();
  }
  std::unique_ptr<CodePage> page = make_code_page(charset);
  if (page == nullptr) {
    return nullptr;
  }
  return pages.emplace(std::string(charset), std::move(page)).first->second.get();
}

std::optional<std::string> convert(std::string_view bytes, std::string_view charset) {
  const Converter converter = open_converter(charset);
  if (converter == nullptr) {
    return std::nullopt;
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString text(bytes.data(), static_cast<std::int32_t>(bytes.size()), converter.get(),
                                status);
  if (U_FAILURE(status) != 0) {
    return std::nullopt;
  }
  std::string out;
  out.reserve(bytes.size());
  text.toUTF8String(out);
  return out;
}

}  // namespace qw::article
