#include "daemon/cases/copies.hpp"
#include "daemon/cases/spread.hpp"
#include "daemon/desk/page_frame.hpp"

#include <algorithm>
#include <set>

namespace qw::desk {
namespace {

std::string chosen(const QueueView& view, const std::string& field) {
  const auto found = view.query.find(field);
  return found == view.query.end() ? "" : found->second;
}

void option(Html& h, std::string_view value, std::string_view chosen, std::string_view text) {
  h.leaf("option", {{"value", value}, {value == chosen ? "selected" : "", ""}}, text);
}

/// A labelled <select>.
void choice(Html& h, std::string_view label, std::string_view name, const std::function<void()>& options) {
  h.in("label", {}, [&] {
    h.leaf("span", label);
    h.in("select", {{"name", name}}, options);
  });
}

void entry(Html& h, std::string_view label, std::string_view name, std::string_view type,
           std::string_view value, std::string_view list = "") {
  h.in("label", {}, [&] {
    h.leaf("span", label);
    h.bare("input", {{"name", name},
                     {"type", type},
                     {"value", value},
                     {list.empty() ? "" : "list", list},
                     {"maxlength", "200"}});
  });
}

void state_choice(Html& h, const Texts& t, const QueueView& view) {
  choice(h, t("queue.state"), "state", [&] {
    const std::string now = chosen(view, "state").empty() ? "open" : chosen(view, "state");
    option(h, "open", now, t("queue.open"));
    option(h, "all", now, t("queue.all"));
    for (const auto& [state, name] : model::names_of(model::CaseState{})) {
      option(h, name, now, t("state." + std::string(name)));
    }
  });
}

void pattern_choices(Html& h, const Frame& frame, const QueueView& view) {
  const Texts& t = frame.texts;
  choice(h, t("queue.official"), "official", [&] {
    option(h, "", chosen(view, "official"), t("queue.any"));
    std::set<std::pair<std::string, std::string>> officials;
    for (const model::Pattern& pattern : frame.config->patterns) {
      officials.emplace(official_name(frame, pattern.official), pattern.official);
    }
    for (const auto& [name, id] : officials) {
      option(h, id, chosen(view, "official"), name);
    }
  });
  choice(h, t("queue.pattern"), "pattern", [&] {
    option(h, "", chosen(view, "pattern"), t("queue.any"));
    for (const model::Pattern& pattern : frame.config->patterns) {
      option(h, pattern.id, chosen(view, "pattern"), pattern_name(frame, pattern.id));
    }
  });
}

void datalists(Html& h, const Frame& frame) {
  std::set<std::string> publishers;
  h.in("datalist", {{"id", "outlets"}}, [&] {
    for (const model::Outlet& outlet : frame.config->outlets) {
      h.leaf("option", {{"value", outlet.id}}, outlet.name);
      publishers.insert(outlet.publisher);
    }
  });
  h.in("datalist", {{"id", "publishers"}}, [&] {
    for (const std::string& publisher : publishers) {
      h.leaf("option", {{"value", publisher}}, "");
    }
  });
}

void filters(Html& h, const Frame& frame, const QueueView& view) {
  const Texts& t = frame.texts;
  h.in("form", {{"method", "get"}, {"action", "/"}, {"class", "filters"}, {"role", "search"}}, [&] {
    entry(h, t("queue.text"), "q", "search", chosen(view, "q"));
    state_choice(h, t, view);
    choice(h, t("queue.severity"), "severity", [&] {
      for (const std::string_view severity : {"low", "normal", "high"}) {
        option(h, severity == "low" ? "" : severity, chosen(view, "severity"),
               t("severity." + std::string(severity)));
      }
    });
    h.leaf("button", {}, t("queue.filter"));
    h.in("details", {{view.address.empty() ? "" : "open", ""}}, [&] {
      h.leaf("summary", t("queue.more_filters"));
      h.in("div", {{"class", "filters"}}, [&] {
        pattern_choices(h, frame, view);
        entry(h, t("queue.outlet"), "outlet", "text", chosen(view, "outlet"), "outlets");
        entry(h, t("queue.publisher"), "publisher", "text", chosen(view, "publisher"), "publishers");
        choice(h, t("queue.language"), "language", [&] {
          option(h, "", chosen(view, "language"), t("queue.any"));
          for (const std::string_view language : {"ru", "uk", "en"}) {
            option(h, language, chosen(view, "language"), t("language." + std::string(language)));
          }
        });
        entry(h, t("queue.since"), "since", "date", chosen(view, "since"));
        entry(h, t("queue.until"), "until", "date", chosen(view, "until"));
      });
      datalists(h, frame);
    });
  });
}

void searches(Html& h, const Frame& frame, const QueueView& view) {
  const Texts& t = frame.texts;
  if (view.searches.empty() && view.address.empty()) {
    return;
  }
  h.in("section", {{"class", "searches"}, {"aria-label", t("queue.searches")}}, [&] {
    h.in("ul", {}, [&] {
      for (const QueueView::Search& each : view.searches) {
        h.in("li", {}, [&] {
          h.leaf("a", {{"href", "/?" + each.query}, {"class", "foreign"}}, each.name);
          h.in("details", {}, [&] {
            h.leaf("summary", {{"aria-label", t.filled("queue.search_more", {each.name})}}, "⋯");
            h.in("p", {{"class", "facts"}}, [&] {
              h.text(std::string(t("queue.feed")) + ": ");
              h.leaf("code", {{"class", "address"}, {"id", "feed-" + each.id}}, each.feed);
              h.text(" ");
              h.leaf("button",
                     {{"type", "button"}, {"data-copy", "feed-" + each.id}, {"data-done", t("copy.done")}},
                     t("copy.button"));
            });
            form(h, frame, "/searches", "", [&] {
              hidden(h, "act", "drop");
              hidden(h, "id", each.id);
              h.leaf("button", {}, t("queue.drop_search"));
            });
          });
        });
      }
    });
    if (!view.address.empty()) {
      form(h, frame, "/searches", "inline", [&] {
        for (const auto& [name, value] : view.query) {
          if (name != "name" && name != "act" && name != "cursor" && name != "form_token") {
            hidden(h, name, value);
          }
        }
        entry(h, t("queue.search_name"), "name", "text", "");
        h.leaf("button", {}, t("queue.save_search"));
      });
    }
  });
}

void row(Html& h, const Frame& frame, const QueueView& view, const model::Case& of) {
  const Texts& t = frame.texts;
  const std::string severity(model::name_of(of.severity));
  const std::string state(model::name_of(of.state));
  const cases::Spread spread = cases::spread_of(of);
  const auto open = std::ranges::count_if(of.groups, [](const model::CopyGroup& g) { return !g.verdict; });
  h.in("li",
       {{"class", "case " + severity},
        {"id", "case-" + of.id},
        {"data-row", of.claimed_by.empty() ? "open" : "taken"}},
       [&] {
         h.in("div", {{"class", "line"}}, [&] {
           badge(h, severity, t("severity." + severity));
           badge(h, "state-" + state, t("state." + state));
           if (of.trial) {
             badge(h, "trial", t("pattern_state.trial"));
           }
           if (cases::is_history(of)) {
             badge(h, "history", t("queue.history"));
           }
           for (const std::string& language : spread.languages) {
             badge(h, "language", language);
           }
           h.leaf("span", {{"class", "age"}}, t.age(of.last_new, frame.now));
         });
         h.in("h2", {}, [&] {
           h.in("a", {{"href", "/cases/" + of.id}}, [&] {
             h.leaf("span", {{"class", "official"}}, official_name(frame, of.official));
             h.text(" · ");
             h.leaf("span", {{"class", "foreign"}}, pattern_name(frame, of.pattern));
           });
         });
         if (!of.occurrences.empty()) {
           h.leaf("p", {{"class", "words foreign"}, {"lang", of.occurrences.back().language}},
                  cases::quoted_words(of.occurrences.back()));
         }
         h.in("p", {{"class", "facts"}}, [&] {
           h.text(spread_text(t, of));
           if (of.groups.size() > 1 && open > 0) {
             h.text(" · " + t.filled("queue.groups_open", {std::to_string(open)}));
           }
           if (!of.claimed_by.empty()) {
             const auto known = view.names.find(of.claimed_by);
             h.text(" · " + t.filled("queue.claimed_by",
                                     {known == view.names.end() ? of.claimed_by : known->second}));
           }
         });
       });
}

void quiet(Html& h, const Frame& frame, const QueueView& view) {
  const Texts& t = frame.texts;
  h.in("section", {{"class", "card quiet"}}, [&] {
    h.leaf("h2", t(view.address.empty() ? "queue.empty" : "queue.nothing_found"));
    if (view.polled == 0) {
      h.leaf("p", t("queue.no_polls"));
      return;
    }
    // Under a filter nobody can say that nothing waits.
    h.leaf("p", t.filled(view.address.empty() ? "queue.empty_read" : "queue.read",
                         {std::to_string(view.polled), std::to_string(view.outlets),
                          std::to_string(view.quotes_today)}));
    if (view.latest.empty()) {
      return;
    }
    h.leaf("h3", t("queue.latest"));
    h.in("ul", {{"class", "latest"}}, [&] {
      for (const QueueView::Latest& each : view.latest) {
        h.in("li", {}, [&] {
          h.leaf("b", each.official.empty() ? "" : official_name(frame, each.official));
          h.leaf("q", {{"class", "foreign"}}, each.words);
          h.leaf("span", {{"class", "age"}}, t.age(each.seen, frame.now));
        });
      }
    });
  });
}

/// Cases of patterns on trial stand apart: nobody waits for them.
void rows(Html& h, const Frame& frame, const QueueView& view, bool trial) {
  if (std::ranges::none_of(view.cases, [&](const model::Case& each) { return each.trial == trial; })) {
    return;
  }
  h.in("ul", {{"class", trial ? "queue on-trial" : "queue"}}, [&] {
    for (const model::Case& each : view.cases) {
      if (each.trial == trial) {
        row(h, frame, view, each);
      }
    }
  });
}

}  // namespace

void export_links(Html& h, const Frame& frame, const std::string& list, const std::string& query) {
  h.in("p", {{"class", "line take-away"}}, [&] {
    h.leaf("span", {{"class", "facts"}}, frame.texts("export.label"));
    for (const std::string_view form : {"csv", "jsonl"}) {
      h.leaf("a",
             {{"href",
               "/export/" + list + "?" + query + (query.empty() ? "" : "&") + "form=" + std::string(form)},
              {"download", ""}},
             form == "csv" ? "CSV" : "JSONL");
    }
  });
}

std::string queue_page(const Frame& frame, const QueueView& view) {
  const Texts& t = frame.texts;
  return framed(frame, Tab::queue, t("queue.title"), [&](Html& h) {
    h.leaf("h1", t("queue.title"));
    filters(h, frame, view);
    searches(h, frame, view);
    if (!view.crawl_paused.empty()) {
      h.leaf("p", {{"class", "notice"}}, t.filled("queue.crawl_paused", {view.crawl_paused}));
    }
    for (const QueueView::Silence& each : view.silences) {
      h.leaf("p", {{"class", "notice silence"}},
             t.filled("queue.silence", {each.what, each.author, local_time(each.until, "UTC"), each.reason}));
    }
    h.in("div", {{"data-live", ""}, {"data-since", std::to_string(view.since)}}, [&] {
      if (view.cases.empty()) {
        quiet(h, frame, view);
      } else {
        rows(h, frame, view, false);
        if (std::ranges::any_of(view.cases, &model::Case::trial)) {
          h.leaf("h2", t("queue.on_trial"));
          rows(h, frame, view, true);
        }
      }
      if (!view.next.empty()) {
        h.in("p", {}, [&] { h.leaf("a", {{"href", view.next}, {"rel", "next"}}, t("queue.more")); });
      }
    });
    export_links(h, frame, "cases", view.address);
  });
}

}  // namespace qw::desk
