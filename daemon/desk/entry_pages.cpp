#include "daemon/desk/page_frame.hpp"

// Pages for people who are not logged in, and the page with one sentence.
namespace qw::desk {
namespace {

void field(Html& h, std::string_view label, std::string_view name, std::string_view type,
           std::string_view value, std::string_view completion) {
  h.in("label", {}, [&] {
    h.leaf("span", label);
    h.bare("input", {{"name", name},
                     {"type", type},
                     {"value", value},
                     {"autocomplete", completion},
                     {"required", ""},
                     {completion == "new-password" ? "minlength" : "", "12"}});
  });
}

}  // namespace

std::string setup_page(const Frame& frame, std::string_view secret, std::string_view name) {
  const Texts& t = frame.texts;
  return framed(frame, Tab::none, t("setup.title"), [&](Html& h) {
    h.in("section", {{"class", "entry card"}}, [&] {
      h.leaf("h1", t("setup.title"));
      h.leaf("p", t("setup.help"));
      form(h, frame, "/setup/" + std::string(secret), "stack", [&] {
        field(h, t("login.name"), "name", "text", name, "username");
        field(h, t("setup.password"), "password", "password", "", "new-password");
        h.in("label", {}, [&] {
          h.leaf("span", t("setup.language"));
          h.in("select", {{"name", "language"}}, [&] {
            for (const std::string_view language : {"en", "uk", "ru"}) {
              h.leaf("option", {{"value", language}, {t.language() == language ? "selected" : "", ""}},
                     t("language." + std::string(language)));
            }
          });
        });
        h.leaf("button", {{"class", "primary"}}, t("setup.go"));
      });
    });
  });
}

std::string login_page(const Frame& frame, std::string_view name) {
  const Texts& t = frame.texts;
  return framed(frame, Tab::none, t("login.title"), [&](Html& h) {
    h.in("section", {{"class", "entry card"}}, [&] {
      h.leaf("h1", t("login.title"));
      form(h, frame, "/login", "stack", [&] {
        field(h, t("login.name"), "name", "text", name, "username");
        field(h, t("login.password"), "password", "password", "", "current-password");
        h.leaf("button", {{"class", "primary"}}, t("login.go"));
      });
    });
  });
}

std::string message_page(const Frame& frame, std::string_view title, std::string_view sentence) {
  return framed(frame, Tab::none, title, [&](Html& h) {
    h.in("section", {{"class", "card"}}, [&] {
      h.leaf("h1", title);
      h.leaf("p", sentence);
      h.in("p", {}, [&] { h.leaf("a", {{"href", "/"}}, frame.texts("error.back")); });
    });
  });
}

}  // namespace qw::desk
