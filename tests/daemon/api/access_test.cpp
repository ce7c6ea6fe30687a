#include "daemon/api/access.hpp"

#include "daemon/api/passwords.hpp"
#include "daemon/api/tokens.hpp"
#include "tests/daemon/api/rig.hpp"

using namespace qw;
using namespace qw::test;

namespace {

std::string bearer(Rig& rig, const std::string& scopes, const std::string& more = "") {
  const auto made =
      rig.ask("POST", "/api/v1/tokens", {}, R"({"name":"t","scopes":[)" + scopes + "]" + more + "}");
  REQUIRE(made.status == 201);
  return "Bearer " + std::string(body_of(made).at("token").as_string());
}

}  // namespace

TEST_CASE("over TCP nobody is anybody without a token, and a token may what its scopes say") {
  Rig rig;
  CHECK(rig.ask("GET", "/api/v1/cases", {}, "", false).status == 401);
  CHECK(rig.ask("GET", "/api/v1/cases", {{"authorization", "Bearer qw_nonsense"}}, "", false).status == 401);
  const std::string reader = bearer(rig, R"("cases:read")");
  CHECK(rig.ask("GET", "/api/v1/cases", {{"authorization", reader}}, "", false).status == 200);
  CHECK(rig.ask("GET", "/api/v1/audit", {{"authorization", reader}}, "", false).status == 403);
  CHECK(rig.ask("POST", "/api/v1/tokens", {{"authorization", reader}}, R"({"name":"x","scopes":["admin"]})",
                false)
            .status == 403);
  CHECK(rig.ask("GET", "/metrics", {{"authorization", bearer(rig, R"("metrics:read")")}}, "", false).status ==
        200);
}

TEST_CASE("a token ends by expiry and by revocation, and the store knows no secret") {
  Rig rig;
  const std::string soon = bearer(rig, R"("cases:read")", R"(,"days":1)");
  CHECK(rig.ask("GET", "/api/v1/cases", {{"authorization", soon}}, "", false).status == 200);
  rig.clock.advance(std::chrono::hours(25));
  CHECK(rig.ask("GET", "/api/v1/cases", {{"authorization", soon}}, "", false).status == 401);
  const std::string token = bearer(rig, R"("cases:read")");
  const auto parts = api::read_token(token.substr(7));
  REQUIRE(parts.has_value());
  CHECK(rig.store->find_token(parts->id)->value().secret_hash.find(parts->secret) == std::string::npos);
  CHECK(rig.ask("GET", "/api/v1/tokens").body.find(parts->secret) == std::string::npos);
  CHECK(rig.ask("DELETE", "/api/v1/tokens/" + parts->id).status == 428);
  CHECK(rig.ask("DELETE", "/api/v1/tokens/" + parts->id, {{"if-match", "*"}}).status == 200);
  CHECK(rig.ask("GET", "/api/v1/cases", {{"authorization", token}}, "", false).status == 401);
}

TEST_CASE("a token with one wrong character is refused without a look-up") {
  const auto made = api::make_token("n", "o", {"cases:read"}, std::nullopt, start);
  REQUIRE(api::read_token(made.text).has_value());
  for (std::size_t i = 0; i < made.text.size(); ++i) {
    std::string wrong = made.text;
    wrong[i] = wrong[i] == 'a' ? 'b' : 'a';
    CHECK_FALSE(api::read_token(wrong).has_value());
  }
  CHECK_FALSE(api::read_token("").has_value());
  CHECK_FALSE(api::read_token(std::string(10000, 'q')).has_value());
}

TEST_CASE("a Host that is not ours is misdirected") {
  Rig rig;
  api::Request request;
  request.method = "GET";
  request.target = *api::read_target("/-/healthy");
  request.peer = {false, 0, "127.0.0.1"};
  for (const auto& [host, status] : {std::pair("evil.example", 421), std::pair("127.0.0.1:8417", 200),
                                     std::pair("localhost:8417", 200), std::pair("127.0.0.1:9999", 421)}) {
    CAPTURE(host);
    request.headers = {{"host", host}};
    CHECK(rig.api->handle(request).status == status);
  }
  rig.config->api.public_url = "https://desk.example.org";
  request.headers = {{"host", "desk.example.org"}};
  CHECK(rig.api->handle(request).status == 200);
}

