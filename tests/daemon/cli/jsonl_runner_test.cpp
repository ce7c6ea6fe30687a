#include "daemon/cli/jsonl_runner.hpp"

#include <doctest/doctest.h>

#include <sstream>

using qw::cli::run_jsonl;

namespace {

qw::Result<std::string> echo(const boost::json::object& item) {
  if (!item.contains("id")) {
    return qw::fail(qw::Errc::malformed, "id is missing");
  }
  return std::string(item.at("id").as_string());
}

qw::Result<unsigned> jobs(const std::string& text) {
  qw::cli::Line line;
  line.options["jobs"] = text;
  return qw::cli::jobs_of(line);
}

}  // namespace

TEST_CASE("answers come in the order of the lines with any number of jobs") {
  std::string input;
  std::string expected;
  for (int i = 0; i < 500; ++i) {
    input += "{\"id\":\"" + std::to_string(i) + "\"}\n\n";
    expected += std::to_string(i) + "\n";
  }
  for (const unsigned jobs : {1U, 4U}) {
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream errors;
    CHECK(run_jsonl(in, out, errors, {jobs, false, "test"}, echo) == 0);
    CHECK(out.str() == expected);
    CHECK(errors.str().empty());
  }
}

TEST_CASE("bad lines are reported with their number and give no answer") {
  std::istringstream in("{\"id\":\"a\"}\nnonsense\n[1]\n{\"x\":1}\n{\"id\":\"b\"}\n");
  std::ostringstream out;
  std::ostringstream errors;
  CHECK(run_jsonl(in, out, errors, {2, false, "test"}, echo) == 65);
  CHECK(out.str() == "a\nb\n");
  CHECK(errors.str().find("test: line 2: no JSON") != std::string::npos);
  CHECK(errors.str().find("test: line 3: a JSON object") != std::string::npos);
  CHECK(errors.str().find("test: line 4: id is missing") != std::string::npos);
}

TEST_CASE("--jobs takes 1 to 256") {
  CHECK(jobs("4").value() == 4);
  CHECK_FALSE(jobs("0"));
  CHECK_FALSE(jobs("-1"));
  CHECK_FALSE(jobs("3x"));
  CHECK_FALSE(jobs(""));
  CHECK(qw::cli::jobs_of({}).value() == 1);
}
