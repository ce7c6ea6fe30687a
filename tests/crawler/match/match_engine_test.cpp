#include "crawler/match/match_engine.hpp"

#include "base/fold.hpp"
#include "config/config.hpp"
#include "crawler/match/why.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace qw;

namespace {

/// Invented patterns on invented statements; nobody said any of this.
std::vector<model::Pattern> patterns() {
  const Day since = *parse_day("2025-01-01");
  model::Pattern transit;
  transit.id = "transit";
  transit.official = "sefcovic";
  transit.false_wordings = {"Шефчович: ЕС прекратит транзит белорусских удобрений"};
  transit.authentic = {"Если Минск нарушит правила, транзит белорусских удобрений прекратится"};
  transit.since = since;
  transit.until = *parse_day("2025-12-31");
  model::Pattern quotas;
  quotas.id = "quotas";
  quotas.official = "hansen";
  quotas.false_wordings = {"Хансен потребовал отменить квоты на молдавское вино"};
  quotas.since = since;
  return {transit, quotas};
}

struct Fixture {
  std::shared_ptr<const quotes::QuoteEngine> quotes;
  std::shared_ptr<const match::MatchEngine> engine;
};

const Fixture& fixture() {
  static const Fixture made = [] {
    const std::string config = QW_SOURCE_DIR "/config";
    const auto officials = config::load_officials(config + "/officials.d");
    REQUIRE(officials.has_value());
    const auto quotes =
        quotes::QuoteEngine::make(config + "/lexicon", officials->first, officials->second, {});
    REQUIRE(quotes.has_value());
    const auto engine = match::MatchEngine::make(*quotes, config + "/lexicon", officials->first, patterns());
    REQUIRE(engine.has_value());
    return Fixture{*quotes, *engine};
  }();
  return made;
}

struct Case {
  std::string_view headline, body;
  model::Outcome outcome;
  model::Label label;
  model::OutletKind kind = model::OutletKind::portal;
  std::string_view date = "2025-06-10";
};

struct Judged {
  std::string headline, body;
  std::vector<model::Quote> headline_quotes, body_quotes;
  std::vector<model::Decision> decisions;
};

Judged judge(const Case& each) {
  Judged judged{std::string(each.headline), std::string(each.body), {}, {}, {}};
  const Day day = *parse_day(each.date);
  judged.headline_quotes = fixture().quotes->extract({judged.headline, model::TextKind::headline, "ru", day});
  judged.body_quotes = fixture().quotes->extract({judged.body, model::TextKind::body, "ru", day});
  match::JudgedArticle article;
  article.texts = {{model::TextKind::headline, judged.headline, &judged.headline_quotes},
                   {model::TextKind::body, judged.body, &judged.body_quotes}};
  article.language = "ru";
  article.date = day;
  article.outlet_kind = each.kind;
  judged.decisions = fixture().engine->judge(article);
  return judged;
}

const model::Decision* of(const Judged& judged, std::string_view pattern) {
  const auto found = std::ranges::find(judged.decisions, pattern, &model::Decision::pattern);
  return found == judged.decisions.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("the same vocabulary gives the decision that a reader would give") {
  using enum model::Outcome;
  using enum model::Label;
  const Case cases[] = {
      {"Новости", "Шефчович заявил, что Евросоюз прекратит транзит белорусских удобрений.", alert,
       false_quote},
      {"", "Єврокомісар Шефчович повідомив, що ЄС зупинить транзит білоруських добрив.", alert, false_quote},
      {"", "«Если Минск нарушит правила, транзит белорусских удобрений прекратится», — сказал Шефчович.",
       silent, authentic},
      {"", "Шефчович заявил, что ЕС не прекратит транзит белорусских удобрений.", silent, opposite},
      {"", "Шефчович опроверг, что ЕС прекратит транзит белорусских удобрений.", silent, denial},
      {"", "Шефчович якобы заявил, что ЕС прекратит транзит белорусских удобрений.", review, hedged},
      {"Шефчович: ЕС прекратит транзит белорусских удобрений", "", review, false_quote},
      {"Фейк: Шефчович объявил о прекращении транзита белорусских удобрений",
       "Разбираем, откуда это взялось.", review, claims_to_debunk},
      {"Фейк: Шефчович объявил о прекращении транзита белорусских удобрений",
       "Разбираем, откуда это взялось.", silent, debunk, model::OutletKind::fact_checker},
      {"", "Шефчович заявил, что Евросоюз прекратит транзит белорусских удобрений.", silent, other_time,
       model::OutletKind::portal, "2026-03-01"},
      {"", "Шефчович заявил, что Евросоюз прекратит транзит казахстанских удобрений.", silent, other_topic},
      {"", "Шефчович усомнился в том, что ЕС продолжит транзит белорусских удобрений.", alert, false_quote},
      {"",
       "Трамп промолчал. Комиссар по торговле Марош Шефчович возвестил: ЕС прекратит транзит белорусских "
       "удобрений.",
       alert, false_quote},
      {"", "Шефчович заявил, что транзит белорусских удобрений продолжится и после закрытия границы.", silent,
       opposite},
  };
  for (const Case& each : cases) {
    CAPTURE(each.headline);
    CAPTURE(each.body);
    const Judged judged = judge(each);
    const model::Decision* decision = of(judged, "transit");
    REQUIRE(decision != nullptr);
    CHECK(model::name_of(decision->outcome) == model::name_of(each.outcome));
    CHECK(model::name_of(decision->label) == model::name_of(each.label));
  }
}

TEST_CASE("a demand is caught as a demand, in the other language too") {
  const Judged judged = judge({"", "Гансен зажадав скасувати квоти на молдовське вино.",
                               model::Outcome::alert, model::Label::false_quote});
  const model::Decision* decision = of(judged, "quotas");
  REQUIRE(decision != nullptr);
  CHECK(decision->outcome == model::Outcome::alert);
}

TEST_CASE("every reason has a sentence in three languages and names words that stand in the text") {
  const Judged judged = judge({"", "Шефчович заявил, что Евросоюз прекратит транзит белорусских удобрений.",
                               model::Outcome::alert, model::Label::false_quote});
  const model::Decision* decision = of(judged, "transit");
  REQUIRE(decision != nullptr);
  REQUIRE_FALSE(decision->why.empty());
  REQUIRE_FALSE(decision->words.empty());
  for (const model::MatchedWords& words : decision->words) {
    REQUIRE(words.span.end <= judged.body.size());
    CHECK(words.span.begin < words.span.end);
  }
  for (const model::Why& why : decision->why) {
    CHECK(std::ranges::find(match::why::all, why.key) != match::why::all.end());
    if (why.key == match::why::filled) {
      REQUIRE(why.arguments.size() == 2);
      CHECK(judged.body.find(why.arguments[1]) != std::string::npos);
      CHECK(folded_utf8(why.arguments[0], 200) != folded_utf8(why.arguments[1], 200));
    }
  }
  for (const std::string_view language : {"en", "uk", "ru"}) {
    const auto sentences = fixture().engine->explain(*decision, language);
    REQUIRE(sentences.size() == decision->why.size());
    for (const std::string& sentence : sentences) {
      CHECK(sentence.find('{') == std::string::npos);
    }
  }
}

TEST_CASE("judging is the same on every run") {
  const Case each{"Шефчович о транзите", "Шефчович заявил, что ЕС прекратит транзит белорусских удобрений.",
                  model::Outcome::alert, model::Label::false_quote};
  const Judged first = judge(each);
  const Judged second = judge(each);
  REQUIRE(first.decisions.size() == second.decisions.size());
  for (std::size_t at = 0; at < first.decisions.size(); ++at) {
    CHECK(first.decisions[at].outcome == second.decisions[at].outcome);
    CHECK(first.decisions[at].confidence == second.decisions[at].confidence);
    CHECK(first.decisions[at].why.size() == second.decisions[at].why.size());
  }
}

TEST_CASE("a text is asked for a concept by its id or by a word, whatever the language of either") {
  const match::MatchEngine& engine = *fixture().engine;
  for (const char* asked : {"nato", "НАТО", "Alliance"}) {
    const auto meant = engine.concepts_of(asked);
    REQUIRE_FALSE(meant.empty());
    CHECK(engine.speaks_of("В альянсе об этом не говорят", meant));
    CHECK(engine.speaks_of("Членство в НАТО відкладено", meant));
    CHECK_FALSE(engine.speaks_of("Рыбакам дадут квоты", meant));
  }
  CHECK(engine.concepts_of("абракадаброй").empty());
  CHECK(engine.concepts_of("не").empty());
}
