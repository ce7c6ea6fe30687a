#include "daemon/alerts/story.hpp"

#include "daemon/alerts/facts.hpp"
#include "daemon/alerts/story_parts.hpp"
#include "daemon/alerts/tame.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace qw::alerts {
namespace {

namespace json = boost::json;

/// Why a case grew or came back: the daemon's own reasons in words, a person's as they were written.
std::string why_in_words(const Teller& tell, const Facts& data) {
  const desk::Texts& t = tell.texts;
  const Facts reason = data.at("reason");
  const std::string key = reason.text("key");
  const std::string argument = tell.foreign(reason.text("argument"));
  if (key.empty()) {
    return tell.foreign(data.text("why"));
  }
  if (key == "publishers") {
    return t.filled("alert.why.publishers", {t.counted("publishers", reason.number("count"))});
  }
  if (key == "language") {
    const std::string named = "alert.first." + argument;
    return t(named) == named ? t.filled("alert.first.other", {argument}) : std::string(t(named));
  }
  if (key == "severity") {
    return t.filled("alert.why.severity", {t("severity." + argument)});
  }
  if (key == "rematch") {
    return t.filled("alert.why.rematch",
                    {std::to_string(reason.number("count")), std::to_string(reason.number("alerts")),
                     std::to_string(reason.number("reviews"))});
  }
  if (key == "flood") {
    return t.filled("alert.why.flood", {std::to_string(reason.number("count"))});
  }
  return t.filled("alert.why." + key, {argument});
}

std::string say(const Teller& tell, const std::string& event, const Facts& data, const Facts& of) {
  const desk::Texts& t = tell.texts;
  const std::string key = "alert.say." + event;
  if (event == "match.new" && data.at("reason").text("key") == "review") {
    return t.filled("alert.say.review", {tell.official(of)});
  }
  if (event == "match.new") {
    return t.filled(key, {t.counted("outlets", of.number("outlets")), tell.official(of)});
  }
  if (event == "case.unclaimed") {
    const auto alerted = parse_time(data.text("alerted"));
    const auto now = parse_time(tell.made);
    return t.filled(key, {alerted && now ? t.age(*alerted, *now) : ""});
  }
  return t.filled(key, {why_in_words(tell, data)});
}

void add_verdicts(const Teller& tell, const Facts& of, std::vector<Block>& out) {
  const desk::Texts& t = tell.texts;
  for (const Facts& group : of.list("groups")) {
    const std::string verdict = group.text("verdict");
    if (!verdict.empty()) {
      out.push_back({Block::Kind::line,
                     t.filled("case.group", {group.text("id")}) + " (" +
                         t.counted("publishers", group.number("publishers")) + ")",
                     std::string(t("verdict." + verdict))});
    }
  }
}

void add_copies(const Teller& tell, const Facts& of, std::vector<Block>& out) {
  const desk::Texts& t = tell.texts;
  for (const Facts& copy : of.list("copies")) {
    const std::string name = copy.text("outlet_name");
    std::string line = tell.foreign(name.empty() ? copy.text("outlet") : name);
    const std::string publisher = tell.foreign(copy.text("publisher"));
    if (!publisher.empty() && publisher != line) {
      line += " (" + publisher + ")";
    }
    line += ", " + std::string(t("case.seen_at")) + " " + tell.time(copy.text("seen_at"));
    out.push_back({Block::Kind::item, std::move(line), one_line(copy.text("url"))});
  }
}

bool is_verdict(const std::string& event) { return event == "case.decided" || event == "case.corrected"; }

void tell_case(const Teller& tell, const Facts& data, Story& story) {
  const desk::Texts& t = tell.texts;
  const Facts of = data.at("case");
  const Facts pattern = of.at("pattern");
  const std::string title = tell.own(pattern, "title");
  story.thread = of.text("id");
  story.first = story.event == "match.new";
  story.subject = tell.official(of) + ": " + (title.empty() ? pattern.text("id") : title);
  story.headline = t.filled("alert." + story.event, {story.subject});
  story.blocks.push_back({Block::Kind::line, "", say(tell, story.event, data, of)});
  if (const std::string key = data.at("reason").text("key");
      story.event == "match.new" && (key == "rematch" || key == "live" || key == "flood")) {
    story.blocks.push_back({Block::Kind::line, "", why_in_words(tell, data)});
  }
  if (is_verdict(story.event)) {
    add_verdicts(tell, of, story.blocks);
  }
  const std::vector<Facts> copies = of.list("copies");
  if (!copies.empty()) {
    const std::string words = tell.foreign(copies.front().text("words"));
    const std::string headline = tell.foreign(copies.front().text("headline"));
    story.blocks.push_back(
        {Block::Kind::quote, std::string(t("case.as_published")), words.empty() ? headline : words});
    if (!headline.empty() && headline != words) {
      story.blocks.push_back({Block::Kind::line, "", t.filled("brief.headline", {headline})});
    }
  }
  const std::vector<std::string> authentic = pattern.texts("authentic");
  if (authentic.empty()) {
    story.blocks.push_back({Block::Kind::line, "", std::string(t("authentic.none"))});
  } else {
    story.blocks.push_back(
        {Block::Kind::quote, std::string(t("authentic.title")), tell.foreign(authentic.front())});
  }
  if (const std::string why = tell.own(pattern, "why"); !why.empty()) {
    story.blocks.push_back({Block::Kind::line, std::string(t("case.what_bent")), why});
  }
  story.blocks.push_back({Block::Kind::line, "",
                          t.filled("alert.spread", {t.counted("publishers", of.number("publishers")),
                                                    t.counted("outlets", of.number("outlets")),
                                                    t("severity." + of.text("severity"))})});
  if (const std::string check = one_line(pattern.text("fact_check")); !check.empty()) {
    story.blocks.push_back({Block::Kind::line, std::string(t("case.fact_check")), check});
  }
  add_copies(tell, of, story.blocks);
  if (!is_verdict(story.event)) {
    story.blocks.push_back({Block::Kind::small, "", std::string(t("brief.how"))});
  }
  story.link = of.text("page");
  story.link_text = t("alert.open");
}

}  // namespace

