#include "daemon/alerts/forms.hpp"

#include "base/utf8.hpp"
#include "tests/daemon/alerts/message_samples.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <algorithm>

using namespace qw;
using namespace qw::test;
using namespace qw::alerts;
namespace json = boost::json;

namespace {

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

Story story(const std::string& event, const std::string& language = "en",
            const model::Case& of = first_case(), const cases::Reason& reason = {}) {
  const config::Receiver receiver = receiver_of("slack", language);
  const auto told = story_of(payload_of(event, of, receiver, reason), receiver, {});
  REQUIRE(told);
  return *told;
}

const std::string hostile =
    "<!channel> <script>alert(1)</script> @channel [x](http://evil.example) *b* _i_ `c` & \"q\" \r\nBcc: "
    "a@b.example";

model::Case hostile_case() {
  model::Case out = first_case(bent + " " + hostile);
  out.occurrences.front().headline = hostile;
  return out;
}

model::Case huge_case() {
  std::string longest;
  for (int i = 0; i < 5'000; ++i) {
    longest += "ж";
  }
  std::optional<model::Case> of;
  for (int i = 0; i < 60; ++i) {
    model::Occurrence o = seen("outlet" + std::to_string(i), start, bent + std::to_string(i) + longest);
    o.headline = longest;
    of = (**cases::add_occurrence(of, o, pattern(), cases::Freshness::fresh, start, {})).changed;
  }
  return *of;
}

}  // namespace

TEST_CASE("a message says in the receiver's language what happened, beside the authentic words") {
  const std::string english = as_text(story("match.new"));
  CHECK(has(english, "New: Kaja Kallas: no NATO talk"));
  CHECK(has(english, "1 outlet carry words that look like a known false quote: Kaja Kallas."));
  CHECK(has(english, "As published:\n  «" + bent));
  CHECK(has(english, "Authentic words:\n  «If membership is not in question"));
  CHECK(has(english, "What was bent: the condition was dropped"));
  CHECK(has(english, "hxxps://a[.]example/a"));
  CHECK_FALSE(has(english, "https://a.example"));
  CHECK(has(english, "Газета А (a), seen at 2026-11-20 12:00 UTC+2"));
  CHECK(has(english, "https://desk.example.org/cases/"));
  CHECK(has(english, "not a verdict"));
  CHECK(has(as_text(story("match.new", "uk")), "Нове: Кая Каллас"));
  CHECK(has(as_text(story("match.new", "ru")), "Как опубликовано"));
}

TEST_CASE("every reason of the daemon is said in words, in each language") {
  for (const char* language : {"en", "uk", "ru"}) {
    for (const cases::Reason& reason : {cases::Reason{"publishers", "", 10},
                                        {"language", "uk", 0},
                                        {"language", "de", 0},
                                        {"group", "", 0},
                                        {"first", "", 0},
                                        {"live", "", 0},
                                        {"severity", "high", 0},
                                        {"flood", "", 20},
                                        {"changed", "https://a.example/a", 0},
                                        {"rematch", "", 0}}) {
      const std::string text = as_text(story("case.grew", language, first_case(), reason));
      INFO(language << " " << reason.key);
      CHECK_FALSE(has(text, "alert.why"));
      CHECK_FALSE(has(text, "alert.first"));
      CHECK_FALSE(has(text, "{0}"));
      CHECK_FALSE(has(text, "https://a.example"));
    }
  }
  CHECK(has(as_text(story("case.grew", "en", first_case(), {"publishers", "", 10})), "now 10 publishers"));
}

TEST_CASE("a decision says the verdict of each copy group, and no machine's finding") {
  const auto decided = cases::apply(first_case(), cases::Decide{"g1", model::Verdict::false_quote, ""},
                                    {"olena", model::UserRole::reviewer}, start, {});
  REQUIRE(decided);
  const std::string text = as_text(story("case.decided", "en", decided->changed));
  CHECK(has(text, "Decided: Kaja Kallas"));
  CHECK(has(text, "Copy group g1 (1 publisher): false quote"));
  CHECK_FALSE(has(text, "not a verdict"));
}

