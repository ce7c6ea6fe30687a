#include "daemon/cases/copies.hpp"

#include "tests/daemon/cases/sample.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace qw;
using namespace qw::test;

namespace {

const std::string wire =
    "БРЮССЕЛЬ, 20 ноября. Европейский союз больше не рассматривает вступление Украины в Североатлантический "
    "альянс, "
    "сообщила журналистам верховный представитель ЕС по иностранным делам Кая Каллас. По её словам, речь "
    "теперь идёт "
    "только о гарантиях безопасности, которые должны быть осязаемыми. Заседание совета продлится до вечера "
    "пятницы.";
const std::string rewritten =
    "Глава европейской дипломатии выступила в пятницу. Европейский союз больше не рассматривает вступление "
    "Украины в "
    "Североатлантический альянс, отметила она. Подробности переговоров не раскрываются, следующая встреча "
    "назначена "
    "на декабрь, уточнили в пресс-службе ведомства и напомнили о прежних договорённостях сторон.";
const std::string unrelated =
    "В столице Эстонии открылась выставка детского рисунка. В ней участвуют школьники из двенадцати стран, а "
    "жюри "
    "возглавил известный художник. Работы можно увидеть до конца месяца, вход для посетителей бесплатный.";

}  // namespace

TEST_CASE("case, quotation marks, stress and yo do not change a fingerprint") {
  CHECK(cases::copy_fingerprint("«Её слова: ГАРАНТИИ безопасности» – осязаемые") ==
        cases::copy_fingerprint("ее слова гаранти\u0301и безопасности осязаемые"));
  CHECK(cases::copy_fingerprint("коротко").empty());
  CHECK(cases::copy_fingerprint("").empty());
  CHECK(cases::copy_fingerprint(std::string(40, '\xFF')).empty());
}

TEST_CASE("a common run of nineteen characters is always found") {
  const std::string run = "гарантиибезопасност";
  const auto a =
      cases::copy_fingerprint("щука в реке плывет наперерез " + run + " и тонет под мостом медленно");
  const auto b =
      cases::copy_fingerprint("совсем иное начало предложения " + run + " конец другой истории о погоде");
  std::size_t both = 0;
  for (const std::uint32_t hash : a) {
    both += std::ranges::binary_search(b, hash) ? 1U : 0U;
  }
  CHECK(both >= 1);
}

TEST_CASE("a rewritten wire is one text with the wire, other news are not") {
  CHECK(cases::shared_part(cases::copy_fingerprint(wire), cases::copy_fingerprint(rewritten)) >= 0.25);
  CHECK(cases::shared_part(cases::copy_fingerprint(wire), cases::copy_fingerprint(unrelated)) < 0.05);
}

TEST_CASE("six words in a row inside the quotes make a copy") {
  CHECK(cases::common_run("Европа больше не обсуждает членство Украины в НАТО",
                          "что «Европа больше не обсуждает членство Украины» совсем") == 6);
  CHECK(cases::common_run("", "слово") == 0);
}

TEST_CASE("a copy that was judged otherwise, in another language or much later is a group of its own") {
  const cases::Rules rules;
  const model::Occurrence a = seen("a", start, bent);
  model::Occurrence b = seen("b", start + std::chrono::hours(71), bent);
  CHECK(cases::one_text(a, b, rules));
  b.seen_at = start + std::chrono::hours(73);
  CHECK_FALSE(cases::one_text(a, b, rules));
  b = seen("b", start, bent);
  b.decision.label = model::Label::mixed;
  CHECK_FALSE(cases::one_text(a, b, rules));
  b = seen("b", start, bent);
  b.language = "uk";
  CHECK_FALSE(cases::one_text(a, b, rules));
}

TEST_CASE("a long text gives a fingerprint of bounded size") {
  std::string text;
  for (int i = 0; i < 20000; ++i) {
    text += std::to_string(i * 7919 % 10007) + " ";
  }
  CHECK(cases::copy_fingerprint(text).size() < 1200);
}
