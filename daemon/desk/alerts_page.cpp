#include "daemon/desk/alerts_page.hpp"

#include "daemon/desk/page_frame.hpp"

#include <set>

namespace qw::desk {
namespace {

void act(Html& h, const Frame& frame, std::string_view name, const std::string& id, std::string_view text) {
  form(h, frame, "/alerts", "inline", [&] {
    hidden(h, "act", name);
    hidden(h, "id", id);
    h.leaf("button", {}, text);
  });
}

void receivers(Html& h, const Frame& frame, const AlertsView& view) {
  const Texts& t = frame.texts;
  h.leaf("h2", t("alerts.receivers"));
  if (view.receivers.empty()) {
    h.in("p", {}, [&] {
      h.text(std::string(t("alerts.no_receivers")) + " ");
      h.leaf("a", {{"href", "/start#receiver"}}, t("start.title"));
    });
    return;
  }
  h.in("ul", {{"class", "latest"}}, [&] {
    for (const AlertsView::Receiver& each : view.receivers) {
      h.in("li", {}, [&] {
        h.in("div", {{"class", "line"}}, [&] {
          h.leaf("b", {{"class", "foreign"}}, each.id);
          h.leaf("span", {{"class", "facts foreign"}}, each.kind + " · " + each.place);
          if (!each.disabled.empty()) {
            badge(h, "alert", t("start.disabled"));
          }
          if (each.waiting > 0) {
            badge(h, "review", t.filled("alerts.waiting", {std::to_string(each.waiting)}));
          }
          h.leaf("span", {{"class", "age"}},
                 each.last_sent ? std::string(t("alerts.last")) + " " + t.age(*each.last_sent, frame.now)
                                : std::string(t("alerts.never")));
        });
        if (!each.disabled.empty()) {
          h.leaf("p", {{"class", "facts foreign"}}, each.disabled);
          if (view.may_act) {
            act(h, frame, "enable", each.id, t("alerts.enable"));
          }
        }
      });
    }
  });
}

void letters(Html& h, const Frame& frame, const AlertsView& view) {
  const Texts& t = frame.texts;
  h.leaf("h2", t("alerts.letters"));
  if (view.letters.empty()) {
    h.leaf("p", t("alerts.all_arrived"));
    return;
  }
  h.in("ul", {{"class", "latest letters"}}, [&] {
    for (const AlertsView::Letter& each : view.letters) {
      h.in("li", {}, [&] {
        h.in("div", {{"class", "line"}}, [&] {
          badge(h, each.state == "dead" ? "alert" : "remark", t("start.delivery." + each.state));
          if (each.case_id.empty()) {
            h.leaf("span", {{"class", "foreign"}}, each.title);
          } else {
            h.leaf("a", {{"href", "/cases/" + each.case_id}, {"class", "foreign"}}, each.title);
          }
          h.leaf("span", {{"class", "facts foreign"}}, "→ " + each.receiver);
          h.leaf("span", {{"class", "age"}}, t.age(each.made, frame.now));
        });
        if (!each.problem.empty()) {
          h.leaf("p", {{"class", "facts foreign"}}, each.problem);
        }
        if (view.may_act) {
          act(h, frame, "send", each.id, t("alerts.send_again"));
        }
      });
    }
  });
  if (view.more_letters) {
    h.leaf("p", {{"class", "facts"}}, t("alerts.more_letters"));
  }
}

void choice(Html& h, std::string_view label, std::string_view name, std::string_view any,
            const std::vector<std::pair<std::string, std::string>>& options) {
  h.in("label", {}, [&] {
    h.leaf("span", label);
    h.in("select", {{"name", name}}, [&] {
      h.leaf("option", {{"value", ""}}, any);
      for (const auto& [value, text] : options) {
        h.leaf("option", {{"value", value}}, text);
      }
    });
  });
}

void silence_form(Html& h, const Frame& frame) {
  const Texts& t = frame.texts;
  std::vector<std::pair<std::string, std::string>> patterns;
  std::vector<std::pair<std::string, std::string>> officials;
  std::vector<std::pair<std::string, std::string>> receivers;
  std::vector<std::pair<std::string, std::string>> languages;
  std::set<std::string> named;
  for (const model::Pattern& each : frame.config->patterns) {
    patterns.emplace_back(each.id, pattern_name(frame, each.id));
    if (named.insert(each.official).second) {
      officials.emplace_back(each.official, official_name(frame, each.official));
    }
  }
  for (const config::Receiver& each : frame.config->receivers) {
    if (each.cases) {
      receivers.emplace_back(each.id, each.id);
    }
  }
  for (const char* language : {"ru", "uk", "en"}) {
    languages.emplace_back(language, t("language." + std::string(language)));
  }
  h.in("details", {}, [&] {
    h.leaf("summary", t("alerts.add_silence"));
    form(h, frame, "/alerts", "stack", [&] {
      hidden(h, "act", "silence");
      choice(h, t("queue.pattern"), "pattern", t("queue.any"), patterns);
      choice(h, t("queue.official"), "official", t("queue.any"), officials);
      choice(h, t("alerts.receiver"), "receiver", t("queue.any"), receivers);
      choice(h, t("queue.language"), "language", t("queue.any"), languages);
      h.in("label", {}, [&] {
        h.leaf("span", t("alerts.hours"));
        h.bare("input",
               {{"name", "hours"}, {"type", "number"}, {"min", "1"}, {"max", "720"}, {"value", "12"}});
      });
      h.in("label", {}, [&] {
        h.leaf("span", t("alerts.reason"));
        h.bare("input", {{"name", "reason"}, {"required", ""}, {"maxlength", "200"}});
      });
      h.leaf("button", {{"class", "primary"}}, t("alerts.silence"));
    });
  });
}

void silences(Html& h, const Frame& frame, const AlertsView& view) {
  const Texts& t = frame.texts;
  h.leaf("h2", t("alerts.silences"));
  h.leaf("p", {{"class", "facts"}}, t("alerts.silence_help"));
  if (view.silences.empty()) {
    h.leaf("p", t("alerts.no_silence"));
  }
  h.in("ul", {{"class", "latest"}}, [&] {
    for (const AlertsView::Silence& each : view.silences) {
      h.in("li", {}, [&] {
        h.leaf(
            "p", {{"class", "foreign"}},
            t.filled("queue.silence", {each.what, each.author, local_time(each.until, "UTC"), each.reason}));
        if (view.may_act) {
          act(h, frame, "end", each.id, t("alerts.end_silence"));
        }
      });
    }
  });
  if (view.may_act) {
    silence_form(h, frame);
  }
}

}  // namespace

std::string alerts_page(const Frame& frame, const AlertsView& view) {
  const Texts& t = frame.texts;
  return framed(frame, Tab::alerts, t("nav.alerts"), [&](Html& h) {
    h.leaf("h1", t("nav.alerts"));
    h.in("section", {{"class", "card"}, {"id", "receivers"}}, [&] { receivers(h, frame, view); });
    h.in("section", {{"class", "card"}, {"id", "letters"}}, [&] { letters(h, frame, view); });
    h.in("section", {{"class", "card"}, {"id", "silences"}}, [&] { silences(h, frame, view); });
  });
}

}  // namespace qw::desk
