#include "daemon/patterns/check.hpp"

#include "crawler/article/language.hpp"
#include "crawler/text/language_data.hpp"
#include "crawler/text/letters.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace qw::patterns {
namespace {

const model::Decision* decision_of(const std::vector<model::Decision>& decisions,
                                   const std::string& pattern) {
  const auto found = std::ranges::find(decisions, pattern, &model::Decision::pattern);
  return found == decisions.end() ? nullptr : &*found;
}

bool is_caught(const model::Decision* decision) {
  return decision != nullptr && decision->outcome != model::Outcome::silent;
}

text::Language language_of(std::string_view words) {
  const std::string found = article::language_of(words, "");
  return found == "uk" ? text::Language::uk : found == "en" ? text::Language::en : text::Language::ru;
}

}  // namespace

bool is_note(Remark remark) {
  return remark == Remark::no_authentic || remark == Remark::spelling_only || remark == Remark::dead_word;
}

std::expected<Bench, std::vector<Error>> Bench::make(std::shared_ptr<const quotes::QuoteEngine> quotes,
                                                     const std::string& lexicon_directory,
                                                     const std::vector<model::Official>& officials,
                                                     const std::vector<model::Pattern>& patterns) {
  std::vector<model::Pattern> matched = patterns;
  for (model::Pattern& pattern : matched) {
    pattern.state = model::PatternState::live;
  }
  auto match = match::MatchEngine::make(quotes, lexicon_directory, officials, matched);
  if (!match) {
    return std::unexpected(std::move(match).error());
  }
  Bench bench;
  bench.quotes_ = std::move(quotes);
  bench.match_ = *std::move(match);
  bench.officials_ = officials;
  return bench;
}

std::vector<model::Decision> Bench::judge(const model::Pattern& pattern, const std::string& words,
                                          model::TextKind kind) const {
  const auto quotes = quotes_->extract({words, kind, "", pattern.since});
  match::JudgedArticle article;
  article.texts.push_back({kind, words, &quotes});
  article.date = pattern.since;
  return match_->judge(article);
}

std::vector<model::Decision> Bench::as_printed(const model::Pattern& pattern,
                                               const std::string& words) const {
  const auto official = std::ranges::find(officials_, pattern.official, &model::Official::id);
  const std::string name = official == officials_.end() ? "" : official->ru;
  const std::size_t space = name.rfind(' ');
  const std::string surname = name.substr(space == std::string::npos ? 0 : space + 1);
  const bool named = name.empty() || words.find(surname) != std::string::npos;
  const std::string printed = named ? words : name + ": " + words;
  // A headline alone weighs less than a text: what either of them catches is caught.
  std::vector<model::Decision> out = judge(pattern, printed, model::TextKind::headline);
  for (model::Decision& each : judge(pattern, printed + ".", model::TextKind::body)) {
    const auto same = std::ranges::find(out, each.pattern, &model::Decision::pattern);
    if (same == out.end()) {
      out.push_back(std::move(each));
    } else if (each.outcome > same->outcome) {
      *same = std::move(each);
    }
  }
  return out;
}

std::vector<model::Decision> Bench::as_body(const model::Pattern& pattern, const std::string& words) const {
  return judge(pattern, words, model::TextKind::body);
}

void Bench::check_words(const model::Pattern& pattern, std::vector<Finding>& findings) const {
  const std::vector<std::string> strangers = match_->words_outside_lexicon(pattern.id);
  const auto data = quotes_->language_data();
  std::string list;
  for (const std::string& word : strangers) {
    list += (list.empty() ? "" : ", ") + word;
    if (data == nullptr || word.find(' ') != std::string::npos) {
      continue;
    }
    const std::string key = text::key_of(word);
    const bool known =
        std::ranges::any_of(std::to_array({text::Language::ru, text::Language::uk, text::Language::en}),
                            [&](text::Language language) {
                              const auto found = data->word(language, key);
                              return found->known || found->name;
                            });
    if (!known) {
      findings.push_back({Remark::dead_word, word, "", "", {}});
    }
  }
  if (!list.empty()) {
    findings.push_back({Remark::spelling_only, list, "", "", {}});
  }
}

std::vector<Finding> Bench::check(const model::Pattern& pattern) const {
  std::vector<Finding> out;
  std::map<std::string, std::string> seen;
  for (const std::string& words : pattern.false_wordings) {
    const std::vector<model::Decision> decisions = as_printed(pattern, words);
    if (!seen.emplace(text::key_of(words), words).second) {
      out.push_back({Remark::repeated_wording, words, "", "", {}});
    }
    if (language_of(words) == text::Language::en) {
      out.push_back({Remark::wrong_language, words, "", "", {}});
    }
    if (!is_caught(decision_of(decisions, pattern.id))) {
      out.push_back({Remark::misses_own_false, words, "", "", {}});
    }
    for (const model::Decision& other : decisions) {
      if (other.pattern != pattern.id && is_caught(&other)) {
        out.push_back({Remark::overlaps, words, other.pattern, "", {}});
      }
    }
  }
  for (const std::string& words : pattern.authentic) {
    if (is_caught(decision_of(as_printed(pattern, words), pattern.id))) {
      out.push_back({Remark::catches_authentic, words, "", "", {}});
    }
  }
  if (pattern.authentic.empty()) {
    out.push_back({Remark::no_authentic, "", "", "", {}});
  }
  check_words(pattern, out);
  return out;
}

std::vector<Finding> Bench::run_examples(const model::Pattern& pattern) const {
  std::vector<Finding> out;
  const auto run = [&](const std::string& words, model::Outcome expected, Remark remark) {
    const std::vector<model::Decision> decisions = as_body(pattern, words);
    const model::Decision* decision = decision_of(decisions, pattern.id);
    const model::Outcome got = decision == nullptr ? model::Outcome::silent : decision->outcome;
    if (got != expected) {
      out.push_back({remark, words, "", std::string(model::name_of(got)),
                     decision == nullptr ? std::vector<std::string>() : match_->explain(*decision, "en")});
    }
  };
  for (const std::string& words : pattern.examples_alert) {
    run(words, model::Outcome::alert, Remark::example_not_caught);
  }
  for (const std::string& words : pattern.examples_silent) {
    run(words, model::Outcome::silent, Remark::example_caught);
  }
  return out;
}

std::string sentence_of(const Finding& finding) {
  switch (finding.remark) {
    case Remark::misses_own_false:
      return "does not catch its own false wording: " + finding.words;
    case Remark::catches_authentic:
      return "would catch its own authentic words: " + finding.words;
    case Remark::overlaps:
      return "overlaps with " + finding.other + ", which catches as well: " + finding.words;
    case Remark::example_not_caught:
      return "expected alert, got " + finding.got + ": " + finding.words;
    case Remark::example_caught:
      return "expected silent, got " + finding.got + ": " + finding.words;
    case Remark::repeated_wording:
      return "says the same twice: " + finding.words;
    case Remark::wrong_language:
      return "a false wording must be as it circulates, in Russian or Ukrainian: " + finding.words;
    case Remark::no_authentic:
      return "note: no authentic words; what was lost cannot be compared";
    case Remark::dead_word:
      return "note: no dictionary and no table knows this word; a slip of the pen? " + finding.words;
    case Remark::spelling_only:
      return "note: outside the lexicon, known by spelling only: " + finding.words;
  }
  return "";
}

}  // namespace qw::patterns
