#include "daemon/desk/page_frame.hpp"

// The own account, and the accounts of the team.
namespace qw::desk {
namespace {

void password_field(Html& h, std::string_view label, std::string_view name, std::string_view completion) {
  h.in("label", {}, [&] {
    h.leaf("span", label);
    h.bare("input", {{"name", name},
                     {"type", "password"},
                     {"required", ""},
                     {completion == "new-password" ? "minlength" : "", "12"},
                     {"autocomplete", completion}});
  });
}

void role_choice(Html& h, const Texts& t, model::UserRole chosen) {
  h.in("select", {{"name", "role"}, {"aria-label", t("people.role")}}, [&] {
    for (const auto& [role, name] : model::names_of(model::UserRole{})) {
      h.leaf("option", {{"value", name}, {role == chosen ? "selected" : "", ""}},
             t("role." + std::string(name)));
    }
  });
}

void person_row(Html& h, const Frame& frame, const PeopleView& view, const model::User& user) {
  const Texts& t = frame.texts;
  const auto act = [&](std::string_view name, const std::function<void()>& content) {
    form(h, frame, "/people", "inline", [&] {
      hidden(h, "act", name);
      hidden(h, "id", user.id);
      content();
    });
  };
  h.in("tr", {}, [&] {
    h.in("th", {{"scope", "row"}, {"class", "foreign"}}, [&] {
      h.text(user.name);
      if (user.disabled) {
        h.text(" ");
        badge(h, "remark", t("people.disabled"));
      }
    });
    h.in("td", {{"data-label", t("people.role")}}, [&] {
      act("role", [&] {
        role_choice(h, t, user.role);
        h.leaf("button", {}, t("people.set"));
      });
    });
    h.in("td", {{"data-label", t("people.created")}}, [&] { time_of(h, user.created, "UTC"); });
    h.in("td", {}, [&] {
      if (user.id != view.own) {
        act(user.disabled ? "enable" : "disable",
            [&] { h.leaf("button", {}, t(user.disabled ? "people.enable" : "people.disable")); });
      }
    });
  });
}

}  // namespace

std::string account_page(const Frame& frame) {
  const Texts& t = frame.texts;
  return framed(frame, Tab::none, t("account.title"), [&](Html& h) {
    h.leaf("h1", t("account.title"));
    h.in("p", {{"class", "facts"}}, [&] {
      h.leaf("b", {{"class", "foreign"}}, frame.user);
      h.text(" · ");
      h.text(t("role." + std::string(model::name_of(frame.role))));
    });
    h.in("section", {{"class", "card"}}, [&] {
      h.leaf("h2", t("account.password"));
      form(h, frame, "/account", "stack", [&] {
        hidden(h, "act", "password");
        password_field(h, t("account.current"), "current", "current-password");
        password_field(h, t("account.new"), "password", "new-password");
        h.leaf("button", {{"class", "primary"}}, t("account.change"));
      });
      h.leaf("p", {{"class", "help"}}, t("account.password_help"));
    });
    h.in("section", {{"class", "card"}}, [&] {
      h.leaf("h2", t("keys.title"));
      h.leaf("p", t(frame.keys ? "account.keys_on" : "account.keys_off"));
      form(h, frame, "/account", "", [&] {
        hidden(h, "act", "keys");
        h.leaf("button", {{"name", "keys"}, {"value", frame.keys ? "off" : "on"}},
               t(frame.keys ? "account.switch_off" : "account.switch_on"));
      });
    });
    if (frame.role == model::UserRole::admin) {
      h.in("p", {}, [&] { h.leaf("a", {{"href", "/people"}}, t("people.title")); });
    }
  });
}

std::string people_page(const Frame& frame, const PeopleView& view) {
  const Texts& t = frame.texts;
  return framed(frame, Tab::none, t("people.title"), [&](Html& h) {
    h.leaf("h1", t("people.title"));
    h.in("div", {{"class", "table"}}, [&] {
      h.in("table", {}, [&] {
        h.in("thead", {}, [&] {
          h.in("tr", {}, [&] {
            for (const char* key : {"login.name", "people.role", "people.created"}) {
              h.leaf("th", {{"scope", "col"}}, t(key));
            }
            h.leaf("td", "");
          });
        });
        h.in("tbody", {}, [&] {
          for (const model::User& user : view.users) {
            person_row(h, frame, view, user);
          }
        });
      });
    });
    h.in("section", {{"class", "card"}}, [&] {
      h.leaf("h2", t("people.add"));
      form(h, frame, "/people", "stack", [&] {
        hidden(h, "act", "add");
        h.in("label", {}, [&] {
          h.leaf("span", t("login.name"));
          h.bare("input", {{"name", "name"}, {"required", ""}, {"autocomplete", "off"}});
        });
        password_field(h, t("people.first_password"), "password", "new-password");
        h.in("label", {}, [&] {
          h.leaf("span", t("people.role"));
          role_choice(h, t, model::UserRole::reviewer);
        });
        h.leaf("button", {{"class", "primary"}}, t("people.make"));
      });
    });
  });
}

}  // namespace qw::desk
