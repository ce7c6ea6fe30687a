#include "daemon/desk/report.hpp"

#include "base/version.hpp"
#include "daemon/cases/spread.hpp"
#include "daemon/desk/case_parts.hpp"
#include "daemon/desk/marked_text.hpp"

namespace qw::desk {
namespace {

// No character that HTML escapes: the sheet goes through the same writer as foreign text.
constexpr std::string_view style =
    "body{font:16px/1.5 sans-serif;max-width:50em;margin:2em auto;padding:0 1em;color:#111;background:#fff}"
    "blockquote{border-left:4px solid #888;margin:1em 0;padding:0 1em}"
    "code{overflow-wrap:anywhere;font-size:.85em}dt{font-weight:bold}dd{margin:0 0 .4em 1em}"
    "section{border-top:1px solid #bbb;margin-top:2em}mark{background:#ffe08a}.facts{color:#444}";

class Report {
 public:
  Report(const Frame& frame, const ReportView& view) : frame_(frame), t_(frame.texts), view_(view) {}

  std::string write() {
    const model::Pattern* pattern = frame_.config->find_pattern(view_.of.pattern);
    const std::string title =
        official_name(frame_, view_.of.official) + ": " + pattern_name(frame_, view_.of.pattern);
    h_.in("html", {{"lang", t_.language()}}, [&] {
      h_.in("head", {}, [&] {
        h_.bare("meta", {{"charset", "utf-8"}});
        h_.leaf("title", title);
        h_.leaf("style", style);
      });
      h_.in("body", {}, [&] {
        head(title);
        for (const model::CopyGroup& group : view_.of.groups) {
          write_group(group);
        }
        authentic(pattern);
        if (view_.full) {
          inner_part();
        }
        foot();
      });
    });
    return std::move(h_).document();
  }

 private:
  void fact(std::string_view name, std::string_view value) {
    h_.leaf("dt", name);
    h_.leaf("dd", value);
  }
  void code_fact(std::string_view name, std::string_view value) {
    h_.leaf("dt", name);
    h_.in("dd", {}, [&] { h_.leaf("code", value); });
  }
  std::string utc(Time time) const { return local_time(time, "UTC"); }

  /// The name only when names leave; else what the person is.
  std::string who(const std::string& id) const {
    if (id == "daemon") {
      return std::string(t_("app.name"));
    }
    if (view_.names.empty()) {
      return std::string(t_("report.reviewer"));
    }
    const auto known = view_.names.find(id);
    return known == view_.names.end() ? id : known->second;
  }

  void head(const std::string& title) {
    h_.leaf("h1", title);
    h_.leaf("p", t_(view_.full ? "report.level_internal" : "report.level_share"));
    h_.in("dl", {}, [&] {
      code_fact(t_("report.case"), view_.of.id);
      fact(t_("queue.state"), t_("state." + std::string(model::name_of(view_.of.state))));
      fact(t_("case.opened"), utc(view_.of.opened));
      fact(t_("report.as_of"), utc(view_.as_of));
      fact(t_("timeline.title"), spread_text(t_, view_.of));
    });
    if (view_.left_out > 0) {
      h_.leaf("p", t_.filled("report.left_out", {std::to_string(view_.left_out)}));
    }
  }

  void write_verdict(const model::CopyGroup& group) {
    if (!group.verdict) {
      h_.leaf("p", t_("brief.unconfirmed"));
      return;
    }
    const model::VerdictRecord& verdict = *group.verdict;
    h_.leaf("p", t_.filled("case.verdict_by", {t_("verdict." + std::string(model::name_of(verdict.verdict))),
                                               who(verdict.by), utc(verdict.at)}));
    if (view_.full && !verdict.reason.empty()) {
      h_.leaf("p", t_.filled("brief.reason", {verdict.reason}));
    }
  }

  void write_group(const model::CopyGroup& group) {
    h_.in("section", {}, [&] {
      h_.leaf("h2", t_.filled("case.group", {group.id}));
      write_verdict(group);
      for (const model::Occurrence* each : cases::ordered(view_.of, group).members) {
        write_copy(*each);
      }
    });
  }

  void write_copy(const model::Occurrence& of) {
    h_.leaf("h3", outlet_name(frame_, of.outlet) + (of.voice == of.outlet ? "" : " (" + of.voice + ")"));
    h_.leaf("p", {{"lang", of.language}}, t_.filled("brief.headline", {of.headline}));
    h_.in("blockquote", {{"lang", of.language}},
          [&] { marked_text(h_, of.excerpt, {{of.quote_in_excerpt, "quote"}}); });
    if (!of.speaker.empty()) {
      h_.leaf("p", t_.filled("brief.attributed", {outlet_name(frame_, of.outlet), of.speaker}));
    }
    if (const auto why = view_.why.find(of.id); why != view_.why.end()) {
      h_.in("ul", {}, [&] {
        for (const std::string& sentence : why->second) {
          h_.leaf("li", sentence);
        }
      });
    }
    h_.in("dl", {}, [&] {
      times(of);
      code_fact(t_("hand_in.address"), of.url);
      bytes(of);
      last_look(of);
    });
  }

