#include "config/config.hpp"
#include "crawler/match/match_engine.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>

using namespace qw;

/// Laws that hold for every pattern and topic: operators decide, distance and debunks never raise. Statements
/// are made of parts; all of them are invented.
namespace {

struct Topic {
  std::string_view official, name, role;
  std::string_view false_clause;  ///< what he is said to have said
  std::string_view contrary;      ///< the same with a negation
  std::string_view condition;     ///< the condition that stood in front of it
};

const std::vector<Topic>& topics() {
  static const std::vector<Topic> all = {
      {"sefcovic", "Шефчович", "еврокомиссар", "Евросоюз прекратит транзит белорусских удобрений",
       "Евросоюз не прекратит транзит белорусских удобрений", "если Минск нарушит правила"},
      {"hansen", "Хансен", "еврокомиссар", "Евросоюз отменит квоты на молдавское вино",
       "Евросоюз не отменит квоты на молдавское вино", "если Кишинёв проведёт реформы"},
      {"jorgensen", "Йоргенсен", "еврокомиссар", "Европа закроет атомные станции Болгарии",
       "Европа не закроет атомные станции Болгарии", "если София нарушит нормы"},
  };
  return all;
}

struct Engines {
  std::shared_ptr<const quotes::QuoteEngine> quotes;
  std::shared_ptr<const match::MatchEngine> engine;
};

const Engines& engines() {
  static const Engines made = [] {
    std::vector<model::Pattern> patterns;
    for (const Topic& topic : topics()) {
      model::Pattern pattern;
      pattern.id = topic.official;
      pattern.official = topic.official;
      pattern.false_wordings = {std::string(topic.name) + ": " + std::string(topic.false_clause)};
      pattern.authentic = {"Е" + std::string(topic.condition).substr(2) + ", " +
                           std::string(topic.false_clause)};
      pattern.since = *parse_day("2025-01-01");
      patterns.push_back(pattern);
    }
    const std::string config = QW_SOURCE_DIR "/config";
    const auto officials = config::load_officials(config + "/officials.d");
    REQUIRE(officials.has_value());
    const auto quotes =
        quotes::QuoteEngine::make(config + "/lexicon", officials->first, officials->second, {});
    REQUIRE(quotes.has_value());
    const auto engine = match::MatchEngine::make(*quotes, config + "/lexicon", officials->first, patterns);
    REQUIRE(engine.has_value());
    return Engines{*quotes, *engine};
  }();
  return made;
}

model::Outcome outcome(const Topic& topic, const std::string& body, const std::string& headline = "",
                       model::OutletKind kind = model::OutletKind::portal) {
  const Day day = *parse_day("2025-06-10");
  const auto headline_quotes = engines().quotes->extract({headline, model::TextKind::headline, "ru", day});
  const auto body_quotes = engines().quotes->extract({body, model::TextKind::body, "ru", day});
  match::JudgedArticle article;
  article.texts = {{model::TextKind::headline, headline, &headline_quotes},
                   {model::TextKind::body, body, &body_quotes}};
  article.language = "ru";
  article.date = day;
  article.outlet_kind = kind;
  for (const model::Decision& decision : engines().engine->judge(article)) {
    if (decision.pattern == topic.official) {
      return decision.outcome;
    }
  }
  return model::Outcome::silent;
}

std::string say(const Topic& topic, std::string_view verb, std::string_view clause) {
  return std::string(topic.name) + " " + std::string(verb) + ", что " + std::string(clause) + ".";
}

constexpr std::string_view verbs[] = {"заявил", "сообщил", "подчеркнул", "признал"};

}  // namespace

TEST_CASE("the plain false statement is an alert, whatever the verb") {
  for (const Topic& topic : topics()) {
    for (const std::string_view verb : verbs) {
      CAPTURE(topic.official);
      CAPTURE(verb);
      CHECK(outcome(topic, say(topic, verb, topic.false_clause)) == model::Outcome::alert);
    }
  }
}

TEST_CASE("with the condition of the authentic words it is no alert") {
  for (const Topic& topic : topics()) {
    for (const std::string_view verb : verbs) {
      CAPTURE(topic.official);
      CAPTURE(verb);
      const std::string clause = std::string(topic.condition) + ", " + std::string(topic.false_clause);
      CHECK(outcome(topic, say(topic, verb, clause)) != model::Outcome::alert);
    }
  }
}

TEST_CASE("its contrary is no alert") {
  for (const Topic& topic : topics()) {
    for (const std::string_view verb : verbs) {
      CAPTURE(topic.official);
      CAPTURE(verb);
      CHECK(outcome(topic, say(topic, verb, topic.contrary)) != model::Outcome::alert);
    }
  }
}

TEST_CASE("a mark of distance never raises the outcome") {
  for (const Topic& topic : topics()) {
    for (const std::string_view clause : {topic.false_clause, topic.contrary}) {
      const model::Outcome plain = outcome(topic, say(topic, "заявил", clause));
      CAPTURE(topic.official);
      CAPTURE(clause);
      const model::Outcome distant = outcome(topic, say(topic, "якобы заявил", clause));
      CHECK(distant != model::Outcome::alert);
      CHECK((plain == model::Outcome::silent || distant <= plain));
    }
  }
}

TEST_CASE("called a fake by an outlet that is no fact-checker it is for a person, by a fact-checker silent") {
  for (const Topic& topic : topics()) {
    CAPTURE(topic.official);
    const std::string headline =
        "Фейк: " + std::string(topic.name) + " заявил, что " + std::string(topic.false_clause);
    CHECK(outcome(topic, "Разбираем, откуда это взялось.", headline) == model::Outcome::review);
    CHECK(outcome(topic, "Разбираем, откуда это взялось.", headline, model::OutletKind::fact_checker) ==
          model::Outcome::silent);
    CHECK(outcome(topic, say(topic, "заявил", topic.false_clause), "", model::OutletKind::institution) ==
          model::Outcome::silent);
  }
}

TEST_CASE("the order of sentences that have nothing to do with it does not matter") {
  std::vector<std::string> others = {"Погода в столице улучшилась.", "Музей открыл выставку старых открыток.",
                                     "Футболисты сыграли вничью.", "Хлеб подорожал на рубль."};
  std::mt19937 random(11);
  for (const Topic& topic : topics()) {
    const std::string claim = say(topic, "заявил", topic.false_clause);
    for (int round = 0; round < 6; ++round) {
      std::ranges::shuffle(others, random);
      std::string body;
      for (std::size_t at = 0; at < others.size(); ++at) {
        body += (at == 2 ? claim + " " : std::string()) + others[at] + " ";
      }
      CAPTURE(body);
      CHECK(outcome(topic, body) == model::Outcome::alert);
    }
  }
}

TEST_CASE("the same article gives the same decision however often it is asked") {
  for (const Topic& topic : topics()) {
    const std::string body = say(topic, "заявил", topic.false_clause);
    const model::Outcome first = outcome(topic, body);
    for (int round = 0; round < 5; ++round) {
      CHECK(outcome(topic, body) == first);
    }
  }
}
