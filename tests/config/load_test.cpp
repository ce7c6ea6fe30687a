#include "config/config.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

using namespace qw;
namespace fs = std::filesystem;

namespace {

/// A configuration in a folder of its own; each test spoils one thing.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "qw-config-XXXXXX").string();
    path_ = mkdtemp(name.data());
    write("quotewatch.toml", "[crawl]\ncontact = \"desk@example.org\"\n");
    write(
        "outlets.d/kp-ru.toml",
        "id = \"kp-ru\"\nname = \"Пример\"\npublisher = \"Example\"\ncountry = \"RU\"\nlanguages = [\"ru\"]\n"
        "kind = \"tabloid\"\nhome = \"https://kp.example\"\n[feeds]\nru = [\"https://kp.example/rss\"]\n");
    write(
        "officials.d/weiss.toml",
        "id = \"weiss\"\nname = \"Anna Weiss\"\nru = \"Анна Вайс\"\nuk = \"Анна Вайс\"\ngender = \"f\"\n"
        "ru_last = \"Вайс;Вайс;Вайс;Вайс;Вайс;Вайс\"\n"
        "[[role]]\ntitle = \"Commissioner\"\nfrom = 2019-12-01\nuntil = 2024-11-30\n"
        "[[namesake]]\nsurname_ru = \"Вайс\"\nname = \"Peter Weiss\"\nwho = \"a writer\"\nkind = \"person\"\n"
        "tell_apart = [\"Петер\"]\n");
    write(
        "patterns.d/weiss-lamp.toml",
        "id = \"weiss-lamp\"\nofficial = \"weiss\"\nsince = 2023-05-01\nfalse = [\"Вайс запретила лампы\"]\n"
        "source = \"https://check.example/1\"\n");
    fs::create_directories(path_ / "lexicon");
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  void write(const std::string& file, std::string_view bytes) const {
    fs::create_directories((path_ / file).parent_path());
    std::ofstream(path_ / file, std::ios::binary) << bytes;
  }
  void add(const std::string& file, std::string_view bytes) const {
    std::ofstream(path_ / file, std::ios::binary | std::ios::app) << bytes;
  }
  std::string main() const { return (path_ / "quotewatch.toml").string(); }
  std::string at(const std::string& file) const { return (path_ / file).string(); }

  /// The texts of all errors, without the folder; "" when the configuration loads.
  std::string errors() const {
    const auto loaded = config::load(main());
    std::string out;
    if (!loaded) {
      for (const Error& error : loaded.error()) {
        std::string text = error.text();
        for (auto found = text.find(path_.string() + "/"); found != std::string::npos;
             found = text.find(path_.string() + "/")) {
          text.erase(found, path_.string().size() + 1);
        }
        out += (out.empty() ? "" : "\n") + text;
      }
    }
    return out;
  }

 private:
  fs::path path_;
};

}  // namespace

TEST_CASE("a whole configuration is read into plain types") {
  const Folder folder;
  const auto loaded = config::load(folder.main());
  REQUIRE_MESSAGE(loaded, folder.errors());
  const config::Config& c = **loaded;
  CHECK(c.crawl.contact == "desk@example.org");
  const model::Outlet* outlet = c.find_outlet("kp-ru");
  REQUIRE(outlet != nullptr);
  CHECK(outlet->zone == "Europe/Moscow");
  CHECK(outlet->feeds.at(0).language == "ru");
  CHECK(outlet->kind == model::OutletKind::tabloid);
  CHECK(outlet->verified == model::Verified::none);
  const model::Official* official = c.find_official("weiss");
  REQUIRE(official != nullptr);
  CHECK(official->ru_last.forms[5] == std::vector<std::string>{"Вайс"});
  CHECK(official->roles.at(0).until == parse_day("2024-11-30").value());
  CHECK(c.namesakes.at(0).official == "weiss");
  CHECK(c.find_pattern("weiss-lamp")->state == model::PatternState::live);
  CHECK(c.find_pattern("nobody") == nullptr);
  CHECK(c.lexicon_directory == folder.at("lexicon"));
}

