#include "daemon/hand_in/hand_in.hpp"
#include "tests/daemon/api/rig.hpp"

using namespace qw;
using namespace qw::test;

namespace {

const api::Headers ours{{"content-type", "application/x-www-form-urlencoded"},
                        {"sec-fetch-site", "same-origin"}};

api::Headers with(api::Headers headers, const std::string& name, const std::string& value) {
  headers.emplace_back(name, value);
  return headers;
}

/// The value of a hidden field in a page.
std::string field(const std::string& page, const std::string& name) {
  const std::string before = "name=\"" + name + "\" value=\"";
  const std::size_t at = page.find(before);
  REQUIRE(at != std::string::npos);
  const std::size_t begin = at + before.size();
  return page.substr(begin, page.find('"', begin) - begin);
}

/// A browser that set the first account up.
struct Browser {
  Rig rig;
  std::string cookie, token;

  Browser() {
    const auto done = rig.ask("POST", "/setup/" + rig.api->setup_secret(), ours,
                              "name=Olena&password=correct+horse+battery&language=uk", false);
    REQUIRE(done.status == 303);
    keep_cookie(done);
    token = field(get("/").body, "form_token");
  }
  void keep_cookie(const api::Response& response) {
    const std::string set = header_of(response, "Set-Cookie");
    CHECK(set.find("HttpOnly; SameSite=Strict") != std::string::npos);
    cookie = set.substr(0, set.find(';'));
  }
  api::Response get(const std::string& target) {
    return rig.ask("GET", target, {{"cookie", cookie}}, "", false);
  }
  api::Response post(const std::string& target, const std::string& body) {
    return rig.ask("POST", target, with(ours, "cookie", cookie), "form_token=" + token + "&" + body, false);
  }
};

}  // namespace

TEST_CASE("the set-up link makes one account and then no other") {
  Browser b;
  CHECK(b.rig.api->setup_secret().empty());
  CHECK(b.rig.ask("GET", "/setup/anything", {}, "", false).status == 404);
  const auto users = b.rig.store->users();
  REQUIRE(users->size() == 1);
  CHECK(users->front().role == model::UserRole::admin);
  CHECK(users->front().password_hash.starts_with("$argon2id$"));
}

TEST_CASE("a wrong set-up link or a short password makes nothing") {
  Rig rig;
  CHECK(rig.ask("GET", "/setup/" + std::string(43, 'x'), {}, "", false).status == 404);
  const std::string link = "/setup/" + rig.api->setup_secret();
  CHECK(rig.ask("GET", link, {}, "", false).status == 200);
  CHECK(rig.ask("POST", link, ours, "name=Olena&password=short", false).status == 422);
  CHECK(rig.ask("POST", link,
                {{"content-type", "application/x-www-form-urlencoded"}, {"sec-fetch-site", "cross-site"}},
                "name=Olena&password=correct+horse+battery", false)
            .status == 403);
  CHECK(rig.store->users()->empty());
}

TEST_CASE("without a session every page sends to the login") {
  Rig rig;
  for (const char* page : {"/", "/sources", "/check", "/hand-ins/x", "/cases/x", "/cases/x/copies/y"}) {
    CAPTURE(page);
    const auto answer = rig.ask("GET", page, {}, "", false);
    CHECK(answer.status == 303);
    CHECK(header_of(answer, "Location") == "/login");
  }
  CHECK(rig.ask("GET", "/", {{"cookie", "qw-session=made-up"}}, "", false).status == 303);
  CHECK(rig.ask("GET", "/login", {}, "", false).status == 200);
  CHECK(rig.ask("GET", "/static/desk.css", {}, "", false).content_type == "text/css; charset=utf-8");
}

TEST_CASE("login, logout, and what a wrong password costs") {
  Browser b;
  const auto out = b.post("/logout", "");
  CHECK(header_of(out, "Location") == "/login");
  CHECK(b.get("/").status == 303);
  for (int i = 0; i < 3; ++i) {
    CHECK(b.rig.ask("POST", "/login", ours, "name=Olena&password=wrong", false).status == 403);
  }
  CHECK(b.rig.ask("POST", "/login", ours, "name=Olena&password=correct+horse+battery", false).status == 429);
  b.rig.clock.advance(std::chrono::seconds(2));
  const auto in = b.rig.ask("POST", "/login", ours, "name=Olena&password=correct+horse+battery", false);
  CHECK(in.status == 303);
  b.keep_cookie(in);
  CHECK(b.get("/").status == 200);
  b.rig.clock.advance(std::chrono::hours(13));
  CHECK(b.get("/").status == 303);
}

TEST_CASE("a form needs the hidden token and a page of ours, and GET changes nothing") {
  Browser b;
  const std::string id = b.rig.add(seen("a", start, bent));
  const std::string act = "act=claim&rev=1";
  CHECK(b.rig.ask("POST", "/cases/" + id + "/act", with(ours, "cookie", b.cookie), act, false).status == 403);
  CHECK(b.rig
            .ask("POST", "/cases/" + id + "/act", with(ours, "cookie", b.cookie), "form_token=wrong&" + act,
                 false)
            .status == 403);
  CHECK(b.rig
            .ask("POST", "/cases/" + id + "/act",
                 {{"content-type", "application/x-www-form-urlencoded"},
                  {"cookie", b.cookie},
                  {"origin", "https://evil.example"}},
                 "form_token=" + b.token + "&" + act, false)
            .status == 403);
  CHECK(b.rig.store->find_case(id)->value().rev == 1);
  CHECK(b.rig
            .ask("POST", "/cases/" + id + "/act",
                 {{"content-type", "application/x-www-form-urlencoded"},
                  {"cookie", b.cookie},
                  {"origin", "http://127.0.0.1:8417"}},
                 "form_token=" + b.token + "&" + act, false)
            .status == 303);
  CHECK(b.rig.store->find_case(id)->value().state == model::CaseState::claimed);
}