Result<Story> story_of(std::string_view payload, const config::Receiver& receiver,
                       const std::vector<std::string>& notes) {
  boost::system::error_code bad;
  const json::value value = json::parse(payload, bad);
  if (bad || !value.is_object()) {
    return fail(Errc::malformed, "the stored message is no JSON object");
  }
  const Facts body(&value);
  const Facts data = body.at("data");
  const Teller tell{desk::Texts(receiver.language), receiver, body.text("timestamp")};
  Story story;
  story.event = body.text("type");
  if (!data.at("case").empty()) {
    tell_case(tell, data, story);
  } else if (const Facts digest = data.at("digest"); !digest.empty()) {
    tell_digest(tell, digest, story);
  } else if (const Facts ops = data.at("ops"); !ops.empty()) {
    tell_ops(tell, ops, story);
  } else if (const Facts summary = data.at("summary"); !summary.empty()) {
    story.subject = story.headline =
        tell.texts.filled("alert.summary", {std::to_string(summary.number("count"))});
    story.blocks.push_back({Block::Kind::line, "", std::string(tell.texts("alert.say.summary"))});
    for (const std::string& line : summary.texts("lines")) {
      story.blocks.push_back({Block::Kind::item, "", tell.foreign(line)});
    }
    story.link = summary.text("desk");
    story.link_text = tell.texts("alert.open_queue");
  } else if (story.event == "receiver.test") {
    story.subject = story.headline = tell.texts("alert.test");
    story.blocks.push_back({Block::Kind::line, "", std::string(tell.texts("alert.say.test"))});
  } else {
    story.subject = story.headline = "quotewatch: " + one_line(story.event);
    story.blocks.push_back({Block::Kind::line, "", tell.foreign(data.text("why"))});
  }
  for (const std::string& note : notes) {
    story.blocks.push_back({Block::Kind::small, "", tell.foreign(note)});
  }
  return story;
}

Story shortened(const Story& story, const Room& room, std::string_view language) {
  Story out = story;
  out.subject = cut_words(story.subject, std::min<std::size_t>(room.words, 200));
  out.headline = cut_words(story.headline, std::min<std::size_t>(room.words, 250));
  out.blocks.clear();
  std::size_t items = 0;
  std::size_t left_out = 0;
  const auto say_how_many = [&] {
    if (left_out > 0) {
      out.blocks.push_back(
          {Block::Kind::small, "", desk::Texts(language).filled("alert.more", {std::to_string(left_out)})});
      left_out = 0;
    }
  };
  for (const Block& block : story.blocks) {
    if (block.kind != Block::Kind::item) {
      say_how_many();
    } else if (++items > room.items) {
      ++left_out;
      continue;
    }
    out.blocks.push_back({block.kind, cut_words(block.label, room.words), cut_words(block.text, room.words)});
  }
  say_how_many();
  return out;
}

const std::vector<Room>& rooms() {
  static const std::vector<Room> all{{400, 20}, {400, 8}, {300, 5}, {200, 3}, {120, 2}, {80, 1}, {60, 0}};
  return all;
}

}  // namespace qw::alerts