TEST_CASE("the digest changes with a byte of any file and with nothing else") {
  const Folder folder;
  const std::string first = config::load(folder.main()).value()->digest;
  CHECK(config::load(folder.main()).value()->digest == first);
  folder.add("officials.d/weiss.toml", "# a comment\n");
  CHECK(config::load(folder.main()).value()->digest != first);
}

TEST_CASE("unknown keys come with a hint and their place") {
  const Folder folder;
  folder.write(
      "patterns.d/weiss-lamp.toml",
      "id = \"weiss-lamp\"\noficial = \"weiss\"\nsince = 2023-05-01\nfalse = [\"Вайс запретила лампы\"]\n"
      "source = \"https://check.example/1\"\n");
  CHECK(folder.errors() ==
        "patterns.d/weiss-lamp.toml:1:1: official is missing; a pattern must have one\n"
        "patterns.d/weiss-lamp.toml:2:1: 'oficial' is not a key of a pattern; did you mean 'official'?");
}

TEST_CASE("every error of every file is told, and the first syntax error of a file") {
  const Folder folder;
  folder.write("quotewatch.toml",
               "[crawl]\ncontact = \"nobody\"\ndelay = 5\nleast_delay = \"2 sek\"\nmost_depth = 1\n"
               "most_wire_bytes = \"8 MB\"\nunverified = \"yes\"\n[log]\nlevel = \"inf\"\n");
  folder.add("outlets.d/kp-ru.toml", "de = [\n");
  folder.add("officials.d/weiss.toml", "[[role]]\ntitle = \"x\"\nfrom = 2025-01-01\nuntil = 2024-01-01\n");
  CHECK(
      folder.errors().starts_with("officials.d/weiss.toml:20:9: until lies before from\n"
                                  "outlets.d/kp-ru.toml:10:"));
  CHECK(folder.errors().ends_with(
      "\nquotewatch.toml:2:11: 'nobody' is no e-mail address; outlets must be able to write to you\n"
      "quotewatch.toml:3:9: delay is a number; write a time such as \"90 s\", \"10 min\" or \"48 h\"\n"
      "quotewatch.toml:4:15: least_delay: '2 sek' is no time; write a whole number and ms, s, min, h or d, "
      "such "
      "as \"90 s\"\n"
      "quotewatch.toml:5:14: most_depth is 1; it must lie between 16 and 4096\n"
      "quotewatch.toml:6:19: most_wire_bytes: '8 MB' is no size; write a whole number and B, KiB, MiB, GiB "
      "or "
      "TiB, such as \"8 MiB\"\n"
      "quotewatch.toml:7:14: unverified is a text; write true or false\n"
      "quotewatch.toml:9:9: level 'inf' is unknown; did you mean 'info'? (debug info warning error)"));
}

TEST_CASE("a pattern needs an official who held an EU office in its period") {
  const Folder folder;
  folder.write("patterns.d/late.toml",
               "id = \"late\"\nofficial = \"weiss\"\nsince = 2025-01-01\nfalse = [\"Вайс\"]\n"
               "source = \"https://check.example/1\"\n");
  CHECK(folder.errors() ==
        "patterns.d/late.toml:2:12: weiss held no EU office between since and until; the pattern could never "
        "match");
  folder.write("patterns.d/late.toml",
               "id = \"late\"\nofficial = \"weis\"\nsince = 2025-01-01\nfalse = [\"Вайс\"]\n"
               "source = \"https://check.example/1\"\n");
  CHECK(folder.errors() == "patterns.d/late.toml:2:12: there is no official 'weis'; did you mean 'weiss'?");
}

