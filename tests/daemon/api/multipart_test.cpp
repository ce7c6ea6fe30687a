#include "daemon/api/multipart.hpp"

#include <doctest/doctest.h>

using namespace qw;
using namespace qw::api;

namespace {
const std::string kind = "multipart/form-data; boundary=----x";
std::string part(const std::string& head, const std::string& content) {
  return "------x\r\n" + head + "\r\n\r\n" + content + "\r\n";
}
const std::string field_a = "Content-Disposition: form-data; name=\"a\"";
const std::string file_f =
    "content-disposition: form-data; name=\"f\"; filename=\"x.png\"\r\nContent-Type: image/png";
}  // namespace

TEST_CASE("fields and files of a form are told apart, bytes as they are") {
  const std::string bytes = std::string("\0\r\n--", 5) + "\xff";
  const auto form = read_multipart(kind, part(field_a, "текст") + part(file_f, bytes) + "------x--\r\n");
  REQUIRE(form.has_value());
  CHECK(form->fields.at("a") == "текст");
  CHECK(form->files.at("f").bytes == bytes);
  CHECK(form->files.at("f").name == "x.png");
}

TEST_CASE("what two readers may understand differently is no form") {
  const std::string end = "------x--\r\n";
  CHECK_FALSE(read_multipart("text/plain", end).has_value());
  CHECK_FALSE(read_multipart("multipart/form-data; boundary=a b", end).has_value());
  CHECK_FALSE(read_multipart(kind, "before" + part(field_a, "x") + end).has_value());
  CHECK_FALSE(read_multipart(kind, part(field_a, "x")).has_value());
  CHECK_FALSE(read_multipart(kind, part(field_a, "x") + part(field_a, "y") + end).has_value());
  CHECK_FALSE(read_multipart(kind, part(field_a, "\xff") + end).has_value());
  CHECK_FALSE(read_multipart(kind, part("Content-Type: text/plain", "x") + end).has_value());
  CHECK_FALSE(
      read_multipart(kind, part(field_a + "\r\nContent-Transfer-Encoding: base64", "x") + end).has_value());
  CHECK_FALSE(read_multipart(kind, part(field_a, "x") + end + "after").has_value());
  std::string many;
  for (int i = 0; i < 21; ++i) {
    many += part("Content-Disposition: form-data; name=\"n" + std::to_string(i) + "\"", "x");
  }
  CHECK_FALSE(read_multipart(kind, many + end).has_value());
  CHECK(read_multipart(kind, end).has_value());
}
