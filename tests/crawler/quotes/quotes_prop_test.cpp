#include "base/utf8.hpp"
#include "tests/crawler/quotes/engine.hpp"

#include <rapidcheck.h>

#include <array>
#include <functional>
#include <string>
#include <utility>
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

namespace {

/// Russian and Ukrainian sentences of several frames; marks are «».
constexpr auto plain_texts = std::to_array<std::string_view>(
    {"Каллас заявила, что порт не закроют, если рыбаки придут.",
     "«Порт готов», — сказал Антониу Кошта журналистам.", "По словам Кос, озеро может замёрзнуть.",
     "Метсола призвала рыбаков вернуться. Об этом сообщила газета «Волна».",
     "Кос заявила, що «порт не відкриють», і пообіцяла сім’ям рибалок допомогти.",
     "Урсула фон дер Ляєн назвала рішення «помилкою року». Вона додала, що море спокійне."});

std::string without(std::string text, const std::vector<std::string_view>& noise) {
  for (const std::string_view piece : noise) {
    for (std::size_t at = text.find(piece); at != std::string::npos; at = text.find(piece, at)) {
      text.erase(at, piece.size());
    }
  }
  return text;
}

std::string with(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

/// What a record says, in the spelling of the plain text.
std::string said(std::string_view text, const std::function<std::string(std::string)>& undo) {
  std::string out;
  for (const qw::model::Quote& quote : read(text)) {
    out += qw::model::name_of(quote.form);
    out += '/' + quote.official.value_or("-") + '/';
    out += qw::model::name_of(quote.polarity);
    out += '/';
    out += qw::model::name_of(quote.modality);
    out += '/' +
           undo(std::string(text.substr(quote.content.begin, quote.content.end - quote.content.begin))) +
           '\n';
  }
  return out;
}

/// `piece` behind the letter with this number, counted from the first Cyrillic one that a letter follows.
std::string inside_word(std::string_view text, unsigned letter, std::string_view piece) {
  std::vector<std::size_t> places;
  for (std::size_t at = 0; at + 3 < text.size(); ++at) {
    const auto lead = [&](std::size_t i) { return (static_cast<unsigned char>(text[i]) & 0xFEU) == 0xD0U; };
    if (lead(at) && lead(at + 2)) {
      places.push_back(at + 2);
    }
  }
  std::string out(text);
  out.insert(places[letter % places.size()], piece);
  return out;
}

}  // namespace

TEST_CASE("invisible characters and stress marks in words change no record") {
  CHECK(rc::check("noise", [] {
    const auto text = std::string(plain_texts[*rc::gen::inRange<std::size_t>(0, plain_texts.size())]);
    const std::vector<std::string_view> noise = {"\u00AD", "\u200B", "\u200E", "\u0301"};
    const std::string_view piece = noise[*rc::gen::inRange<std::size_t>(0, noise.size())];
    const std::string noisy = inside_word(text, *rc::gen::inRange(0U, 200U), piece);
    RC_ASSERT(said(noisy, [&](const std::string& words) { return without(words, noise); }) ==
              said(text, [](const std::string& words) { return words; }));
  }));
}

TEST_CASE("fixed spaces, look-alike letters, apostrophes and the style of marks change no record") {
  const auto same = [](std::string_view from, std::string_view to) {
    for (const std::string_view plain : plain_texts) {
      const std::string text(plain);
      const std::string noisy = with(text, from, to);
      INFO(noisy);
      CHECK(said(noisy, [&](const std::string& words) { return with(words, to, from); }) ==
            said(text, [](const std::string& words) { return words; }));
    }
  };
  same(" ", "\u00A0");
  same(" ", "\u202F");
  same("о", "o");  // Latin
  same("а", "a");
  same("’", "'");
  same("’", "\u02BC");
  for (const auto& [open, close] :
       {std::pair<std::string_view, std::string_view>{"\"", "\""}, {"„", "“"}, {"“", "”"}}) {
    for (const std::string_view plain : plain_texts) {
      const std::string text(plain);
      const std::string noisy = with(with(text, "«", open), "»", close);
      INFO(noisy);
      const auto bare = [](const std::string& words) {
        return without(words, {"«", "»", "\"", "„", "“", "”"});
      };
      CHECK(said(noisy, bare) == said(text, bare));
    }
  }
}

namespace {

struct Negatable {
  std::string_view inside;   ///< % is where «не» negates the main predicate
  std::string_view outside;  ///< % is where it stands in another clause or before another word
};

constexpr auto negatable = std::to_array<Negatable>(
    {{"Каллас заявила, что порт % закрыт.", "Каллас заявила, что порт закрыт рыбаками, которые % уехали."},
     {"«Море % волнуется», — сказал Кошта.", "«Море волнуется, хотя ветер % дует», — сказал Кошта."},
     {"По словам Кос, рыба % пропала.", "По словам Кос, рыба пропала % сразу."},
     {"Кос заявила, що порт % закрито.", "Кос заявила, що порт закрито тими, хто % приїхав."},
     {"За словами Кубілюса, море % мілке.", "За словами Кубілюса, море мілке для тих, хто % боїться."},
     {"Порт % закроют. Об этом сообщила Метсола.", "Порт закроют % все. Об этом сообщила Метсола."}});

std::string_view polarity_of(std::string_view text) {
  const auto quotes = read(text);
  return quotes.size() == 1 ? qw::model::name_of(quotes[0].polarity) : std::string_view("none");
}

}  // namespace

TEST_CASE("a negation inside the scope turns the polarity, one outside of it does not") {
  for (const auto& [inside, outside] : negatable) {
    INFO(inside);
    CHECK(polarity_of(with(std::string(inside), "% ", "")) == "assert");
    CHECK(polarity_of(with(std::string(inside), "%", "не")) == "deny");
    INFO(outside);
    CHECK(polarity_of(with(std::string(outside), "% ", "")) == "assert");
    CHECK(polarity_of(with(std::string(outside), "%", "не")) == "assert");
  }
}

TEST_CASE("a condition makes the record conditional in front and behind, inside marks and in a clause") {
  const auto modality_of = [](std::string_view text) {
    const auto quotes = read(text);
    return quotes.size() == 1 ? qw::model::name_of(quotes[0].modality) : std::string_view("none");
  };
  for (const auto& [ru, uk] :
       {std::pair<std::string_view, std::string_view>{"если рыбаки придут", "якщо рибалки прийдуть"},
        {"в случае шторма", "у разі шторму"},
        {"при условии мира", "за умови миру"}}) {
    for (const std::string_view text :
         {"Каллас заявила, что порт откроют, %.", "«Порт откроют, %», — сказала Каллас.",
          "По словам Каллас, порт откроют, %."}) {
      const std::string filled = with(std::string(text), "%", ru);
      INFO(filled);
      CHECK(modality_of(filled) == "conditional");
    }
    for (const std::string_view text :
         {"Каллас заявила, що порт відкриють, %.", "«Порт відкриють, %», – сказала Каллас.",
          "За словами Каллас, порт відкриють, %."}) {
      const std::string filled = with(std::string(text), "%", uk);
      INFO(filled);
      CHECK(modality_of(filled) == "conditional");
    }
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