TEST_CASE("an id that stands twice names both places") {
  const Folder folder;
  folder.write(
      "patterns.d/more.toml",
      "[[pattern]]\nid = \"weiss-lamp\"\nofficial = \"weiss\"\nsince = 2023-05-01\nfalse = [\"Вайс\"]\n"
      "source = \"https://check.example/1\"\n");
  CHECK(folder.errors() ==
        "patterns.d/weiss-lamp.toml:1:6: there are two patterns 'weiss-lamp'; the other stands at "
        "patterns.d/more.toml:2");
}

TEST_CASE("what an outlet says of itself is checked") {
  const Folder folder;
  folder.write(
      "outlets.d/x.toml",
      "id = \"x\"\nname = \"X\"\ncountry = \"UA\"\nlanguages = [\"uk\"]\nkind = \"telegram\"\n"
      "zone = \"Europe/Kiew\"\nhome = \"ftp://x.example\"\n[feeds]\nuk = [\"https://other.example/rss\"]\n");
  CHECK(folder.errors() ==
        "outlets.d/x.toml:1:1: an outlet of the kind telegram must have a channel name\n"
        "outlets.d/x.toml:6:8: zone 'Europe/Kiew' is unknown to tzdata; write one such as \"Europe/Kyiv\"\n"
        "outlets.d/x.toml:7:8: 'ftp://x.example' is no http or https address");
  folder.write("outlets.d/x.toml",
               "id = \"x\"\nname = \"X\"\ncountry = \"UA\"\nlanguages = [\"uk\"]\nkind = \"portal\"\n"
               "home = \"https://x.example\"\n[feeds]\nuk = [\"https://other.example/rss\"]\n");
  CHECK(folder.errors() ==
        "outlets.d/x.toml:8:6: the feed's host other.example is not of x.example; name it in `hosts` if it "
        "belongs to the outlet");
  folder.write("outlets.d/y.toml",
               "id = \"x\"\nname = \"X\"\ncountry = \"UA\"\nlanguages = [\"uk\"]\n"
               "kind = \"portal\"\nhome = \"https://x.example\"\nhosts = [\"other.example\"]\n");
  CHECK(folder.errors().contains("outlets.d/y.toml:1:6: the file of 'x' must be named x.toml"));
}

TEST_CASE("exceptions to the address guard are literal addresses and stand once") {
  const Folder folder;
  folder.write("quotewatch.toml",
               "[crawl]\ncontact = \"desk@example.org\"\n[[crawl.resolve]]\nhost = \"kp.example\"\n"
               "address = \"localhost\"\nport = 8080\n[[crawl.resolve]]\nhost = \"kp.example\"\n"
               "address = \"::1\"\nport = 8080\n");
  CHECK(folder.errors() ==
        "quotewatch.toml:5:11: 'localhost' is no address in numbers such as \"127.0.0.1\" or \"::1\"\n"
        "quotewatch.toml:8:8: 'kp.example' is resolved twice for port 8080");
}

TEST_CASE("texts that would never match an article are errors") {
  const Folder folder;
  folder.add("patterns.d/weiss-lamp.toml",
             "authentic = [\"кои\xcc\x86ка\", \" край\", \"а\\nб\", \"а\\u0007\", \"\"]\n");
  const std::string errors = folder.errors();
  CHECK(errors.contains("it must be NFC"));
  CHECK(errors.contains("begins or ends with a space"));
  CHECK(errors.contains("must be one line"));
  CHECK(errors.contains("holds a control character"));
  CHECK(errors.contains("has an empty entry"));
}

TEST_CASE("at most fifty errors of a file are told, and how many more there are") {
  const Folder folder;
  std::string keys = "[crawl]\ncontact = \"desk@example.org\"\n";
  for (int i = 0; i < 60; ++i) {
    keys += "unknown_key_" + std::to_string(i) + " = 1\n";
  }
  folder.write("quotewatch.toml", keys);
  const auto loaded = config::load(folder.main());
  REQUIRE_FALSE(loaded);
  CHECK(loaded.error().size() == 51);
  CHECK(loaded.error().back().what == "and 10 more errors in this file");
}

