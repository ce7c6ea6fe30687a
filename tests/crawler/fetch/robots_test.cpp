#include "crawler/fetch/robots.hpp"

#include "base/url.hpp"

#include <doctest/doctest.h>

#include <array>
#include <chrono>
#include <string>

using namespace qw;
using fetch::parse_robots;
using fetch::Robots;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

bool allowed(const std::string& robots, const char* agent, const std::string& address) {
  return parse_robots(robots, agent).allows(parse_url(address).value().target());
}

struct Row {
  const char* what;
  const char* robots;
  const char* agent;
  const char* path;
  bool allowed;
};

}  // namespace

// The facts that Google's public suite for its own parser holds (all that are not named GoogleOnly), put
// into one table; the last rows are where RFC 9309 2.2.2 demands otherwise than that suite.
TEST_CASE("robots.txt: what other parsers of RFC 9309 are held to") {
  constexpr auto rows = std::to_array<Row>({
      {"a correct line", "user-agent: A\ndisallow: /\n", "A", "/x/y", false},
      {"unknown lines", "foo: A\nbar: /\n", "A", "/x/y", true},
      {"the colon forgotten", "user-agent A\ndisallow /\n", "A", "/x/y", false},

      {"groups: own allow",
       "allow: /f/\n\nuser-agent: A\ndisallow: /\nallow: /x/\nuser-agent: B\ndisallow: /\nallow: "
       "/y/\n\n\nallow: /w/\nuser-agent: C\n\nuser-agent: A\nallow: /z/\ndisallow: /\n",
       "A", "/x/b", true},
      {"groups: merged allow",
       "user-agent: A\ndisallow: /\nallow: /x/\nuser-agent: C\n\nuser-agent: A\nallow: /z/\ndisallow: /\n",
       "A", "/z/d", true},
      {"groups: foreign allow", "user-agent: A\ndisallow: /\nuser-agent: B\ndisallow: /\nallow: /y/\n", "A",
       "/y/c", false},
      {"groups: blank lines part nothing", "user-agent: B\ndisallow: /\nallow: /y/\n\n\nallow: /w/\n", "B",
       "/w/a", true},
      {"groups: rules for another", "user-agent: B\ndisallow: /\nuser-agent: A\nallow: /z/\n", "B", "/z/d",
       false},
      {"groups: agents in a row share rules", "user-agent: C\n\nuser-agent: A\nallow: /z/\ndisallow: /\n",
       "C", "/z/d", true},
      {"groups: rules before any group count for nobody", "allow: /f/\n\nuser-agent: A\ndisallow: /\n", "A",
       "/f/", false},

      {"a sitemap line does not part agents, all",
       "User-agent: B\nSitemap: https://x.example/s\nUser-agent: *\nDisallow: /\n", "A", "/", false},
      {"a sitemap line does not part agents, named",
       "User-agent: B\nSitemap: https://x.example/s\nUser-agent: *\nDisallow: /\n", "B", "/", false},
      {"an unknown line does not part agents, named",
       "User-agent: A\nInvalid-Line: u\nUser-agent: *\nDisallow: /\n", "A", "/", false},
      {"an unknown line does not part agents, all",
       "User-agent: A\nInvalid-Line: u\nUser-agent: *\nDisallow: /\n", "B", "/", false},

      {"names of fields in capitals", "USER-AGENT: A\nALLOW: /x/\nDISALLOW: /\n", "A", "/x/y", true},
      {"names of fields in capitals, forbidden", "USER-AGENT: A\nALLOW: /x/\nDISALLOW: /\n", "A", "/a/b",
       false},
      {"names of fields in mixed case", "uSeR-aGeNt: A\nAlLoW: /x/\ndIsAlLoW: /\n", "A", "/x/y", true},
      {"names of fields in mixed case, forbidden", "uSeR-aGeNt: A\nAlLoW: /x/\ndIsAlLoW: /\n", "A", "/a/b",
       false},
      {"the agent's case is nothing", "User-Agent: FOO BAR\nAllow: /x/\nDisallow: /\n", "foo", "/x/y", true},
      {"the agent's case is nothing, forbidden", "User-Agent: FoO bAr\nAllow: /x/\nDisallow: /\n", "Foo",
       "/a/b", false},
      {"an agent ends at what no token has",
       "User-Agent: *\nDisallow: /\nUser-Agent: Foo Bar\nAllow: /x/\nDisallow: /\n", "Foo", "/x/y", true},

      {"empty file", "", "A", "/x/y", true},
      {"own group before that for all", "user-agent: *\nallow: /\nuser-agent: A\ndisallow: /\n", "A", "/x/y",
       false},
      {"group for all", "user-agent: *\nallow: /\nuser-agent: A\ndisallow: /\n", "B", "/x/y", true},
      {"only groups of others",
       "user-agent: A\nallow: /\nuser-agent: B\ndisallow: /\nuser-agent: C\ndisallow: /\n", "Q", "/x/y",
       true},
      {"paths have case", "user-agent: A\ndisallow: /x/\n", "A", "/x/y", false},
      {"paths have case, other", "user-agent: A\ndisallow: /X/\n", "A", "/x/y", true},

      {"longest: disallow", "user-agent: A\ndisallow: /x/page.html\nallow: /x/\n", "A", "/x/page.html",
       false},
      {"longest: allow", "user-agent: A\nallow: /x/page.html\ndisallow: /x/\n", "A", "/x/page.html", true},
      {"longest: shorter forbids", "user-agent: A\nallow: /x/page.html\ndisallow: /x/\n", "A", "/x/", false},
      {"empty rules", "user-agent: A\ndisallow: \nallow: \n", "A", "/x/page.html", true},
      {"a tie is allowed", "user-agent: A\ndisallow: /\nallow: /\n", "A", "/x/page.html", true},
      {"a slash more, without", "user-agent: A\ndisallow: /x\nallow: /x/\n", "A", "/x", false},
      {"a slash more, with", "user-agent: A\ndisallow: /x\nallow: /x/\n", "A", "/x/", true},
      {"a tie of long rules", "user-agent: A\ndisallow: /x/page.html\nallow: /x/page.html\n", "A",
       "/x/page.html", true},
      {"wild card is longer", "user-agent: A\nallow: /page\ndisallow: /*.html\n", "A", "/page.html", false},
      {"wild card does not match", "user-agent: A\nallow: /page\ndisallow: /*.html\n", "A", "/page", true},
      {"wild card is shorter", "user-agent: A\nallow: /x/page.\ndisallow: /*.html\n", "A", "/x/page.html",
       true},
      {"wild card is shorter, other page", "user-agent: A\nallow: /x/page.\ndisallow: /*.html\n", "A",
       "/x/y.html", false},
      {"own group hides that for all", "User-agent: *\nDisallow: /x/\nUser-agent: A\nDisallow: /y/\n", "A",
       "/x/page", true},
      {"own group counts", "User-agent: *\nDisallow: /x/\nUser-agent: A\nDisallow: /y/\n", "A", "/y/page",
       false},

      {"query with an address in it",
       "User-agent: A\nDisallow: /\nAllow: /foo/bar?qux=taz&baz=http://foo.bar?tar&par\n", "A",
       "/foo/bar?qux=taz&baz=http://foo.bar?tar&par", true},
      {"raw rule, encoded address", "User-agent: A\nDisallow: /\nAllow: /foo/bar/ツ\n", "A",
       "/foo/bar/%E3%83%84", true},
      {"encoded rule and address", "User-agent: A\nDisallow: /\nAllow: /foo/bar/%E3%83%84\n", "A",
       "/foo/bar/%E3%83%84", true},
      {"encoded unreserved in both", "User-agent: A\nDisallow: /\nAllow: /foo/bar/%62%61%7A\n", "A",
       "/foo/bar/%62%61%7A", true},

      {"'*' inside, forbidden by the other", "User-agent: A\nDisallow: /foo/bar/quz\nAllow: /foo/*/qux\n",
       "A", "/foo/bar/quz", false},
      {"'*' inside, no match", "User-agent: A\nDisallow: /foo/bar/quz\nAllow: /foo/*/qux\n", "A", "/foo/quz",
       true},
      {"'*' inside, double slash", "User-agent: A\nDisallow: /foo/bar/quz\nAllow: /foo/*/qux\n", "A",
       "/foo//quz", true},
      {"'*' inside, other folder", "User-agent: A\nDisallow: /foo/bar/quz\nAllow: /foo/*/qux\n", "A",
       "/foo/bax/quz", true},
      {"'$' is the end", "User-agent: A\nDisallow: /foo/bar$\nAllow: /foo/bar/qux\n", "A", "/foo/bar", false},
      {"'$': longer, allowed", "User-agent: A\nDisallow: /foo/bar$\nAllow: /foo/bar/qux\n", "A",
       "/foo/bar/qux", true},
      {"'$': a slash more", "User-agent: A\nDisallow: /foo/bar$\nAllow: /foo/bar/qux\n", "A", "/foo/bar/",
       true},
      {"'$': longer", "User-agent: A\nDisallow: /foo/bar$\nAllow: /foo/bar/qux\n", "A", "/foo/bar/baz", true},
      {"a comment line", "User-agent: A\n# Disallow: /\nDisallow: /foo/quz#qux\nAllow: /\n", "A", "/foo/bar",
       true},
      {"a comment behind a rule", "User-agent: A\n# Disallow: /\nDisallow: /foo/quz#qux\nAllow: /\n", "A",
       "/foo/quz", false},

      {"line ends of old Macs", "User-Agent: A\rDisallow: /\r", "A", "/x", false},
      {"mixed line ends, none at the end",
       "User-Agent: A\nAllow: /some/path\r\nUser-Agent: B\n\r\n\nDisallow: /", "B", "/x", false},
      {"byte order mark", "\xEF\xBB\xBFUser-Agent: A\nDisallow: /\n", "A", "/x", false},
      {"two bytes of a mark", "\xEF\xBBUser-Agent: A\nDisallow: /\n", "A", "/x", false},
      {"one byte of a mark", "\xEFUser-Agent: A\nDisallow: /\n", "A", "/x", false},
      {"a broken mark spoils its line", "\xEF\x11\xBFUser-Agent: A\nDisallow: /\n", "A", "/x", true},
      {"a mark in the middle spoils its line",
       "User-Agent: A\n\xEF\xBB\xBF"
       "Disallow: /\n",
       "A", "/x", true},

      // Otherwise than that suite, since RFC 9309 2.2.2 compares the normal forms of both:
      {"RFC: raw rule, raw address", "User-agent: A\nDisallow: /\nAllow: /foo/bar/ツ\n", "A", "/foo/bar/ツ",
       true},
      {"RFC: encoded rule, raw address", "User-agent: A\nDisallow: /\nAllow: /foo/bar/%E3%83%84\n", "A",
       "/foo/bar/ツ", true},
      {"RFC: encoded unreserved equals plain", "User-agent: A\nDisallow: /\nAllow: /foo/bar/%62%61%7A\n", "A",
       "/foo/bar/baz", true},
  });
  for (const Row& row : rows) {
    CAPTURE(row.what);
    CHECK(allowed(row.robots, row.agent, std::string("http://x.example") + row.path) == row.allowed);
  }
}

