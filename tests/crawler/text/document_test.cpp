#include "crawler/text/document.hpp"

#include "base/utf8.hpp"
#include "crawler/text/language_data.hpp"
#include "crawler/text/letters.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace qw::text;

namespace {

const LanguageData& data() {
  static const auto made = LanguageData::make(QW_SOURCE_DIR "/config/lexicon");
  REQUIRE(made);
  return **made;
}

std::vector<std::string> sentences(std::string_view text) {
  const Document document = data().read(text);
  std::vector<std::string> out;
  for (const TokenRange& range : document.sentences) {
    out.emplace_back(document.bytes(range));
  }
  return out;
}

std::vector<std::string> keys(std::string_view text) {
  const Document document = data().read(text);
  std::vector<std::string> out;
  for (const Token& token : document.tokens) {
    out.emplace_back(token.key_size > 0 ? document.key(token)
                                        : document.text.substr(token.begin, token.end - token.begin));
  }
  return out;
}

}  // namespace

TEST_CASE("keys fold case, stress, look-alikes, soft hyphens and apostrophes") {
  CHECK(key_of("За\u0301мок") == "замок");
  CHECK(key_of("еврo\u00ADсоюз") == "евросоюз");  // a Latin o
  CHECK(key_of("об'єкт") == key_of("об’єкт"));
  CHECK(key_of("обʼєкт") == key_of("об`єкт"));
  CHECK(key_of("Ещё") == "еще");
  CHECK(key_of("\u0438\u0306од") == "йод");
  CHECK(key_of("Ка\u200Bллас") == "каллас");
  CHECK(key_of("\xff\xfe") == "\uFFFD\uFFFD");
}

TEST_CASE("sentences survive initials, abbreviations, numbers and brackets") {
  using list = std::vector<std::string>;
  CHECK(sentences("У. фон дер Ляйен прибыла. Её ждали.") == list{"У. фон дер Ляйен прибыла.", "Её ждали."});
  CHECK(sentences("Выделено 3,5 млрд евро в 2025 г. на нужды армии, т. е. солдат.").size() == 1);
  CHECK(sentences("Потрачено 5 млн. Это много.").size() == 2);
  CHECK(sentences("«Это (вступление. — Ред.) решено», — сказал он.").size() == 1);
  CHECK(sentences("«Ты где?» — спросил он. «Тут!»").size() == 2);
  CHECK(sentences("слово».Слово дальше.").size() == 2);
  CHECK(sentences("Готово 🔥 Новое начало").size() == 2);
  CHECK(sentences("первая фраза. вторая фраза").size() == 2);
  CHECK(sentences("Читайте на Lenta.ru и t.me/x сейчас.").size() == 1);
}

TEST_CASE("hyphens join words and dashes stand apart") {
  using list = std::vector<std::string>;
  CHECK(keys("премьер-министр - сказал") == list{"премьер-министр", "-", "сказал"});
  CHECK(keys("155-мм 47,6 17:30") == list{"155-мм", "47,6", "17:30"});
  CHECK(keys("так?! Да...") == list{"так", "?!", "да", "..."});
}

TEST_CASE("the language is told paragraph by paragraph") {
  const Document document =
      data().read("Она заявила об этом вечером.\nВона заявила про це ввечері, її чули.\nOK then\n");
  REQUIRE(document.paragraphs.size() == 3);
  CHECK(document.paragraphs[0].language == Language::ru);
  CHECK(document.paragraphs[1].language == Language::uk);
  CHECK(document.paragraphs[2].language == Language::en);
}

TEST_CASE("lemmas come from the irregulars, the dictionary or a cut ending") {
  const auto lemma = [](Language language, std::string_view key) {
    return data().word(language, key)->lemmas.front();
  };
  CHECK(lemma(Language::ru, "людей") == "человек");
  CHECK(lemma(Language::ru, "переговоров") == "переговоры");
  CHECK(lemma(Language::uk, "можуть") == "могти");
  CHECK(lemma(Language::uk, "гарантіями") == "гарантія");
  CHECK(lemma(Language::en, "talks") == "talk");
  CHECK(data().word(Language::ru, "мария")->name);
  CHECK_FALSE(data().word(Language::ru, "каллас")->known);
}

TEST_CASE("a full cache forgets words and not answers") {
  const auto small = LanguageData::make(QW_SOURCE_DIR "/config/lexicon", 16);
  REQUIRE(small);
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 500; ++i) {
      CHECK((*small)->word(Language::ru, "слово" + std::to_string(i))->lemmas.size() == 1);
    }
  }
}

TEST_CASE("missing tables are errors that name the file") {
  const auto none = LanguageData::make("/nonexistent");
  REQUIRE_FALSE(none);
  CHECK(none.error().front().text().find("abbreviations.tsv") != std::string::npos);
}

TEST_CASE("tokens lie on code point borders in any bytes") {
  std::string bytes;
  unsigned state = 7;
  for (int i = 0; i < 20'000; ++i) {
    state = state * 1103515245U + 12345U;
    bytes += static_cast<char>(state >> 16U);
  }
  const Document document = data().read(bytes);
  std::uint32_t last = 0;
  for (const Token& token : document.tokens) {
    CHECK(token.begin >= last);
    CHECK(token.end > token.begin);
    last = token.end;
  }
}
