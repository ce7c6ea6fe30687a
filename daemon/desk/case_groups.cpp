#include "daemon/cases/spread.hpp"
#include "daemon/desk/case_parts.hpp"
#include "daemon/desk/marked_text.hpp"

#include <algorithm>

namespace qw::desk {
namespace {

void verdict_line(Html& h, const Frame& frame, const CaseView& view, const model::VerdictRecord& record,
                  std::string_view css) {
  const Texts& t = frame.texts;
  const std::string name(model::name_of(record.verdict));
  const std::string text = t.filled(
      "case.verdict_by", {t("verdict." + name), person(view, record.by), local_time(record.at, "UTC")});
  h.in("p", {{"class", "verdict " + std::string(css)}}, [&] {
    h.text(css == "previous" ? t.filled("case.previous", {text}) : text);
    if (!record.reason.empty()) {
      h.leaf("span", {{"class", "reason foreign"}}, record.reason);
    }
  });
}

void verdicts(Html& h, const Frame& frame, const CaseView& view, const model::CopyGroup& group) {
  const bool blind = view.of.state == model::CaseState::awaiting_second && group.first_reading &&
                     group.first_reading->by != view.actor.id;
  if (group.previous) {
    verdict_line(h, frame, view, *group.previous, "previous");
  }
  if (blind) {
    h.leaf("p", {{"class", "verdict"}},
           frame.texts.filled("case.hidden_reading", {person(view, group.first_reading->by)}));
  } else if (group.first_reading) {
    verdict_line(h, frame, view, *group.first_reading, "first");
  }
  if (group.verdict) {
    verdict_line(h, frame, view, *group.verdict, "standing");
  }
}

void verdict_form(Html& h, const Frame& frame, const CaseView& view, const model::CopyGroup& group) {
  const Texts& t = frame.texts;
  act_form(h, frame, view, "decide", "decide", [&] {
    hidden(h, "group", group.id);
    h.in("label", {{"class", "wide"}}, [&] {
      h.leaf("span", t("case.reason_optional"));
      h.bare("input",
             {{"name", "reason"}, {"maxlength", "1000"}, {"value", typed(view, "decide", group.id)}});
    });
    h.in("div", {{"class", "verdicts"}}, [&] {
      for (const auto& [verdict, name] : model::names_of(model::Verdict{})) {
        h.leaf("button", {{"name", "verdict"}, {"value", name}, {"class", "verdict-" + std::string(name)}},
               t("verdict." + std::string(name)));
      }
    });
    h.leaf("p", {{"class", "help"}}, t("case.decide_help"));
  });
}

/// One click after the verdict: the sentence becomes an example that stays silent, or a regression item.
void proposal(Html& h, const Frame& frame, const CaseView& view, const model::CopyGroup& group) {
  const auto found = view.proposals.find(group.id);
  if (found == view.proposals.end()) {
    return;
  }
  const Texts& t = frame.texts;
  h.in("div", {{"class", "teach"}}, [&] {
    if (!found->second.taught.empty()) {
      h.leaf("p", {{"class", "facts taught"}}, t("teach.done_" + found->second.taught));
      return;
    }
    h.leaf("p", {{"class", "help"}}, t("teach.help"));
    h.leaf("blockquote", {{"class", "foreign"}}, found->second.sentence);
    form(h, frame, "/cases/" + view.of.id + "/teach", "acts", [&] {
      hidden(h, "group", group.id);
      h.leaf("button", {{"name", "into"}, {"value", "silent"}}, t("teach.silent"));
      h.leaf("button", {{"name", "into"}, {"value", "regression"}}, t("teach.regression"));
    });
  });
}

void when(Html& h, const Frame& frame, std::string_view key, const std::optional<Time>& time,
          const std::string& zone) {
  h.in("div", {}, [&] {
    h.leaf("dt", frame.texts(key));
    h.in("dd", {}, [&] {
      if (time) {
        time_of(h, *time, zone);
      } else {
        h.text(frame.texts("case.unknown_time"));
      }
    });
  });
}

void copy(Html& h, const Frame& frame, const CaseView& view, const model::Occurrence& of, bool with_text) {
  const Texts& t = frame.texts;
  const std::string zone = zone_of(frame, of.outlet);
  const std::string outcome(model::name_of(of.decision.outcome));
  h.in("li", {{"class", "copy"}, {"id", "copy-" + of.id}}, [&] {
    h.in("div", {{"class", "line"}}, [&] {
      h.leaf("b", outlet_name(frame, of.outlet));
      if (!of.voice.empty() && of.voice != of.outlet) {
        h.leaf("span", {{"class", "facts"}}, of.voice);
      }
      badge(h, outcome, t("outcome." + outcome));
      badge(h, "language", of.language);
      if (!of.page_remark.empty()) {
        badge(h, "remark", of.page_remark);
      }
    });
    h.leaf("p", {{"class", "headline foreign"}, {"lang", of.language}}, of.headline);
    if (with_text) {
      h.in("blockquote", {{"class", "foreign"}, {"lang", of.language}},
           [&] { marked_text(h, of.excerpt, marks_of(of)); });
    }
    if (!of.via.empty()) {
      std::string via;
      for (const std::string& each : of.via) {
        via += (via.empty() ? "" : " → ") + each;
      }
      h.leaf("p", {{"class", "facts foreign"}}, t.filled("case.via", {via}));
    }
    h.in("dl", {{"class", "times"}}, [&] {
      when(h, frame, "case.says_published", of.says_published, zone);
      when(h, frame, "case.not_there", of.not_there_at, zone);
      when(h, frame, "case.seen_at", of.seen_at, zone);
    });
    h.in("p", {{"class", "facts"}}, [&] {
      if (!of.revision.empty()) {
        h.leaf("a", {{"href", "/cases/" + view.of.id + "/copies/" + of.id}}, t("case.stored_copy"));
        h.text(" · ");
        h.leaf("a", {{"href", "/cases/" + view.of.id + "/copies/" + of.id + "/revisions"}},
               t("revisions.link"));
        h.text(" · ");
      }
      h.text(std::string(t("case.original_address")) + ": ");
      h.leaf("code", {{"class", "foreign address"}, {"id", "address-" + of.id}}, of.url);
      if (of.url.starts_with("http")) {
        h.text(" ");
        h.leaf("button",
               {{"type", "button"},
                {"class", "plain"},
                {"data-copy", "address-" + of.id},
                {"data-done", t("copy.done")}},
               t("copy.button"));
        h.leaf("a", {{"href", "/cases/" + view.of.id + "/copies/" + of.id + "/original"}}, t("leave.link"));
      }
    });
  });
}

}  // namespace

void copy_group(Html& h, const Frame& frame, const CaseView& view, const model::CopyGroup& group) {
  const Texts& t = frame.texts;
  const cases::Spread spread = cases::spread_of(view.of, group);
  const cases::Ordered order = cases::ordered(view.of, group);
  const bool alert = cases::is_alert_group(view.of, group);
  h.in("section",
       {{"class", "card group"},
        {"id", group.id},
        {"data-row", group.verdict ? "taken" : "open"},
        {"tabindex", "-1"}},
       [&] {
         h.in("div", {{"class", "line"}}, [&] {
           h.leaf("h2", t.filled("case.group", {group.id}));
           badge(h, alert ? "alert" : "review", t(alert ? "case.group_alert" : "case.group_review"));
           h.leaf("span", {{"class", "facts"}},
                  t.counted("publishers", spread.publishers) + ", " + t.counted("outlets", spread.outlets));
         });
         verdicts(h, frame, view, group);
         proposal(h, frame, view, group);
         if (may(view, "decide")) {
           verdict_form(h, frame, view, group);
         }
         if (order.members.size() > 1) {
           h.leaf("p", {{"class", "facts"}},
                  t(order.known_first ? "case.first_known" : "case.first_unknown"));
         }
         h.in("ol", {{"class", "copies"}}, [&] {
           for (const model::Occurrence* each : order.members) {
             copy(h, frame, view, *each, each == order.members.front());
           }
         });
       });
}

namespace {
/// The act in words; one without a text keeps its name.
std::string act_name(const Texts& t, const std::string& act) {
  const std::string key = "history." + act;
  const std::string_view text = t(key);
  return std::string(text == key ? std::string_view(act) : text);
}
}  // namespace

void notes_and_history(Html& h, const Frame& frame, const CaseView& view) {
  const Texts& t = frame.texts;
  h.in("section", {{"class", "card"}, {"id", "notes"}}, [&] {
    h.leaf("h2", t("case.notes"));
    for (const model::Note& note : view.of.notes) {
      h.in("article", {{"class", "note"}}, [&] {
        h.in("p", {{"class", "facts"}}, [&] {
          h.leaf("b", person(view, note.by));
          h.text(" ");
          time_of(h, note.at, "UTC");
        });
        h.leaf("p", {{"class", "foreign pre"}}, note.text);
      });
    }
    if (may(view, "note")) {
      act_form(h, frame, view, "note", "stack", [&] {
        h.in("label", {}, [&] {
          h.leaf("span", t("case.write_note"));
          h.leaf("textarea", {{"name", "text"}, {"rows", "3"}, {"required", ""}, {"maxlength", "4000"}},
                 typed(view, "note"));
        });
        h.leaf("button", {}, t("act.note"));
      });
    }
  });
  h.in("details", {{"class", "card history"}}, [&] {
    h.leaf("summary", t("case.history"));
    h.in("ol", {}, [&] {
      for (const model::AuditRecord& record : view.history) {
        h.in("li", {}, [&] {
          time_of(h, record.at, "UTC");
          h.text(" ");
          h.leaf("b", person(view, record.who));
          h.text(" ");
          h.leaf("span", {{"title", record.act}}, act_name(t, record.act));
          h.text(" ");
          h.leaf("span", {{"class", "foreign"}}, record.reason);
        });
      }
    });
  });
}

}  // namespace qw::desk