TEST_CASE("robots.txt itself may always be fetched, and reserved characters keep their encoding") {
  CHECK(parse_robots("User-agent: *\nDisallow: /\n").allows("/robots.txt"));
  CHECK_FALSE(allowed("User-agent: *\nDisallow: /a%2fb\n", "q", "http://x.example/a%2Fb"));
  CHECK(allowed("User-agent: *\nDisallow: /a%2fb\n", "q", "http://x.example/a/b"));
  CHECK_FALSE(allowed("User-agent: *\nDisallow: /a%2A\n", "q", "http://x.example/a*"));
  CHECK_FALSE(allowed("User-agent: *\nDisallow: /a$b\n", "q", "http://x.example/a$b"));
  CHECK_FALSE(allowed("User-agent: *\nDisallow: /новини/\n", "q",
                      "http://x.example/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8/1"));
}

TEST_CASE("edge 34: a crawl-delay before any group is nobody's, rules are kept") {
  const Robots robots = parse_robots("Crawl-delay: 100\nUser-agent: *\nDisallow: /x\n");
  CHECK_FALSE(robots.delay);
  CHECK_FALSE(robots.allows("/x"));
}

TEST_CASE("edge 35: 512 KiB count and the rest does not, with a flag") {
  std::string text = "User-agent: *\nDisallow: /first\n";
  while (text.size() < 600U << 10U) {
    text += "Disallow: /" + std::to_string(text.size()) + "\n";
  }
  const Robots robots = parse_robots(text + "Disallow: /last\n");
  CHECK(robots.truncated);
  CHECK_FALSE(robots.allows("/first"));
  CHECK(robots.allows("/last"));
}

