#include "daemon/desk/page_frame.hpp"

// Sources, and a stored copy.
namespace qw::desk {
namespace {

void cell(Html& h, std::string_view label, std::string_view text) {
  h.leaf("td", {{"data-label", label}}, text);
}

std::string age_or_never(const Frame& frame, const std::optional<Time>& time) {
  return time ? frame.texts.age(*time, frame.now) : std::string(frame.texts("source.never"));
}

void source_row(Html& h, const Frame& frame, const SourcesView& view, const SourcesView::Row& row) {
  const Texts& t = frame.texts;
  std::string languages;
  for (const std::string& each : row.outlet->languages) {
    languages += (languages.empty() ? "" : " ") + each;
  }
  h.in("tr", {}, [&] {
    h.in("th", {{"scope", "row"}}, [&] { h.text(row.outlet->name); });
    cell(h, t("source.publisher"), row.outlet->publisher);
    cell(h, t("source.languages"), languages);
    h.in("td", {{"data-label", t("source.state")}}, [&] {
      badge(h, "source-" + row.state, t("source_state." + row.state));
      if (!row.paused_by.empty()) {
        badge(h, "remark", t.filled("source.paused_by", {row.paused_by}));
      }
      if (!row.detail.empty() && row.state != "ok") {
        h.leaf("div", {{"class", "facts foreign"}}, row.detail);
      }
    });
    cell(h, t("source.last_success"), age_or_never(frame, row.last_success));
    cell(h, t("source.last_article"), age_or_never(frame, row.last_new_article));
    cell(h, t("source.articles"), std::to_string(row.articles));
    cell(h, t("source.quotes"), std::to_string(row.quotes));
    h.in("td", {}, [&] {
      if (view.may_pause && !row.outlet->paused) {
        form(h, frame, "/sources/" + row.outlet->id, "", [&] {
          const bool paused = !row.paused_by.empty();
          h.leaf("button", {{"name", "act"}, {"value", paused ? "resume" : "pause"}},
                 t(paused ? "act.resume" : "act.pause"));
        });
      }
    });
  });
}

}  // namespace

namespace {
void source_filter(Html& h, const Texts& t, const SourcesView& view) {
  h.in("form", {{"method", "get"}, {"action", "/sources"}, {"class", "filters"}}, [&] {
    h.in("label", {}, [&] {
      h.leaf("span", t("source.state"));
      h.in("select", {{"name", "state"}}, [&] {
        h.leaf("option", {{"value", ""}}, t("queue.all"));
        for (const std::string_view state : {"ok", "silent", "blocked", "forbidden_by_robots", "unreachable",
                                             "not_a_feed", "waiting", "not_polled_yet", "not_verified"}) {
          h.leaf("option", {{"value", state}, {state == view.state ? "selected" : "", ""}},
                 t("source_state." + std::string(state)));
        }
      });
    });
    h.leaf("button", {}, t("queue.filter"));
  });
}
}  // namespace

std::string sources_page(const Frame& frame, const SourcesView& view) {
  const Texts& t = frame.texts;
  return framed(frame, Tab::sources, t("nav.sources"), [&](Html& h) {
    h.leaf("h1", t("nav.sources"));
    source_filter(h, t, view);
    h.in("div", {{"class", "table"}}, [&] {
      h.in("table", {}, [&] {
        h.in("thead", {}, [&] {
          h.in("tr", {}, [&] {
            for (const char* key :
                 {"source.name", "source.publisher", "source.languages", "source.state",
                  "source.last_success", "source.last_article", "source.articles", "source.quotes"}) {
              h.leaf("th", {{"scope", "col"}}, t(key));
            }
            h.leaf("td", "");
          });
        });
        h.in("tbody", {}, [&] {
          for (const SourcesView::Row& row : view.rows) {
            source_row(h, frame, view, row);
          }
        });
      });
    });
    export_links(h, frame, "sources", "");
  });
}

std::string copy_page(const Frame& frame, const CopyView& view) {
  const Texts& t = frame.texts;
  const model::Revision& of = view.revision;
  const std::string zone = zone_of(frame, of.outlet);
  return framed(frame, Tab::queue, t("copy.of"), [&](Html& h) {
    h.in("p", {}, [&] { h.leaf("a", {{"href", view.back}}, "← " + std::string(t("error.back_case"))); });
    h.in("article", {{"class", "card stored"}, {"lang", of.language}}, [&] {
      h.leaf("h1", {{"class", "foreign"}}, of.title);
      h.in("p", {{"class", "facts"}}, [&] {
        h.text(outlet_name(frame, of.outlet) + " · " +
               t.filled("copy.revision", {std::to_string(of.number)}) + " · " +
               std::string(t("copy.fetched")) + " ");
        time_of(h, of.fetched, zone);
        if (of.published) {
          h.text(" · " + std::string(t("case.says_published")) + " ");
          time_of(h, *of.published, zone);
        }
      });
      std::string_view rest = of.text;
      while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        h.leaf("p", {{"class", "foreign"}}, rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    });
    h.in("dl", {{"class", "times"}}, [&] {
      h.in("div", {}, [&] {
        h.leaf("dt", t("case.original_address"));
        h.in("dd", {}, [&] { h.leaf("code", {{"class", "foreign address"}}, of.url); });
      });
      h.in("div", {}, [&] {
        h.leaf("dt", t("copy.digest"));
        h.in("dd", {}, [&] { h.leaf("code", {{"class", "address"}}, view.digest); });
      });
    });
  });
}

}  // namespace qw::desk
