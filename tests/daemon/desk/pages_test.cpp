#include "daemon/desk/pages.hpp"

#include "daemon/desk/brief.hpp"
#include "daemon/desk/marked_text.hpp"
#include "daemon/desk/operator_words.hpp"
#include "daemon/desk/reasons.hpp"
#include "daemon/desk/timeline.hpp"
#include "tests/daemon/cases/sample.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace qw;
using namespace qw::test;

namespace {

const std::string hostile =
    "\"'><img src=x onerror=alert(1)></script><script>alert(1)</script><svg/onload=1> javascript:alert(1) "
    "\x1b[2J "
    "\xE2\x80\xAE \xFF {0} &amp;";

config::Config config_of(const std::string& text) {
  config::Config out;
  model::Pattern p = pattern();
  p.title = text;
  p.why = text;
  p.source = "https://" + text;
  p.authentic = {text};
  p.false_wordings = {text};
  out.patterns = {p};
  model::Official official;
  official.id = "kallas";
  official.name = official.ru = official.uk = text;
  out.officials = {official};
  model::Outlet outlet;
  outlet.id = "a";
  outlet.name = outlet.publisher = text;
  outlet.zone = text;
  outlet.languages = {text};
  out.outlets = {outlet};
  return out;
}

model::Case case_of(const std::string& text) {
  model::Occurrence o = seen("a", start, bent);
  o.headline = o.url = o.speaker = o.cue = o.digest = o.page_remark = o.language = o.voice = text;
  o.excerpt = text + bent + text;
  o.via = {text, text};
  o.decision.words.push_back({model::TextKind::body, {0, 5}, text});
  model::Case out =
      (*cases::add_occurrence(std::nullopt, o, pattern(), cases::Freshness::fresh, start, {}))->changed;
  const model::VerdictRecord verdict{model::Verdict::genuine, text, start, text};
  out.groups[0].verdict = out.groups[0].first_reading = out.groups[0].previous = verdict;
  out.claimed_by = text;
  out.state = model::CaseState::claimed;
  out.lease_until = start;
  out.reopened_why = text;
  out.notes.push_back({text, start, text});
  return out;
}

desk::Frame frame_of(const config::Config& config, const std::string& text,
                     std::string_view language = "en") {
  return {desk::Texts(language), text, text, text, start + std::chrono::hours(2), &config, text};
}

std::vector<std::string> all_pages(const std::string& text, std::string_view language = "en") {
  static std::vector<config::Config> kept;
  kept.push_back(config_of(text));
  const desk::Frame frame = frame_of(kept.back(), text, language);
  std::vector<std::string> out;
  out.push_back(desk::setup_page(frame, text, text));
  out.push_back(desk::login_page(frame, text));
  out.push_back(desk::message_page(frame, text, text));
  desk::QueueView queue;
  queue.cases = {case_of(text)};
  queue.next = queue.crawl_paused = queue.address = text;
  for (const char* field : {"q", "state", "outlet", "publisher", "since"}) {
    queue.query[field] = text;
  }
  queue.query[text] = text;
  queue.searches = {{text, text, text, text}};
  out.push_back(desk::queue_page(frame, queue));
  queue.cases.clear();
  queue.polled = 1;
  queue.quotes_today = 17;
  queue.latest = {{text, text, start}};
  out.push_back(desk::queue_page(frame, queue));
  desk::CaseView view;
  view.of = case_of(text);
  view.allowed = {"claim", "release", "decide", "dispute", "snooze", "wake", "note"};
  view.can_undo = true;
  view.why[view.of.occurrences[0].id] = {text};
  view.names[text] = text;
  model::AuditRecord record;
  record.who = record.act = record.reason = text;
  view.history = {record};
  view.files = {{text, text, text, text, text, text, start, 1}};
  view.fact_check = "https://" + text;
  view.organisation = text;
  view.may_add = view.may_publish = true;
  model::Occurrence second = view.of.occurrences[0];
  second.id = text;
  second.seen_at += std::chrono::hours(1);
  second.not_there_at = second.says_published = start;
  second.revision.clear();
  view.of.occurrences.push_back(second);
  out.push_back(desk::case_page(frame, view));
  desk::SourcesView sources;
  sources.may_pause = true;
  sources.rows.push_back({&kept.back().outlets[0], text, text, text, start, std::nullopt, 1, 2});
  out.push_back(desk::sources_page(frame, sources));
  desk::CopyView copy;
  copy.revision.title = copy.revision.text = copy.revision.url = copy.revision.outlet =
      copy.revision.language = text;
  copy.digest = copy.back = text;
  out.push_back(desk::copy_page(frame, copy));
  out.push_back(desk::leave_page(frame, text, text, text));
  out.push_back(desk::leave_page(frame, "https://x.example/" + text, text, text));
  out.push_back(desk::account_page(frame));
  model::User user;
  user.id = user.name = user.language = text;
  out.push_back(desk::people_page(frame, {{user}, ""}));
  const auto lines = desk::brief_of(frame, view);
  out.push_back(desk::brief_html(frame, lines));
  out.push_back(desk::brief_page(frame, text, "en", desk::brief_markdown(frame, lines)));
  desk::CheckView check;
  check.title = check.text = check.date = check.problem = text;
  out.push_back(desk::check_page(frame, check));
  desk::HandInView handed;
  handed.waiting = true;
  handed.wish.id = handed.wish.name = handed.wish.url = handed.wish.text = text;
  out.push_back(desk::hand_in_page(frame, handed));
  handed.waiting = false;
  handed.may_open = true;
  hand_in::Report& report = handed.report;
  report.detail = report.final_address = report.outlet = report.title = report.language = report.published =
      report.digest = text;
  report.quotes = {{text, text, text, text, text, text, text, {text}}};
  report.decisions.resize(1);
  report.decisions[0].decision.pattern = text;
  report.cases = {text};
  handed.why = {{text}};
  out.push_back(desk::hand_in_page(frame, handed));
  return out;
}

/// Tags of a page, in order.
std::vector<std::string> tags_of(const std::string& page) {
  std::vector<std::string> out;
  for (std::size_t at = page.find('<'); at != std::string::npos; at = page.find('<', at + 1)) {
    const std::size_t end = page.find_first_of(" >", at);
    out.push_back(page.substr(at, end - at));
  }
  return out;
}

std::set<std::string> keys_of(std::string_view table) {
  std::set<std::string> out;
  while (!table.empty()) {
    const std::size_t end = std::min(table.find('\n'), table.size());
    const std::string_view line = table.substr(0, end);
    CHECK(line.find('\t') != std::string_view::npos);
    CHECK(line.find('\t') + 1 < line.size());
    out.insert(std::string(line.substr(0, line.find('\t'))));
    table.remove_prefix(std::min(end + 1, table.size()));
  }
  return out;
}

}  // namespace

