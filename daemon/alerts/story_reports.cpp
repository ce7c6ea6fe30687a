#include "daemon/alerts/hours.hpp"
#include "daemon/alerts/story_parts.hpp"

// The daily digest and the state of the service, in words.
namespace qw::alerts {
namespace {

std::string line_of(const Teller& tell, const Facts& of) {
  return tell.official(of) + ": " + tell.own(of, "title") + ", " +
         tell.texts.counted("publishers", of.number("publishers")) + ", " +
         std::string(tell.texts("severity." + of.text("severity")));
}

}  // namespace

std::string trouble_in_words(const Teller& tell, const Facts& of, const std::string& room) {
  return tell.texts.filled(
      "alert." + room + "." + of.text("kind"),
      {tell.foreign(of.text("name")), tell.time(of.text("since")), tell.foreign(of.text("detail"))});
}

void tell_digest(const Teller& tell, const Facts& of, Story& story) {
  const desk::Texts& t = tell.texts;
  const auto line = [&](std::string label, std::string text) {
    story.blocks.push_back({Block::Kind::line, std::move(label), std::move(text)});
  };
  const auto item = [&](std::string text) {
    story.blocks.push_back({Block::Kind::item, "", std::move(text)});
  };
  const auto made = parse_time(tell.made);
  story.subject = story.headline =
      t.filled("alert.digest.title", {made ? local_day(tell.receiver.zone, *made) : ""});
  const std::size_t fresh = of.number("new_cases");
  line("", fresh == 0 ? std::string(t("alert.digest.none"))
                      : t.filled("alert.digest.cases", {std::to_string(fresh)}));
  for (const Facts& each : of.list("cases")) {
    item(line_of(tell, each));
  }
  const Facts oldest = of.at("oldest_unclaimed");
  if (oldest.text("id").empty()) {
    line("", std::string(t("alert.digest.no_oldest")));
  } else {
    line(std::string(t("alert.digest.oldest")),
         line_of(tell, oldest) + ", " + tell.time(oldest.text("opened")));
  }
  line("", t.filled("alert.digest.sources",
                    {std::to_string(of.number("healthy")), std::to_string(of.number("outlets"))}));
  for (const Facts& each : of.list("troubled")) {
    item(t.filled("alert.digest." + each.text("state"),
                  {tell.foreign(each.text("name")), tell.time(each.text("since"))}));
  }
  if (of.number("dead_letters") + of.number("silenced") > 0) {
    line("", t.filled("alert.digest.letters",
                      {std::to_string(of.number("dead_letters")), std::to_string(of.number("silenced"))}));
  }
  story.link = of.text("desk");
  story.link_text = t("alert.open_desk");
}

void tell_ops(const Teller& tell, const Facts& of, Story& story) {
  const std::vector<Facts> raised = of.list("raised");
  const std::vector<Facts> cleared = of.list("cleared");
  const std::string first = !raised.empty()    ? trouble_in_words(tell, raised.front(), "ops")
                            : !cleared.empty() ? trouble_in_words(tell, cleared.front(), "well")
                                               : "";
  story.subject = story.headline =
      tell.texts.filled(raised.empty() ? "alert.ops_well" : "alert.ops_trouble", {first});
  for (const Facts& each : raised) {
    story.blocks.push_back({Block::Kind::item, "", trouble_in_words(tell, each, "ops")});
  }
  for (const Facts& each : cleared) {
    story.blocks.push_back({Block::Kind::item, "", trouble_in_words(tell, each, "well")});
  }
  story.link = of.text("desk");
  story.link_text = tell.texts("alert.open_desk");
}

}  // namespace qw::alerts
