#include "config/outlet_text.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace qw;
using namespace qw::config;

namespace {

const std::string whole = R"([[outlet]]
id = "ranok"
name = "Ранок «Плюс»"
publisher = "Ранок Медіа"
country = "UA"
languages = ["uk", "ru"]
kind = "regional"
tier = 3
zone = "Europe/Kyiv"
home = "https://ranok.example.com"
telegram = "ranok_news"
hosts = ["cdn.example.org"]
sections = ["https://ranok.example.com/news"]
aliases = ["Ранок", "видання \"Ранок\""]
verified = "none"
paused = true
restricted = true
delay = "10 s"
poll_every = "5 min"
note = "by hand"
[outlet.feeds]
mixed = ["https://ranok.example.com/all"]
uk = ["https://ranok.example.com/rss", "https://ranok.example.com/rss2"]
)";

/// All messages of what must fail.
std::string refused(const std::expected<std::vector<model::Outlet>, Errors>& read) {
  std::string out;
  REQUIRE_FALSE(read.has_value());
  for (const Error& each : read.error()) {
    out += each.text() + "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("an outlet is the same after it was written and read again") {
  const auto read = read_outlet_text(whole, "x.toml", {});
  REQUIRE(read.has_value());
  REQUIRE(read->size() == 1);
  CHECK(outlet_toml(read->front()) == whole);
}

TEST_CASE("a table of outlets gives back what was written into it") {
  auto read = read_outlet_text(whole + "\n" + R"([[outlet]]
id = "potok"
name = "Поток"
languages = ["ru"]
kind = "telegram"
zone = "Europe/Riga"
telegram = "potok_live"
)",
                               "x.toml", {});
  REQUIRE(read.has_value());
  const std::string table = outlet_table(*read);
  const auto again = read_outlet_table(table, "x.tsv", {});
  REQUIRE(again.has_value());
  REQUIRE(again->size() == 2);
  CHECK(outlet_table(*again) == table);
  CHECK(outlet_toml(again->front()) == whole);
}

TEST_CASE("a table may leave columns out and end a row early") {
  const auto read = read_outlet_table(
      "id\tkind\tname\tlanguages\thome\tcountry\tnote\r\nkray\tregional\tКрай\tru; "
      "uk\thttps://kray.example.com\tUA\r\n",
      "x.tsv", {});
  REQUIRE(read.has_value());
  CHECK(read->front().zone == "Europe/Kyiv");
  CHECK(read->front().languages == std::vector<std::string>{"ru", "uk"});
}

TEST_CASE("nonsense is refused at its place, all of it at once") {
  const std::string said = refused(read_outlet_text(R"([[outlet]]
id = "Ranok!"
name = "Ранок"
languages = ["ukrainian"]
kind = "newspapr"
home = "ftp://ranok.example.com"
feds = 3
[[outlet]]
id = "b"
name = "B"
languages = ["uk"]
kind = "portal"
country = "UA"
home = "https://b.example.com"
delay = "1 s"
)",
                                                    "new.toml", {}));
  CHECK(said.find("new.toml:2:6: id 'Ranok!' may hold") != std::string::npos);
  CHECK(said.find("'ukrainian' is no language") != std::string::npos);
  CHECK(said.find("new.toml:5:8:") != std::string::npos);
  CHECK(said.find("did you mean 'feeds'?") != std::string::npos);
  CHECK(said.find("zone is missing") != std::string::npos);
  CHECK(said.find("new.toml:15:9: delay is 1 s; the least is 2 s (crawl.least_delay)") != std::string::npos);
}

TEST_CASE("an id that stands twice is refused") {
  CHECK(refused(read_outlet_text(whole + whole, "x.toml", {})).find("two outlets 'ranok'") !=
        std::string::npos);
  const std::string header = "id\tname\tlanguages\tkind\thome\tcountry\n";
  const std::string row = "a\tA\tuk\tportal\thttps://a.example.com\tUA\n";
  CHECK(refused(read_outlet_table(header + row + row, "x.tsv", {}))
            .find("x.tsv:3:1: there are two outlets 'a'") != std::string::npos);
}

TEST_CASE("a table without a needed column, with an unknown one or a row that is too long is refused") {
  const std::string said = refused(read_outlet_table("id\tnam\tlanguages\tkind\n", "x.tsv", {}));
  CHECK(said.find("did you mean 'name'?") != std::string::npos);
  CHECK(said.find("the column 'name' is missing") != std::string::npos);
  CHECK(refused(read_outlet_table("id\tname\tlanguages\tkind\na\tb\tuk\tportal\tx\n", "x.tsv", {}))
            .find("x.tsv:2:1: the row has 5 cells, the header 4") != std::string::npos);
  CHECK(refused(read_outlet_table("", "x.tsv", {})).find("the column 'id' is missing") != std::string::npos);
}

TEST_CASE("the errors of a row name its line, and good rows have none") {
  const std::string said =
      refused(read_outlet_table("id\tname\tlanguages\tkind\thome\tcountry\tfeeds\n"
                                "a\tA\tuk\tportal\thttps://a.example.com\tUA\tuk https://a.example.com/rss\n"
                                "b\tB\tuk\tportal\thttps://b.example.com\tUA\tua https://b.example.com/rss\n",
                                "x.tsv", {}));
  CHECK(said.find("x.tsv:3:1: ") != std::string::npos);
  CHECK(said.find("x.tsv:2:") == std::string::npos);
}