TEST_CASE("plain_urls gives addresses as they are") {
  config::Receiver receiver = receiver_of("slack");
  receiver.plain_urls = true;
  const auto told = story_of(payload_of("match.new", first_case(), receiver), receiver, {});
  REQUIRE(told);
  CHECK(has(as_text(*told), "https://a.example/a"));
}

TEST_CASE("Slack gets foreign words as plain text only, and no preview") {
  const std::string body = slack_body(story("match.new", "en", hostile_case()), "en", Form::full);
  const json::value value = json::parse(body);
  CHECK(value.at("unfurl_links") == false);
  CHECK(value.at("unfurl_media") == false);
  CHECK_FALSE(has(std::string(value.at("text").as_string()), "<!"));
  for (const json::value& block : value.at("blocks").as_array()) {
    if (block.at("type") == "section" && block.at("text").at("type") == "mrkdwn") {
      CHECK(std::string(block.at("text").at("text").as_string())
                .starts_with("<https://desk.example.org/cases/"));
    } else if (block.at("type") == "section") {
      CHECK(block.at("text").at("emoji") == false);
    }
  }
  const json::value plain =
      json::parse(slack_body(story("match.new", "en", hostile_case()), "en", Form::plain));
  CHECK_FALSE(plain.as_object().contains("blocks"));
  CHECK_FALSE(has(std::string(plain.at("text").as_string()), "<"));
}

