#include "daemon/desk/pattern_parts.hpp"

#include <algorithm>

// The form of a pattern, and the page for a new one.
namespace qw::desk {
namespace {

void text_field(Html& h, const Frame& frame, std::string_view name, std::string_view key,
                std::string_view value, std::string_view type = "text") {
  h.in("label", {}, [&] {
    h.leaf("span", frame.texts(key));
    h.bare("input", {{"name", name}, {"type", type}, {"value", value}, {"maxlength", "2000"}});
  });
}

void area(Html& h, const Frame& frame, std::string_view name, std::string_view key, std::string_view value,
          bool required) {
  h.in("label", {}, [&] {
    h.leaf("span", frame.texts(key));
    h.leaf("textarea", {{"name", name}, {"rows", "3"}, {required ? "required" : "", ""}}, value);
  });
}

/// Everybody who may be chosen, by name.
void official_choice(Html& h, const Frame& frame, const std::string& chosen) {
  std::vector<std::pair<std::string, std::string>> names;
  for (const model::Official& official : frame.config->officials) {
    names.emplace_back(official_name(frame, official.id), official.id);
  }
  std::ranges::sort(names);
  h.in("label", {}, [&] {
    h.leaf("span", frame.texts("pattern.who"));
    h.in("select", {{"name", "official"}, {"required", ""}}, [&] {
      h.leaf("option", {{"value", ""}}, frame.texts("pattern.choose"));
      for (const auto& [name, id] : names) {
        h.leaf("option", {{"value", id}, {id == chosen ? "selected" : "", ""}}, name);
      }
    });
  });
}

std::string lines_of(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& each : texts) {
    out += (out.empty() ? "" : "\n") + each;
  }
  return out;
}

}  // namespace

PatternFields fields_of(const model::Pattern& pattern) {
  PatternFields out;
  out.official = pattern.official;
  out.false_words = lines_of(pattern.false_wordings);
  out.authentic = lines_of(pattern.authentic);
  out.source = pattern.source;
  out.since = to_iso(pattern.since);
  out.until = pattern.until ? to_iso(*pattern.until) : "";
  out.title = pattern.title;
  out.title_uk = pattern.title_uk;
  out.title_ru = pattern.title_ru;
  out.why = pattern.why;
  out.why_uk = pattern.why_uk;
  out.why_ru = pattern.why_ru;
  return out;
}

void pattern_fields(Html& h, const Frame& frame, const PatternFields& fields) {
  official_choice(h, frame, fields.official);
  area(h, frame, "false", "pattern.false", fields.false_words, true);
  area(h, frame, "authentic", "pattern.authentic", fields.authentic, false);
  h.in("label", {}, [&] {
    h.leaf("span", frame.texts("pattern.source"));
    h.bare("input", {{"name", "source"},
                     {"type", "url"},
                     {"value", fields.source},
                     {"required", ""},
                     {"maxlength", "2000"},
                     {"placeholder", "https://"}});
  });
  h.in("details", {}, [&] {
    h.leaf("summary", frame.texts("pattern.more"));
    h.in("div", {{"class", "stack"}}, [&] {
      text_field(h, frame, "since", "pattern.since", fields.since, "date");
      text_field(h, frame, "until", "pattern.until", fields.until, "date");
      text_field(h, frame, "title", "pattern.title", fields.title);
      text_field(h, frame, "title_uk", "pattern.title_uk", fields.title_uk);
      text_field(h, frame, "title_ru", "pattern.title_ru", fields.title_ru);
      text_field(h, frame, "why", "pattern.why", fields.why);
      text_field(h, frame, "why_uk", "pattern.why_uk", fields.why_uk);
      text_field(h, frame, "why_ru", "pattern.why_ru", fields.why_ru);
    });
  });
}

void problems_of(Html& h, const std::vector<std::string>& problems) {
  if (problems.empty()) {
    return;
  }
  h.in("ul", {{"class", "notice problems"}, {"role", "alert"}}, [&] {
    for (const std::string& each : problems) {
      h.leaf("li", {{"class", "foreign"}}, each);
    }
  });
}

std::string new_pattern_page(const Frame& frame, const NewPatternView& view) {
  const Texts& t = frame.texts;
  return framed(frame, Tab::patterns, t("pattern.new"), [&](Html& h) {
    h.leaf("h1", t("pattern.new"));
    problems_of(h, view.problems);
    if (!view.drafted) {
      form(h, frame, "/patterns/new", "card stack", [&] {
        hidden(h, "act", "read");
        h.leaf("p", t("pattern.paste_help"));
        h.in("label", {}, [&] {
          h.leaf("span", t("pattern.address"));
          h.bare("input", {{"name", "address"},
                           {"type", "url"},
                           {"value", view.address},
                           {"required", ""},
                           {"placeholder", "https://"}});
        });
        h.leaf("button", {{"class", "primary"}}, t("pattern.read"));
      });
      h.leaf("h2", t("pattern.or_fill"));
    }
    if (!view.remarks.empty()) {
      h.in("ul", {{"class", "notice remarks"}}, [&] {
        for (const std::string& key : view.remarks) {
          h.leaf("li", t(key));
        }
      });
    }
    form(h, frame, "/patterns/new", "card stack", [&] {
      hidden(h, "act", "save");
      pattern_fields(h, frame, view.fields);
      h.leaf("p", {{"class", "help"}}, t("pattern.save_help"));
      h.leaf("button", {{"class", "primary"}}, t("pattern.save"));
    });
  });
}

std::string patterns_page(const Frame& frame, const PatternsView& view) {
  const Texts& t = frame.texts;
  return framed(frame, Tab::patterns, t("nav.patterns"), [&](Html& h) {
    h.in("div", {{"class", "heading"}}, [&] {
      h.leaf("h1", t("nav.patterns"));
      if (view.may_make) {
        h.leaf("a", {{"href", "/patterns/new"}, {"class", "button primary"}}, t("pattern.new"));
      }
    });
    h.in("p", {{"class", "filters"}}, [&] {
      for (const std::string_view state : {"", "draft", "trial", "live", "retired"}) {
        h.leaf("a",
               {{"href", state.empty() ? "/patterns" : "/patterns?state=" + std::string(state)},
                {view.state == state ? "aria-current" : "", "true"}},
               state.empty() ? t("filter.all") : t("pattern_state." + std::string(state)));
      }
    });
    h.in("ul", {{"class", "queue patterns"}}, [&] {
      for (const patterns::Entry& entry : view.entries) {
        const std::string state(model::name_of(entry.pattern.state));
        h.in("li", {{"class", "case"}}, [&] {
          h.in("div", {{"class", "line"}}, [&] {
            badge(h, "pattern-" + state, t("pattern_state." + state));
            badge(h, "form", t("pattern_origin." + std::string(model::name_of(entry.origin))));
            if (entry.in_both && !entry.stored->instead_of_file) {
              badge(h, "review", t("pattern.in_both"));
            }
            if (!entry.problem.empty()) {
              badge(h, "alert", t("pattern.unusable"));
            }
          });
          h.in("h2", {}, [&] {
            h.leaf("a", {{"href", "/patterns/" + entry.pattern.id}, {"class", "foreign"}},
                   pattern_name(frame, entry.pattern));
          });
          h.leaf("p", {{"class", "facts"}},
                 official_name(frame, entry.pattern.official) + " · " + to_iso(entry.pattern.since));
        });
      }
    });
  });
}

}  // namespace qw::desk
