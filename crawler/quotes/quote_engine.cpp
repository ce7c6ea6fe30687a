#include "crawler/quotes/quote_engine.hpp"

#include "crawler/quotes/frames.hpp"
#include "crawler/quotes/lexicon.hpp"
#include "crawler/quotes/operators.hpp"
#include "crawler/quotes/speakers.hpp"
#include "crawler/quotes/via.hpp"
#include "crawler/text/language_data.hpp"

#include <algorithm>
#include <tuple>

namespace qw::quotes {
namespace {

/// «Как заметил X, Кос «дошла до края»»: words that no verb reports are none inside another's record.
void drop_reported(std::vector<Draft>& drafts, Index tokens) {
  std::vector<Index> reach(tokens + 1);  // by token: where the record that begins here ends
  for (const Draft& draft : drafts) {
    if (!draft.bare && !draft.dropped) {
      reach[draft.content.begin] = std::max(reach[draft.content.begin], draft.content.end);
    }
  }
  for (Index i = 1; i < tokens; ++i) {
    reach[i] = std::max(reach[i], reach[i - 1]);
  }
  for (Draft& draft : drafts) {
    draft.dropped = draft.dropped || (draft.bare && reach[draft.content.begin] >= draft.content.end);
  }
}

/// The same words twice: the frame that came first stays.
void drop_doubles(std::vector<Draft>& drafts) {
  std::ranges::sort(drafts, [](const Draft& a, const Draft& b) {
    return std::tuple(a.content.begin, a.content.end, a.order) <
           std::tuple(b.content.begin, b.content.end, b.order);
  });
  const auto rest = std::ranges::unique(drafts, [](const Draft& a, const Draft& b) {
    return a.content.begin == b.content.begin && a.content.end == b.content.end;
  });
  drafts.erase(rest.begin(), rest.end());
}

class Engine final : public QuoteEngine {
 public:
  Engine(std::shared_ptr<const Lexicon> lexicon, std::shared_ptr<const text::LanguageData> language_data)
      : lexicon_(std::move(lexicon)), language_data_(std::move(language_data)) {}

  std::vector<model::Quote> extract(const TextInput& input) const override {
    const text::Language hint = input.language == "uk"   ? text::Language::uk
                                : input.language == "ru" ? text::Language::ru
                                                         : text::Language::unknown;
    const text::Document document = language_data_->read(input.text, hint);
    if (document.tokens.empty()) {
      return {};
    }
    Analysis analysis;
    analysis.lexicon = lexicon_.get();
    analysis.language_data = language_data_.get();
    analysis.document = &document;
    analysis.date = input.date;
    analysis.kind = input.kind;
    annotate(analysis);
    find_mentions(analysis);
    find_cues(analysis);
    Reading reading(analysis);
    read_direct(reading);
    read_dashes(reading);
    read_headlines(reading);
    read_clauses(reading);
    read_asides(reading);
    read_nouns(reading);
    read_pointers(reading);
    return finish(analysis, std::move(reading.drafts));
  }

  std::shared_ptr<const text::LanguageData> language_data() const override { return language_data_; }

 private:
  static std::vector<model::Quote> finish(const Analysis& analysis, std::vector<Draft> drafts) {
    for (Index n = 0; n < drafts.size(); ++n) {
      drafts[n].order = n;
    }
    drop_reported(drafts, analysis.size());
    std::erase_if(drafts, [](const Draft& draft) { return draft.dropped; });
    drop_doubles(drafts);
    std::ranges::sort(drafts, [](const Draft& a, const Draft& b) {
      return std::pair(a.cue_token, a.order) < std::pair(b.cue_token, b.order);
    });
    const std::vector<Speaker> speakers = find_speakers(analysis, drafts);
    const std::vector<std::vector<std::string>> accounts = find_accounts(analysis, drafts);
    std::vector<model::Quote> quotes;
    for (std::size_t n = 0; n < drafts.size(); ++n) {
      const Draft& draft = drafts[n];
      const Judgement judgement = judge_operators(analysis, draft);
      model::Quote quote;
      quote.content = analysis.document->span(draft.content);
      quote.form = draft.form;
      quote.speaker = speakers[n].mention;
      if (const auto& tokens = speakers[n].tokens) {
        quote.speaker_span = analysis.document->span(*tokens);
      }
      quote.official = speakers[n].official;
      quote.candidates = speakers[n].candidates;
      quote.polarity = judgement.polarity;
      quote.modality = judgement.modality;
      quote.via = accounts[n];
      if (draft.cue_length > 0) {
        quote.cue = analysis.document->span({draft.cue_token, draft.cue_token + draft.cue_length});
      }
      quote.distance = draft.distance;
      quote.cited_to_correct = draft.cited_to_correct;
      quotes.push_back(std::move(quote));
    }
    std::ranges::sort(quotes, [](const model::Quote& a, const model::Quote& b) {
      return a.content.begin != b.content.begin ? a.content.begin < b.content.begin
                                                : a.content.end > b.content.end;
    });
    // Parents: the innermost record around, in one pass over the sorted spans.
    std::vector<std::uint32_t> open;
    for (std::uint32_t n = 0; n < quotes.size(); ++n) {
      while (!open.empty() && quotes[open.back()].content.end < quotes[n].content.end) {
        open.pop_back();
      }
      if (!open.empty() && quotes[open.back()].content.begin <= quotes[n].content.begin) {
        quotes[n].parent = open.back();
      }
      open.push_back(n);
    }
    return quotes;
  }

  std::shared_ptr<const Lexicon> lexicon_;
  std::shared_ptr<const text::LanguageData> language_data_;
};

}  // namespace

std::expected<std::shared_ptr<const QuoteEngine>, std::vector<Error>> QuoteEngine::make(
    const std::string& lexicon_directory, const std::vector<model::Official>& officials,
    const std::vector<model::Namesake>& namesakes, const std::vector<model::Outlet>& outlets) {
  auto lexicon = load_lexicon(lexicon_directory, officials, namesakes, outlets);
  auto language_data = text::LanguageData::make(lexicon_directory);
  std::vector<Error> errors;
  if (!lexicon) {
    errors = std::move(lexicon.error());
  }
  if (!language_data) {
    errors.insert(errors.end(), language_data.error().begin(), language_data.error().end());
  }
  if (!errors.empty()) {
    return std::unexpected(std::move(errors));
  }
  return std::make_shared<const Engine>(std::move(*lexicon), std::move(*language_data));
}

}  // namespace qw::quotes
