#include "tests/daemon/api/rig.hpp"
#include "tests/daemon/cli/captured.hpp"

#include <boost/json.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

/// The verbs that need no daemon, as a person or a script calls them, with the shipped configuration.
using namespace qw;
using namespace qw::test;
namespace json = boost::json;

namespace {

void write(const std::string& path, const std::string& bytes) { std::ofstream(path) << bytes; }

const std::string bent_words = "Европа больше не обсуждает членство Украины в НАТО";

std::string page(const std::string& title, const std::string& first, const std::string& date) {
  return "<html lang=\"ru\"><head><meta charset=\"utf-8\"><title>" + title + "</title>" +
         (date.empty() ? "" : "<meta property=\"article:published_time\" content=\"" + date + "\">") +
         "</head><body><article><h1>" + title + "</h1><p>" + first +
         " Об этом она сказала журналистам в Брюсселе.</p><p>Переговоры продолжатся на следующей неделе, "
         "решение "
         "примут позже, когда соберутся все стороны, добавили в пресс-службе.</p></article></body></html>";
}

std::string bent_page(const std::string& date) {
  return page("Каллас: " + bent_words, bent_words + ", заявила глава европейской дипломатии Кая Каллас.",
              date);
}

std::string plain_page(int number) {
  return page("Новость номер " + std::to_string(number), "Обычный день, ничего не случилось.",
              "2025-12-16T10:00:00+03:00");
}

std::string warc_record(const std::string& url, const std::string& body) {
  const std::string http = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body;
  return "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: " + url +
         "\r\nWARC-Date: 2025-12-17T08:00:00Z\r\nContent-Length: " + std::to_string(http.size()) +
         "\r\n\r\n" + http + "\r\n\r\n";
}

std::vector<json::object> lines_of(const std::string& text) {
  std::vector<json::object> out;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    out.push_back(json::parse(line).as_object());
  }
  return out;
}

}  // namespace

TEST_CASE("scan reads files, folders and WARC files in order, and says what could not be read or dated") {
  const TempFolder folder;
  std::filesystem::create_directories(folder.path("pages"));
  for (int n = 0; n < 9; ++n) {
    write(folder.path("pages/" + std::to_string(n) + ".html"),
          n % 3 == 1 ? bent_page("2025-12-16T10:00:00+03:00") : plain_page(n));
  }
  write(folder.path("crawl.warc"), warc_record("https://example.org/1", plain_page(1)) +
                                       warc_record("https://example.org/2", bent_page("")));
  write(folder.path("undated.html"), bent_page(""));
  const Said said =
      run_captured({"scan", "--jobs", "4", "--date", "2025-12-01", folder.path("pages"),
                    folder.path("nothing.html"), folder.path("undated.html"), folder.path("crawl.warc")});
  CHECK(said.status == 65);
  std::string expected;
  for (const char* place : {"pages/1.html", "pages/4.html", "pages/7.html"}) {
    expected += "alert\tkallas-nato\tfalse_quote\t" + folder.path(place) + "\tКаллас: " + bent_words + "\n";
  }
  CHECK(said.out.starts_with(expected));
  // Before its day the pattern finds nothing on the undated page; the record of the WARC file has a day of
  // its own.
  CHECK(said.out.substr(expected.size())
            .starts_with("alert\tkallas-nato\tfalse_quote\t" + folder.path("crawl.warc")));
  CHECK(said.err.find("nothing.html: cannot be opened: No such file") != std::string::npos);
  CHECK(said.err.ends_with(
      "quotewatch scan: 1 pages tell no date and were judged as of 2025-12-01 (--date)\n"));

  const auto found =
      lines_of(run_captured({"scan", "--json", "--all", "--date", "2025-12-16", folder.path()}).out);
  REQUIRE(found.size() == 12);
  CHECK(found[0].at("url") == "https://example.org/1");
  CHECK(found[1].at("date").is_null());
  CHECK(found[1].at("judged_as_of") == "2025-12-17");
  CHECK(found[1].at("decisions").as_array().size() == 1);
  CHECK(found[11].at("judged_as_of") == "2025-12-16");
  CHECK(found[11].at("decisions").as_array().size() == 1);
  CHECK(run_captured({"scan", "--date", "yesterday", folder.path("undated.html")}).status == 2);
  CHECK(run_captured({"scan"}).status == 2);
}