TEST_CASE("passwords are argon2id, and failures cost time") {
  api::Passwords passwords;
  CHECK_FALSE(passwords.hash("short").has_value());
  const auto hash = passwords.hash("correct horse battery");
  REQUIRE(hash.has_value());
  CHECK(hash->starts_with("$argon2id$"));
  CHECK(*passwords.fits(*hash, "correct horse battery"));
  CHECK_FALSE(*passwords.fits(*hash, "correct horse batterx"));
  CHECK_FALSE(*passwords.fits("", "correct horse battery"));

  api::Attempts attempts;
  Time now = start;
  CHECK(attempts.wait("olena", "10.0.0.1", now) == Millis(0));
  for (int i = 0; i < 3; ++i) {
    attempts.failed("olena", "10.0.0.1", now);
  }
  CHECK(attempts.wait("olena", "10.0.0.1", now) == Millis(1000));
  CHECK(attempts.wait("petro", "10.0.0.1", now) == Millis(0));
  attempts.failed("olena", "10.0.0.1", now);
  attempts.failed("olena", "10.0.0.1", now);
  CHECK(attempts.wait("olena", "10.0.0.1", now) == std::chrono::minutes(1));
  attempts.succeeded("olena");
  CHECK(attempts.wait("olena", "10.0.0.1", now) == Millis(0));
  for (int i = 0; i < 20; ++i) {
    attempts.failed("user" + std::to_string(i), "10.0.0.2", now);
  }
  CHECK(attempts.wait("anybody", "10.0.0.2", now) == std::chrono::minutes(1));
  now += std::chrono::minutes(1);
  CHECK(attempts.wait("anybody", "10.0.0.2", now) == Millis(0));
}

TEST_CASE("behind a proxy that is named, the back-off counts who asks and not the proxy") {
  config::Config config;
  api::Request request;
  request.peer = {false, 0, "127.0.0.1"};
  request.headers = {{"x-forwarded-for", "10.0.0.1, 198.51.100.7"}};
  CHECK(api::asker_of(request, config) == "127.0.0.1");  // nobody says that it is a proxy
  config.api.proxies = {"127.0.0.1"};
  CHECK(api::asker_of(request, config) == "198.51.100.7");  // the first part is what the visitor claims
  request.headers = {{"x-forwarded-for", "2001:db8:1:2:3:4:5:6"}};
  CHECK(api::asker_of(request, config) == "2001:db8:1:2::/64");
  for (const char* nonsense : {"", "somebody", "10.0.0.1, ", "999.1.1.1"}) {
    request.headers = {{"x-forwarded-for", nonsense}};
    CHECK(api::asker_of(request, config) == "127.0.0.1");
  }
  request.peer.address = "198.51.100.9";
  request.headers = {{"x-forwarded-for", "10.0.0.1"}};
  CHECK(api::asker_of(request, config) == "198.51.100.9");
}

TEST_CASE("accounts are made once, by an admin, and never show a hash") {
  Rig rig;
  CHECK_FALSE(rig.api->setup_link().empty());
  const std::string olena =
      R"({"name":"Олена","password":"correct horse battery","role":"reviewer","language":"uk"})";
  CHECK(rig.ask("POST", "/api/v1/users", {}, olena).status == 201);
  CHECK(rig.api->setup_link().empty());
  CHECK(rig.ask("POST", "/api/v1/users", {}, olena).status == 409);
  CHECK(rig.ask("POST", "/api/v1/users", {}, R"({"name":"a:b","password":"correct horse battery"})").status ==
        422);
  const auto list = rig.ask("GET", "/api/v1/users");
  CHECK(list.body.find("argon2") == std::string::npos);
  CHECK(body_of(list).at("rows").at(0).at("name") == "Олена");
}
