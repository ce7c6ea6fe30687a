#pragma once

#include "tests/daemon/api/rig.hpp"

#include <string>

/// The desk as a browser without script sees it.
namespace qw::test {

inline const api::Headers ours{{"content-type", "application/x-www-form-urlencoded"},
                               {"sec-fetch-site", "same-origin"}};

inline api::Headers with(api::Headers headers, const std::string& name, const std::string& value) {
  headers.emplace_back(name, value);
  return headers;
}

/// The value of a hidden field in a page.
inline std::string field(const std::string& page, const std::string& name) {
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

}  // namespace qw::test