TEST_CASE("Slack's limits hold for any case: sections, blocks, all of it") {
  const std::string body = slack_body(story("match.new", "en", huge_case()), "en", Form::full);
  CHECK(utf8::count(body) <= 9'500);
  const json::value value = json::parse(body);
  CHECK(value.at("blocks").as_array().size() <= 50);
  for (const json::value& block : value.at("blocks").as_array()) {
    if (block.as_object().contains("text")) {
      CHECK(utf8::count(std::string(block.at("text").at("text").as_string())) <= 3'000);
    }
  }
  CHECK(has(body, "desk.example.org/cases/"));
}

TEST_CASE("Mattermost reads no markup and no mention in foreign words") {
  const std::string text(
      json::parse(mattermost_body(story("match.new", "en", hostile_case()), "en")).at("text").as_string());
  CHECK_FALSE(has(text, "@channel"));
  CHECK_FALSE(has(text, "[x](http"));
  CHECK(has(text, "\\[x\\]"));
  CHECK(has(text, "\\<script\\>"));
  CHECK(has(text, "](https://desk.example.org/cases/"));
  const std::string long_text(
      json::parse(mattermost_body(story("match.new", "en", huge_case()), "en")).at("text").as_string());
  CHECK(utf8::count(long_text) <= 3'900);
  CHECK(has(long_text, "desk.example.org/cases/"));
}

TEST_CASE("Telegram's entities count UTF-16 units, and lie within the text") {
  model::Case of = first_case("😀 " + bent + " 😀");
  const json::value value =
      json::parse(telegram_body(story("match.new", "en", of), "-100", "en", Form::full));
  CHECK(value.at("link_preview_options").at("is_disabled") == true);
  CHECK_FALSE(value.as_object().contains("parse_mode"));
  const std::u32string points = utf8::to_code_points(std::string(value.at("text").as_string()));
  std::u16string units;
  for (const char32_t c : points) {
    if (c >= 0x10000) {
      units += static_cast<char16_t>(0xD800 + ((c - 0x10000) >> 10U));
      units += static_cast<char16_t>(0xDC00 + ((c - 0x10000) & 0x3FFU));
    } else {
      units += static_cast<char16_t>(c);
    }
  }
  bool quote = false;
  for (const json::value& each : value.at("entities").as_array()) {
    const auto offset = each.at("offset").to_number<std::size_t>();
    const auto length = each.at("length").to_number<std::size_t>();
    CHECK(offset + length <= units.size());
    if (each.at("type") == "blockquote" && !quote) {
      quote = true;
      CHECK(units[offset] == 0xD83D);  // begins with the face
      CHECK(units[offset + length - 1] == 0xDE00);
    }
  }
  CHECK(quote);
}

TEST_CASE("a message for Telegram has at most 4096 units and keeps its link") {
  const json::value value =
      json::parse(telegram_body(story("match.new", "en", huge_case()), "-100", "en", Form::full));
  CHECK(utf16_units(std::string(value.at("text").as_string())) <= 4'096);
  CHECK(std::ranges::any_of(value.at("entities").as_array(),
                            [](const json::value& each) { return each.at("type") == "text_link"; }));
}

TEST_CASE("Matrix gets HTML of our own, and calls nobody") {
  const json::value value = json::parse(matrix_body(story("match.new", "en", hostile_case()), "en"));
  const std::string html(value.at("formatted_body").as_string());
  CHECK_FALSE(has(html, "<script"));
  CHECK(has(html, "&lt;script&gt;"));
  CHECK(value.at("m.mentions").as_object().empty());
  CHECK(matrix_body(story("match.new", "en", huge_case()), "en").size() <= 30'000);
}

TEST_CASE("no field of a mail can be broken, and all its lines are short") {
  config::Receiver receiver = receiver_of("email");
  receiver.plain_urls = true;
  model::Case of = hostile_case();
  Story told = *story_of(payload_of("match.new", of, receiver), receiver, {});
  told.subject = hostile + hostile + " Каллас и очень длинная тема, которая не помещается в одну строку";
  const std::string mail = mail_bytes(told, receiver, "id1", start);
  const std::string head = mail.substr(0, mail.find("\r\n\r\n"));
  CHECK_FALSE(has(head, "\r\nBcc"));
  CHECK(has(head, "\r\nSubject: =?UTF-8?B?"));
  std::size_t line = 0;
  for (std::size_t at = 0; at < mail.size();) {
    const std::size_t end = mail.find("\r\n", at);
    REQUIRE(end != std::string::npos);
    CHECK(end - at <= 78 + 20);
    CHECK(mail.substr(at, end - at).find_first_of("\r\n") == std::string::npos);
    at = end + 2;
    ++line;
  }
  CHECK(line > 10);
}

TEST_CASE("the mails of a case are one thread with one subject") {
  const config::Receiver receiver = receiver_of("email");
  const model::Case of = first_case();
  const std::string first =
      mail_bytes(*story_of(payload_of("match.new", of, receiver), receiver, {}), receiver, "id1", start);
  const std::string later =
      mail_bytes(*story_of(payload_of("case.decided", of, receiver), receiver, {}), receiver, "id2", start);
  const std::string root = "<case." + of.id + ".r-email@desk.example>";
  CHECK(has(first, "Message-ID: " + root + "\r\n"));
  CHECK_FALSE(has(first, "In-Reply-To"));
  CHECK(has(later, "Message-ID: <id2@desk.example>\r\n"));
  CHECK(has(later, "In-Reply-To: " + root + "\r\n"));
  CHECK(has(later, "References: " + root + "\r\n"));
  const auto subject = [](const std::string& mail) {
    const std::size_t at = mail.find("Subject: ");
    return mail.substr(at, mail.find("\r\nMessage-ID") - at);
  };
  CHECK(subject(first) == subject(later));
  CHECK(has(first, "Auto-Submitted: auto-generated\r\n"));
  CHECK(has(first, "Date: Fri, 20 Nov 2026 10:00:00 +0000\r\n"));
}

TEST_CASE("an item of a feed has text alone and the id of its message") {
  const json::value item = json::parse(feed_item(story("match.new"), "id1", start, "en"));
  CHECK(item.at("id") == "id1");
  CHECK(item.at("date_published") == "2026-11-20T10:00:00.000Z");
  CHECK_FALSE(item.as_object().contains("content_html"));
  CHECK(item.at("_quotewatch").at("event") == "match.new");
}
