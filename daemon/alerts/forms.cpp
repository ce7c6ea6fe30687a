#include "daemon/alerts/forms.hpp"

#include "base/utf8.hpp"

#include <boost/json.hpp>

#include <utility>

namespace qw::alerts {
namespace {

namespace json = boost::json;

/// The most generous telling that `render` makes no longer than `most`, as `size` counts.
template <class Render, class Size>
auto fitted(const Story& story, std::string_view language, std::size_t most, Render render, Size size) {
  for (const Room& room : rooms()) {
    auto out = render(shortened(story, room, language));
    if (size(out) <= most || &room == &rooms().back()) {
      return out;
    }
  }
  return render(story);  // not reached: rooms() is not empty
}

std::string labelled(const Block& block) {
  return block.label.empty() ? block.text : block.label + ": " + block.text;
}

// Slack

constexpr std::size_t most_slack_section = 2'900;
constexpr std::size_t most_slack = 9'500;

std::string for_slack(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
  }
  return out;
}

json::object slack_text(std::string_view type, const std::string& text) {
  json::object out{{"type", type}, {"text", utf8::cut(text, most_slack_section)}};
  if (type == "plain_text") {
    out["emoji"] = false;
  }
  return out;
}

json::array slack_blocks(const Story& story) {
  json::array out;
  constexpr std::size_t most_header = 140;
  out.push_back(json::object{{"type", "header"},
                             {"text", slack_text("plain_text", utf8::cut(story.headline, most_header))}});
  std::string list;
  const auto section = [&](const std::string& text) {
    out.push_back(json::object{{"type", "section"}, {"text", slack_text("plain_text", text)}});
  };
  for (const Block& block : story.blocks) {
    if (block.kind == Block::Kind::item) {
      list += (list.empty() ? "• " : "\n• ") + labelled(block);
      continue;
    }
    if (!list.empty()) {
      section(std::exchange(list, ""));
    }
    if (block.kind == Block::Kind::small) {
      out.push_back(json::object{{"type", "context"},
                                 {"elements", json::array{slack_text("plain_text", labelled(block))}}});
    } else {
      section(block.kind == Block::Kind::quote ? block.label + ":\n«" + block.text + "»" : labelled(block));
    }
  }
  if (!list.empty()) {
    section(list);
  }
  if (!story.link.empty()) {
    const std::string link = "<" + for_slack(story.link) + "|" + for_slack(story.link_text) + ">";
    out.push_back(json::object{{"type", "section"}, {"text", slack_text("mrkdwn", link)}});
  }
  return out;
}

std::string slack_once(const Story& story, Form form) {
  json::object out;
  // What notifications show, and readers without blocks.
  out["text"] = for_slack(form == Form::plain ? as_text(story) : story.headline);
  out["unfurl_links"] = false;
  out["unfurl_media"] = false;
  if (form == Form::full) {
    out["blocks"] = slack_blocks(story);
  }
  return json::serialize(out);
}

// Mattermost

constexpr std::size_t most_mattermost = 3'900;

/// Every character that Markdown could read is escaped; behind @ stands a space of no width, since mentions
/// are found before Markdown is.
std::string for_markdown(std::string_view text) {
  constexpr std::string_view special = R"(\`*_{}[]()#+-.!|~<>&:$=)";
  std::string out;
  for (const char c : text) {
    if (special.contains(c)) {
      out += '\\';
    }
    out += c;
    if (c == '@') {
      utf8::append(out, utf8::zero_width_space);
    }
  }
  return out;
}

std::string mattermost_text(const Story& story) {
  std::string out = "**" + for_markdown(story.headline) + "**\n";
  for (const Block& block : story.blocks) {
    const std::string label = block.label.empty() ? "" : for_markdown(block.label) + ": ";
    const std::string text = for_markdown(block.text);
    if (block.kind == Block::Kind::quote) {
      out += "\n" + label + "\n> " + text + "\n";
    } else if (block.kind == Block::Kind::item) {
      out += "\n- " + label + text;
    } else {
      out += "\n" + label + text + "\n";
    }
  }
  if (!story.link.empty()) {
    out += "\n[" + for_markdown(story.link_text) + "](" + story.link + ")\n";
  }
  return out;
}

// Matrix

constexpr std::size_t most_matrix = 30'000;

}  // namespace

std::string as_text(const Story& story) {
  std::string out = story.headline + "\n";
  bool in_list = false;
  for (const Block& block : story.blocks) {
    const bool item = block.kind == Block::Kind::item;
    out += item && in_list ? "" : "\n";
    in_list = item;
    if (block.kind == Block::Kind::quote) {
      out += block.label + ":\n  «" + block.text + "»\n";
    } else {
      out += (item ? "- " : "") + labelled(block) + "\n";
    }
  }
  if (!story.link.empty()) {
    out += "\n" + story.link_text + ":\n" + story.link + "\n";
  }
  return out;
}

std::string slack_body(const Story& story, std::string_view language, Form form) {
  return fitted(
      story, language, most_slack, [form](const Story& each) { return slack_once(each, form); },
      [](const std::string& body) { return utf8::count(body); });
}

std::string mattermost_body(const Story& story, std::string_view language) {
  const std::string text = fitted(story, language, most_mattermost, mattermost_text,
                                  [](const std::string& t) { return utf8::count(t); });
  return json::serialize(json::object{{"text", text}});
}

std::string matrix_body(const Story& story, std::string_view language) {
  const auto render = [](const Story& each) {
    json::object out;
    out["msgtype"] = "m.text";
    out["body"] = as_text(each);
    out["format"] = "org.matrix.custom.html";
    out["formatted_body"] = as_html(each);
    out["m.mentions"] = json::object();  // nobody is called, whatever names stand in the text
    return json::serialize(out);
  };
  return fitted(story, language, most_matrix, render, [](const std::string& body) { return body.size(); });
}

std::string feed_item(const Story& story, const std::string& id, Time at, std::string_view language) {
  const Story told = shortened(story, rooms().front(), language);
  json::object out;
  out["id"] = id;
  if (!told.link.empty()) {
    out["url"] = told.link;
  }
  out["title"] = told.headline;
  out["content_text"] = as_text(told);
  out["language"] = language;
  out["date_published"] = to_iso(at);
  out["_quotewatch"] = json::object{{"event", told.event}, {"case", told.thread}};
  return json::serialize(out);
}

}  // namespace qw::alerts
