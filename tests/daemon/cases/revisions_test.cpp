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

TEST_CASE("the likely outcome of a copy: stands, corrected with notice, silently edited, deleted") {
  CHECK(likely_outcome({"Текст."}, false) == CopyOutcome::stands);
  CHECK(likely_outcome({"Раз так.", "Если так."}, false) == CopyOutcome::silently_edited);
  CHECK(likely_outcome({"Раз так.", "Если так. Исправлено: в первой версии была ошибка."}, false) ==
        CopyOutcome::corrected_with_notice);
  CHECK(likely_outcome({"Раз так.", "Если так. Уточнено редакцией."}, true) == CopyOutcome::deleted);
}
