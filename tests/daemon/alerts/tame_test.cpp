#include "daemon/alerts/tame.hpp"

#include "base/utf8.hpp"

#include <doctest/doctest.h>

using namespace qw::alerts;

TEST_CASE("foreign words become one line without controls") {
  CHECK(one_line("a\r\nb\t c\x1b[31m") == "a b c [31m");
  CHECK(one_line("\u202Eevil\u2066") == "evil");
  CHECK(one_line("\xff") == "\uFFFD");
  CHECK(one_line("  a  ") == "a");
}

TEST_CASE("nothing stays that a program could make a link of") {
  CHECK(without_links("read https://a.example/x.html?q=1.5 now") ==
        "read hxxps://a[.]example/x[.]html?q=1.5 now");
  CHECK(without_links("http://a.b") == "hxxp://a.b");
  CHECK(without_links("wordhttp://a.b HTTPS://a.b") == "wordhxxp://a.b hxxpS://a.b");
  CHECK(without_links("на сайте evil.com, и www.evil.co.uk") ==
        "на сайте evil[.]com, и www[.]evil[.]co[.]uk");
  CHECK(without_links("пример.рф и слово. Дальше") == "пример[.]рф и слово. Дальше");
  CHECK(without_links("U.S. и 3.5 % и т.д.") == "U.S. и 3.5 % и т.д.");
  CHECK(without_links("http://10.0.0.1/") == "hxxp://10[.]0[.]0.1/");
}

TEST_CASE("a text is cut between letters and never between a letter and its marks") {
  CHECK(cut_words("абвгд", 5) == "абвгд");
  CHECK(cut_words("абвгд", 3) == "абв…");
  CHECK(cut_words("аб\u0301вг", 2) == "а…");
  CHECK(cut_words("👩\u200D👧 семья", 2) == "…");
  CHECK(qw::utf8::is_valid(cut_words("Дуже довгий рядок", 7)));
}