TEST_CASE("hostile text in every string field makes no tag, attribute or address") {
  const auto plain = all_pages("plain");
  const auto attacked = all_pages(hostile);
  REQUIRE(plain.size() == attacked.size());
  for (std::size_t i = 0; i < plain.size(); ++i) {
    CAPTURE(i);
    // The marks may fall elsewhere; apart from them the tags are the same, whatever the texts are.
    auto expected = tags_of(plain[i]);
    auto found = tags_of(attacked[i]);
    const auto drop_marks = [](std::vector<std::string>& tags) {
      std::erase_if(tags, [](const std::string& tag) { return tag == "<mark" || tag == "</mark"; });
    };
    drop_marks(expected);
    drop_marks(found);
    std::string differs;
    for (std::size_t at = 0; at < std::min(found.size(), expected.size()) && differs.empty(); ++at) {
      differs = found[at] == expected[at] ? "" : std::to_string(at) + ": " + expected[at] + " " + found[at];
    }
    CHECK(differs == "");
    CHECK(found.size() == expected.size());
    const std::size_t script = attacked[i].find("<script");  // ours alone, and with nothing inside
    CHECK((script == std::string::npos ||
           attacked[i].substr(script).starts_with("<script src=\"/static/desk.js\" defer=\"\"></script>")));
    CHECK((script == std::string::npos || attacked[i].find("<script", script + 1) == std::string::npos));
    CHECK(attacked[i].find("href=\"javascript") == std::string::npos);
    CHECK(attacked[i].find("onerror=alert(1)>") == std::string::npos);
    CHECK(attacked[i].find('\xFF') == std::string::npos);
  }
}

