#include "daemon/cases/spread.hpp"
#include "daemon/desk/case_parts.hpp"
#include "daemon/desk/marked_text.hpp"
#include "daemon/desk/operator_words.hpp"
#include "daemon/desk/reasons.hpp"
#include "daemon/desk/timeline.hpp"

#include <algorithm>
#include <tuple>

namespace qw::desk {
namespace {

void state_lines(Html& h, const Frame& frame, const model::Case& of, const CaseView& view) {
  const Texts& t = frame.texts;
  if (of.state == model::CaseState::claimed && of.lease_until) {
    h.leaf("p", {{"class", "facts"}},
           t.filled("case.lease", {person(view, of.claimed_by), local_time(*of.lease_until, "UTC")}));
  }
  if (of.snoozed_until) {
    h.leaf("p", {{"class", "facts"}}, t.filled("case.snoozed_until", {local_time(*of.snoozed_until, "UTC")}));
  }
  if (!of.reopened_why.empty()) {
    h.leaf("p", {{"class", "notice foreign"}}, t.filled("case.reopened_why", {of.reopened_why}));
  }
  if (of.trial) {
    h.leaf("p", {{"class", "facts"}}, t("case.trial"));
  }
  if (cases::is_history(of)) {
    h.leaf("p", {{"class", "facts"}}, t("case.nobody_alerted"));
  }
}

void acts(Html& h, const Frame& frame, const CaseView& view) {
  const Texts& t = frame.texts;
  h.in("div", {{"class", "acts"}}, [&] {
    if (view.can_undo) {
      act_form(h, frame, view, "undo", "", [&] { h.leaf("button", {{"class", "primary"}}, t("act.undo")); });
    }
    const bool mine = view.of.claimed_by == view.actor.id;
    if (may(view, "claim") && !mine) {
      act_form(h, frame, view, "claim", "",
               [&] { h.leaf("button", {{"class", "primary"}}, t("act.claim")); });
    }
    if (may(view, "release")) {
      act_form(h, frame, view, "release", "", [&] { h.leaf("button", {}, t("act.release")); });
    }
    if (may(view, "wake")) {
      act_form(h, frame, view, "wake", "", [&] { h.leaf("button", {}, t("act.wake")); });
    }
    if (may(view, "snooze")) {
      act_form(h, frame, view, "snooze", "inline", [&] {
        h.in("label", {}, [&] {
          h.leaf("span", t("case.snooze_hours"));
          h.bare("input",
                 {{"name", "hours"}, {"type", "number"}, {"min", "1"}, {"max", "720"}, {"value", "24"}});
        });
        h.leaf("button", {}, t("act.snooze"));
      });
    }
  });
  if (may(view, "dispute")) {
    act_form(h, frame, view, "dispute", "inline", [&] {
      h.in("label", {{"class", "wide"}}, [&] {
        h.leaf("span", t("case.dispute_reason"));
        h.bare(
            "input",
            {{"name", "reason"}, {"required", ""}, {"maxlength", "1000"}, {"value", typed(view, "dispute")}});
      });
      h.leaf("button", {}, t("act.dispute"));
    });
  }
}

void heading(Html& h, const Frame& frame, const CaseView& view) {
  const Texts& t = frame.texts;
  const model::Case& of = view.of;
  const std::string severity(model::name_of(of.severity));
  const std::string state(model::name_of(of.state));
  h.in("div", {{"class", "line"}}, [&] {
    badge(h, severity, t("severity." + severity));
    badge(h, "state-" + state, t("state." + state));
    if (cases::is_history(of)) {
      badge(h, "history", t("queue.history"));
    }
    h.leaf("span", {{"class", "age"}}, std::string(t("case.opened")) + " " + t.age(of.opened, frame.now));
  });
  h.in("h1", {}, [&] {
    h.leaf("span", {{"class", "official"}}, official_name(frame, of.official));
    h.text(" · ");
    h.leaf("span", {{"class", "foreign"}}, pattern_name(frame, of.pattern));
  });
  h.in("p", {{"class", "line"}}, [&] {
    h.leaf("span", {{"class", "facts"}}, spread_text(t, of));
    h.leaf("a", {{"href", "/next?after=" + of.id}, {"data-key", "next"}, {"class", "age"}}, t("case.next"));
  });
}

}  // namespace

bool may(const CaseView& view, std::string_view act) {
  return std::ranges::find(view.allowed, act) != view.allowed.end();
}

std::string person(const CaseView& view, const std::string& id) {
  const auto known = view.names.find(id);
  return known == view.names.end() ? id : known->second;
}

void act_form(Html& h, const Frame& frame, const CaseView& view, std::string_view act, std::string_view css,
              const std::function<void()>& content) {
  form(h, frame, "/cases/" + view.of.id + "/act", css, [&] {
    hidden(h, "act", act);
    hidden(h, "rev", std::to_string(view.of.rev));
    content();
  });
}

std::string_view typed(const CaseView& view, std::string_view act, std::string_view group) {
  return view.typed.act == act && view.typed.group == group ? std::string_view(view.typed.text) : "";
}

namespace {

/// The copy that shows best what the case is about: an alert before a review, a body before a headline.
const model::Occurrence* telling_copy(const model::Case& of) {
  const auto rank = [](const model::Occurrence& o) {
    return std::tuple(o.decision.outcome, !o.revision.empty(), o.decision.text == model::TextKind::body,
                      o.decision.confidence);
  };
  const auto best = std::ranges::max_element(of.occurrences, {}, rank);
  return best == of.occurrences.end() ? nullptr : &*best;
}

void published(Html& h, const Frame& frame, const CaseView& view, const model::Occurrence& of) {
  const Texts& t = frame.texts;
  h.in("blockquote", {{"lang", of.language}, {"class", "foreign"}},
       [&] { marked_text(h, of.excerpt, marks_of(of)); });
  h.leaf("p", {{"class", "facts"}}, outlet_name(frame, of.outlet));
  h.in("p", {{"class", "legend"}}, [&] {
    for (const auto& [css, key] :
         {std::pair("quote", "case.quote"), std::pair("speaker", "case.speaker"),
          std::pair("cue", "case.cue"), std::pair("pattern", "case.matched_words")}) {
      h.leaf("mark", {{"class", css}}, t(key));
      h.text(" ");
    }
  });
  const auto why = view.why.find(of.id);
  write_reasons(h, frame,
                reasons_of(frame, of, why == view.why.end() ? std::vector<std::string>() : why->second));
}

void authentic(Html& h, const Frame& frame, const model::Pattern* pattern,
               const std::vector<model::Why>& why) {
  const Texts& t = frame.texts;
  if (pattern == nullptr || pattern->authentic.empty()) {
    h.leaf("p", {{"class", "none"}}, t("authentic.none"));
    return;
  }
  constexpr std::size_t shown = 2;  // the original and one translation; the rest on demand
  bool marked = false;
  const auto words = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < std::min(to, pattern->authentic.size()); ++i) {
      const std::vector<Mark> marks = operator_marks(pattern->authentic[i], why);
      marked = marked || !marks.empty();
      h.in("blockquote", {{"class", "foreign"}}, [&] { marked_text(h, pattern->authentic[i], marks); });
    }
  };
  words(0, shown);
  if (pattern->authentic.size() > shown) {
    h.in("details", {}, [&] {
      h.leaf("summary", t("authentic.more"));
      words(shown, pattern->authentic.size());
    });
  }
  if (marked) {
    h.in("p", {{"class", "legend"}},
         [&] { h.leaf("mark", {{"class", "operator"}}, t("authentic.operator")); });
  }
}

}  // namespace

