#include "daemon/desk/revisions_page.hpp"

#include "daemon/desk/page_frame.hpp"

namespace qw::desk {
namespace {

using cases::ChangeKind;

void outcome_card(Html& h, const Frame& frame, const RevisionsView& view) {
  const Texts& t = frame.texts;
  const auto name = [&](cases::CopyOutcome outcome) {
    return std::string(t("outcome_of." + std::string(model::name_of(outcome))));
  };
  h.in("section", {{"class", "card"}, {"id", "outcome"}}, [&] {
    h.leaf("h2", t("revisions.outcome"));
    h.leaf("p", view.outcome ? t.filled("revisions.confirmed",
                                        {name(*view.outcome), view.who, local_time(view.at, "UTC")})
                             : t.filled("revisions.likely", {name(view.likely)}));
    if (!view.may_confirm) {
      return;
    }
    form(h, frame, "/cases/" + view.case_id + "/copies/" + view.copy.id + "/outcome", "acts", [&] {
      for (const auto& [outcome, key] : cases::names_of(cases::CopyOutcome{})) {
        h.leaf("button",
               {{"name", "outcome"}, {"value", key}, {outcome == view.likely ? "class" : "", "primary"}},
               name(outcome));
      }
    });
  });
}

void row(Html& h, const Texts& t, const cases::SentenceChange& change, const std::string& language) {
  h.in("tr", {{"class", "change-" + std::string(model::name_of(change.kind))}}, [&] {
    h.leaf("th", {{"scope", "row"}}, t("change." + std::string(model::name_of(change.kind))));
    h.leaf("td", {{"class", "foreign"}, {"lang", language}}, change.before);
    h.leaf("td", {{"class", "foreign"}, {"lang", language}}, change.after);
  });
}

/// Changed sentences, and how many unchanged ones lie between them.
void rows(Html& h, const Texts& t, const std::vector<cases::SentenceChange>& changes,
          const std::string& language) {
  std::size_t kept = 0;
  const auto tell_kept = [&] {
    if (kept > 0) {
      h.in("tr", {{"class", "change-kept"}}, [&] {
        h.leaf("th", {{"scope", "row"}}, "");
        h.leaf("td", {{"colspan", "2"}}, t.filled("revisions.kept", {std::to_string(kept)}));
      });
    }
    kept = 0;
  };
  for (const cases::SentenceChange& each : changes) {
    if (each.kind == ChangeKind::kept) {
      ++kept;
      continue;
    }
    tell_kept();
    row(h, t, each, language);
  }
  tell_kept();
}

void change_card(Html& h, const Frame& frame, const model::Revision& before, const model::Revision& after) {
  const Texts& t = frame.texts;
  const std::string zone = zone_of(frame, after.outlet);
  std::vector<cases::SentenceChange> changes;
  if (before.title != after.title) {
    changes.push_back({ChangeKind::changed, before.title, after.title});
  }
  for (cases::SentenceChange& each : cases::sentence_diff(before.text, after.text)) {
    changes.push_back(std::move(each));
  }
  h.in("section", {{"class", "card"}}, [&] {
    h.leaf("h2",
           t.filled("copy.revision", {std::to_string(before.number) + " → " + std::to_string(after.number)}));
    h.in("table", {{"class", "revisions"}}, [&] {
      h.in("thead", {}, [&] {
        h.in("tr", {}, [&] {
          h.leaf("th", {{"scope", "col"}}, "");
          h.leaf("th", {{"scope", "col"}}, local_time(before.fetched, zone));
          h.leaf("th", {{"scope", "col"}}, local_time(after.fetched, zone));
        });
      });
      h.in("tbody", {}, [&] { rows(h, t, changes, after.language); });
    });
  });
}

}  // namespace

std::string revisions_page(const Frame& frame, const RevisionsView& view) {
  const Texts& t = frame.texts;
  return framed(frame, Tab::queue, t("revisions.title"), [&](Html& h) {
    h.in("p", {}, [&] {
      h.leaf("a", {{"href", "/cases/" + view.case_id}}, "← " + std::string(t("error.back_case")));
    });
    h.leaf("h1", t("revisions.title"));
    h.in("p", {}, [&] {
      h.leaf("b", outlet_name(frame, view.copy.outlet));
      h.text(" ");
      h.leaf("code", {{"class", "foreign address"}}, view.copy.url);
    });
    outcome_card(h, frame, view);
    if (view.states.size() < 2) {
      h.leaf("p", t("revisions.one"));
    }
    for (std::size_t i = 1; i < view.states.size(); ++i) {
      change_card(h, frame, view.states[i - 1], view.states[i]);
    }
    h.in("section", {{"class", "card"}}, [&] {
      h.leaf("h2", t("copy.digest"));
      h.in("ol", {}, [&] {
        for (std::size_t i = 0; i < view.states.size(); ++i) {
          h.in("li", {}, [&] {
            time_of(h, view.states[i].fetched, "UTC");
            h.text(" ");
            h.leaf("code", {{"class", "address"}}, view.digests[i]);
          });
        }
      });
    });
  });
}

}  // namespace qw::desk