TEST_CASE("edge 36: the longest rule in octets decides") {
  const Robots robots = parse_robots("User-agent: *\nAllow: /news/\nDisallow: /*?*from=\n");
  CHECK_FALSE(robots.allows("/news/1?from=x"));
  CHECK(robots.allows("/news/1?x=from"));
}

TEST_CASE("edge 38: hostile patterns cost linear time") {
  std::string stars = "Disallow: /";
  for (int i = 0; i < 60; ++i) {
    stars += "*a";
  }
  std::string text = "User-agent: *\n";
  for (int i = 0; i < 200; ++i) {
    text += stars + "*b\n";
  }
  const Robots robots = parse_robots(text);
  const auto begun = std::chrono::steady_clock::now();
  CHECK(robots.allows("/" + std::string(2000, 'a')));
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::milliseconds(500));
}

TEST_CASE("wishes beside the rules: delay, rate, sitemaps, clean parameters") {
  const Robots robots = parse_robots(
      "User-agent: other\nCrawl-delay: 99\nUser-agent: Quotewatch/2.0\nCrawl-delay: 2.5\nRequest-rate: "
      "1/10m\n"
      "Disallow: /x\nSitemap: https://x.example/s.xml\nClean-param: a&b /p/*\n");
  CHECK(robots.delay == minutes(10));
  REQUIRE(robots.sitemaps.size() == 1);
  CHECK(robots.sitemaps[0] == "https://x.example/s.xml");
  REQUIRE(robots.clean_params.size() == 1);
  CHECK(robots.clean_params[0].names == std::vector<std::string>{"a", "b"});
  CHECK(parse_robots("User-agent: *\nCrawl-delay: 2.5\n").delay == Millis(2500));
  CHECK_FALSE(parse_robots("User-agent: *\nCrawl-delay: soon\nRequest-rate: 0/1\n").delay);
}