TEST_CASE("the three languages have the same keys and the same slots") {
  const auto english = keys_of(desk::texts_table("en"));
  CHECK(english.size() > 100);
  for (const std::string_view language : {"uk", "ru"}) {
    CAPTURE(language);
    CHECK(keys_of(desk::texts_table(language)) == english);
    const desk::Texts texts(language);
    const desk::Texts en("en");
    for (const std::string& key : english) {
      CAPTURE(key);
      for (const char* slot : {"{0}", "{1}", "{2}"}) {
        CHECK((texts(key).find(slot) != std::string_view::npos) ==
              (en(key).find(slot) != std::string_view::npos));
      }
    }
  }
}

TEST_CASE("every state, severity, verdict and outcome has words, and no page shows a bare key") {
  const desk::Texts texts("uk");
  const auto known = [&](const std::string& key) { return texts(key) != key; };
  for (const auto& [value, name] : model::names_of(model::CaseState{})) {
    CHECK(known("state." + std::string(name)));
  }
  for (const auto& [value, name] : model::names_of(model::Verdict{})) {
    CHECK(known("verdict." + std::string(name)));
  }
  for (const auto& [value, name] : model::names_of(model::Severity{})) {
    CHECK(known("severity." + std::string(name)));
  }
  for (const auto& [value, name] : model::names_of(model::Outcome{})) {
    CHECK(known("outcome." + std::string(name)));
  }
  const auto english = keys_of(desk::texts_table("en"));
  for (const std::string& page : all_pages("plain", "ru")) {
    for (const std::string& key : english) {
      CAPTURE(key);
      CHECK(page.find(">" + key + "<") == std::string::npos);
    }
  }
}

TEST_CASE("numbers take the right form in each language") {
  const desk::Texts ru("ru");
  CHECK(ru.counted("outlets", 1) == "1 издание");
  CHECK(ru.counted("outlets", 3) == "3 издания");
  CHECK(ru.counted("outlets", 11) == "11 изданий");
  CHECK(ru.counted("outlets", 21) == "21 издание");
  CHECK(ru.counted("outlets", 112) == "112 изданий");
  CHECK(desk::Texts("en").counted("outlets", 1) == "1 outlet");
  CHECK(desk::Texts("en").counted("outlets", 0) == "0 outlets");
}

TEST_CASE("times stand in the zone of the outlet, by the rules of their date") {
  CHECK(desk::local_time(at("2026-11-24T11:05:00Z"), "Europe/Kyiv") == "2026-11-24 13:05 UTC+2");
  CHECK(desk::local_time(at("2026-07-24T22:05:00Z"), "Europe/Kyiv") == "2026-07-25 01:05 UTC+3");
  CHECK(desk::local_time(at("2026-11-24T11:05:00Z"), "Asia/Kolkata") == "2026-11-24 16:35 UTC+5:30");
  CHECK(desk::local_time(at("2026-11-24T11:05:00Z"), "nowhere") == "2026-11-24 11:05 UTC");
}

TEST_CASE("marks that overlap are shown, and wrong ones are left out") {
  const auto marked = [](std::string_view text, const std::vector<desk::Mark>& marks) {
    desk::Html h;
    desk::marked_text(h, text, marks);
    return std::move(h).document();
  };
  CHECK(marked("abcdef", {{{1, 4}, "quote"}, {{3, 5}, "pattern"}}) ==
        "<!doctype html>\na<mark class=\"quote\">bc</mark><mark class=\"pattern quote\">d</mark><mark "
        "class=\"pattern\">e</mark>f\n");
  CHECK(marked("аб", {{{1, 2}, "quote"}, {{0, 99}, "quote"}, {{3, 2}, "quote"}}) == "<!doctype html>\nаб\n");
  CHECK(marked("", {{{0, 0}, "quote"}}) == "<!doctype html>\n\n");
}

TEST_CASE("a quiet queue says what was read") {
  const config::Config config = config_of("plain");
  desk::QueueView view;
  view.outlets = 43;
  view.polled = 41;
  view.quotes_today = 17;
  view.latest = {{"kallas", "the quote", start}};
  const std::string page = desk::queue_page(frame_of(config, "Olena"), view);
  CHECK(page.find("41 of 43 outlets were polled within 24 hours, 17 quotes") != std::string::npos);
  CHECK(page.find("the quote") != std::string::npos);
}