TEST_CASE("a reviewer claims, decides and undoes on the page") {
  Browser b;
  const std::string id = b.rig.add(seen("a", start, bent));
  const std::string page = "/cases/" + id;
  CHECK(b.get("/").body.find(bent) != std::string::npos);
  CHECK(b.post(page + "/act", "act=claim&rev=1").status == 303);
  CHECK(b.post(page + "/act", "act=decide&rev=2&group=g1&verdict=false_quote&reason=if+dropped").status ==
        303);
  CHECK(b.rig.store->find_case(id)->value().state == model::CaseState::decided);
  const std::string shown = b.get(page).body;
  CHECK(shown.find("if dropped") != std::string::npos);
  CHECK(shown.find("value=\"undo\"") != std::string::npos);
  const auto stale = b.post(page + "/act", "act=note&rev=2&text=late");
  CHECK(stale.status == 409);
  CHECK(b.post(page + "/act", "act=undo&rev=3").status == 303);
  CHECK(b.rig.store->find_case(id)->value().state == model::CaseState::claimed);
  b.rig.clock.advance(std::chrono::seconds(11));
  CHECK(b.get(page).body.find("value=\"undo\"") == std::string::npos);
  CHECK(b.post(page + "/act", "act=fly&rev=4").status == 422);
  CHECK(b.get("/cases/none").status == 404);
}

TEST_CASE("pages carry a policy that lets nothing from outside in") {
  Browser b;
  const auto page = b.get("/");
  const std::string policy = header_of(page, "Content-Security-Policy");
  CHECK(policy.find("default-src 'none'") != std::string::npos);
  CHECK(policy.find("frame-ancestors 'none'") != std::string::npos);
  CHECK(policy.find("unsafe") == std::string::npos);
  CHECK(header_of(page, "X-Content-Type-Options") == "nosniff");
  CHECK(header_of(page, "Cache-Control") == "no-store");
  CHECK(page.body.find("<script") == std::string::npos);
  CHECK(page.body.find("style=") == std::string::npos);
}

TEST_CASE("the language of a person is kept, and the way back stays on the desk") {
  Browser b;
  CHECK(b.get("/").body.find("Черга") != std::string::npos);
  CHECK(header_of(b.post("/language", "language=en&back=/sources"), "Location") == "/sources");
  CHECK(b.get("/").body.find("Queue") != std::string::npos);
  CHECK(header_of(b.post("/language", "language=ru&back=//evil.example"), "Location") == "/");
  CHECK(header_of(b.post("/language", "language=xx&back=https://evil.example"), "Location") == "/");
  CHECK(b.get("/").body.find("Очередь") != std::string::npos);
}

TEST_CASE("sources are paused at the desk") {
  Browser b;
  CHECK(b.get("/sources").body.find("Outlet b") != std::string::npos);
  CHECK(b.post("/sources/b", "act=pause").status == 303);
  CHECK_FALSE(b.rig.store->setting(api::pause_setting("b"))->value_or("").empty());
  CHECK(b.post("/sources/zz", "act=pause").status == 403);
}

TEST_CASE("a text handed in waits for its report, and becomes a case by a press") {
  Browser b;
  const std::string place = header_of(b.post("/check", "text=weather&title=&date=2026-11-20"), "Location");
  REQUIRE(place.starts_with("/hand-ins/"));
  const std::string id = place.substr(std::string("/hand-ins/").size());
  CHECK(b.get(place).body.find("http-equiv=\"refresh\"") != std::string::npos);
  CHECK(b.post(place, "pattern=kallas-nato").status == 409);
  hand_in::Report report;
  report.id = id;
  report.at = b.rig.clock.now();
  report.title = "Title";
  report.decisions.resize(1);
  report.decisions[0].decision.pattern = "kallas-nato";
  store::ActBatch batch;
  batch.settings.emplace_back(std::string(hand_in::report_room) + id, hand_in::to_text(report));
  batch.settings.emplace_back(std::string(hand_in::order_room) + id, "");
  REQUIRE(b.rig.store->commit(std::move(batch)).has_value());
  const std::string shown = b.get(place).body;
  CHECK(shown.find("because (uk)") != std::string::npos);
  CHECK(shown.find("http-equiv=\"refresh\"") == std::string::npos);
  CHECK(b.post(place, "pattern=none").status == 409);
  CHECK(b.post(place, "pattern=kallas-nato").status == 303);
  const auto order =
      hand_in::read_order(*b.rig.store->setting(std::string(hand_in::order_room) + id).value());
  REQUIRE(order.has_value());
  CHECK(order->open_case);
  CHECK(order->pattern == "kallas-nato");
  CHECK(order->name == "Olena");
  CHECK(b.get("/hand-ins/none").status == 404);
  CHECK(b.post("/check", "text=&title=&date=").status == 422);
}

TEST_CASE("an address in the field of every page is looked up, not judged as a text") {
  Browser b;
  CHECK(b.get("/").body.find("class=\"quick-check\"") != std::string::npos);
  const std::string place =
      header_of(b.post("/check", "text=++https%3A%2F%2Fnews.example%2Fa%3Fb%3Dc+"), "Location");
  const auto wish =
      hand_in::read_wish(*b.rig.store->setting(std::string(hand_in::wish_room) + place.substr(10)).value());
  REQUIRE(wish.has_value());
  CHECK(wish->url == "https://news.example/a?b=c");
  CHECK(wish->text.empty());
}