TEST_CASE("a page instead of a robots.txt is recognised") {
  CHECK(parse_robots("\n<!DOCTYPE html><html>Disallow: /</html>").looks_html);
  CHECK_FALSE(parse_robots("User-agent: *\n").looks_html);
}

namespace {

const Time start = parse_time("2026-11-24T12:00:00Z").value();

model::HostState after(int status, const char* body = "", model::HostState state = {}, Time now = start,
                       const char* retry_after = "") {
  fetch::RobotsAnswer answer;
  answer.status = status;
  answer.body = body;
  answer.retry_after = retry_after;
  return fetch::after_robots(std::move(state), answer, now, hours(24));
}

}  // namespace

TEST_CASE("the matrix of robots answers") {
  struct Line {
    int status;
    const char* body;
    const char* state;
    Millis until;
  };
  constexpr auto lines = std::to_array<Line>({
      {200, "User-agent: *\nDisallow: /\n", "parsed", hours(24)},
      {200, "\x01garbage", "parsed", hours(24)},
      {200, "<html>log in</html>", "allow_all", hours(6)},
      {200, "", "allow_all", hours(24)},
      {204, "", "allow_all", hours(24)},
      {301, "", "allow_all", hours(24)},
      {404, "gone", "allow_all", hours(24)},
      {410, "", "allow_all", hours(24)},
      {401, "", "allow_all", hours(6)},
      {403, "", "allow_all", hours(6)},
      {429, "", "unreachable", hours(1)},
      {500, "", "unreachable", minutes(5)},
      {503, "", "unreachable", minutes(5)},
      {0, "", "unreachable", minutes(5)},
  });
  for (const Line& line : lines) {
    CAPTURE(line.status);
    const auto state = after(line.status, line.body);
    CHECK(state.robots_state == line.state);
    CHECK(state.robots_until - start == line.until);
  }
}

TEST_CASE("edge 31: 503 then 200: nothing is fetched between, and it resumes at once") {
  auto state = after(503);
  CHECK(state.robots_state == "unreachable");
  state = after(200, "User-agent: *\nDisallow: /x\n", state, start + minutes(5));
  CHECK(state.robots_state == "parsed");
  CHECK(state.robots_failures == 0);
}

TEST_CASE("an unreachable robots.txt is asked for after 5, 15, 30, 60 minutes, then hourly") {
  model::HostState state;
  Time now = start;
  for (const Millis wait :
       std::initializer_list<Millis>{minutes(5), minutes(15), minutes(30), hours(1), hours(1)}) {
    state = after(0, "", state, now);
    CHECK(state.robots_until - now == wait);
    now = state.robots_until;
  }
  CHECK(state.robots_failing_since == start);
}

TEST_CASE("a copy of at most 30 days serves while the file cannot be had") {
  const auto good = after(200, "User-agent: *\nDisallow: /x\n");
  const auto kept = after(500, "", good, start + hours(24 * 29));
  CHECK(kept.robots_state == "parsed");
  CHECK(kept.robots_body == good.robots_body);
  CHECK(after(500, "", good, start + hours(24 * 31)).robots_state == "unreachable");
}

TEST_CASE("304 renews the copy, Cache-Control shortens its life, Retry-After is obeyed on 429") {
  const auto good = after(200, "User-agent: *\n");
  const auto again = after(304, "", good, start + hours(20));
  CHECK(again.robots_body == good.robots_body);
  CHECK(again.robots_until == start + hours(44));
  fetch::RobotsAnswer brief;
  brief.status = 200;
  brief.body = "User-agent: *\n";
  brief.cache_control = "public, max-age=7200";
  CHECK(fetch::after_robots({}, brief, start, hours(24)).robots_until == start + hours(2));
  brief.cache_control = "max-age=1";
  CHECK(fetch::after_robots({}, brief, start, hours(24)).robots_until == start + hours(1));
  CHECK(after(429, "", {}, start, "600").robots_until == start + minutes(10));
}