TEST_CASE("a case without authentic words says so") {
  config::Config config = config_of("plain");
  config.patterns[0].authentic.clear();
  desk::CaseView view;
  view.of = case_of("plain");
  CHECK(desk::case_page(frame_of(config, "Olena"), view).find("No authentic statement is known.") !=
        std::string::npos);
}

TEST_CASE("the words on which an authentic statement turns are marked, whole words and phrases only") {
  const std::string text = "If membership is not in question, notes are tangible. У разі згоди";
  const auto marked = [&](const char* key) {
    std::vector<std::string> out;
    for (const desk::Mark& mark : desk::operator_marks(text, {{key, {}}})) {
      out.push_back(text.substr(mark.span.begin, mark.span.end - mark.span.begin));
    }
    return out;
  };
  CHECK(marked("contrary") == std::vector<std::string>{"not"});
  const auto conditions = marked("condition_dropped");
  CHECK(std::ranges::find(conditions, "If") != conditions.end());
  CHECK(std::ranges::find(conditions, "У разі") != conditions.end());
  CHECK(marked("wording") == std::vector<std::string>{"If", "У разі", "not"});
}

TEST_CASE("reasons fall into what matched, what weakens, and what nobody looked at") {
  const config::Config config = config_of("x");
  model::Occurrence o = seen("a", start, bent);
  o.decision.why = {{"filled", {}}, {"hedged", {}}, {"body_not_seen", {}}};
  o.page_remark = "page not seen (403)";
  const auto reasons = desk::reasons_of(frame_of(config, "x"), o, {"A", "B", "C"});
  CHECK(reasons.matched == std::vector<std::string>{"A"});
  CHECK(reasons.lowered == std::vector<std::string>{"B"});
  REQUIRE(reasons.unchecked.size() == 5);
  CHECK(reasons.unchecked[0] == "C");
  CHECK(reasons.unchecked[1] == "page not seen (403)");
}

TEST_CASE("who is named as the source stands once with its outlets, the widest first") {
  model::Case of = case_of("x");
  model::Occurrence more = of.occurrences[0];
  of.occurrences[0].via = {"RIA"};
  more.outlet = "b";
  more.via = {"RIA", "TASS"};
  of.occurrences.push_back(more);
  of.occurrences.push_back(more);
  const auto chain = desk::via_chain(of);
  REQUIRE(chain.size() == 2);
  CHECK(chain[0].source == "RIA");
  CHECK(chain[0].outlets == std::vector<std::string>{"a", "b"});
  CHECK(chain[1].outlets == std::vector<std::string>{"b"});
}

TEST_CASE("a brief marks what no person has confirmed, and nothing of an outlet becomes markup") {
  const config::Config config = config_of("x");
  desk::CaseView view;
  view.of = case_of("x");
  view.of.groups[0].verdict.reset();
  view.why[view.of.occurrences[0].id] = {"because"};
  const desk::Frame frame = frame_of(config, "x");
  const auto count = [&](bool confirmed) {
    return std::ranges::count(desk::brief_of(frame, view), confirmed, &desk::BriefLine::confirmed);
  };
  const auto before = count(false);
  CHECK(before >= 4);
  CHECK(desk::brief_markdown(frame, desk::brief_of(frame, view)).find("not confirmed by a person") !=
        std::string::npos);
  view.of.groups[0].verdict = model::VerdictRecord{model::Verdict::false_quote, "u", start, ""};
  CHECK(count(false) == 0);
  CHECK(desk::escape_markdown("[x](http://e.example) <b> # *a*\n`c` www.e.example") ==
        "\\[x\\](http\\://e\\.example) \\<b\\> \\# \\*a\\* \\`c\\` www\\.e\\.example");
  CHECK(desk::escape_markdown("Каллас: «не обсуждается» - это так. 2026-11-25 14:20, 100 (сто)") ==
        "Каллас: «не обсуждается» - это так. 2026-11-25 14:20, 100 (сто)");
  CHECK(desk::escape_markdown("- это") == "\\- это");
  CHECK(desk::escape_markdown("2026. Год") == "2026\\. Год");
  CHECK(desk::escape_markdown("1) раз") == "1\\) раз");
  CHECK(desk::escape_markdown("a:smile: b@c.d") == "a\\:smile: b\\@c\\.d");
}
