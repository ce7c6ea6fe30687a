#include "daemon/desk/brief.hpp"

#include "base/utf8.hpp"
#include "daemon/cases/copies.hpp"
#include "daemon/cases/spread.hpp"
#include "daemon/desk/case_parts.hpp"

#include <algorithm>

namespace qw::desk {
namespace {

using Kind = BriefLine::Kind;

class Writer {
 public:
  Writer(const Frame& frame, const CaseView& view) : frame_(frame), t_(frame.texts), view_(view) {}

  std::vector<BriefLine> write() {
    const model::Case& of = view_.of;
    const model::Pattern* pattern = frame_.config->find_pattern(of.pattern);
    add(Kind::title, official_name(frame_, of.official) + ": " + pattern_name(frame_, of.pattern));
    add(Kind::line, t_.filled("brief.state", {t_("state." + std::string(model::name_of(of.state))),
                                              spread_text(t_, of), local_time(frame_.now, "UTC")}));
    for (const model::CopyGroup& group : of.groups) {
      write_group(group);
    }
    write_authentic(pattern);
    add(Kind::heading, t_("brief.outlets"));
    for (const model::CopyGroup& group : of.groups) {
      for (const model::Occurrence* each : cases::ordered(of, group).members) {
        write_copy(*each, group.verdict.has_value());
      }
    }
    add(Kind::line, t_("brief.how"));
    return std::move(lines_);
  }

 private:
  void add(Kind kind, std::string_view text, bool confirmed = true) {
    lines_.push_back({kind, std::string(text), confirmed});
  }

  void write_group(const model::CopyGroup& group) {
    const cases::Ordered order = cases::ordered(view_.of, group);
    if (order.members.empty()) {
      return;
    }
    const model::Occurrence& first = *order.members.front();
    const bool confirmed = group.verdict.has_value();
    add(Kind::heading, t_.filled("case.group", {group.id}));
    add(Kind::quote, cases::quoted_words(first), confirmed);
    if (!first.speaker.empty()) {
      add(Kind::line, t_.filled("brief.attributed", {outlet_name(frame_, first.outlet), first.speaker}),
          confirmed);
    }
    add(Kind::line, t_.filled("brief.headline", {first.headline}), confirmed);
    if (const auto why = view_.why.find(first.id); why != view_.why.end()) {
      const bool agreed = confirmed && (group.verdict->verdict == model::Verdict::false_quote ||
                                        group.verdict->verdict == model::Verdict::misleading_headline);
      for (const std::string& sentence : why->second) {
        add(Kind::item, sentence, agreed);
      }
    }
    if (confirmed) {
      const model::VerdictRecord& record = *group.verdict;
      add(Kind::line,
          t_.filled("case.verdict_by", {t_("verdict." + std::string(model::name_of(record.verdict))),
                                        person(view_, record.by), local_time(record.at, "UTC")}));
      if (!record.reason.empty()) {
        add(Kind::line, t_.filled("brief.reason", {record.reason}));
      }
    }
  }

  void write_authentic(const model::Pattern* pattern) {
    add(Kind::heading, t_("authentic.title"));
    if (pattern == nullptr || pattern->authentic.empty()) {
      add(Kind::line, t_("authentic.none"));
      return;
    }
    const bool confirmed = pattern->state == model::PatternState::live;
    for (const std::string& words : pattern->authentic) {
      add(Kind::quote, words, confirmed);
    }
    if (const std::string& why = pattern->why_in(t_.language()); !why.empty()) {
      add(Kind::heading, t_("case.what_bent"));
      add(Kind::line, why, confirmed);
    }
    if (!pattern->source.empty()) {
      add(Kind::line, t_("case.fact_check"), confirmed);
      add(Kind::code, pattern->source);
    }
  }

  void write_copy(const model::Occurrence& of, bool confirmed) {
    const std::string zone = zone_of(frame_, of.outlet);
    const auto when = [&](const std::optional<Time>& time) {
      return time ? local_time(*time, zone) : std::string(t_("case.unknown_time"));
    };
    add(Kind::item,
        outlet_name(frame_, of.outlet) + " (" + of.voice + "): " + std::string(t_("case.says_published")) +
            " " + when(of.says_published) + "; " + std::string(t_("case.not_there")) + " " +
            when(of.not_there_at) + "; " + std::string(t_("case.seen_at")) + " " + when(of.seen_at),
        confirmed);
    add(Kind::code, of.url);
    if (!of.digest.empty()) {
      add(Kind::code, of.digest);
    }
  }