TEST_CASE("without a contact there is a remark and no error") {
  const Folder folder;
  folder.write("quotewatch.toml", "");
  std::vector<Error> remarks;
  CHECK(config::load(folder.main(), &remarks));
  REQUIRE(remarks.size() == 1);
  CHECK(remarks[0].what.starts_with("crawl.contact is not set"));
}

TEST_CASE("a contact or a page on the desk's own host is remarked, one on another host is not") {
  const auto remarks_of = [](const std::string& crawl) {
    const Folder folder;
    folder.write("quotewatch.toml",
                 "[crawl]\n" + crawl + "\n[api]\npublic_url = \"https://desk.example.org/\"\n");
    std::vector<Error> remarks;
    CHECK(config::load(folder.main(), &remarks));
    return remarks;
  };
  const auto mail = remarks_of("contact = \"bot@Desk.example.org\"");
  REQUIRE(mail.size() == 1);
  CHECK(mail[0].what.find("desk.example.org") != std::string::npos);
  CHECK(mail[0].what.find("api.public_url") != std::string::npos);
  CHECK(remarks_of("contact = \"bot@example.org\"\ninfo_url = \"https://desk.example.org/bot\"").size() == 1);
  CHECK(remarks_of("contact = \"bot@example.org\"\ninfo_url = \"https://example.org/bot\"").empty());
}

TEST_CASE("a syntax error in the main file hides no error of the files beside it") {
  const Folder folder;
  folder.write("quotewatch.toml", "[crawl\n");
  folder.add("outlets.d/kp-ru.toml", "de = [\n");
  const std::string errors = folder.errors();
  CHECK(errors.contains("quotewatch.toml:1:"));
  CHECK(errors.contains("outlets.d/kp-ru.toml:10:"));
}

TEST_CASE("a missing file and a missing folder are named") {
  const Folder folder;
  fs::remove_all(folder.at("officials.d"));
  CHECK(folder.errors().starts_with("officials.d: the directory cannot be read"));
  const auto nothing = config::load(folder.at("nowhere.toml"));
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error()[0].text().contains("nowhere.toml: cannot be read"));
}

TEST_CASE("patterns are read from JSON lines too") {
  const Folder folder;
  folder.write(
      "p.jsonl",
      "{\"id\":\"b\",\"official\":\"weiss\",\"false\":[\"Вайс\"],\"authentic\":[],\"since\":\"2023-05-01\","
      "\"until\":null,\"source\":\"https://example.org\",\"more\":1}\n\n"
      "{\"id\":\"a\",\"official\":\"weiss\",\"false\":[\"Вайс\"],\"since\":\"2023-05-01\",\"until\":"
      "\"2023-06-01\"}\n");
  const auto patterns = config::load_patterns(folder.at("p.jsonl"));
  REQUIRE(patterns);
  CHECK(patterns->at(0).id == "a");
  CHECK(patterns->at(0).until == parse_day("2023-06-01").value());
  CHECK_FALSE(patterns->at(1).until);
  folder.write(
      "p.jsonl",
      "{\"id\":\"b\"}\n[]\n{\"id\":\"c\",\"official\":\"w\",\"false\":[\"x\"],\"since\":\"2023\"}\n");
  const auto bad = config::load_patterns(folder.at("p.jsonl"));
  REQUIRE_FALSE(bad);
  CHECK(bad.error().size() == 3);
  CHECK(bad.error()[2].text().ends_with("p.jsonl:3: since and until must be YYYY-MM-DD"));
}

TEST_CASE("officials can be read alone") {
  const Folder folder;
  const auto read = config::load_officials(folder.at("officials.d"));
  REQUIRE(read);
  CHECK(read->first.size() == 1);
  CHECK(read->second.size() == 1);
}
