#include "daemon/cli/show_case.hpp"

#include "daemon/cli/online.hpp"

namespace qw::cli {
namespace {

namespace json = boost::json;

const json::array& list_at(const json::value& of, std::string_view key) {
  return of.as_object().at(key).as_array();
}

std::string verdict_text(const json::value& group, const Screen& screen) {
  const json::value& verdict = group.as_object().at("verdict");
  if (!verdict.is_object()) {
    return coloured(screen, Colour::yellow, "no verdict");
  }
  const std::string reason = text_at(verdict, "reason");
  return coloured(screen, Colour::green, text_at(verdict, "verdict")) + " by " +
         safe(text_at(verdict, "by")) + (reason.empty() ? "" : ": " + safe(reason));
}

/// The excerpt with the quote between guillemets of the terminal: bold.
std::string excerpt_text(const json::value& copy, const Screen& screen) {
  const std::string excerpt = text_at(copy, "excerpt");
  const json::value& span = copy.as_object().at("quote_in_excerpt");
  const std::size_t begin = std::min<std::size_t>(span.at("begin").to_number<std::size_t>(), excerpt.size());
  const std::size_t end =
      std::clamp<std::size_t>(span.at("end").to_number<std::size_t>(), begin, excerpt.size());
  return safe(excerpt.substr(0, begin)) +
         coloured(screen, Colour::bold, safe(excerpt.substr(begin, end - begin))) + safe(excerpt.substr(end));
}

const json::value* copy_with(const json::value& of, std::string_view id) {
  for (const json::value& each : list_at(of, "occurrences")) {
    if (text_at(each, "id") == id) {
      return &each;
    }
  }
  return nullptr;
}

std::string copy_line(const json::value& copy, const Screen& screen) {
  std::string out = "    " + coloured(screen, Colour::bold, safe(text_at(copy, "outlet"))) + "  " +
                    safe(text_at(copy, "headline")) + "\n      says published " +
                    when(screen, text_at(copy, "says_published")) + ", not there " +
                    when(screen, text_at(copy, "not_there_at")) + ", seen " +
                    when(screen, text_at(copy, "seen_at")) + "\n";
  if (const std::string remark = text_at(copy, "page_remark"); !remark.empty()) {
    out += "      " + safe(remark) + "\n";
  }
  return out + "      " + coloured(screen, Colour::dim, safe(text_at(copy, "url"))) + "\n";
}

std::string for_pipe(const json::value& of) {
  std::string out;
  const auto fact = [&](std::string_view key, const std::string& value, const std::string& more = "") {
    out += std::string(key) + "\t" + safe(value) + (more.empty() ? "" : "\t" + safe(more)) + "\n";
  };
  for (const char* key :
       {"id", "state", "severity", "official", "pattern", "opened", "last_new", "claimed_by"}) {
    fact(key, text_at(of, key));
  }
  for (const json::value& each : list_at(of, "authentic")) {
    fact("authentic", std::string(each.as_string()));
  }
  for (const json::value& group : list_at(of, "groups")) {
    const json::value& verdict = group.as_object().at("verdict");
    fact("group", text_at(group, "id"), verdict.is_object() ? text_at(verdict, "verdict") : "-");
    for (const json::value& id : list_at(group, "occurrences")) {
      if (const json::value* copy = copy_with(of, id.as_string())) {
        out += "copy\t" + text_at(group, "id") + "\t" + safe(text_at(*copy, "outlet")) + "\t" +
               text_at(*copy, "seen_at") + "\t" + safe(text_at(*copy, "url")) + "\t" +
               safe(text_at(*copy, "words")) + "\n";
      }
    }
  }
  for (const json::value& note : list_at(of, "notes")) {
    fact("note", text_at(note, "by"), text_at(note, "text"));
  }
  return out;
}

std::string group_text(const json::value& of, const json::value& group, const Screen& screen) {
  const json::value& spread = group.as_object().at("spread");
  std::string out = "\n" + coloured(screen, Colour::bold, "Copy group " + text_at(group, "id")) + "  " +
                    number_at(spread, "publishers") + " publishers, " + number_at(spread, "outlets") +
                    " outlets  " + verdict_text(group, screen) + "\n";
  bool first = true;
  for (const json::value& id : list_at(group, "occurrences")) {
    const json::value* copy = copy_with(of, id.as_string());
    if (copy == nullptr) {
      continue;
    }
    if (first) {
      out += "  " + excerpt_text(*copy, screen) + "\n";
      for (const json::value& why : list_at(copy->as_object().at("decision"), "why")) {
        out += "    · " + safe(std::string_view(why.as_string())) + "\n";
      }
      first = false;
    }
    out += copy_line(*copy, screen);
  }
  return out;
}

}  // namespace

std::string case_text(const Screen& screen, const json::value& of) {
  if (!screen.terminal) {
    return for_pipe(of);
  }
  const std::string title = text_at(of, "pattern_title");
  std::string out =
      coloured(
          screen, Colour::bold,
          safe(text_at(of, "official_name")) + " · " + safe(title.empty() ? text_at(of, "pattern") : title)) +
      "\n" + text_at(of, "severity") + ", " + text_at(of, "state") + ", opened " +
      when(screen, text_at(of, "opened")) + ", last new copy " + when(screen, text_at(of, "last_new")) + "\n";
  if (const std::string by = text_at(of, "claimed_by"); !by.empty()) {
    out += safe(by) + " works on it until " + when(screen, text_at(of, "lease_until")) + "\n";
  }
  if (const std::string why = text_at(of, "reopened_why"); !why.empty()) {
    out += coloured(screen, Colour::yellow, "reopened: " + safe(why)) + "\n";
  }
  const json::array& authentic = list_at(of, "authentic");
  out += "\n" + coloured(screen, Colour::bold, "Authentic words") + "\n";
  for (const json::value& words : authentic) {
    out += "  " + coloured(screen, Colour::green, safe(std::string_view(words.as_string()))) + "\n";
  }
  if (authentic.empty()) {
    out += "  no authentic statement is known\n";
  }
  for (const json::value& group : list_at(of, "groups")) {
    out += group_text(of, group, screen);
  }
  for (const json::value& note : list_at(of, "notes")) {
    out += "\nNote by " + safe(text_at(note, "by")) + ", " + when(screen, text_at(note, "at")) + ": " +
           safe(text_at(note, "text")) + "\n";
  }
  return out + "\nYou may: " + joined(of, "allowed_acts") + "\n";
}

}  // namespace qw::cli
