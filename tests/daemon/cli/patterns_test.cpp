#include "daemon/cli/patterns_offline.hpp"
#include "tests/daemon/api/rig.hpp"
#include "tests/daemon/cli/captured.hpp"

#include <fstream>

using namespace qw;
using namespace qw::test;

namespace {

/// What it said on both streams.
Said run(std::vector<std::string> words) {
  Said said = run_captured(std::move(words));
  said.out += said.err;
  return said;
}

void write(const std::string& path, const std::string& bytes) { std::ofstream(path) << bytes; }

const std::string officials = QW_SOURCE_DIR "/config/officials.d";

}  // namespace

TEST_CASE("from a saved fact-check to a draft, its check, and what it would have caught in files") {
  const TempFolder folder;
  write(
      folder.path("check.html"),
      "<html lang=\"ru\"><head><title>Фейк: Хансен потребовал отменить квоты на молдавское "
      "вино</title></head><body>"
      "<article><h1>Фейк: Хансен потребовал отменить квоты на молдавское вино</h1><p>Еврокомиссару Кристофу "
      "Хансену "
      "приписали выдуманное требование, которого не было ни в письме, ни на встрече.</p><p>Хансен сказал: "
      "«Квоты на "
      "молдавское вино мы пересмотрим, если об этом попросит Кишинёв». Это всё.</p></article></body></html>");
  const Said draft = run({"patterns", "new", "--officials", officials, "--url", "https://example.org/check",
                          folder.path("check.html")});
  CHECK(draft.status == 0);
  CHECK(draft.out.find("official = \"hansen\"") != std::string::npos);
  CHECK(draft.out.find("state = \"draft\"") != std::string::npos);
  CHECK(draft.out.find("если об этом попросит") != std::string::npos);

  const std::string id = draft.out.substr(draft.out.find("id = \"") + 6);
  const std::string file = folder.path() + "/" + id.substr(0, id.find('"')) + ".toml";
  write(file, draft.out);
  const Said checked = run({"patterns", "check", "--officials", officials, file});
  CHECK_MESSAGE(checked.status == 0, checked.out);
  CHECK(checked.out.find("1 patterns, 0 remarks") != std::string::npos);

  const std::string since = draft.out.substr(draft.out.find("since = ") + 8, 10);
  write(folder.path("claims.jsonl"),
        "{\"id\":\"a\",\"lang\":\"ru\",\"date\":\"" + since +
            "\",\"outlet_kind\":\"media\",\"headline\":\"Хансен потребовал отменить квоты на молдавское "
            "вино\",\"body\":\"Хансен потребовал отменить квоты на молдавское вино.\"}\n"
            "{\"id\":\"b\",\"lang\":\"ru\",\"date\":\"" +
            since +
            "\",\"outlet_kind\":\"media\",\"headline\":\"Погода\",\"body\":\"Завтра дождь.\"}\n"
            "not json\n");
  const Said tried = run(
      {"patterns", "backtest", "--officials", officials, "--patterns", file, folder.path("claims.jsonl")});
  CHECK(tried.status == 65);
  CHECK(tried.out.find("2 articles") != std::string::npos);
  CHECK(tried.out.find("1 cases: 1 alerts") != std::string::npos);
  CHECK(tried.out.find("claims.jsonl:3: the line is no JSON object") != std::string::npos);
}

TEST_CASE("patterns without a known side says which there are") {
  const Said said = run({"patterns", "guess"});
  CHECK(said.status == 2);
  CHECK(said.out.find("backtest") != std::string::npos);
  CHECK(run({"patterns", "new"}).status == 2);
}
