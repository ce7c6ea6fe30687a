#include "daemon/render/draw.hpp"

#include "daemon/render/confine.hpp"
#include "store/warc_records.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <deque>
#include <map>

using namespace qw;
using namespace qw::render;
namespace json = boost::json;

namespace {

/// A browser that answers every call with {} or what stands in `results`, and puts `events` in front of the
/// answer to a method.
class FakeBrowser : public Wire {
 public:
  std::map<std::string, json::object> results{
      {"Page.captureScreenshot", {{"data", "cG5n"}}},
      {"Page.getLayoutMetrics", {{"cssContentSize", json::object{{"height", 20'000.5}}}}},
      {"Browser.getVersion", {{"product", "Fake/1"}}}};
  std::map<std::string, std::vector<json::object>> events{
      {"Page.navigate", {{{"method", "Page.loadEventFired"}}}}};
  std::vector<json::object> heard;

  Result<> send(std::string_view message) override {
    const json::object call = json::parse(message).as_object();
    heard.push_back(call);
    const std::string method(call.at("method").as_string());
    for (const json::object& event : events[method]) {
      waiting_.push_back(json::serialize(event));
    }
    waiting_.push_back(json::serialize(json::object{{"id", call.at("id")}, {"result", results[method]}}));
    return {};
  }
  Result<std::string> receive() override {
    if (waiting_.empty()) {
      return fail(Errc::timed_out, "nothing more");
    }
    std::string out = waiting_.front();
    waiting_.pop_front();
    return out;
  }
  std::vector<json::object> calls(std::string_view method) const {
    std::vector<json::object> out;
    for (const json::object& each : heard) {
      if (each.at("method").as_string() == method) {
        out.push_back(each.at("params").as_object());
      }
    }
    return out;
  }
  void say(const std::string& message) { waiting_.push_back(message); }

 private:
  std::deque<std::string> waiting_;
};

Archive archive() {
  model::PageRecord page;
  page.id = "p";
  page.url = "https://a.example/1";
  model::PageRecord sheet;
  sheet.id = "s";
  sheet.url = "https://a.example/s.css";
  const std::string records =
      store::exchange_records(page,
                              {"", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", "<p>page", {}}) +
      store::exchange_records(sheet, {"", "HTTP/1.1 200 OK\r\nContent-Type: text/css\r\n\r\n", "p{}", {}});
  return *Archive::read(records, store::record_id("p", "response"));
}

json::object paused(const std::string& id, const std::string& url, const std::string& kind) {
  return {{"method", "Fetch.requestPaused"},
          {"params",
           json::object{{"requestId", id}, {"request", json::object{{"url", url}}}, {"resourceType", kind}}}};
}

}  // namespace

TEST_CASE("requests are stopped and scripts are off before the page is shown") {
  FakeBrowser browser;
  REQUIRE(draw(browser, archive()).has_value());
  std::vector<std::string> order;
  for (const json::object& each : browser.heard) {
    order.emplace_back(each.at("method").as_string());
  }
  const auto place = [&](std::string_view method) {
    return std::ranges::find(order, method) - order.begin();
  };
  CHECK(place("Fetch.enable") < place("Page.navigate"));
  CHECK(place("Emulation.setScriptExecutionDisabled") < place("Page.navigate"));
  CHECK(browser.calls("Page.navigate").front().at("url").as_string() == "https://a.example/1");
}

TEST_CASE(
    "the document is given once and with its policy; parts come from the archive; all else is refused") {
  FakeBrowser browser;
  browser.events["Page.navigate"] = {
      paused("1", "https://a.example/1", "Document"),   paused("2", "https://a.example/s.css", "Stylesheet"),
      paused("3", "https://b.example/i.png", "Image"),  paused("4", "https://a.example/1", "Document"),
      paused("5", "https://a.example/s.css", "Script"), paused("6", "file:///etc/passwd", "Image"),
      paused("7", "https://a.example/s.css", "Ping"),   {{"method", "Page.loadEventFired"}}};
  const auto drawing = draw(browser, archive());
  REQUIRE(drawing.has_value());
  const auto given = browser.calls("Fetch.fulfillRequest");
  REQUIRE(given.size() == 2);
  CHECK(given[0].at("requestId").as_string() == "1");
  CHECK(given[0].at("body").as_string() == "PHA+cGFnZQ==");
  CHECK(json::serialize(given[0].at("responseHeaders")).contains("sandbox; default-src 'none'"));
  CHECK(given[1].at("requestId").as_string() == "2");
  const auto refused = browser.calls("Fetch.failRequest");
  REQUIRE(refused.size() == 5);
  for (const json::object& each : refused) {
    CHECK(each.at("errorReason").as_string() == "Aborted");
  }
  CHECK(drawing->used == 1);
  CHECK(drawing->missing == 2);
}

TEST_CASE("a page that is taller than a picture may be is cut, and its height is told") {
  FakeBrowser browser;
  const auto drawing = draw(browser, archive());
  REQUIRE(drawing.has_value());
  CHECK(drawing->png == "png");
  CHECK(drawing->width == 1280);
  CHECK(drawing->height == 12'000);
  CHECK(drawing->full_height == 20'001);
  CHECK(drawing->browser == "Fake/1");
}

TEST_CASE("a picture that is too large is taken of less of the page, and at last not at all") {
  FakeBrowser browser;
  browser.results["Page.captureScreenshot"] = {{"data", std::string(12U << 20U, 'A')}};
  CHECK(draw(browser, archive()).error().code == Errc::too_big);
  const auto shots = browser.calls("Page.captureScreenshot");
  REQUIRE(shots.size() == 5);
  CHECK(shots[1].at("clip").at("height").as_int64() == 6000);
}

TEST_CASE("what goes wrong in the browser is a sentence") {
  FakeBrowser crashed;
  crashed.events["Page.navigate"] = {{{"method", "Inspector.targetCrashed"}}};
  CHECK(draw(crashed, archive()).error().what == "the page crashed the browser's tab");
  FakeBrowser refused;
  refused.results["Page.navigate"] = {{"errorText", "net::ERR_\n<b>"}};
  CHECK(draw(refused, archive()).error().what == "the browser refused the page: net::ERR_\\n<b>");
  FakeBrowser endless;
  endless.events.clear();
  CHECK(draw(endless, archive()).error().code == Errc::timed_out);
  FakeBrowser mad;
  mad.say("[1]");
  CHECK(draw(mad, archive()).error().what == "the browser said something that is no message");
  FakeBrowser blank;
  blank.results["Page.captureScreenshot"] = {{"data", "no base64!"}};
  CHECK(draw(blank, archive()).error().what == "the browser gave no picture");
}

TEST_CASE("only the loopback is no network") {
  const std::string head =
      "Inter-|   Receive                                                |  Transmit\n"
      " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets\n";
  CHECK_FALSE(names_other_interfaces(head + "    lo: 100 1 0 0\n"));
  CHECK_FALSE(names_other_interfaces(head));
  CHECK(names_other_interfaces(head + "    lo: 100 1 0 0\n  eth0: 1 1\n"));
  CHECK(names_other_interfaces(head + "wlan0:1"));
}
