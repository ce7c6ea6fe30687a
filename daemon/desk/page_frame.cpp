#include "daemon/desk/page_frame.hpp"

#include "daemon/cases/spread.hpp"

#include <array>

namespace qw::desk {
namespace {

void navigation(Html& h, const Frame& frame, Tab tab) {
  const Texts& t = frame.texts;
  const auto link = [&](Tab which, std::string_view address, std::string_view key) {
    h.leaf("a", {{"href", address}, {tab == which ? "aria-current" : "", "page"}}, t(key));
  };
  h.in("nav", {{"aria-label", t("nav.label")}}, [&] {
    link(Tab::queue, "/", "nav.queue");
    link(Tab::patterns, "/patterns", "nav.patterns");
    link(Tab::sources, "/sources", "nav.sources");
    link(Tab::alerts, "/alerts", "nav.alerts");
    link(Tab::check, "/check", "nav.check_short");
  });
}

/// On every page but the one that has the whole form.
void hand_in_field(Html& h, const Frame& frame, Tab tab) {
  if (tab == Tab::check) {
    return;
  }
  const Texts& t = frame.texts;
  form(h, frame, "/check", "quick-check", [&] {
    h.bare("input", {{"name", "text"},
                     {"aria-label", t("nav.check")},
                     {"placeholder", t("nav.check")},
                     {"required", ""},
                     {"autocomplete", "off"}});
    h.leaf("button", {}, t("check.run"));
  });
}

void account(Html& h, const Frame& frame) {
  const Texts& t = frame.texts;
  h.in("div", {{"class", "account"}}, [&] {
    form(h, frame, "/language", "languages", [&] {
      hidden(h, "back", frame.here);
      for (const std::string_view language : {"en", "uk", "ru"}) {
        h.leaf("button",
               {{"name", "language"},
                {"value", language},
                {"lang", language},
                {"class", "plain"},
                {t.language() == language ? "aria-current" : "", "true"}},
               language == "uk"   ? "укр"
               : language == "ru" ? "рус"
                                  : "eng");
      }
    });
    h.leaf("a", {{"class", "who foreign"}, {"href", "/account"}}, frame.user);
    form(h, frame, "/logout", "", [&] { h.leaf("button", {{"class", "plain"}}, t("nav.logout")); });
  });
}

struct Key {
  std::string_view key, text;
};
constexpr auto sheet = std::to_array<Key>({{"J K", "keys.move"},
                                           {"O", "keys.open"},
                                           {"X", "keys.next"},
                                           {"C R", "keys.claim"},
                                           {"1 … 6", "keys.verdict"},
                                           {"Z", "keys.undo"},
                                           {"N", "keys.note"},
                                           {"D S", "keys.dispute"},
                                           {"E", "keys.evidence"},
                                           {"B", "keys.brief"},
                                           {"/", "keys.search"},
                                           {"U", "keys.queue"},
                                           {"Shift /", "keys.help"}});

/// The help of the keyboard; without script nothing opens it, and no key does anything.
void key_sheet(Html& h, const Frame& frame) {
  const Texts& t = frame.texts;
  h.in("footer", {{"class", "bottom"}}, [&] {
    h.leaf("button", {{"type", "button"}, {"class", "plain"}, {"data-open-keys", ""}}, t("keys.title"));
  });
  h.in("dialog", {{"id", "keys"}, {"aria-label", t("keys.title")}}, [&] {
    h.leaf("h2", t("keys.title"));
    h.leaf("p", t(frame.keys ? "keys.place" : "account.keys_off"));
    h.in("dl", {{"class", "keys"}}, [&] {
      for (const Key& each : sheet) {
        h.in("div", {}, [&] {
          h.in("dt", {}, [&] { h.leaf("kbd", each.key); });
          h.leaf("dd", t(each.text));
        });
      }
    });
    h.in("p", {}, [&] { h.leaf("a", {{"href", "/account"}}, t("keys.switch")); });
    h.in("form", {{"method", "dialog"}}, [&] { h.leaf("button", {}, t("keys.close")); });
  });
}

}  // namespace

std::string framed(const Frame& frame, Tab tab, std::string_view title,
                   const std::function<void(Html&)>& content) {
  const Texts& t = frame.texts;
  Html h;
  h.in("html", {{"lang", t.language()}}, [&] {
    h.in("head", {}, [&] {
      h.bare("meta", {{"charset", "utf-8"}});
      h.bare("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
      h.bare("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
      if (frame.refresh_seconds > 0) {
        h.bare("meta", {{"http-equiv", "refresh"}, {"content", std::to_string(frame.refresh_seconds)}});
      }
      h.leaf("title", std::string(title) + " · " + std::string(t("app.name")));
      h.bare("link", {{"rel", "icon"}, {"href", "data:,"}});
      h.bare("link", {{"rel", "stylesheet"}, {"href", "/static/desk.css"}});
      if (!frame.user.empty()) {
        h.leaf("script", {{"src", "/static/desk.js"}, {"defer", ""}}, "");
      }
    });
    h.in("body", {{"data-keys", frame.keys ? "on" : "off"}}, [&] {
      h.leaf("a", {{"class", "skip"}, {"href", "#content"}}, t("nav.skip"));
      h.in("header", {{"class", "top"}}, [&] {
        h.leaf("a", {{"class", "brand"}, {"href", "/"}}, t("app.name"));
        if (!frame.user.empty()) {
          navigation(h, frame, tab);
          hand_in_field(h, frame, tab);
          account(h, frame);
        }
      });
      h.in("main", {{"id", "content"}}, [&] {
        for (const auto& [key, what] : {std::pair("store.read_only", &frame.store_refusal),
                                        std::pair("store.damaged", &frame.store_damage)}) {
          if (!what->empty()) {
            h.leaf("p", {{"class", "notice store foreign"}, {"role", "alert"}}, t.filled(key, {*what}));
          }
        }
        if (!frame.notice.empty()) {
          h.leaf("p", {{"class", "notice"}, {"role", "status"}}, frame.notice);
        }
        content(h);
      });
      if (!frame.user.empty()) {
        key_sheet(h, frame);
      }
    });
  });
  return std::move(h).document();
}

void hidden(Html& h, std::string_view name, std::string_view value) {
  h.bare("input", {{"type", "hidden"}, {"name", name}, {"value", value}});
}

void form(Html& h, const Frame& frame, std::string_view action, std::string_view css,
          const std::function<void()>& content) {
  h.in("form", {{"method", "post"}, {"action", action}, {css.empty() ? "" : "class", css}}, [&] {
    hidden(h, "form_token", frame.form_token);
    content();
  });
}

void badge(Html& h, std::string_view css, std::string_view text) {
  h.leaf("span", {{"class", "badge " + std::string(css)}}, text);
}

void time_of(Html& h, Time time, std::string_view zone) {
  h.leaf("time", {{"datetime", to_iso(time)}}, local_time(time, zone));
}

std::string official_name(const Frame& frame, const std::string& id) {
  const model::Official* official = frame.config->find_official(id);
  if (official == nullptr) {
    return id;
  }
  const std::string& own = frame.texts.language() == "uk"   ? official->uk
                           : frame.texts.language() == "ru" ? official->ru
                                                            : official->name;
  return own.empty() ? official->name : own;
}

std::string outlet_name(const Frame& frame, const std::string& id) {
  if (id == hand_in::no_outlet) {
    return std::string(frame.texts("hand_in.no_outlet"));
  }
  const model::Outlet* outlet = frame.config->find_outlet(id);
  return outlet == nullptr || outlet->name.empty() ? id : outlet->name;
}

std::string zone_of(const Frame& frame, const std::string& outlet) {
  const model::Outlet* known = frame.config->find_outlet(outlet);
  return known == nullptr ? "UTC" : known->zone;
}

std::string pattern_name(const Frame& frame, const std::string& id) {
  const model::Pattern* pattern = frame.config->find_pattern(id);
  return pattern == nullptr ? id : pattern_name(frame, *pattern);
}

std::string pattern_name(const Frame& frame, const model::Pattern& pattern) {
  const std::string& title = pattern.title_in(frame.texts.language());
  return !title.empty()                   ? title
         : pattern.false_wordings.empty() ? pattern.id
                                          : pattern.false_wordings.front();
}

std::string spread_text(const Texts& texts, const model::Case& of) {
  const cases::Spread spread = cases::spread_of(of);
  return texts.counted("publishers", spread.publishers) + ", " + texts.counted("outlets", spread.outlets) +
         ", " + texts.counted("copies", spread.occurrences);
}

}  // namespace qw::desk
