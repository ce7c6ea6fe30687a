#include "config/config.hpp"
#include "crawler/quotes/quote_engine.hpp"
#include "tests/fuzz/hold.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace {

std::shared_ptr<const qw::quotes::QuoteEngine> make_engine() {
  const auto officials = qw::config::load_officials(QW_SOURCE_DIR "/config/officials.d");
  if (!officials) {
    __builtin_trap();
  }
  auto engine =
      qw::quotes::QuoteEngine::make(QW_SOURCE_DIR "/config/lexicon", officials->first, officials->second, {});
  if (!engine) {
    __builtin_trap();
  }
  return *engine;
}

const qw::quotes::QuoteEngine& engine() {
  static const std::shared_ptr<const qw::quotes::QuoteEngine> made = make_engine();
  return *made;
}

}  // namespace

/// The dictionaries are loaded here: the time limit of an input is not for them.
extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  engine();
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  qw::quotes::TextInput input;
  input.text = text;
  input.kind = size % 2 == 0 ? qw::model::TextKind::body : qw::model::TextKind::headline;
  input.date = qw::Day{std::chrono::days{20000}};
  const auto quotes = engine().extract(input);
  for (const qw::model::Quote& quote : quotes) {
    hold(quote.content.begin < quote.content.end && quote.content.end <= text.size());
    hold(!quote.parent || *quote.parent < quotes.size());
    hold(quote.speaker_span || quote.speaker.empty());
  }
  return 0;
}
