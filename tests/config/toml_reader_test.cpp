#include "config/toml_reader.hpp"

#include <doctest/doctest.h>

using namespace qw;
using qw::config::parse_toml;

namespace {
std::string error_of(std::string_view bytes) {
  const auto parsed = parse_toml(bytes, "t.toml");
  return parsed ? "" : parsed.error().text();
}
}  // namespace

TEST_CASE("values and keys know their places in code points") {
  const auto root = parse_toml("a = 1\n\"ключ\" = \"значение\" # note\n[t]\nd = 2025-12-01\n", "t.toml");
  REQUIRE(root);
  const auto* key = root->find("ключ");
  REQUIRE(key != nullptr);
  CHECK(key->place.line == 2);
  CHECK(key->node.place.column == 10);
  CHECK(std::get<std::string>(key->node.value) == "значение");
  const auto& table = std::get<qw::config::TomlTable>(root->find("t")->node.value);
  CHECK(to_iso(std::get<Day>(table.find("d")->node.value)) == "2025-12-01");
}

TEST_CASE("a Cyrillic bare key is told to stand in quotes") {
  CHECK(error_of("a = 1\nключ = 2\n") ==
        "t.toml:2:1: a key in other than Latin letters must stand in quotes: \"…\" = …");
}

TEST_CASE("Cyrillic letters behind a line continuation are read") {
  const auto root = parse_toml("a = \"\"\"раз \\\n   два\"\"\"\n", "t.toml");
  REQUIRE(root);
  CHECK(std::get<std::string>(root->find("a")->node.value) == "раз два");
}

TEST_CASE("bytes that are not UTF-8 are found at their place") {
  CHECK(error_of("a = 1\nb = \"\xd0\xb0\xff\"\n") ==
        "t.toml:2:7: this byte is not UTF-8; save the file as UTF-8");
}

TEST_CASE("a key given twice, a wrong date and an open string are errors with a place") {
  CHECK(error_of("a = 1\na = 2\n").starts_with("t.toml:2:"));
  CHECK(error_of("d = 2025-02-30\n").starts_with("t.toml:1:"));
  CHECK(error_of("s = \"abc\n").starts_with("t.toml:1:"));
  CHECK(error_of(std::string(5U << 20U, ' ')) == "t.toml: the file is larger than 4 MiB; split it");
}
