#include "crawler/match/match_engine.hpp"

#include "config/table.hpp"
#include "crawler/match/judgement.hpp"
#include "crawler/match/trace.hpp"
#include "crawler/match/why.hpp"
#include "crawler/text/language_data.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace qw::match {
namespace {

/// Sentences of the reasons by key, in the order of `languages`.
class Sentences {
 public:
  static std::expected<Sentences, std::vector<Error>> load(const std::string& directory) {
    auto table = config::read_table(directory + "/why.tsv", {"key", "en", "uk", "ru"});
    if (!table) {
      return std::unexpected(std::move(table).error());
    }
    Sentences sentences;
    std::vector<Error> errors;
    for (const config::TableRow& row : table->rows) {
      if (std::ranges::find(why::all, row.cells[0]) == why::all.end()) {
        errors.push_back(table->error_at(row, 0, "'" + row.cells[0] + "' is no reason of the engine"));
        continue;
      }
      sentences.rows_[row.cells[0]] = {row.cells[1], row.cells[2], row.cells[3]};
    }
    for (const std::string_view key : why::all) {
      if (!sentences.rows_.contains(std::string(key))) {
        errors.push_back(Error{Errc::config, "the reason '" + std::string(key) + "' has no sentence",
                               Where{table->file, 0, 0}});
      }
    }
    if (!errors.empty()) {
      return std::unexpected(std::move(errors));
    }
    return sentences;
  }

  std::string say(const model::Why& why, std::string_view language) const {
    const auto row = rows_.find(why.key);
    if (row == rows_.end()) {
      return why.key;
    }
    std::string sentence = row->second[language == "uk" ? 1 : language == "ru" ? 2 : 0];
    for (std::size_t at = 0; at < why.arguments.size(); ++at) {
      const std::string mark = "{" + std::to_string(at + 1) + "}";
      if (const std::size_t found = sentence.find(mark); found != std::string::npos) {
        sentence.replace(found, mark.size(), why.arguments[at]);
      }
    }
    return sentence;
  }

 private:
  std::map<std::string, std::array<std::string, 3>, std::less<>> rows_;
};

class Engine final : public MatchEngine {
 public:
  Engine(std::shared_ptr<const quotes::QuoteEngine> quotes, std::shared_ptr<const Lexicon> lexicon,
         Speakers speakers, Scales scales, Sentences sentences, const std::vector<model::Official>& officials,
         const std::vector<model::Pattern>& patterns)
      : quotes_(std::move(quotes)),
        language_(quotes_->language_data()),
        lexicon_(std::move(lexicon)),
        operators_(*lexicon_),
        mentions_(officials),
        speakers_(std::move(speakers)),
        scales_(std::move(scales)),
        sentences_(std::move(sentences)),
        forms_(*language_,
               [this](WordForm& form) {
                 lexicon_->ask(form);
                 mentions_.ask(form);
                 speakers_.ask(form);
               }),
        index_(*lexicon_, operators_, mentions_, forms_, patterns) {}

  std::vector<model::Decision> judge(const JudgedArticle& article) const override {
    std::vector<model::Decision> decisions;
    for_each_candidate(article, [&](const CompiledPattern& pattern, const std::vector<ReadText>& texts,
                                    const Compared& units) {
      decisions.push_back(judge_pattern(pattern, article, texts, units, *lexicon_, scales_, bounds_));
    });
    std::ranges::sort(decisions, {}, &model::Decision::pattern);
    return decisions;
  }

  std::vector<std::pair<std::string, std::vector<double>>> evidence(
      const JudgedArticle& article) const override {
    std::vector<std::pair<std::string, std::vector<double>>> rows;
    for_each_candidate(article, [&](const CompiledPattern& pattern, const std::vector<ReadText>& texts,
                                    const Compared& units) {
      if (const auto found = evidence_for(pattern, texts, units, *lexicon_, bounds_)) {
        rows.emplace_back(pattern.source.id, std::vector<double>(found->begin(), found->end()));
      }
    });
    std::ranges::sort(rows);
    return rows;
  }

  std::vector<std::pair<std::string, std::vector<std::string>>> trace(
      const JudgedArticle& article) const override {
    std::vector<std::pair<std::string, std::vector<std::string>>> out;
    for_each_candidate(article, [&](const CompiledPattern& pattern, const std::vector<ReadText>& texts,
                                    const Compared& units) {
      out.emplace_back(pattern.source.id,
                       match::trace(pattern, texts, weigh_units(pattern, units, *lexicon_), *lexicon_));
    });
    std::ranges::sort(out);
    return out;
  }

  std::vector<std::string> explain(const model::Decision& decision,
                                   std::string_view language) const override {
    std::vector<std::string> out;
    out.reserve(decision.why.size());
    for (const model::Why& why : decision.why) {
      out.push_back(sentences_.say(why, language));
    }
    return out;
  }

