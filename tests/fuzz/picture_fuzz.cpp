#include "daemon/picture/exchange.hpp"
#include "daemon/picture/png.hpp"
#include "daemon/render/draw.hpp"
#include "store/warc_records.hpp"
#include "tests/fuzz/hold.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace qw;

namespace {

/// A browser that says what the fuzzer says, a line a message.
class Foreign : public render::Wire {
 public:
  explicit Foreign(std::string_view says) : says_(says) {}
  Result<> send(std::string_view message) override {
    hold(message.starts_with('{'));
    hold(!message.contains('\0'));
    return {};
  }
  Result<std::string> receive() override {
    if (says_.empty()) {
      return fail(Errc::io, "the browser ended");
    }
    const std::string_view line = says_.substr(0, says_.find('\n'));
    says_.remove_prefix(std::min(line.size() + 1, says_.size()));
    return std::string(line);
  }

 private:
  std::string_view says_;
};

const render::Archive& archive() {
  static const render::Archive made = [] {
    model::PageRecord page;
    page.id = "p";
    page.url = "https://a.example/1";
    return *render::Archive::read(
        store::exchange_records(page, {"", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", "<p>x", {}}),
        store::record_id("p", "response"));
  }();
  return made;
}

}  // namespace

/// By the first byte: a picture, a line of either side, the messages of a browser, or stored records.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0]) {
    case 'p': {
      const auto size_of = picture::check_png(bytes, {1280, 12'000, 1U << 20U});
      hold(!size_of ||
           (size_of->width <= 1280 && size_of->height <= 12'000 && bytes.ends_with("IEND\xAE\x42\x60\x82")));
      break;
    }
    case 'a':
      if (const auto answer = picture::read_answer_line(bytes)) {
        const std::string line = picture::answer_line(*answer);
        hold(line.size() <= picture::most_line_bytes + 1);
        hold(picture::read_answer_line(std::string_view(line).substr(0, line.size() - 1)).has_value());
      }
      break;
    case 'j':
      if (const auto job = picture::read_job_line(bytes)) {
        hold(job->bytes <= picture::most_records_bytes && !job->document.empty());
      }
      break;
    case 'b': {
      Foreign browser(bytes);
      const auto drawing = render::draw(browser, archive());
      hold(!drawing || (drawing->height > 0 && drawing->height <= picture::most_picture_height &&
                        drawing->png.size() <= picture::most_png_bytes));
      break;
    }
    default:
      (void)render::Archive::read(bytes, store::record_id("p", "response"));
  }
  return 0;
}