  const Frame& frame_;
  const Texts& t_;
  const CaseView& view_;
  std::vector<BriefLine> lines_;
};

/// A code span that its content cannot end.
std::string code_span(std::string_view text) {
  std::string flat(text);
  std::ranges::replace_if(flat, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : flat) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  return fence + " " + flat + " " + fence;
}

/// Whether Markdown, or what shows it, could read this character as more than itself. What people write in
/// prose stays as it is, since a brief is read as text too: a colon before a space, a dash, a full stop.
bool means_something(char c, std::string_view before, std::string_view after) {
  constexpr std::string_view always = "\\`*_{}[]<>#|~&@$^=";
  const auto is_digit = [](char each) { return each >= '0' && each <= '9'; };
  const auto is_letter = [](char each) { return (each | 0x20) >= 'a' && (each | 0x20) <= 'z'; };
  const char next = after.empty() ? ' ' : after.front();
  const bool number = !before.empty() && std::ranges::all_of(before, is_digit);
  switch (c) {
    case ':':  // https://, :smile:
      return next == '/' || is_letter(next);
    case '.':  // a host; "1." at the beginning
      return is_letter(next) || number;
    case ')':
      return number;
    case '-':
    case '+':
      return before.empty();
    default:
      return always.contains(c);
  }
}

}  // namespace

std::vector<BriefLine> brief_of(const Frame& frame, const CaseView& view) {
  return Writer(frame, view).write();
}

std::string escape_markdown(std::string_view foreign) {
  std::string out;
  for (std::size_t at = 0; at < foreign.size();) {
    const utf8::Decoded d = utf8::decode(foreign, at);
    const std::string_view bytes = foreign.substr(at, d.length);
    at += d.length;
    if (d.code_point == U'\n' || d.code_point == U'\r' || d.code_point == U'\t') {
      out += ' ';
    } else if (d.code_point < 0x20 || utf8::is_hostile_control(d.code_point)) {
      continue;
    } else if (d.code_point < 0x80 && means_something(bytes.front(), out, foreign.substr(at))) {
      out += '\\';
      out += bytes;
    } else {
      utf8::append(out, d.code_point);
    }
  }
  return out;
}

std::string brief_markdown(const Frame& frame, const std::vector<BriefLine>& lines) {
  std::string out;
  Kind before = Kind::title;
  for (const BriefLine& line : lines) {
    const std::string mark =
        line.confirmed ? "" : " *(" + escape_markdown(frame.texts("brief.unconfirmed")) + ")*";
    if (!out.empty() && !(line.kind == Kind::item && before == Kind::item)) {
      out += line.kind == Kind::code ? "" : "\n";
    }
    switch (line.kind) {
      case Kind::title:
        out += "# " + escape_markdown(line.text) + "\n";
        break;
      case Kind::heading:
        out += "## " + escape_markdown(line.text) + "\n";
        break;
      case Kind::quote:
        out += "> " + escape_markdown(line.text) + mark + "\n";
        break;
      case Kind::line:
        out += escape_markdown(line.text) + mark + "\n";
        break;
      case Kind::item:
        out += "- " + escape_markdown(line.text) + mark + "\n";
        break;
      case Kind::code:
        out += "  " + code_span(line.text) + "\n";
        break;
    }
    before = line.kind == Kind::code && before == Kind::item ? Kind::item : line.kind;
  }
  return out;
}

std::string brief_html(const Frame& frame, const std::vector<BriefLine>& lines) {
  Html h;
  h.in("html", {{"lang", frame.texts.language()}}, [&] {
    h.in("head", {}, [&] {
      h.bare("meta", {{"charset", "utf-8"}});
      h.leaf("title", lines.empty() ? std::string_view() : std::string_view(lines.front().text));
    });
    h.in("body", {}, [&] {
      for (const BriefLine& line : lines) {
        const std::string_view tag = line.kind == Kind::title     ? "h1"
                                     : line.kind == Kind::heading ? "h2"
                                     : line.kind == Kind::quote   ? "blockquote"
                                                                  : "p";
        h.in(tag, {}, [&] {
          if (line.kind == Kind::code) {
            h.leaf("code", line.text);
          } else {
            h.text((line.kind == Kind::item ? "• " : "") + line.text);
          }
          if (!line.confirmed) {
            h.leaf("em", " (" + std::string(frame.texts("brief.unconfirmed")) + ")");
          }
        });
      }
    });
  });
  return std::move(h).document();
}

std::string brief_page(const Frame& frame, const std::string& back, const std::string& language,
                       std::string_view markdown) {
  const Texts& t = frame.texts;
  return framed(frame, Tab::queue, t("brief.title"), [&](Html& h) {
    h.in("p", {}, [&] { h.leaf("a", {{"href", back}}, "← " + std::string(t("error.back_case"))); });
    h.leaf("h1", t("brief.title"));
    h.leaf("p", t("brief.help"));
    h.in("p", {{"class", "line"}}, [&] {
      h.leaf(
          "button",
          {{"class", "primary"}, {"type", "button"}, {"data-copy", "brief"}, {"data-done", t("copy.done")}},
          t("copy.button"));
      for (const std::string_view each : {"en", "uk", "ru"}) {
        h.leaf("a",
               {{"href", back + "/brief?language=" + std::string(each)},
                {"hreflang", each},
                {each == language ? "aria-current" : "", "true"}},
               t("language." + std::string(each)));
      }
      for (const std::string_view form : {"markdown", "html"}) {
        h.leaf(
            "a",
            {{"href", back + "/brief?language=" + language + "&form=" + std::string(form)}, {"download", ""}},
            form == "html" ? "HTML" : "Markdown");
      }
    });
    h.leaf("textarea",
           {{"id", "brief"},
            {"class", "brief foreign"},
            {"rows", "28"},
            {"readonly", ""},
            {"lang", language},
            {"aria-label", t("brief.title")}},
           markdown);
  });
}

}  // namespace qw::desk
