#include "daemon/picture/renderer.hpp"

#include "tests/daemon/picture/made_png.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace qw;
using namespace qw::picture;
using namespace qw::picture::test;
using namespace std::chrono_literals;

namespace {

/// Shell programs in the renderer's place, in a folder of their own.
class Stage {
 public:
  Stage() { REQUIRE(mkdtemp(folder_.data()) != nullptr); }
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;
  ~Stage() { std::filesystem::remove_all(folder_); }

  std::string program(const std::string& script) const {
    const std::string path = folder_ + "/renderer";
    std::ofstream(path) << "#!/bin/sh\n" << script << '\n';
    chmod(path.c_str(), 0700);
    return path;
  }
  std::string file(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << bytes;
    return folder_ + "/" + name;
  }
  /// One that takes the job whole and then answers so.
  Result<Drawn> answered(const std::string& line, const std::string& png, Millis longest = 20s) const {
    const std::string answer = file("answer", line + png);
    Renderer renderer({"", program("head -n 1 >/dev/null; exec cat " + answer), "/none", longest});
    return renderer.draw("<urn:uuid:1>", "records");
  }

 private:
  std::string folder_ = "/tmp/qw-renderer-test-XXXXXX";
};

std::string drawn_line(std::size_t bytes, int width, int height) {
  AnswerLine line;
  line.end = End::drawn;
  line.width = static_cast<std::uint32_t>(width);
  line.height = static_cast<std::uint32_t>(height);
  line.full_height = line.height;
  line.bytes = bytes;
  return answer_line(line);
}

}  // namespace

TEST_CASE("a picture that is what its line says is taken") {
  const Stage stage;
  const std::string png = joined(parts_of(7, 5, '\2', 3));
  const auto drawn = stage.answered(drawn_line(png.size(), 7, 5), png);
  REQUIRE(drawn.has_value());
  CHECK(drawn->png == png);
  CHECK(drawn->line.height == 5);
}

TEST_CASE("a picture that is not what its line says, or no picture, is refused") {
  const Stage stage;
  const std::string png = joined(parts_of(7, 5, '\2', 3));
  CHECK(stage.answered(drawn_line(png.size(), 7, 6), png).error().what ==
        "the picture is not what the renderer said");
  CHECK(stage.answered(drawn_line(png.size() + 9, 7, 5), png).error().what ==
        "the renderer's picture ends before its end");
  CHECK_FALSE(stage.answered(drawn_line(png.size() - 1, 7, 5), png).has_value());
  CHECK_FALSE(stage.answered(drawn_line(6, 7, 5), "<html>").has_value());
  CHECK_FALSE(stage.answered(drawn_line(png.size(), 7, 5), png + "more").has_value());
}

TEST_CASE("the renderer's reason is told, and one that concerns the machine is told apart") {
  const Stage stage;
  AnswerLine line;
  line.end = End::failed;
  line.reason = "the stored bytes are no page";
  const auto failed = stage.answered(answer_line(line), "");
  CHECK(failed.error().code == Errc::malformed);
  CHECK(failed.error().what == "the stored bytes are no page");
  line.end = End::unavailable;
  line.reason = "there is no browser";
  CHECK(stage.answered(answer_line(line), "").error().code == Errc::unreachable);
}

TEST_CASE("a renderer that ends, floods or is silent costs one page and its limit") {
  const Stage stage;
  CHECK(stage.answered("", "").error().code == Errc::malformed);
  CHECK(stage.answered(std::string(1U << 20U, 'x'), "").error().code == Errc::malformed);
  Renderer silent({"", stage.program("exec sleep 1000"), "/none", 300ms});
  const auto begun = std::chrono::steady_clock::now();
  CHECK(silent.draw("<urn:uuid:1>", "records").error().code == Errc::timed_out);
  CHECK(std::chrono::steady_clock::now() - begun < 20s);
}

TEST_CASE("a stop ends a picture that is under way, and none begins after it") {
  const Stage stage;
  Renderer renderer({"", stage.program("exec sleep 1000"), "/none", 60s});
  std::thread stopper([&] { renderer.stop(); });
  CHECK(renderer.draw("<urn:uuid:1>", "records").error().code == Errc::cancelled);
  stopper.join();
  CHECK(renderer.draw("<urn:uuid:1>", "records").error().code == Errc::cancelled);
}

TEST_CASE("without a renderer the error says what to do") {
  Renderer none({"", "/nowhere/quotewatch-render", "/none", 1s});
  CHECK(none.draw("<urn:uuid:1>", "records").error().code == Errc::unreachable);
  Renderer nobody({"/nowhere/socket", "", "", 1s});
  const auto refused = nobody.draw("<urn:uuid:1>", "records");
  CHECK(refused.error().code == Errc::unreachable);
  CHECK(refused.error().what.contains("systemctl start quotewatch-render.socket"));
}
