#include "daemon/desk/page_frame.hpp"

#include <algorithm>

// "Check a text or an address": the form, and what came of it.
namespace qw::desk {
namespace {

using hand_in::Obstacle;

void source_lines(Html& h, const Frame& frame, const HandInView& view) {
  const Texts& t = frame.texts;
  const hand_in::Report& report = view.report;
  h.in("dl", {{"class", "times"}}, [&] {
    const auto line = [&](std::string_view key, std::string_view value, bool code) {
      if (!value.empty()) {
        h.in("div", {}, [&] {
          h.leaf("dt", t(key));
          h.in("dd", {}, [&] {
            h.leaf(code ? "code" : "span", {{"class", code ? "foreign address" : "foreign"}}, value);
          });
        });
      }
    };
    line("hand_in.address", view.wish.url, true);
    if (report.final_address != view.wish.url) {
      line("hand_in.final_address", report.final_address, true);
    }
    line("source.name", report.outlet.empty() ? "" : outlet_name(frame, report.outlet), false);
    line("case.says_published", report.published, false);
    line("hand_in.language", report.language, false);
    line("copy.digest", report.digest, true);
  });
}

void decisions(Html& h, const Frame& frame, const HandInView& view) {
  const Texts& t = frame.texts;
  h.leaf("h2", t("check.result"));
  if (view.report.decisions.empty()) {
    h.leaf("p", t("hand_in.no_decision"));
  }
  for (std::size_t i = 0; i < view.report.decisions.size(); ++i) {
    const hand_in::SeenDecision& each = view.report.decisions[i];
    const std::string outcome(model::name_of(each.decision.outcome));
    h.in("div", {{"class", "found"}}, [&] {
      h.in("p", {{"class", "line"}}, [&] {
        badge(h, outcome, t("outcome." + outcome));
        h.leaf("b", {{"class", "foreign"}}, pattern_name(frame, each.decision.pattern));
      });
      h.in("ul", {{"class", "why"}}, [&] {
        for (const std::string& why : view.why[i]) {
          h.leaf("li", {{"class", "foreign"}}, why);
        }
      });
    });
  }
}

void quotes(Html& h, const Frame& frame, const HandInView& view) {
  const Texts& t = frame.texts;
  h.leaf("h2", t("check.quotes"));
  if (view.report.quotes.empty()) {
    h.leaf("p", t("check.empty"));
    return;
  }
  h.in("ul", {{"class", "latest"}}, [&] {
    for (const hand_in::SeenQuote& each : view.report.quotes) {
      h.in("li", {}, [&] {
        h.leaf("b", {{"class", "foreign"}},
               each.official.empty() ? each.speaker : official_name(frame, each.official));
        h.leaf("q", {{"class", "foreign"}}, each.words);
        badge(h, "form", t("form." + each.form));
        if (each.polarity != "assert") {
          badge(h, "remark", t("polarity." + each.polarity));
        }
        if (!each.candidates.empty()) {
          badge(h, "remark", t("hand_in.several_officials"));
        }
      });
    }
  });
}

void case_links(Html& h, const Frame& frame, const HandInView& view) {
  const Texts& t = frame.texts;
  if (!view.report.cases.empty()) {
    h.in("p", {{"class", "line in-case"}}, [&] {
      h.text(t("hand_in.in_case"));
      for (const std::string& id : view.report.cases) {
        h.leaf("a", {{"href", "/cases/" + id}}, id);
      }
    });
  }
  if (!view.may_open || view.report.obstacle != Obstacle::none) {
    return;
  }
  const bool found = std::ranges::any_of(view.report.decisions, [](const hand_in::SeenDecision& each) {
    return each.decision.outcome != model::Outcome::silent;
  });
  if (found && !view.report.cases.empty()) {
    return;
  }
  form(h, frame, "/hand-ins/" + view.wish.id, "inline", [&] {
    if (!found) {
      h.in("label", {{"class", "wide"}}, [&] {
        h.leaf("span", t("hand_in.which_pattern"));
        h.in("select", {{"name", "pattern"}, {"required", ""}}, [&] {
          h.leaf("option", {{"value", ""}}, "");
          for (const model::Pattern& pattern : frame.config->patterns) {
            if (pattern.state != model::PatternState::retired) {
              h.leaf("option", {{"value", pattern.id}},
                     official_name(frame, pattern.official) + ": " + pattern_name(frame, pattern.id));
            }
          }
        });
      });
    }
    h.leaf("button", {{"class", "primary"}}, t("hand_in.open_case"));
  });
}

}  // namespace

std::string check_page(const Frame& frame, const CheckView& view) {
  const Texts& t = frame.texts;
  return framed(frame, Tab::check, t("nav.check"), [&](Html& h) {
    h.leaf("h1", t("nav.check"));
    h.leaf("p", t("check.help"));
    if (!view.problem.empty()) {
      h.leaf("p", {{"class", "notice"}, {"role", "alert"}}, view.problem);
    }
    form(h, frame, "/check", "card stack", [&] {
      h.in("label", {}, [&] {
        h.leaf("span", t("check.text"));
        h.leaf("textarea", {{"name", "text"}, {"rows", "10"}, {"required", ""}}, view.text);
      });
      h.in("label", {}, [&] {
        h.leaf("span", t("check.title"));
        h.bare("input", {{"name", "title"}, {"value", view.title}, {"maxlength", "1000"}});
      });
      h.in("label", {}, [&] {
        h.leaf("span", t("check.date"));
        h.bare("input", {{"name", "date"}, {"type", "date"}, {"value", view.date}});
      });
      h.leaf("button", {{"class", "primary"}}, t("check.run"));
    });
  });
}

std::string hand_in_page(const Frame& frame, const HandInView& view) {
  const Texts& t = frame.texts;
  return framed(frame, Tab::check, t("hand_in.heading"), [&](Html& h) {
    h.leaf("h1", t("hand_in.heading"));
    h.in("p", {{"class", "facts"}}, [&] {
      h.text(t.filled("hand_in.by", {view.wish.name}) + " ");
      time_of(h, view.wish.at, "UTC");
    });
    if (view.waiting) {
      h.leaf("p", {{"class", "notice"}, {"role", "status"}}, t("hand_in.waiting"));
      h.in("p", {}, [&] { h.leaf("code", {{"class", "foreign address"}}, view.wish.url); });
      return;
    }
    const std::string obstacle(model::name_of(view.report.obstacle));
    h.in("section", {{"class", "card handed-in " + obstacle}}, [&] {
      if (!view.report.title.empty()) {
        h.leaf("h2", {{"class", "foreign"}}, view.report.title);
      }
      if (view.report.obstacle != Obstacle::none) {
        h.leaf("p", {{"class", "notice why-not"}}, t("obstacle." + obstacle));
      }
      if (!view.report.detail.empty()) {
        h.leaf("p", {{"class", "facts foreign"}}, view.report.detail);
      }
      source_lines(h, frame, view);
      if (!view.wish.text.empty()) {
        h.in("details", {}, [&] {
          h.leaf("summary", t("hand_in.text"));
          h.leaf("p", {{"class", "foreign pre"}}, view.wish.text);
        });
      }
    });
    if (view.report.obstacle == Obstacle::none || view.report.obstacle == Obstacle::institution) {
      h.in("section", {{"class", "card"}}, [&] {
        decisions(h, frame, view);
        case_links(h, frame, view);
        quotes(h, frame, view);
      });
    }
    h.in("p", {}, [&] { h.leaf("a", {{"href", "/check"}}, t("hand_in.another")); });
  });
}

}  // namespace qw::desk
