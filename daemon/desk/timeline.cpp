#include "daemon/desk/timeline.hpp"

#include "base/utf8.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace qw::desk {
namespace {

constexpr std::size_t most_rows = 40;
constexpr int label_width = 190;
constexpr int plot_width = 560;
constexpr int row_height = 22;
constexpr int head_height = 26;
constexpr int edge = 12;

/// Places of times on the picture.
class Scale {
 public:
  Scale(Time from, Time until) : from_(from), span_(std::max<Millis>(until - from, Millis(1))) {}
  std::string x(Time at) const {
    const double part = static_cast<double>((at - from_).count()) / static_cast<double>(span_.count());
    return std::to_string(label_width + static_cast<int>(std::clamp(part, 0.0, 1.0) * plot_width));
  }
  Time at(double part) const {
    return from_ + Millis(static_cast<std::int64_t>(static_cast<double>(span_.count()) * part));
  }

 private:
  Time from_;
  Millis span_;
};

std::vector<const model::Occurrence*> rows_of(const model::Case& of) {
  std::vector<const model::Occurrence*> out;
  for (const model::Occurrence& each : of.occurrences) {
    out.push_back(&each);
  }
  std::ranges::sort(out, [](const model::Occurrence* a, const model::Occurrence* b) {
    return std::tie(a->seen_at, a->id) < std::tie(b->seen_at, b->id);
  });
  if (out.size() > most_rows) {
    out.resize(most_rows);
  }
  return out;
}

/// A poll of last week as lower end would squeeze everything else: bars reach back an hour beyond the first
/// sight at most.
Time bar_begin(const model::Occurrence& of, Time from) {
  return of.not_there_at ? std::max(*of.not_there_at, from) : from;
}

Scale scale_of(const std::vector<const model::Occurrence*>& rows) {
  Time first = rows.front()->seen_at;
  Time last = rows.back()->seen_at;
  for (const model::Occurrence* each : rows) {
    if (each->says_published && *each->says_published <= each->seen_at) {
      first = std::min(first, *each->says_published);
    }
  }
  const Millis air = std::max<Millis>((last - first) / 20, std::chrono::minutes(5));
  return {first - air, last + air};
}

void head(Html& h, const Scale& scale, std::size_t rows) {
  const std::string bottom = std::to_string(head_height + static_cast<int>(rows) * row_height);
  for (const double part : {0.0, 0.5, 1.0}) {
    const std::string x = scale.x(scale.at(part));
    h.leaf("line", {{"x1", x}, {"x2", x}, {"y1", "20"}, {"y2", bottom}, {"class", "grid"}}, "");
    h.leaf("text",
           {{"x", x},
            {"y", "14"},
            {"text-anchor", part == 0.0   ? "start"
                            : part == 1.0 ? "end"
                                          : "middle"}},
           local_time(scale.at(part), "UTC"));
  }
}

void row(Html& h, const Frame& frame, const Scale& scale, const model::Occurrence& of, int y) {
  const std::string middle = std::to_string(y + row_height / 2);
  const std::string outcome(model::name_of(of.decision.outcome));
  h.leaf("text",
         {{"x", std::to_string(label_width - edge)},
          {"y", std::to_string(y + row_height / 2 + 4)},
          {"text-anchor", "end"}},
         utf8::cut(outlet_name(frame, of.outlet), 24));
  const std::string begin = scale.x(bar_begin(of, scale.at(0)));
  h.leaf("line",
         {{"x1", begin}, {"x2", scale.x(of.seen_at)}, {"y1", middle}, {"y2", middle}, {"class", "bar"}}, "");
  h.in("circle", {{"cx", scale.x(of.seen_at)}, {"cy", middle}, {"r", "5"}, {"class", "seen " + outcome}},
       [&] { h.leaf("title", local_time(of.seen_at, zone_of(frame, of.outlet))); });
  if (of.says_published) {
    h.in("rect",
         {{"x", scale.x(*of.says_published)},
          {"y", std::to_string(y + row_height / 2 - 4)},
          {"width", "4"},
          {"height", "8"},
          {"class", "says"}},
         [&] { h.leaf("title", local_time(*of.says_published, zone_of(frame, of.outlet))); });
  }
}

}  // namespace

void timeline(Html& h, const Frame& frame, const model::Case& of) {
  if (of.occurrences.size() < 2) {
    return;
  }
  const Texts& t = frame.texts;
  const auto rows = rows_of(of);
  const Scale scale = scale_of(rows);
  const std::string height = std::to_string(head_height + static_cast<int>(rows.size()) * row_height + 4);
  const std::string width = std::to_string(label_width + plot_width + edge);
  h.in("section", {{"class", "card"}, {"id", "timeline"}}, [&] {
    h.leaf("h2", t("timeline.title"));
    h.in("div",
         {{"class", "table"}, {"tabindex", "0"}, {"role", "group"}, {"aria-label", t("timeline.title")}},
         [&] {
           h.in("svg",
                {{"viewBox", "0 0 " + width + " " + height},
                 {"width", width},
                 {"height", height},
                 {"class", "timeline"},
                 {"role", "img"},
                 {"aria-label", t.filled("timeline.alt", {spread_text(t, of), local_time(of.opened, "UTC"),
                                                          local_time(of.last_new, "UTC")})}},
                [&] {
                  head(h, scale, rows.size());
                  int y = head_height;
                  for (const model::Occurrence* each : rows) {
                    row(h, frame, scale, *each, y);
                    y += row_height;
                  }
                });
         });
    h.leaf("p", {{"class", "facts"}}, t("timeline.legend"));
    if (rows.size() < of.occurrences.size()) {
      h.leaf("p", {{"class", "facts"}},
             t.filled("timeline.cut", {std::to_string(rows.size()), std::to_string(of.occurrences.size())}));
    }
  });
}

std::vector<ViaLink> via_chain(const model::Case& of) {
  std::map<std::string, std::vector<std::string>> outlets;
  for (const model::Occurrence& each : of.occurrences) {
    for (const std::string& source : each.via) {
      std::vector<std::string>& known = outlets[source];
      if (std::ranges::find(known, each.outlet) == known.end()) {
        known.push_back(each.outlet);
      }
    }
  }
  std::vector<ViaLink> out;
  for (auto& [source, names] : outlets) {
    out.push_back({source, std::move(names)});
  }
  std::ranges::sort(out, [](const ViaLink& a, const ViaLink& b) {
    return std::pair(b.outlets.size(), a.source) < std::pair(a.outlets.size(), b.source);
  });
  return out;
}

void via_lines(Html& h, const Frame& frame, const model::Case& of) {
  const std::vector<ViaLink> chain = via_chain(of);
  if (chain.empty()) {
    return;
  }
  const Texts& t = frame.texts;
  h.in("section", {{"class", "card"}, {"id", "via"}}, [&] {
    h.leaf("h2", t("via.title"));
    h.in("ul", {{"class", "via"}}, [&] {
      for (const ViaLink& link : chain) {
        h.in("li", {}, [&] {
          h.leaf("b", {{"class", "foreign"}}, link.source);
          h.text(" → " + t.counted("outlets", link.outlets.size()) + ": ");
          std::string names;
          for (const std::string& outlet : link.outlets) {
            names += (names.empty() ? "" : ", ") + outlet_name(frame, outlet);
          }
          h.leaf("span", {{"class", "facts foreign"}}, names);
        });
      }
    });
  });
}

}  // namespace qw::desk
