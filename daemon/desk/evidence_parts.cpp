#include "daemon/desk/case_parts.hpp"

// What people add to a case, and what leaves it.
namespace qw::desk {

void files_card(Html& h, const Frame& frame, const CaseView& view) {
  const Texts& t = frame.texts;
  if (view.files.empty() && !view.may_add) {
    return;
  }
  h.in("section", {{"class", "card"}, {"id", "files"}}, [&] {
    h.leaf("h2", t("files.title"));
    h.in("ul", {{"class", "latest"}}, [&] {
      for (const CaseView::File& file : view.files) {
        h.in("li", {}, [&] {
          h.leaf("a", {{"href", "/cases/" + view.of.id + "/files/" + file.id}, {"download", ""}},
                 file.kind + ", " + std::to_string((file.bytes + 1023) / 1024) + " KiB");
          h.text(" ");
          h.leaf("span", {{"class", "foreign"}}, file.name);
          h.in("p", {{"class", "facts"}}, [&] {
            h.text(t.filled("files.by", {person(view, file.who)}) + " ");
            time_of(h, file.at, "UTC");
            h.text(" · " + std::string(t("files.source")) + ": ");
            h.leaf("span", {{"class", "foreign"}}, file.source);
          });
          h.leaf("code", {{"class", "address"}}, file.digest);
        });
      }
    });
    if (!view.may_add) {
      return;
    }
    h.in("details", {}, [&] {
      h.leaf("summary", t("files.add"));
      h.in("form",
           {{"method", "post"},
            {"action", "/cases/" + view.of.id + "/files"},
            {"enctype", "multipart/form-data"},
            {"class", "stack"}},
           [&] {
             hidden(h, "form_token", frame.form_token);
             h.in("label", {}, [&] {
               h.leaf("span", t("files.choose"));
               h.bare("input", {{"name", "file"},
                                {"type", "file"},
                                {"required", ""},
                                {"accept", ".png,.jpg,.jpeg,.gif,.webp,.pdf"}});
             });
             h.in("label", {}, [&] {
               h.leaf("span", t("files.source"));
               h.bare("input", {{"name", "source"}, {"required", ""}, {"maxlength", "300"}});
             });
             h.leaf("button", {}, t("files.add"));
           });
    });
  });
}

namespace {

/// The case as a file; what holds more than a report is a lead's.
void export_form(Html& h, const Frame& frame, const std::string& here) {
  const Texts& t = frame.texts;
  const bool lead = frame.role >= model::UserRole::lead;
  h.in("details", {{"id", "evidence"}}, [&] {
    h.leaf("summary", t("evidence.title"));
    h.leaf("p", {{"class", "help"}}, t("evidence.help"));
    form(h, frame, here + "/evidence", "inline", [&] {
      if (lead) {
        h.in("label", {}, [&] {
          h.leaf("span", t("evidence.level"));
          h.in("select", {{"name", "level"}}, [&] {
            h.leaf("option", {{"value", "share"}, {"selected", ""}}, t("evidence.share"));
            h.leaf("option", {{"value", "internal"}}, t("evidence.internal"));
          });
        });
        h.in("label", {}, [&] {
          h.bare("input", {{"type", "checkbox"}, {"name", "names"}, {"value", "1"}});
          h.leaf("span", t("evidence.names"));
        });
      }
      h.leaf("button", {}, t("evidence.export"));
    });
  });
}

}  // namespace

void out_card(Html& h, const Frame& frame, const CaseView& view) {
  const Texts& t = frame.texts;
  const std::string here = "/cases/" + view.of.id;
  h.in("section", {{"class", "card"}, {"id", "out"}}, [&] {
    h.leaf("h2", t("out.title"));
    h.in("p", {{"class", "line"}}, [&] {
      h.leaf("a", {{"href", here + "/brief"}, {"data-key", "brief"}}, t("brief.title"));
      if (!view.fact_check.empty()) {
        h.leaf("a", {{"href", here + "/claim-review"}, {"download", ""}}, "ClaimReview");
      }
    });
    export_links(h, frame, view.of.id, "");
    if (view.may_add) {
      export_form(h, frame, here);
    }
    if (!view.fact_check.empty()) {
      h.in("p", {}, [&] {
        h.text(std::string(t("out.fact_check")) + ": ");
        h.leaf("a", {{"href", view.fact_check}, {"rel", "noreferrer noopener"}, {"class", "foreign"}},
               view.fact_check);
        h.leaf("span", {{"class", "facts foreign"}}, " " + view.organisation);
      });
    }
    if (!view.may_publish) {
      return;
    }
    h.in("details", {}, [&] {
      h.leaf("summary", t("out.record"));
      form(h, frame, here + "/fact-check", "stack", [&] {
        h.in("label", {}, [&] {
          h.leaf("span", t("out.url"));
          h.bare("input", {{"name", "url"},
                           {"type", "url"},
                           {"required", ""},
                           {"value", view.fact_check},
                           {"pattern", "https://.*"}});
        });
        h.in("label", {}, [&] {
          h.leaf("span", t("out.organisation"));
          h.bare("input", {{"name", "organisation"},
                           {"required", ""},
                           {"value", view.organisation},
                           {"maxlength", "120"}});
        });
        h.leaf("button", {}, t("out.save"));
      });
    });
  });
}

std::string leave_page(const Frame& frame, const std::string& address, const std::string& outlet,
                       const std::string& back) {
  const Texts& t = frame.texts;
  return framed(frame, Tab::queue, t("leave.title"), [&](Html& h) {
    h.in("p", {}, [&] { h.leaf("a", {{"href", back}}, "← " + std::string(t("error.back_case"))); });
    h.in("section", {{"class", "card"}}, [&] {
      h.leaf("h1", t("leave.title"));
      h.leaf("p", {{"class", "notice"}}, t.filled("leave.warning", {outlet_name(frame, outlet)}));
      h.in("p", {}, [&] { h.leaf("code", {{"class", "foreign address"}, {"id", "original"}}, address); });
      h.in("p", {{"class", "line"}}, [&] {
        h.leaf("button", {{"type", "button"}, {"data-copy", "original"}, {"data-done", t("copy.done")}},
               t("copy.button"));
        if (address.starts_with("https://") || address.starts_with("http://")) {
          h.leaf("a",
                 {{"href", address},
                  {"rel", "noreferrer noopener nofollow external"},
                  {"referrerpolicy", "no-referrer"},
                  {"target", "_blank"}},
                 t("leave.go"));
        }
      });
    });
  });
}

}  // namespace qw::desk