TEST_CASE("the --jsonl forms are those of eval/FORMATS.md, line by line") {
  const TempFolder folder;
  write(folder.path("page.html"), bent_page("2025-12-16T10:00:00+03:00"));

  std::string texts;
  std::string claims;
  for (int n = 0; n < 40; ++n) {
    const std::string id = "i" + std::to_string(n);
    const std::string words =
        n % 2 == 0 ? bent_words + ", заявила Кая Каллас." : "Обычный день номер " + std::to_string(n) + ".";
    texts += json::serialize(json::object{
                 {"id", id}, {"lang", "ru"}, {"kind", "body"}, {"date", "2025-12-16"}, {"text", words}}) +
             "\n";
    claims += json::serialize(json::object{{"id", id},
                                           {"lang", "ru"},
                                           {"date", "2025-12-16"},
                                           {"outlet_kind", "media"},
                                           {"headline", "Новость"},
                                           {"body", words}}) +
              "\n";
  }
  const Said quotes = run_captured({"quotes", "--jsonl", "--jobs", "4"}, texts);
  CHECK(quotes.status == 0);
  const auto quoted = lines_of(quotes.out);
  REQUIRE(quoted.size() == 40);
  for (std::size_t n = 0; n < quoted.size(); ++n) {
    CHECK(quoted[n].at("id").as_string() == "i" + std::to_string(n));
    CHECK(quoted[n].at("quotes").as_array().size() == (n % 2 == 0 ? 1 : 0));
  }
  const json::object& quote = quoted[0].at("quotes").as_array()[0].as_object();
  CHECK(quote.at("start") == 0);
  CHECK(quote.at("end") == 50);  // code points
  CHECK(quote.at("form") == "parenthetical");
  CHECK(quote.at("speaker") == "Кая Каллас");
  CHECK(quote.at("official") == "kallas");
  CHECK(quote.at("polarity") == "deny");
  CHECK(quote.at("modality") == "fact");
  CHECK(quote.at("via").as_array().empty());

  const Said matched = run_captured({"match", "--jsonl", "--jobs", "4"}, claims);
  const auto decided = lines_of(matched.out);
  REQUIRE(decided.size() == 40);
  CHECK(decided[0].at("id") == "i0");
  CHECK(decided[0].at("decision") == "alert");
  CHECK(decided[0].at("pattern") == "kallas-nato");
  CHECK(decided[0].at("label") == "false_quote");
  CHECK(!decided[0].at("why").as_array().empty());
  CHECK(decided[1].at("decision") == "silent");
  CHECK(decided[1].at("pattern").is_null());

  const std::string manifest = json::serialize(json::object{{"id", "p"},
                                                            {"url", "https://example.org/1"},
                                                            {"html_file", folder.path("page.html")},
                                                            {"other", 1}}) +
                               "\n";
  const auto read = lines_of(run_captured({"article", "--jsonl"}, manifest + manifest).out);
  REQUIRE(read.size() == 2);
  CHECK(read[0].at("id") == "p");
  CHECK(read[0].at("title").as_string() == "Каллас: " + bent_words);
  CHECK(read[0].at("date").as_string().starts_with("2025-12-16"));
  CHECK(read[0].at("authors").as_array().empty());
  CHECK(read[0].at("lang") == "ru");
  CHECK(read[0].at("text").as_string().find("заявила глава европейской дипломатии") != std::string::npos);
}

TEST_CASE("a member of Parliament counts as an official only where a pattern names them") {
  const TempFolder folder;
  const std::string words = "Депутат Европарламента Михаэль Галер призвал отменить санкции против России.";
  write(folder.path("text.txt"), "Новости дня\n\n" + words + "\n");
  write(folder.path("gahler-sanctions.toml"),
        "id = \"gahler-sanctions\"\ntitle = \"x\"\nofficial = \"gahler\"\nsince = 2025-01-01\nwhy = \"x\"\n"
        "false = [\"Галер призвал отменить санкции против России\"]\nsource = \"https://check.example/1\"\n");
  const Said matched = run_captured({"explain", "--date", "2025-12-16", "--patterns",
                                     folder.path("gahler-sanctions.toml"), folder.path("text.txt")});
  CHECK(matched.out.find("quote  Михаэль Галер (no official,") != std::string::npos);
  CHECK(matched.out.find("alert  gahler-sanctions  false_quote") != std::string::npos);
}
