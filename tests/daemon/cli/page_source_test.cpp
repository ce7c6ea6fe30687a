#include "daemon/cli/page_source.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <unistd.h>

using namespace qw;
using namespace qw::cli;

namespace {

/// A folder of its own that goes with the test.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / ("qw-pages-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(path_ / "b");
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string put(const std::string& name, const std::string& bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return (path_ / name).string();
  }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

std::string record(const std::string& url, const std::string& status, const std::string& body) {
  const std::string http = "HTTP/1.1 " + status + "\r\nContent-Type: text/html\r\n\r\n" + body;
  return "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: " + url +
         "\r\nWARC-Date: 2026-11-24T20:41:06Z\r\nContent-Length: " + std::to_string(http.size()) +
         "\r\n\r\n" + http + "\r\n\r\n";
}

}  // namespace

TEST_CASE("pages of a folder come in the order of their names") {
  const Folder folder;
  folder.put("c.html", "3");
  folder.put("a.html", "1");
  folder.put("b/x.html", "2");
  PageSource source({folder.path()});
  std::string seen;
  for (auto page = source.next(); page && *page; page = source.next()) {
    seen += (*page)->bytes;
  }
  CHECK(seen == "123");
}

TEST_CASE(
    "responses of a WARC file are pages, refusals are passed over, damage is reported and left behind") {
  const Folder folder;
  const std::string path = folder.put("x.warc", record("https://example.org/1", "200 OK", "one") +
                                                    record("https://example.org/2", "404 Not Found", "gone") +
                                                    "WARC/1.1\r\nnoise\r\n\r\n" +
                                                    record("https://example.org/3", "200 OK", "three"));
  PageSource source({path, folder.path() + "/none.html"});
  std::string seen;
  int problems = 0;
  while (true) {
    const auto page = source.next();
    if (!page) {
      ++problems;
      continue;
    }
    if (!*page) {
      break;
    }
    seen += (*page)->url + "=" + (*page)->bytes + " ";
    CHECK((*page)->fetched == "2026-11-24T20:41:06Z");
  }
  CHECK(seen == "https://example.org/1=one https://example.org/3=three ");
  CHECK(problems == 2);
}