  std::vector<std::string> words_outside_lexicon(std::string_view pattern) const override {
    std::set<std::string> words;
    for (std::uint32_t at = 0; at < index_.size(); ++at) {
      if (index_.at(at).source.id != pattern) {
        continue;
      }
      for (const Wording& wording : index_.at(at).false_wordings) {
        for (const Slot& slot : wording.slots) {
          if (!slot.part.root.empty() && slot.part.kind != Kind::number) {
            words.insert(slot.words);
          }
        }
      }
    }
    return {words.begin(), words.end()};
  }

  std::vector<std::uint32_t> concepts_of(std::string_view id_or_words) const override {
    if (const std::uint32_t known = lexicon_->find(id_or_words); known < lexicon_->size()) {
      return {known};
    }
    std::set<std::uint32_t> found;
    for (const Hit& hit : lexicon_->hits(split_words(id_or_words, forms_))) {
      if (tells(hit.concept_index)) {
        found.insert(hit.concept_index);
      }
    }
    return {found.begin(), found.end()};
  }

  bool speaks_of(std::string_view text, const std::vector<std::uint32_t>& concepts) const override {
    constexpr double kindred = 0.7;
    const std::vector<Word> words = split_words(text, forms_);
    return std::ranges::any_of(lexicon_->hits(words), [&](const Hit& hit) {
      return tells(hit.concept_index) && std::ranges::any_of(concepts, [&](std::uint32_t wanted) {
               return std::abs(lexicon_->likeness(hit.concept_index, wanted)) >= kindred;
             });
    });
  }

 private:
  bool tells(std::uint32_t concept_index) const {
    const Kind kind = lexicon_->at(concept_index).kind;
    return kind != Kind::stop && kind != Kind::operator_ && kind != Kind::role;
  }
  /// Calls `visit` for every pattern that shares a part with the article and whose official may stand in it.
  template <class Visit>
  void for_each_candidate(const JudgedArticle& article, Visit visit) const {
    const Tables tables{*lexicon_, operators_, mentions_, speakers_, forms_};
    const std::vector<ReadText> texts = read_texts(article, tables);
    std::vector<Part> parts;
    std::set<std::string> officials;
    for (const ReadText& text : texts) {
      // «Комиссар по обороне», «литовец»: nobody need be named.
      for (std::string& official : speakers_.in_offices(text.words, text.hits, article.date)) {
        officials.insert(std::move(official));
      }
      for (const Clause& clause : text.clauses) {
        parts.insert(parts.end(), clause.parts.begin(), clause.parts.end());
      }
      for (const Mention& mention : text.mentions) {
        officials.insert(mentions_.id_of(mention.official));
      }
      if (text.source->quotes == nullptr) {
        continue;
      }
      for (const model::Quote& quote : *text.source->quotes) {
        if (quote.official) {
          officials.insert(*quote.official);
        }
        officials.insert(quote.candidates.begin(), quote.candidates.end());
      }
    }
    ClauseReadings readings(texts, tables);
    for (const std::string& official : officials) {
      const std::vector<std::uint32_t> candidates = index_.candidates(official, parts);
      if (candidates.empty()) {
        continue;
      }
      const std::vector<Unit> units = units_for(texts, readings, official, article.date, tables);
      const Compared compared(units, texts);
      for (const std::uint32_t candidate : candidates) {
        visit(index_.at(candidate), texts, compared);
      }
    }
  }

  std::shared_ptr<const quotes::QuoteEngine> quotes_;
  std::shared_ptr<const text::LanguageData> language_;
  std::shared_ptr<const Lexicon> lexicon_;
  Operators operators_;
  Mentions mentions_;
  Speakers speakers_;
  Scales scales_;
  Sentences sentences_;
  Bounds bounds_;
  WordForms forms_;
  PatternIndex index_;
};

}  // namespace

std::expected<std::shared_ptr<const MatchEngine>, std::vector<Error>> MatchEngine::make(
    std::shared_ptr<const quotes::QuoteEngine> quotes, const std::string& lexicon_directory,
    const std::vector<model::Official>& officials, const std::vector<model::Pattern>& patterns) {
  auto lexicon = Lexicon::load(lexicon_directory);
  auto sentences = Sentences::load(lexicon_directory);
  if (!lexicon || !sentences) {
    std::vector<Error> errors;
    if (!lexicon) {
      errors = std::move(lexicon).error();
    }
    if (!sentences) {
      errors.insert(errors.end(), sentences.error().begin(), sentences.error().end());
    }
    return std::unexpected(std::move(errors));
  }
  auto speakers = Speakers::load(lexicon_directory, **lexicon, officials);
  if (!speakers) {
    return std::unexpected(std::move(speakers).error());
  }
  auto scales = Scales::load(lexicon_directory);
  if (!scales) {
    return std::unexpected(std::move(scales).error());
  }
  return std::make_shared<const Engine>(std::move(quotes), *std::move(lexicon), *std::move(speakers),
                                        *std::move(scales), *std::move(sentences), officials, patterns);
}

}  // namespace qw::match
