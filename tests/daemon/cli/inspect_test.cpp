#include "daemon/cli/inspect_topics.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <unistd.h>
#include <vector>

using namespace qw;

namespace {

/// A file that goes with the test.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& content)
      : path_(std::filesystem::temp_directory_path() / ("qw-inspect-" + std::to_string(getpid()))) {
    std::ofstream(path_, std::ios::binary) << content;
  }
  ~TemporaryFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

using Topic = Result<std::string> (*)(cli::Arguments);

std::string shown(Topic topic, const std::vector<std::string>& arguments) {
  const auto out = topic(arguments);
  REQUIRE_MESSAGE(out, out.error().text());
  return *out;
}

}  // namespace

TEST_CASE("inspect url shows spelling, identity, what was dropped and the guard's word") {
  const std::string out = shown(cli::inspect_url, {"HTTPS://News.Example/a/../b?utm_source=x&id=1#f"});
  CHECK(out.contains("https://news.example/b?utm_source=x&id=1"));
  CHECK(out.contains("https://news.example/b?id=1"));
  CHECK(out.contains("utm_source=x"));
  CHECK(shown(cli::inspect_url, {"http://2130706433/"}).contains("refused (loopback)"));
  CHECK_FALSE(cli::inspect_url(std::vector<std::string>{"ftp://x/"}));
  CHECK(cli::inspect_url(std::vector<std::string>{}).error().code == Errc::usage);
}

TEST_CASE("inspect address judges each spelling") {
  CHECK(shown(cli::inspect_address, {"169.254.169.254"}).contains("refused (link-local)"));
  CHECK(shown(cli::inspect_address, {"0x7f.1"}).contains("127.0.0.1"));
  CHECK(shown(cli::inspect_address, {"::ffff:10.0.0.1"}).contains("v4-mapped"));
  CHECK(shown(cli::inspect_address, {"8.8.8.8"}).contains("public"));
  CHECK_FALSE(cli::inspect_address(std::vector<std::string>{"news.example"}));
}

TEST_CASE("inspect robots tells the wishes of the site and judges paths") {
  const TemporaryFile file(
      "User-agent: *\nDisallow: /search\nCrawl-delay: 2.5\nSitemap: https://x.example/s.xml\n");
  const std::string out = shown(cli::inspect_robots, {file.path(), "/search?q", "https://x.example/news"});
  CHECK(out.contains("2.5 s"));
  CHECK(out.contains("forbidden    /search?q"));
  CHECK(out.contains("allowed      /news"));
  CHECK(shown(cli::inspect_robots, {"--json", file.path()}).contains("https://x.example/s.xml"));
}

TEST_CASE("inspect feed lists entries, and of a page that is none the feeds that it announces") {
  const TemporaryFile file(
      "<rss><channel><title>T</title><item><title>\x1b[31mA</title><link>/a</link>"
      "<pubDate>Tue, 24 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>");
  const std::string out = shown(cli::inspect_feed, {"--url", "https://news.example/rss", file.path()});
  CHECK(out.contains("https://news.example/a"));
  CHECK(out.contains("2026-11-24T10:00:00.000Z"));
  CHECK_FALSE(out.contains('\x1b'));
  CHECK(shown(cli::inspect_feed, {"--json", file.path()}).contains("\"form\":\"rss2\""));
  const TemporaryFile page(
      "<html><head><link rel=alternate type=application/rss+xml href=/feed.xml></head></html>");
  const auto none = cli::inspect_feed(std::vector<std::string>{page.path()});
  REQUIRE_FALSE(none);
  CHECK(none.error().what.contains("https://example.org/feed.xml"));
}
