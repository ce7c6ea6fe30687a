#include "daemon/picture/exchange.hpp"

#include <doctest/doctest.h>

using namespace qw;
using namespace qw::picture;

TEST_CASE("a job's line is read as it was written, and nothing else is") {
  const std::string line = job_line({"<urn:uuid:1>", 77});
  REQUIRE(line.ends_with('\n'));
  const auto read = read_job_line(std::string_view(line).substr(0, line.size() - 1));
  REQUIRE(read.has_value());
  CHECK(read->document == "<urn:uuid:1>");
  CHECK(read->bytes == 77);
  for (const char* bad : {"", "[]", "{}", "{\"document\":\"\",\"bytes\":1}", "{\"document\":7,\"bytes\":1}",
                          "{\"document\":\"x\",\"bytes\":-1}", "{\"document\":\"x\",\"bytes\":1.5}"}) {
    CHECK_FALSE(read_job_line(bad).has_value());
  }
  CHECK(read_job_line(R"({"document":"x","bytes":999999999999})").error().code == Errc::too_big);
}

TEST_CASE("an answer's line is read as it was written") {
  AnswerLine answer;
  answer.end = End::drawn;
  answer.width = 1280;
  answer.height = 12'000;
  answer.full_height = 40'000;
  answer.bytes = 99;
  answer.used = 2;
  answer.missing = 3;
  answer.browser = "Chrome/156";
  std::string line = answer_line(answer);
  line.pop_back();
  const auto read = read_answer_line(line);
  REQUIRE(read.has_value());
  CHECK(read->end == End::drawn);
  CHECK(read->height == 12'000);
  CHECK(read->full_height == 40'000);
  CHECK(read->bytes == 99);
  CHECK(read->used == 2);
  CHECK(read->missing == 3);
  CHECK(read->browser == "Chrome/156");

  answer.end = End::failed;
  answer.reason = std::string(100'000, 'r');
  line = answer_line(answer);
  CHECK(line.size() <= most_line_bytes);
  line.pop_back();
  CHECK(read_answer_line(line)->end == End::failed);
}

TEST_CASE("an answer that promises too much, or gives no reason, is not believed") {
  CHECK(read_answer_line(R"({"end":"drawn","width":1280,"height":20000,"bytes":5})").error().code ==
        Errc::too_big);
  CHECK(read_answer_line(R"({"end":"drawn","width":1280,"height":20,"bytes":50000000})").error().code ==
        Errc::too_big);
  for (const char* bad :
       {R"({"end":"drawn","width":1280,"height":20})", R"({"end":"failed"})", R"({"end":"what","bytes":5})",
        R"({"end":"failed","reason":5})", "{\"end\":\"failed\",\"reason\":\"\xFF\"}", "x"}) {
    CHECK(read_answer_line(bad).error().code == Errc::malformed);
  }
}
