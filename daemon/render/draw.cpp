#include "daemon/render/draw.hpp"

#include "base/base64.hpp"
#include "base/escape.hpp"
#include "daemon/picture/exchange.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace qw::render {

const std::string_view document_policy =
    "sandbox; default-src 'none'; script-src 'none'; img-src http: https: data:; "
    "style-src http: https: data: 'unsafe-inline'; frame-src 'none'; form-action 'none'; base-uri http: "
    "https:";

namespace {

namespace json = boost::json;

constexpr std::uint32_t least_height = 200;
constexpr int most_cuts = 4;

/// "" unless a text stands there.
std::string text_at(const json::object& in, std::string_view key) {
  const json::value* value = in.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : "";
}

/// An empty object unless one stands there.
json::object object_at(const json::object& in, std::string_view key) {
  const json::value* value = in.if_contains(key);
  return value != nullptr && value->is_object() ? value->as_object() : json::object();
}

/// A size in pixels, 0 unless a sane number stands there.
std::uint64_t pixels_at(const json::object& in, std::string_view key) {
  constexpr double most = 1e9;
  const json::value* value = in.if_contains(key);
  if (value == nullptr || !value->is_number()) {
    return 0;
  }
  const double number = value->to_number<double>();
  return number >= 0 && number <= most ? static_cast<std::uint64_t>(std::ceil(number)) : 0;
}

json::object header(std::string_view name, std::string_view value) {
  return {{"name", name}, {"value", value}};
}

class Session {
 public:
  Session(Wire& browser, const Archive& archive) : browser_(browser), archive_(archive) {}

  Result<Drawing> run() {
    TRY(const json::object version, call("Browser.getVersion", {}));
    drawing_.browser = text_at(version, "product");
    TRY_OK(open_tab());
    TRY(const json::object gone, call("Page.navigate", {{"url", archive_.address()}}));
    if (const std::string problem = text_at(gone, "errorText"); !problem.empty()) {
      return refused("the page", problem);
    }
    while (!loaded_) {
      TRY_OK(take_one());
    }
    TRY_OK(take_picture());
    return std::move(drawing_);
  }

 private:
  static std::unexpected<Error> refused(std::string_view what, std::string_view why) {
    return fail(Errc::malformed, fmt::format("the browser refused {}: {}", what, escape_for_log(why, 120)));
  }

  Result<> open_tab() {
    TRY(const json::object tab, call("Target.createTarget", {{"url", "about:blank"}}));
    TRY(const json::object attached,
        call("Target.attachToTarget", {{"targetId", text_at(tab, "targetId")}, {"flatten", true}}));
    session_ = text_at(attached, "sessionId");
    // Before anything is shown: requests stop here, and no script runs.
    TRY_OK(call("Fetch.enable", {{"patterns", json::array{json::object{{"urlPattern", "*"}}}}}));
    TRY_OK(call("Emulation.setScriptExecutionDisabled", {{"value", true}}));
    TRY_OK(call("Page.enable", {}));
    TRY_OK(call("Inspector.enable", {}));
    TRY_OK(call(
        "Emulation.setDeviceMetricsOverride",
        {{"width", picture::picture_width}, {"height", 1024}, {"deviceScaleFactor", 1}, {"mobile", false}}));
    return {};
  }

  Result<int> post(std::string_view method, json::object parameters) {
    const int id = ++last_id_;
    json::object message{{"id", id}, {"method", method}, {"params", std::move(parameters)}};
    if (!session_.empty()) {
      message["sessionId"] = session_;
    }
    TRY_OK(browser_.send(json::serialize(message)));
    return id;
  }

  Result<json::object> call(std::string_view method, json::object parameters) {
    TRY(waiting_for_, post(method, std::move(parameters)));
    answer_.reset();
    while (!answer_) {
      TRY_OK(take_one());
    }
    json::object answer = *std::move(answer_);
    answer_.reset();
    if (answer.contains("error")) {
      return refused(method, text_at(object_at(answer, "error"), "message"));
    }
    return object_at(answer, "result");
  }

