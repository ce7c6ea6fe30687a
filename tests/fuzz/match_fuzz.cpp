#include "crawler/match/match_engine.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace qw;

namespace {

struct Engines {
  std::shared_ptr<const quotes::QuoteEngine> quotes;
  std::shared_ptr<const match::MatchEngine> match;
};

/// One invented pattern; nobody said so.
Engines make() {
  const std::string config = QW_SOURCE_DIR "/config";
  // One official is enough, and the start must not eat the seconds of the run.
  model::Official official;
  official.id = "sefcovic";
  official.name = "Maroš Šefčovič";
  official.ru = "Марош Шефчович";
  official.uk = "Марош Шефчович";
  official.gender = model::Gender::masculine;
  for (model::CaseForms* forms : {&official.ru_last, &official.uk_last}) {
    forms->forms = {
        {{"Шефчович"}, {"Шефчовича"}, {"Шефчовичу"}, {"Шефчовича"}, {"Шефчовичем"}, {"Шефчовиче"}}};
  }
  official.roles = {{"European Commissioner", parse_day("2024-12-01").value(), std::nullopt}};
  const std::vector<model::Official> officials{official};
  model::Pattern pattern;
  pattern.id = "invented";
  pattern.official = "sefcovic";
  pattern.false_wordings = {"Шефчович: ЕС прекратит транзит белорусских удобрений и введёт квоты"};
  pattern.authentic = {"Если Минск нарушит правила, транзит удобрений прекратится"};
  pattern.since = *parse_day("2025-01-01");
  const auto quotes = quotes::QuoteEngine::make(config + "/lexicon", officials, {}, {});
  if (!quotes) {
    std::abort();
  }
  const auto engine = match::MatchEngine::make(*quotes, config + "/lexicon", officials, {pattern});
  if (!engine) {
    std::abort();
  }
  return {*quotes, *engine};
}

void check(bool holds) {
  if (!holds) {
    std::abort();
  }
}

const Engines& the_engines() {
  static const Engines made = make();
  return made;
}

}  // namespace

/// The dictionaries are loaded here: the time limit of an input is not for them.
extern "C" int LLVMFuzzerInitialize(int* /*argc*/, char*** /*argv*/) {
  the_engines();
  return 0;
}

/// The first line is the headline. Spans of a decision lie in their text; reasons can be told.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Engines& engines = the_engines();
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t line = bytes.find('\n');
  const std::string_view headline = bytes.substr(0, line);
  const std::string_view body = line == std::string_view::npos ? std::string_view() : bytes.substr(line + 1);
  const Day day = *parse_day("2025-06-10");
  const auto headline_quotes = engines.quotes->extract({headline, model::TextKind::headline, "ru", day});
  const auto body_quotes = engines.quotes->extract({body, model::TextKind::body, "", day});
  match::JudgedArticle article;
  article.texts = {{model::TextKind::headline, headline, &headline_quotes},
                   {model::TextKind::body, body, &body_quotes}};
  article.date = day;
  for (const model::Decision& decision : engines.match->judge(article)) {
    check(decision.confidence >= 0 && decision.confidence <= 1);
    for (const model::MatchedWords& words : decision.words) {
      const std::string_view text = words.text == model::TextKind::headline ? headline : body;
      check(words.span.begin < words.span.end && words.span.end <= text.size());
    }
    check(engines.match->explain(decision, "uk").size() == decision.why.size());
  }
  return 0;
}
