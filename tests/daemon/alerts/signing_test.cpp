#include "daemon/alerts/signing.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>

using namespace qw;

namespace {
const Time at{std::chrono::seconds(1614265330)};
}

TEST_CASE("the published example of Standard Webhooks is signed as there") {
  const auto secrets = alerts::parse_secrets("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n", "secret");
  REQUIRE(secrets.has_value());
  CHECK(alerts::signature_of("msg_p5jXN8AQM9LWM0D4loKWxJek", at, R"({"test": 2432232314})", *secrets) ==
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST_CASE("while a secret is changed a message carries both signatures") {
  const auto secrets = alerts::parse_secrets(
      "# new\nwhsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n# old\nwhsec_c2VjcmV0IG9mIHR3ZW50eS1mb3VyIGJ5dGVz\n",
      "secret");
  REQUIRE(secrets.has_value());
  const auto headers = alerts::signed_headers("abc", at, "{}", *secrets);
  REQUIRE(headers.size() == 3);
  CHECK(headers[0].second == "abc");
  CHECK(headers[1].second == "1614265330");
  CHECK(std::ranges::count(headers[2].second, ' ') == 1);
}

TEST_CASE("a wrong secret file is named with its line and without its content") {
  for (const char* text : {"hunter2\n", "whsec_!!!\n", "whsec_YWJj\n", "\n# nothing\n"}) {
    const auto secrets = alerts::parse_secrets(text, "/etc/qw/hook.secret");
    REQUIRE_FALSE(secrets.has_value());
    CHECK(secrets.error().code == Errc::config);
    CHECK(secrets.error().text().starts_with("/etc/qw/hook.secret"));
    CHECK(secrets.error().text().find("hunter2") == std::string::npos);
  }
}
