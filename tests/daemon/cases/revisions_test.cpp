#include "daemon/cases/revisions.hpp"

#include <doctest/doctest.h>

using namespace qw;
using namespace qw::cases;

namespace {

std::string shown(const std::vector<SentenceChange>& changes) {
  std::string out;
  for (const SentenceChange& each : changes) {
    out += each.kind == ChangeKind::kept      ? "= " + each.after
           : each.kind == ChangeKind::removed ? "- " + each.before
           : each.kind == ChangeKind::added   ? "+ " + each.after
                                              : "~ " + each.before + " | " + each.after;
    out += "\n";
  }
  return out;
}

CorrectionNotices shipped() {
  auto notices = CorrectionNotices::load(QW_SOURCE_DIR "/config/lexicon");
  REQUIRE(notices.has_value());
  return *std::move(notices);
}

}  // namespace

TEST_CASE("one word that becomes another is one changed sentence among kept ones") {
  CHECK(shown(sentence_diff("Она выступила. Раз членство не обсуждается, нужны гарантии.\nКонец.",
                            "Она выступила. Если членство не обсуждается, нужны гарантии.\nКонец.")) ==
        "= Она выступила.\n"
        "~ Раз членство не обсуждается, нужны гарантии. | Если членство не обсуждается, нужны гарантии.\n"
        "= Конец.\n");
}

TEST_CASE("layout, case and quotation marks change nothing; what goes and comes is told in its place") {
  CHECK(shown(sentence_diff("«Да», — сказала она.", "\"да\" —  сказала она.")) ==
        "= \"да\" —  сказала она.\n");
  CHECK(shown(sentence_diff("Первое. Второе.", "Второе. Совсем иное!")) ==
        "- Первое.\n= Второе.\n+ Совсем иное!\n");
  CHECK(shown(sentence_diff("", "Новое.")) == "+ Новое.\n");
  CHECK(sentence_diff("", "").empty());
}

TEST_CASE("quotes are removed, changed or added, and a record says so") {
  CHECK(quote_changes({"Европа больше не обсуждает членство"}, {"Европа больше не обсуждает членство"})
            .empty());
  const auto changed = quote_changes({"раз это не обсуждается, нужны гарантии", "второе"},
                                     {"если это не обсуждается, нужны гарантии"});
  CHECK(in_words(changed) ==
        "quote changed: раз это не обсуждается, нужны гарантии → если это не обсуждается, нужны гарантии; "
        "quote "
        "removed: второе");
  CHECK(in_words({}).empty());
}

TEST_CASE("a table of notices is refused with file, line and column of each fault") {
  const auto bad = CorrectionNotices::parse(
      "language\twords\texample\n"
      "de\tberichtigt\tBerichtigt.\n"
      "ru\tИсправлен\tИсправлено.\n"
      "ru\tуточнен\tИсправлено.\n",
      "notices.tsv");
  REQUIRE_FALSE(bad.has_value());
  REQUIRE(bad.error().size() == 3);
  CHECK(bad.error()[0].text().find("notices.tsv:2:1") != std::string::npos);
  CHECK(bad.error()[1].text().find("notices.tsv:3:4") != std::string::npos);
  CHECK(bad.error()[2].text().find("notices.tsv:4") != std::string::npos);
  CHECK_FALSE(CorrectionNotices::parse("words\nслово\n", "notices.tsv").has_value());
}

TEST_CASE("a notice is one of the shipped table, at the beginning of words that stand side by side") {
  const CorrectionNotices notices = shipped();
  CHECK(notices.stand_in("В предыдущей версии материала цитата была неполной."));
  CHECK(notices.stand_in("УТОЧНЕНИЕ РЕДАКЦИИ"));
  CHECK(notices.stand_in("У першій версії новини була помилка."));
  CHECK(notices.stand_in("An earlier version of this article left the condition out."));
  CHECK_FALSE(notices.stand_in("Он уточнил, что версия следствия прежняя."));
  CHECK_FALSE(notices.stand_in("В первой половине дня версии не назвали."));
  CHECK_FALSE(notices.stand_in(""));
}

TEST_CASE("the likely outcome of a copy: stands, corrected with notice, silently edited, deleted") {
  CHECK(likely_outcome({"Текст."}, false, shipped()) == CopyOutcome::stands);
  CHECK(likely_outcome({"Раз так.", "Если так."}, false, shipped()) == CopyOutcome::silently_edited);
  CHECK(likely_outcome({"Раз так.", "Если так. Исправлено: в первой версии была ошибка."}, false,
                       shipped()) == CopyOutcome::corrected_with_notice);
  CHECK(likely_outcome({"Раз так.", "Если так. Уточнено редакцией."}, true, shipped()) ==
        CopyOutcome::deleted);
}
