#include "daemon/cases/copies.hpp"
#include "daemon/cases/spread.hpp"
#include "daemon/desk/page_frame.hpp"

#include <algorithm>

namespace qw::desk {
namespace {

void option(Html& h, std::string_view value, std::string_view chosen, std::string_view text) {
  h.leaf("option", {{"value", value}, {value == chosen ? "selected" : "", ""}}, text);
}

void filters(Html& h, const Frame& frame, const QueueView& view) {
  const Texts& t = frame.texts;
  h.in("form", {{"method", "get"}, {"action", "/"}, {"class", "filters"}}, [&] {
    h.in("label", {}, [&] {
      h.leaf("span", t("queue.state"));
      h.in("select", {{"name", "state"}}, [&] {
        option(h, "open", view.state, t("queue.open"));
        option(h, "all", view.state, t("queue.all"));
        for (const auto& [state, name] : model::names_of(model::CaseState{})) {
          option(h, name, view.state, t("state." + std::string(name)));
        }
      });
    });
    h.in("label", {}, [&] {
      h.leaf("span", t("queue.severity"));
      h.in("select", {{"name", "severity"}}, [&] {
        for (const std::string_view severity : {"low", "normal", "high"}) {
          option(h, severity, view.severity, t("severity." + std::string(severity)));
        }
      });
    });
    h.leaf("button", {}, t("queue.filter"));
  });
}

void row(Html& h, const Frame& frame, const QueueView& view, const model::Case& of) {
  const Texts& t = frame.texts;
  const std::string severity(model::name_of(of.severity));
  const std::string state(model::name_of(of.state));
  const cases::Spread spread = cases::spread_of(of);
  const auto open = std::ranges::count_if(of.groups, [](const model::CopyGroup& g) { return !g.verdict; });
  h.in("li", {{"class", "case " + severity}}, [&] {
    h.in("div", {{"class", "line"}}, [&] {
      badge(h, severity, t("severity." + severity));
      badge(h, "state-" + state, t("state." + state));
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
      h.leaf("p", {{"class", "words foreign"}}, cases::quoted_words(of.occurrences.back()));
    }
    h.in("p", {{"class", "facts"}}, [&] {
      h.text(spread_text(t, of));
      if (of.groups.size() > 1 && open > 0) {
        h.text(" · " + t.filled("queue.groups_open", {std::to_string(open)}));
      }
      if (!of.claimed_by.empty()) {
        const auto known = view.names.find(of.claimed_by);
        h.text(" · " +
               t.filled("queue.claimed_by", {known == view.names.end() ? of.claimed_by : known->second}));
      }
    });
  });
}

void quiet(Html& h, const Frame& frame, const QueueView& view) {
  const Texts& t = frame.texts;
  h.in("section", {{"class", "card quiet"}}, [&] {
    h.leaf("h2", t("queue.empty"));
    if (view.polled == 0) {
      h.leaf("p", t("queue.no_polls"));
      return;
    }
    h.leaf("p", t.filled("queue.empty_read",
                         {std::to_string(view.polled), std::to_string(view.outlets), view.quotes_today}));
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

}  // namespace

std::string queue_page(const Frame& frame, const QueueView& view) {
  const Texts& t = frame.texts;
  return framed(frame, Tab::queue, t("queue.title"), [&](Html& h) {
    h.in("div", {{"class", "heading"}}, [&] {
      h.leaf("h1", t("queue.title"));
      filters(h, frame, view);
    });
    if (!view.crawl_paused.empty()) {
      h.leaf("p", {{"class", "notice"}}, t.filled("queue.crawl_paused", {view.crawl_paused}));
    }
    if (view.cases.empty()) {
      quiet(h, frame, view);
      return;
    }
    h.in("ul", {{"class", "queue"}}, [&] {
      for (const model::Case& each : view.cases) {
        row(h, frame, view, each);
      }
    });
    if (!view.next.empty()) {
      h.in("p", {}, [&] { h.leaf("a", {{"href", view.next}, {"rel", "next"}}, t("queue.more")); });
    }
  });
}

}  // namespace qw::desk