  void last_look(const model::Occurrence& of) {
    const auto found = view_.looks.find(of.id);
    if (found == view_.looks.end()) {
      return;
    }
    const ReportView::Look& look = found->second;
    std::string seen = look.at ? utc(*look.at) + ": " + std::string(t_("look." + look.seen))
                               : std::string(t_("report.never_looked"));
    if (look.at && !look.detail.empty()) {
      seen += " (" + look.detail + ")";
    }
    fact(t_("report.looked"), seen);
    if (!look.not_now.empty()) {
      fact(t_("report.not_looked_again"), t_("not_looked." + look.not_now));
    }
  }

  void times(const model::Occurrence& of) {
    const auto when = [&](const std::optional<Time>& time) {
      return time ? utc(*time) : std::string(t_("case.unknown_time"));
    };
    fact(t_("case.says_published"), when(of.says_published));
    fact(t_("case.not_there"), when(of.not_there_at));
    fact(t_("case.seen_at"), utc(of.seen_at));
  }

  void bytes(const model::Occurrence& of) {
    const auto found = view_.bytes.find(of.id);
    if (found == view_.bytes.end()) {
      fact(t_("copy.digest"),
           of.page_remark.empty() ? t_("report.no_bytes") : std::string_view(of.page_remark));
      return;
    }
    const ReportView::Bytes& bytes = found->second;
    if (bytes.final_url != of.url) {
      code_fact(t_("report.bytes_of"), bytes.final_url);
    }
    fact(t_("copy.fetched"), utc(bytes.fetched) + ", HTTP " + std::to_string(bytes.status));
    code_fact(t_("copy.digest"), bytes.digest);
    code_fact(t_("report.record"), bytes.record);
    if (!bytes.problem.empty()) {
      fact(t_("report.problem"), bytes.problem);
    }
    if (!of.page_remark.empty()) {
      fact(t_("report.remark"), of.page_remark);
    }
  }

  void authentic(const model::Pattern* pattern) {
    h_.in("section", {}, [&] {
      h_.leaf("h2", t_("authentic.title"));
      if (pattern == nullptr || pattern->authentic.empty()) {
        h_.leaf("p", t_("authentic.none"));
      } else {
        for (const std::string& words : pattern->authentic) {
          h_.leaf("blockquote", words);
        }
      }
      if (pattern != nullptr && !pattern->why_in(t_.language()).empty()) {
        h_.leaf("p", pattern->why_in(t_.language()));
      }
      if (pattern != nullptr && !pattern->source.empty()) {
        h_.in("dl", {}, [&] { code_fact(t_("case.fact_check"), pattern->source); });
      }
    });
  }

  void inner_part() {
    h_.in("section", {}, [&] {
      h_.leaf("h2", t_("case.notes"));
      for (const model::Note& note : view_.of.notes) {
        h_.leaf("p", {{"class", "facts"}}, who(note.by) + ", " + utc(note.at));
        h_.leaf("p", note.text);
      }
      for (const CaseView::File& file : view_.files) {
        h_.in("dl", {}, [&] {
          fact(t_("files.title"), file.name + " (" + file.kind + "), " + file.source);
          code_fact("SHA-256", file.digest);
        });
      }
    });
    h_.in("section", {}, [&] {
      h_.leaf("h2", t_("case.history"));
      h_.in("ol", {}, [&] {
        for (const model::AuditRecord& record : view_.history) {
          const std::string key = "history." + record.act;
          h_.leaf("li", utc(record.at) + " " + who(record.who) + ": " + std::string(t_(key)) + " #" +
                            std::to_string(record.seq));
        }
      });
    });
  }

  void foot() {
    h_.in("section", {}, [&] {
      h_.leaf("h2", t_("report.how_title"));
      h_.leaf("p", t_("report.how"));
      h_.in("dl", {}, [&] {
        fact(t_("report.software"), "quotewatch " + std::string(version));
        fact(t_("report.ledger"), "#" + std::to_string(view_.ledger_seq));
        code_fact("SHA-256", view_.ledger_hash);
      });
      h_.leaf("p", t_("brief.how"));
    });
  }

  const Frame& frame_;
  const Texts& t_;
  const ReportView& view_;
  Html h_;
};

}  // namespace

std::string report_html(const Frame& frame, const ReportView& view) { return Report(frame, view).write(); }

}  // namespace qw::desk
