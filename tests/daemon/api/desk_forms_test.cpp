#include "daemon/hand_in/hand_in.hpp"
#include "tests/daemon/api/browser.hpp"

using namespace qw;
using namespace qw::test;

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
  for (const char* page : {"/", "/sources", "/check", "/hand-ins/x", "/next", "/events", "/account",
                           "/people", "/export/cases", "/cases/x/brief", "/cases/x", "/cases/x/copies/y"}) {
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
  const auto stale = b.post(page + "/act", "act=claim&rev=2");
  CHECK(stale.status == 409);
  CHECK(b.post(page + "/act", "act=undo&rev=3").status == 303);
  CHECK(b.rig.store->find_case(id)->value().state == model::CaseState::claimed);
  b.rig.clock.advance(std::chrono::seconds(11));
  CHECK(b.get(page).body.find("value=\"undo\"") == std::string::npos);
  CHECK(b.post(page + "/act", "act=fly&rev=4").status == 422);
  CHECK(b.get("/cases/none").status == 404);
}

TEST_CASE(
    "what was typed into a form that is refused stands in it again; a note is taken whatever else happened") {
  Browser b;
  const std::string id = b.rig.add(seen("a", start, bent));
  const std::string act = "/cases/" + id + "/act";
  REQUIRE(b.rig.add(seen("b", start, bent)) == id);  // a copy joins: rev 2
  const auto stale = b.post(act, "act=decide&rev=1&group=g1&verdict=false_quote&reason=the+%22if%22+is+gone");
  CHECK(stale.status == 409);
  CHECK(stale.body.find("name=\"reason\" maxlength=\"1000\" value=\"the &quot;if&quot; is gone\"") !=
        std::string::npos);
  CHECK(stale.body.find("data-rev=\"2\"") != std::string::npos);
  CHECK(b.post(act, "act=note&rev=1&text=seen+on+television").status == 303);
  CHECK(b.rig.store->find_case(id)->value().notes.front().text == "seen on television");
  const auto empty = b.post(act, "act=note&rev=3&text=" + std::string(9000, 'x'));
  CHECK(empty.status == 409);
  CHECK(empty.body.find(std::string(9000, 'x')) != std::string::npos);
}

TEST_CASE("live updates go on from the state that the page shows, not from when the stream opened") {
  Browser b;
  const std::string id = b.rig.add(seen("a", start, bent));
  const std::string page = b.get("/cases/" + id).body;
  const std::size_t at = page.find("data-since=\"") + 12;
  const std::string since = page.substr(at, page.find('"', at) - at);
  REQUIRE(b.rig.add(seen("b", start, bent)) == id);  // between the page and its stream
  const auto stream = b.get("/events?since=" + since);
  REQUIRE(stream.events != nullptr);
  CHECK(stream.events->next().value_or("").find(id) != std::string::npos);
  CHECK(b.get("/events").events->next().value_or("x").empty());
  CHECK(b.get("/events?since=nonsense").events->next().value_or("x").empty());
}

