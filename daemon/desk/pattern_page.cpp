#include "daemon/desk/pattern_parts.hpp"

// One pattern: the backtest before anything else, then its states, its text and its history.
namespace qw::desk {
namespace {

void pattern_act(Html& h, const Frame& frame, const PatternView& view, std::string_view act,
                 std::string_view css, const std::function<void()>& content) {
  form(h, frame, "/patterns/" + view.entry.pattern.id, css, [&] {
    hidden(h, "act", act);
    hidden(h, "seen", view.etag);
    content();
  });
}

void caught_rows(Html& h, const Frame& frame, const std::vector<patterns::Caught>& rows) {
  const Texts& t = frame.texts;
  h.in("ol", {{"class", "copies"}}, [&] {
    for (const patterns::Caught& each : rows) {
      const std::string outcome(model::name_of(each.outcome));
      h.in("li", {{"class", "copy"}}, [&] {
        h.in("div", {{"class", "line"}}, [&] {
          badge(h, outcome, t("outcome." + outcome));
          h.leaf("b", outlet_name(frame, each.outlet));
          h.leaf("span", {{"class", "facts"}}, t.age(each.seen, frame.now));
        });
        h.leaf("p", {{"class", "headline foreign"}}, each.title);
        if (!each.excerpt.empty() && each.excerpt != each.title) {
          h.leaf("blockquote", {{"class", "foreign"}}, each.excerpt);
        }
      });
    }
  });
}

void findings(Html& h, const Frame& frame, const patterns::Backtest& of) {
  const Texts& t = frame.texts;
  if (of.findings.empty()) {
    return;
  }
  h.leaf("h3", t("pattern.findings"));
  h.in("ul", {{"class", "why findings"}}, [&] {
    for (const patterns::Finding& each : of.findings) {
      h.leaf("li", {{"class", patterns::is_note(each.remark) ? "foreign" : "foreign fault"}},
             t.filled("finding." + std::string(model::name_of(each.remark)),
                      {each.words, each.other, each.got}));
    }
  });
}

void states(Html& h, const Frame& frame, const PatternView& view) {
  const Texts& t = frame.texts;
  if (view.next.empty()) {
    return;
  }
  h.in("section", {{"class", "card"}, {"id", "states"}}, [&] {
    h.leaf("h2", t("pattern.next"));
    h.leaf("p", {{"class", "help"}}, t("pattern.states_help"));
    h.in("div", {{"class", "acts"}}, [&] {
      for (const model::PatternState state : view.next) {
        const std::string name(model::name_of(state));
        const bool blind = view.entry.pattern.state == model::PatternState::draft &&
                           state == model::PatternState::trial && !view.backtest_is_present;
        if (blind) {
          continue;
        }
        const bool onward =
            (view.entry.pattern.state == model::PatternState::draft && state == model::PatternState::trial) ||
            state == model::PatternState::live;
        pattern_act(h, frame, view, "state", "", [&] {
          h.leaf("button", {{"name", "state"}, {"value", name}, {onward ? "class" : "", "primary"}},
                 t("pattern.to_" + name));
        });
      }
    });
  });
}

void words(Html& h, const Frame& frame, const PatternView& view) {
  const Texts& t = frame.texts;
  const model::Pattern& of = view.entry.pattern;
  h.in("div", {{"class", "compare"}}, [&] {
    h.in("section", {{"class", "card bent"}}, [&] {
      h.leaf("h2", t("case.false_wording"));
      for (const std::string& each : of.false_wordings) {
        h.leaf("blockquote", {{"class", "foreign"}}, each);
      }
    });
    h.in("section", {{"class", "card true"}}, [&] {
      h.leaf("h2", t("authentic.title"));
      for (const std::string& each : of.authentic) {
        h.leaf("blockquote", {{"class", "foreign"}}, each);
      }
      if (of.authentic.empty()) {
        h.leaf("p", {{"class", "none"}}, t("authentic.none"));
      }
      if (const std::string& why = of.why_in(t.language()); !why.empty()) {
        h.leaf("h3", t("case.what_bent"));
        h.leaf("p", {{"class", "foreign"}}, why);
      }
      h.in("p", {}, [&] {
        h.text(std::string(t("case.fact_check")) + ": ");
        if (of.source.starts_with("https://")) {
          h.leaf("a", {{"href", of.source}, {"rel", "noreferrer noopener"}}, of.source);
        } else {
          h.leaf("code", {{"class", "foreign address"}}, of.source);
        }
      });
    });
  });
  if (!of.examples_silent.empty()) {
    h.in("details", {{"class", "card"}, {"id", "silent"}}, [&] {
      h.leaf("summary", t("pattern.silent_examples"));
      h.in("ul", {}, [&] {
        for (const std::string& each : of.examples_silent) {
          h.leaf("li", {{"class", "foreign"}}, each);
        }
      });
    });
  }
}

void change_form(Html& h, const Frame& frame, const PatternView& view) {
  const Texts& t = frame.texts;
  if (!view.may_edit) {
    if (view.entry.origin == patterns::Origin::file) {
      h.leaf("p", {{"class", "help"}}, t("pattern.of_file"));
    }
    return;
  }
  h.in("details", {{"class", "card"}, {"id", "change"}, {view.typed ? "open" : "", ""}}, [&] {
    h.leaf("summary", t("pattern.change"));
    pattern_act(h, frame, view, "edit", "stack", [&] {
      pattern_fields(h, frame, view.typed.value_or(fields_of(view.entry.pattern)));
      h.leaf("button", {{"class", "primary"}}, t("pattern.save"));
    });
  });
}

void history(Html& h, const Frame& frame, const PatternView& view) {
  h.in("details", {{"class", "card history"}}, [&] {
    h.leaf("summary", frame.texts("case.history"));
    h.in("ol", {}, [&] {
      for (const model::AuditRecord& record : view.history) {
        const auto name = view.names.find(record.who);
        h.in("li", {}, [&] {
          time_of(h, record.at, "UTC");
          h.text(" ");
          h.leaf("b", name == view.names.end() ? record.who : name->second);
          h.text(" ");
          h.leaf("code", record.act);
          h.text(" ");
          h.leaf("span", {{"class", "foreign"}}, record.reason);
        });
      }
    });
  });
}

void keep_form(Html& h, const Frame& frame, const PatternView& view) {
  const Texts& t = frame.texts;
  if (!view.entry.in_both) {
    return;
  }
  h.in("section", {{"class", "card notice"}}, [&] {
    h.leaf("p", t(view.entry.stored->instead_of_file ? "pattern.both_desk" : "pattern.both_file"));
    if (view.may_keep) {
      pattern_act(h, frame, view, "keep", "acts", [&] {
        h.leaf("button", {{"name", "keep"}, {"value", "file"}}, t("pattern.keep_file"));
        h.leaf("button", {{"name", "keep"}, {"value", "desk"}}, t("pattern.keep_desk"));
      });
    }
  });
}

}  // namespace

void backtest_card(Html& h, const Frame& frame, const PatternView& view) {
  const Texts& t = frame.texts;
  h.in("section", {{"class", "card"}, {"id", "backtest"}}, [&] {
    h.leaf("h2", t("backtest.title"));
    if (view.backtest) {
      const patterns::Backtest& of = *view.backtest;
      if (!view.backtest_is_present) {
        h.leaf("p", {{"class", "notice"}}, t("backtest.stale"));
      }
      h.leaf("p", {{"class", "facts"}},
             t.filled("backtest.looked", {std::to_string(of.articles), std::to_string(of.quotes),
                                          of.from ? to_iso(*of.from).substr(0, 10) : "",
                                          of.until ? to_iso(*of.until).substr(0, 10) : ""}));
      h.leaf("p", {{"class", "headline counts"}},
             t.filled("backtest.found", {std::to_string(of.cases.size()), std::to_string(of.alerts),
                                         std::to_string(of.reviews)}));
      if (of.outside > 0) {
        h.leaf("p", {{"class", "facts"}}, t.filled("backtest.outside", {std::to_string(of.outside)}));
      }
      if (of.unread > 0) {
        h.leaf("p", {{"class", "facts"}}, t.filled("backtest.unread", {std::to_string(of.unread)}));
      }
      if (!of.cut_short.empty()) {
        h.leaf("p", {{"class", "facts"}}, t.filled("backtest.cut_short", {std::to_string(of.articles)}));
      }
      findings(h, frame, of);
      caught_rows(h, frame, of.caught);
      if (!of.misses.empty()) {
        h.in("details", {}, [&] {
          h.leaf("summary", t("backtest.misses"));
          caught_rows(h, frame, of.misses);
        });
      }
    } else {
      h.leaf("p", {{"class", "none"}}, t("backtest.none"));
    }
    pattern_act(h, frame, view, "backtest", "inline", [&] {
      h.in("label", {}, [&] {
        h.leaf("span", t("backtest.days"));
        h.bare("input",
               {{"name", "days"}, {"type", "number"}, {"min", "1"}, {"max", "366"}, {"value", "30"}});
      });
      h.leaf("button", {}, t("backtest.run"));
    });
  });
}

std::string pattern_page(const Frame& frame, const PatternView& view) {
  const Texts& t = frame.texts;
  const model::Pattern& of = view.entry.pattern;
  const std::string state(model::name_of(of.state));
  const std::string title = pattern_name(frame, of);
  return framed(frame, Tab::patterns, title, [&](Html& h) {
    h.in("div", {{"class", "line"}}, [&] {
      badge(h, "pattern-" + state, t("pattern_state." + state));
      badge(h, "form", t("pattern_origin." + std::string(model::name_of(view.entry.origin))));
    });
    h.in("h1", {}, [&] {
      h.leaf("span", {{"class", "official"}}, official_name(frame, of.official));
      h.text(" · ");
      h.leaf("span", {{"class", "foreign"}}, title);
    });
    problems_of(h, view.problems);
    if (!view.entry.problem.empty()) {
      h.leaf("p", {{"class", "notice foreign"}}, view.entry.problem);
    }
    backtest_card(h, frame, view);
    keep_form(h, frame, view);
    states(h, frame, view);
    if (view.rematch_known && model::is_matched(of.state)) {
      h.leaf("p", {{"class", "facts"}, {"id", "rematch"}},
             t.filled(view.rematch_runs ? "rematch.runs" : "rematch.done",
                      {std::to_string(view.rematch_articles), std::to_string(view.rematch_found)}));
    }
    words(h, frame, view);
    change_form(h, frame, view);
    history(h, frame, view);
  });
}

}  // namespace qw::desk