  /// One message of the browser: the answer that is waited for, or an event.
  Result<> take_one() {
    TRY(const std::string text, browser_.receive());
    boost::system::error_code ec;
    json::value value = json::parse(text, ec);
    if (ec || !value.is_object()) {
      return fail(Errc::malformed, "the browser said something that is no message");
    }
    json::object& message = value.as_object();
    if (const json::value* id = message.if_contains("id")) {
      if (id->is_int64() && id->as_int64() == waiting_for_) {
        answer_ = std::move(message);
      }
      return {};  // others are those of answered requests
    }
    const std::string method = text_at(message, "method");
    if (method == "Fetch.requestPaused") {
      return answer_request(object_at(message, "params"));
    }
    if (method == "Inspector.targetCrashed" || method == "Target.targetCrashed") {
      return fail(Errc::malformed, "the page crashed the browser's tab");
    }
    loaded_ = loaded_ || method == "Page.loadEventFired";
    return {};
  }

  Result<> answer_request(const json::object& asked) {
    const std::string id = text_at(asked, "requestId");
    const std::string url = text_at(object_at(asked, "request"), "url");
    const std::string kind = text_at(asked, "resourceType");
    const Part* part = nullptr;
    if (kind == "Document") {
      part = std::exchange(document_given_, true) ? nullptr : &archive_.document();
    } else if (kind == "Stylesheet" || kind == "Image") {
      part = archive_.find(url);
      ++(part != nullptr ? drawing_.used : drawing_.missing);
    }
    if (part == nullptr) {
      // "Aborted" leaves a page where it is; other reasons would put an error page in its place.
      TRY_OK(post("Fetch.failRequest", {{"requestId", id}, {"errorReason", "Aborted"}}));
      return {};
    }
    json::array headers{header("Content-Type", part->content_type),
                        header("Access-Control-Allow-Origin", "*"),
                        header("X-Content-Type-Options", "nosniff")};
    if (part == &archive_.document()) {
      headers.push_back(header("Content-Security-Policy", document_policy));
    }
    TRY_OK(post("Fetch.fulfillRequest", {{"requestId", id},
                                         {"responseCode", 200},
                                         {"responseHeaders", std::move(headers)},
                                         {"body", to_base64(part->body)}}));
    return {};
  }

  Result<> take_picture() {
    TRY(const json::object sizes, call("Page.getLayoutMetrics", {}));
    drawing_.full_height =
        std::max<std::uint64_t>(pixels_at(object_at(sizes, "cssContentSize"), "height"), least_height);
    drawing_.width = picture::picture_width;
    drawing_.height = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(drawing_.full_height, picture::most_picture_height));
    for (int cuts = 0; cuts <= most_cuts; ++cuts) {
      TRY(const json::object shot,
          call("Page.captureScreenshot", {{"format", "png"},
                                          {"captureBeyondViewport", true},
                                          {"clip", json::object{{"x", 0},
                                                                {"y", 0},
                                                                {"width", drawing_.width},
                                                                {"height", drawing_.height},
                                                                {"scale", 1}}}}));
      auto png = from_base64(text_at(shot, "data"));
      if (!png || png->empty()) {
        return fail(Errc::malformed, "the browser gave no picture");
      }
      if (png->size() <= picture::most_png_bytes) {
        drawing_.png = *std::move(png);
        return {};
      }
      drawing_.height /= 2;  // a page of photographs: what fits of its beginning
    }
    return fail(Errc::too_big, "even the beginning of the page makes a picture that is too large");
  }

  Wire& browser_;
  const Archive& archive_;
  std::string session_;
  int last_id_ = 0, waiting_for_ = 0;
  std::optional<json::object> answer_;
  bool loaded_ = false, document_given_ = false;
  Drawing drawing_;
};

}  // namespace

Result<Drawing> draw(Wire& browser, const Archive& archive) { return Session(browser, archive).run(); }

}  // namespace qw::render