TEST_CASE(
    "undo on the page holds when the daemon writes into the case meanwhile, and not when a colleague does") {
  Browser b;
  const std::string id = b.rig.add(seen("a", start, bent));
  const std::string page = "/cases/" + id;
  CHECK(b.post(page + "/act", "act=decide&rev=1&group=g1&verdict=false_quote&reason=if+dropped").status ==
        303);
  b.rig.clock.advance(std::chrono::seconds(4));
  REQUIRE(b.rig.add(seen("b", start, bent)) == id);
  CHECK(b.get(page).body.find("value=\"undo\"") != std::string::npos);
  CHECK(b.post(page + "/act", "act=undo&rev=2").status == 303);
  const model::Case undone = **b.rig.store->find_case(id);
  CHECK(undone.occurrences.size() == 2);
  for (const auto& each : b.rig.store->deliveries(model::DeliveryState::pending, 10, "")->rows) {
    CHECK(each.entry.event != "case.decided");
  }
  CHECK(undone.state == model::CaseState::new_);
  CHECK(b.post(page + "/act", "act=decide&rev=4&group=g1&verdict=genuine&reason=x").status == 303);
  REQUIRE(b.rig
              .ask("POST", "/api/v1/cases/" + id + "/note", {{"if-match", "\"" + id + ".5\""}},
                   R"({"text":"seen on television"})")
              .status == 200);
  const auto refused = b.post(page + "/act", "act=undo&rev=5");
  CHECK(refused.status == 409);
  CHECK(refused.body.find("acted on this case last") != std::string::npos);
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
  CHECK(page.body.find("<script src=\"/static/desk.js\" defer=\"\"></script>") != std::string::npos);
  CHECK(page.body.find("<script", page.body.find("<script") + 1) == std::string::npos);
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

TEST_CASE("the queue is searched by words, official's name, publisher and date, and says when nothing fits") {
  Browser b;
  b.rig.add(seen("a", start, bent));
  const auto found = [&](const std::string& query) {
    return b.get("/?" + query).body.find("data-row") != std::string::npos;
  };
  CHECK(found("q=%D1%87%D0%BB%D0%B5%D0%BD%D1%81%D1%82%D0%B2%D0%BE"));  // a word of the quote
  CHECK(found("q=kaja"));
  CHECK_FALSE(found("q=kaja+macron"));
  CHECK(found("publisher=a"));
  CHECK_FALSE(found("publisher=b"));
  CHECK(found("since=2026-11-20&until=2026-11-20"));
  CHECK_FALSE(found("since=2026-11-21"));
  CHECK_FALSE(found("until=2026-11-19"));
  CHECK(b.get("/?q=macron").body.find("0 збігів") == std::string::npos);
  CHECK(b.get("/?since=soon").body.find("class=\"notice\"") != std::string::npos);
}

TEST_CASE("a search is kept for its person, with a feed that its key alone opens") {
  Browser b;
  const std::string id = b.rig.add(seen("a", start, bent));
  CHECK(header_of(b.post("/searches", "name=NATO&q=kaja&state=all"), "Location") == "/?q=kaja&state=all");
  const std::string page = b.get("/").body;
  const std::size_t at = page.find("/feeds/");
  REQUIRE(at != std::string::npos);
  const std::string feed = page.substr(at, page.find('<', at) - at);
  const auto answer = b.rig.ask("GET", feed, {}, "", false);
  CHECK(answer.status == 200);
  CHECK(answer.content_type == "application/feed+json");
  const auto items = body_of(answer).at("items").as_array();
  REQUIRE(items.size() == 1);
  CHECK(std::string(items[0].at("id").as_string()) == id);
  CHECK(body_of(answer).at("version") == "https://jsonfeed.org/version/1.1");
  CHECK(b.rig.ask("GET", feed, {{"if-none-match", header_of(answer, "ETag")}}, "", false).status == 304);
  CHECK(b.rig.ask("GET", "/feeds/" + std::string(43, 'x'), {}, "", false).status == 404);
  const std::size_t form = page.find("value=\"drop\"");
  const std::string search = field(page.substr(form), "id");
  CHECK(b.post("/searches", "act=drop&id=" + search).status == 303);
  CHECK(b.rig.ask("GET", feed, {}, "", false).status == 404);
}

TEST_CASE("the stream tells which cases changed, goes on where it was, and ends with the session") {
  Browser b;
  const auto opened = b.get("/events");
  REQUIRE(opened.events);
  CHECK(opened.content_type == "text/event-stream");
  CHECK(opened.events->next() == std::optional<std::string>(""));
  const std::string id = b.rig.add(seen("a", start, bent));
  const auto news = opened.events->next();
  REQUIRE(news.has_value());
  CHECK(news->find("event: cases\ndata: {\"cases\":[\"" + id + "\"]}") != std::string::npos);
  CHECK(opened.events->next() == std::optional<std::string>(""));
  const auto again = b.rig.ask("GET", "/events", {{"cookie", b.cookie}, {"last-event-id", "1"}}, "", false);
  CHECK(again.events->next()->find(id) != std::string::npos);
  b.post("/logout", "");
  b.rig.clock.advance(std::chrono::seconds(16));
  CHECK_FALSE(opened.events->next().has_value());
}

TEST_CASE("the next case is one that nobody works on") {
  Browser b;
  const std::string id = b.rig.add(seen("a", start, bent));
  CHECK(header_of(b.get("/next"), "Location") == "/cases/" + id);
  CHECK(header_of(b.get("/next?after=" + id), "Location") == "/");
  b.post("/cases/" + id + "/act", "act=claim&rev=1");
  CHECK(header_of(b.get("/next"), "Location") == "/");
}

TEST_CASE("a password is changed with the old one, and every other session ends") {
  Browser b;
  const std::string old = b.cookie;
  CHECK(b.post("/account", "act=password&current=wrong&password=another+good+one").status == 403);
  CHECK(b.post("/account", "act=password&current=correct+horse+battery&password=short").status == 422);
  b.rig.clock.advance(std::chrono::seconds(1));
  const auto done =
      b.post("/account", "act=password&current=correct+horse+battery&password=another+good+one");
  REQUIRE(done.status == 303);
  b.keep_cookie(done);
  CHECK(b.get("/").status == 200);
  CHECK(b.rig.ask("GET", "/", {{"cookie", old}}, "", false).status == 303);
  CHECK(b.rig.ask("POST", "/login", ours, "name=Olena&password=correct+horse+battery", false).status == 403);
}

TEST_CASE("an administrator makes accounts, lowers and disables them, but not the last administrator") {
  Browser b;
  CHECK(b.post("/people", "act=add&name=Maria&password=long+enough+words&role=reviewer").status == 303);
  const auto maria = b.rig.store->find_user("Maria")->value();
  CHECK(b.post("/people", "act=role&id=" + maria.id + "&role=lead").status == 303);
  CHECK(b.rig.store->find_user("Maria")->value().role == model::UserRole::lead);
  CHECK(b.post("/people", "act=disable&id=" + maria.id).status == 303);
  CHECK(b.rig.store->find_user("Maria")->value().disabled);
  const auto own = b.rig.store->find_user("Olena")->value();
  CHECK(b.post("/people", "act=role&id=" + own.id + "&role=viewer").status == 422);
  CHECK(b.rig.ask("PATCH", "/api/v1/users/" + own.id, {{"if-match", "*"}}, R"({"disabled":true})").status ==
        409);
  CHECK(
      b.rig.ask("PATCH", "/api/v1/users/" + maria.id, {{"if-match", "*"}}, R"({"disabled":false})").status ==
      200);
  CHECK(b.rig.ask("PATCH", "/api/v1/users/" + maria.id, {}, R"({"disabled":false})").status == 428);
}

TEST_CASE("the keys are switched off for the person alone") {
  Browser b;
  CHECK(b.get("/").body.find("data-keys=\"on\"") != std::string::npos);
  CHECK(b.post("/account", "act=keys&keys=off").status == 303);
  CHECK(b.get("/").body.find("data-keys=\"off\"") != std::string::npos);
}

TEST_CASE("a file is kept with its digest and only ever handed out as a download") {
  Browser b;
  const std::string id = b.rig.add(seen("a", start, bent));
  const std::string png = std::string("\x89PNG\r\n\x1a\n", 8) + "pixels";
  const auto upload = [&](const std::string& bytes, const std::string& token) {
    const std::string body = "--XX\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n" + token +
                             "\r\n--XX\r\nContent-Disposition: form-data; name=\"source\"\r\n\r\nphone\r\n"
                             "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"<b>.png\"\r\n"
                             "Content-Type: text/html\r\n\r\n" +
                             bytes + "\r\n--XX--\r\n";
    return b.rig.ask("POST", "/cases/" + id + "/files",
                     {{"content-type", "multipart/form-data; boundary=XX"},
                      {"sec-fetch-site", "same-origin"},
                      {"cookie", b.cookie}},
                     body, false);
  };
  CHECK(upload(png, "wrong").status == 403);
  CHECK(upload("<html>", b.token).status == 422);
  REQUIRE(upload(png, b.token).status == 303);
  const auto files = body_of(b.rig.ask("GET", "/api/v1/cases/" + id + "/files")).at("rows").as_array();
  REQUIRE(files.size() == 1);
  CHECK(files[0].at("kind") == "png");
  CHECK(std::string(files[0].at("digest").as_string()).starts_with("sha256:"));
  const auto got = b.get("/cases/" + id + "/files/" + std::string(files[0].at("id").as_string()));
  CHECK(got.body == png);
  CHECK(got.content_type == "application/octet-stream");
  CHECK(header_of(got, "Content-Disposition").find("attachment; filename=\"case-") == 0);
  CHECK(header_of(got, "Content-Disposition").find("<b>") == std::string::npos);
  CHECK(b.get("/cases/" + id).body.find("&lt;b&gt;.png") != std::string::npos);
  CHECK(b.rig.store->audit_of("case:" + id)->back().act == "case.file");
  CHECK(b.rig
            .ask("POST", "/api/v1/cases/" + id + "/files?name=x&source=y",
                 {{"content-type", "application/octet-stream"}}, png)
            .status == 201);
}

TEST_CASE("a brief comes in three languages and two forms; the live page only behind a warning") {
  Browser b;
  const std::string id = b.rig.add(seen("a", start, bent));
  CHECK(b.get("/cases/" + id + "/brief").body.find("не підтверджено людиною") != std::string::npos);
  const auto english = b.get("/cases/" + id + "/brief?language=en&form=markdown");
  CHECK(english.content_type == "text/markdown; charset=utf-8");
  CHECK(english.body.find("not confirmed by a person") != std::string::npos);
  CHECK(b.get("/cases/" + id + "/brief?form=html").content_type == "text/html; charset=utf-8");
  CHECK(b.rig.ask("GET", "/api/v1/cases/" + id + "/brief?language=ru").body.find("не подтверждено") !=
        std::string::npos);
  const auto leave = b.get("/cases/" + id + "/copies/a-1/original");
  CHECK(leave.body.find("href=\"https://a.example/a\" rel=\"noreferrer noopener") != std::string::npos);
  CHECK(b.get("/cases/" + id).body.find("href=\"https://a.example/a\"") == std::string::npos);
}

TEST_CASE("lists are taken away as CSV and JSON lines") {
  Browser b;
  b.rig.add(seen("a", start, "=cmd|' /C calc'!A0, \"quoted\""));
  const auto csv = b.rig.ask("GET", "/api/v1/cases?form=csv");
  CHECK(csv.content_type == "text/csv; charset=utf-8");
  CHECK(csv.body.find("\"'=cmd|' /C calc'!A0, \"\"quoted\"\"\"") != std::string::npos);
  CHECK(csv.body.starts_with("id,rev,state,severity,"));
  const auto lines = b.rig.ask("GET", "/api/v1/sources?form=jsonl");
  CHECK(std::ranges::count(lines.body, '\n') == 3);
  CHECK(b.get("/export/cases?form=csv&q=kaja").body.starts_with("id,"));
  CHECK(b.get("/export/sources?form=jsonl").content_type == "application/jsonl");
  CHECK(b.get("/export/none").status == 404);
  CHECK(header_of(b.rig.ask("GET", "/api/v1/audit?form=csv&limit=1"), "Link").find("rel=\"next\"") !=
        std::string::npos);
}

TEST_CASE("a ClaimReview stands for a decided case whose public page a lead recorded") {
  Browser b;
  const std::string id = b.rig.add(seen("a", start, bent));
  const std::string page = "/cases/" + id;
  const std::string record = "url=https%3A%2F%2Fteam.example%2Fcheck&organisation=Team";
  CHECK(b.post(page + "/fact-check", record).status == 422);  // not decided
  b.post(page + "/act", "act=decide&rev=1&group=g1&verdict=false_quote&reason=");
  CHECK(b.get(page + "/claim-review").status == 409);
  REQUIRE(b.post(page + "/fact-check", record).status == 303);
  const auto review = body_of(b.get(page + "/claim-review"));
  CHECK(review.at("@type") == "ClaimReview");
  CHECK(review.at("url") == "https://team.example/check");
  CHECK(std::string(review.at("claimReviewed").as_string()) == bent);
  CHECK(review.at("reviewRating").at("alternateName") == "False quote");
  CHECK(review.at("author").at("name") == "Team");
  CHECK(review.at("itemReviewed").at("author").at("name") == "Outlet a");
  CHECK(review.at("itemReviewed").at("about").at("name") == "Kaja Kallas");
  CHECK(review.at("itemReviewed").at("appearance").as_array().size() == 1);
  CHECK(body_of(b.rig.ask("GET", "/api/v1/cases/" + id + "/claim-review")).at("@type") == "ClaimReview");
}

TEST_CASE("an outlet that answers and brings nothing of what it used to is silent, in words") {
  Browser b;
  model::OutletState state;
  state.outlet = "a";
  state.address = "https://a.example/feed";
  state.state = "ok";
  state.first_complete_poll = b.rig.clock.now() - std::chrono::days(30);
  state.last_poll = state.last_success = b.rig.clock.now();
  state.last_new_article = b.rig.clock.now() - std::chrono::hours(60);
  store::ActBatch batch;
  batch.outlet_states = {state};
  state.outlet = "watched-once";
  batch.outlet_states.push_back(state);
  REQUIRE(b.rig.store->commit(std::move(batch)).has_value());
  CHECK(b.get("/sources").body.find("source-silent") != std::string::npos);
  CHECK(body_of(b.rig.ask("GET", "/api/v1/sources/a")).at("state") == "silent");
  // The quiet queue counts the outlets of now.
  CHECK(b.get("/").body.find("опитано 1 з 3 видань") != std::string::npos);
  const std::string filtered = b.get("/?q=nowhere").body;
  CHECK(filtered.find("опитано 1 з 3 видань") != std::string::npos);
  CHECK(filtered.find("0 збігів") == std::string::npos);
}
