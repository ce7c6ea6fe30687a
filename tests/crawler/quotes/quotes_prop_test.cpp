#include "base/utf8.hpp"
#include "tests/crawler/quotes/engine.hpp"

#include <rapidcheck.h>

#include <array>
#include <string>
#include <vector>

namespace {

std::vector<qw::model::Quote> read(std::string_view text) {
  qw::quotes::TextInput input;
  input.text = text;
  input.date = qw::parse_day("2025-10-01").value();
  return qw::quotes::shipped_engine().extract(input);
}

bool on_border(std::string_view text, std::uint32_t at) {
  return at == text.size() || (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U);
}

/// Pieces of which hostile and plain texts are made.
constexpr auto pieces = std::to_array<std::string_view>({"Каллас ",
                                                         "сказала",
                                                         ", что ",
                                                         "«",
                                                         "»",
                                                         "\"",
                                                         "„",
                                                         "“",
                                                         " — ",
                                                         ": ",
                                                         ". ",
                                                         "\n",
                                                         "не ",
                                                         "если ",
                                                         "Кошта ",
                                                         "по словам ",
                                                         "об этом заявила ",
                                                         "она ",
                                                         "призвала ",
                                                         "ехать ",
                                                         "заявление ",
                                                         "о том, что ",
                                                         "?",
                                                         "!",
                                                         "1,5 ",
                                                         "в Еврокомиссии ",
                                                         "ТАСС",
                                                         ", ",
                                                         "назвала ",
                                                         "(",
                                                         ")",
                                                         "і ",
                                                         "що ",
                                                         "за її словами, ",
                                                         "\xff",
                                                         "\u0301",
                                                         "🔥 "});

}  // namespace

TEST_CASE("spans lie in the text and on code point borders, whatever the text") {
  CHECK(rc::check("any mixture of pieces", [] {
    const auto picks = *rc::gen::container<std::vector<unsigned>>(
        rc::gen::inRange(0U, static_cast<unsigned>(pieces.size())));
    std::string text;
    for (const unsigned pick : picks) {
      text += pieces[pick];
    }
    for (const qw::model::Quote& quote : read(text)) {
      RC_ASSERT(quote.content.begin < quote.content.end);
      RC_ASSERT(quote.content.end <= text.size());
      RC_ASSERT(on_border(text, quote.content.begin));
      RC_ASSERT(on_border(text, quote.content.end));
      if (quote.speaker_span) {
        RC_ASSERT(quote.speaker_span->end <= text.size());
      }
    }
  }));
}

TEST_CASE("any bytes are read without a fault") {
  CHECK(rc::check("bytes", [](const std::string& bytes) { static_cast<void>(read(bytes)); }));
}

TEST_CASE("a far neutral sentence changes nothing") {
  const std::string neutral = "\n\nВ горах выпал снег.\n";
  for (const std::string_view text :
       {"Каллас заявила, что порт готов.", "«Порт готов», — сказал Кошта.", "По словам Кос, озеро чистое.",
        "Метсола призвала рыбаков вернуться."}) {
    const auto alone = read(text);
    const std::string longer = std::string(text) + neutral;
    const auto both = read(longer);
    REQUIRE(alone.size() == 1);
    REQUIRE(both.size() == 1);
    CHECK(alone[0].content == both[0].content);
    CHECK(alone[0].official == both[0].official);
    CHECK(alone[0].polarity == both[0].polarity);
  }
}

TEST_CASE("the same text gives the same records again") {
  const std::string text = "«Порт готов», — сказала Каллас. Она добавила, что город ждёт.";
  const auto first = read(text);
  const auto second = read(text);
  REQUIRE(first.size() == second.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    CHECK(first[i].content == second[i].content);
    CHECK(first[i].official == second[i].official);
  }
}

TEST_CASE("hostile repetitions cost work in proportion to their length") {
  // A quadratic walk over a quarter of a mebibyte would run into the time limit of the test program.
  for (const std::string_view piece :
       {"«", "»", "— ", "\"а\" ", "Каллас ", "сказала Каллас, что ", ", сказала Каллас, ", "Каллас: ", "не ",
        "«Слово слово\n", "О том, что он ушёл, сказала Каллас. ", "она сказала, что да. "}) {
    std::string text;
    while (text.size() < (1U << 18U)) {
      text += piece;
    }
    static_cast<void>(read(text));
  }
}