void comparison(Html& h, const Frame& frame, const CaseView& view) {
  const Texts& t = frame.texts;
  const model::Pattern* pattern = frame.config->find_pattern(view.of.pattern);
  const model::Occurrence* copy = telling_copy(view.of);
  h.in("div", {{"class", "compare"}}, [&] {
    h.in("section", {{"class", "card bent"}}, [&] {
      h.leaf("h2", t("case.as_published"));
      if (copy != nullptr) {
        published(h, frame, view, *copy);
      }
    });
    h.in("section", {{"class", "card true"}}, [&] {
      h.leaf("h2", t("authentic.title"));
      authentic(h, frame, pattern, copy != nullptr ? copy->decision.why : std::vector<model::Why>());
      if (pattern != nullptr && !pattern->why_in(t.language()).empty()) {
        h.leaf("h3", t("case.what_bent"));
        h.leaf("p", {{"class", "foreign"}}, pattern->why_in(t.language()));
      }
      if (pattern != nullptr && pattern->source.starts_with("https://")) {
        h.in("p", {}, [&] {
          h.text(std::string(t("case.fact_check")) + ": ");
          h.leaf("a", {{"href", pattern->source}, {"rel", "noreferrer noopener"}}, pattern->source);
        });
      }
    });
  });
}

std::string case_page(const Frame& frame, const CaseView& view) {
  return framed(frame, Tab::queue, pattern_name(frame, view.of.pattern), [&](Html& h) {
    h.leaf(
        "p",
        {{"id", "news"}, {"class", "notice"}, {"role", "status"}, {"data-text", frame.texts("live.changed")}},
        "");
    h.in("div",
         {{"data-live", "/cases/" + view.of.id},
          {"data-case", view.of.id},
          {"data-rev", std::to_string(view.of.rev)},
          {"data-since", std::to_string(view.since)},
          {"data-kept-text", frame.texts("live.kept")}},
         [&] {
           heading(h, frame, view);
           state_lines(h, frame, view.of, view);
           acts(h, frame, view);
           comparison(h, frame, view);
           timeline(h, frame, view.of);
           via_lines(h, frame, view.of);
           for (const model::CopyGroup& group : view.of.groups) {
             copy_group(h, frame, view, group);
           }
           files_card(h, frame, view);
           out_card(h, frame, view);
           notes_and_history(h, frame, view);
         });
  });
}

}  // namespace qw::desk
