#include "daemon/pipeline/judge.hpp"

#include "base/ids.hpp"
#include "base/stopwatch.hpp"
#include "base/utf8.hpp"
#include "crawler/text/language_data.hpp"
#include "daemon/cases/copies.hpp"
#include "daemon/pipeline/excerpt.hpp"
#include "model/names.hpp"

#include <algorithm>
#include <utility>

namespace qw::pipeline {
namespace {

constexpr std::size_t most_headline_code_points = 400;

/// One of the article's texts with its quotes; `text` lives in the ReadArticle.
struct Text {
  model::TextKind kind = model::TextKind::body;
  const std::string* text = nullptr;
  std::vector<model::Quote> quotes;
};

Day day_for(const ReadArticle& read) {
  if (read.article.published.day) {
    return *read.article.published.day;
  }
  const model::Sighting& seen = read.task.sighting;
  return day_of(seen.says_published.value_or(seen.seen_at == Time{} ? read.fetched : seen.seen_at));
}

std::vector<Text> texts_of(const ReadArticle& read) {
  std::vector<Text> texts;
  const auto add = [&texts](model::TextKind kind, const std::string& text) {
    if (!text.empty()) {
      texts.push_back({kind, &text, {}});
    }
  };
  const model::Sighting& seen = read.task.sighting;
  if (read.unseen != Unseen::no) {
    add(model::TextKind::feed_title, seen.title);
    add(model::TextKind::summary, seen.summary);
    return texts;
  }
  add(model::TextKind::headline, read.article.title);
  if (seen.title != read.article.title && read.task.visits == 0) {
    add(model::TextKind::feed_title, seen.title);
  }
  add(model::TextKind::body, read.article.text);
  return texts;
}

model::Revision revision_of(const ReadArticle& read) {
  const model::Article& article = read.article;
  model::Revision out;
  out.article = article_id(article.canonical_url);
  out.id = content_id(out.article + "\n" + article.title + "\n" + article.text);
  out.outlet = read.task.outlet;
  out.url = article.url;
  out.canonical_url = article.canonical_url;
  out.page = read.page;
  out.title = article.title;
  out.lead = article.lead;
  out.text = article.text;
  out.language = article.language;
  out.authors = article.authors;
  out.published = article.published.time;
  out.published_day = article.published.day;
  out.published_raw = article.published.raw;
  out.sighting = read.task.sighting;
  out.fetched = read.fetched;
  out.remarks = article.remarks;
  return out;
}

std::vector<store::QuoteRow> quote_rows(const std::vector<Text>& texts, const std::string& revision,
                                        Time seen) {
  std::vector<store::QuoteRow> rows;
  for (const Text& text : texts) {
    for (const model::Quote& quote : text.quotes) {
      if (!quote.official && quote.candidates.empty()) {
        continue;
      }
      store::QuoteRow row;
      row.revision = revision;
      row.number = static_cast<std::uint32_t>(rows.size());
      row.text = text.kind;
      row.quote = quote;
      row.words = text.text->substr(quote.content.begin, quote.content.end - quote.content.begin);
      row.seen = seen;
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

const Text* find_text(const std::vector<Text>& texts, model::TextKind kind) {
  const auto found = std::ranges::find(texts, kind, &Text::kind);
  return found == texts.end() ? nullptr : &*found;
}

model::Occurrence occurrence_of(const Engines& engines, const ReadArticle& read,
                                const std::vector<Text>& texts, const std::string& revision,
                                const model::Decision& decision) {
  const model::Outlet* outlet = engines.config->find_outlet(read.task.outlet);
  const model::Article& article = read.article;
  model::Occurrence out;
  out.id = content_id(article_id(article.canonical_url) + "\n" + revision + "\n" +
                      std::string(model::name_of(decision.text)) + "\n" + decision.pattern);
  out.outlet = read.task.outlet;
  out.voice = outlet == nullptr ? read.task.outlet : model::voice_of(*outlet);
  out.tier = outlet == nullptr ? 3 : outlet->tier;
  out.language = article.language;
  out.url = article.canonical_url;
  out.revision = revision;
  out.page = read.page;
  out.page_remark = read.page_remark;
  out.headline = utf8::cut(article.title, most_headline_code_points);
  out.decision = decision;
  const Text* text = find_text(texts, decision.text);
  if (text != nullptr) {
    const model::Quote* quote =
        decision.quote && *decision.quote < text->quotes.size() ? &text->quotes[*decision.quote] : nullptr;
    const Excerpt excerpt =
        excerpt_around(*engines.quotes->language_data(), *text->text, span_to_show(decision, quote));
    out.excerpt = excerpt.text;
    out.quote_in_excerpt = excerpt.marked;
    out.decision.words = words_in(excerpt, decision);
    if (quote != nullptr) {
      out.speaker = quote->speaker;
      out.via = quote->via;
      if (quote->cue) {
        out.cue = text->text->substr(quote->cue->begin, quote->cue->end - quote->cue->begin);
      }
    }
  }
  const model::Sighting& seen = read.task.sighting;
  out.says_published = article.published.time ? article.published.time : seen.says_published;
  out.not_there_at = seen.not_there_at;
  out.seen_at = seen.seen_at == Time{} ? read.fetched : seen.seen_at;
  out.digest = read.page_digest;
  out.fingerprint = cases::copy_fingerprint(article.text.empty() ? article.title : article.text);
  return out;
}

/// A person says that the pattern is meant: it goes before a reviewer, whatever the engine thinks of it.
void raise(std::vector<model::Decision>& decisions, const std::string& pattern, model::TextKind text) {
  const auto found = std::ranges::find(decisions, pattern, &model::Decision::pattern);
  if (found == decisions.end()) {
    model::Decision wished;
    wished.pattern = pattern;
    wished.outcome = model::Outcome::review;
    wished.text = text;
    decisions.push_back(std::move(wished));
  } else {
    found->outcome = std::max(found->outcome, model::Outcome::review);
  }
}

}  // namespace

std::string article_id(const std::string& canonical_url) { return content_id(canonical_url); }

Judged judge(const Engines& engines, const ReadArticle& read) {
  Judged out;
  if (read.unseen != Unseen::no && read.task.visits > 0) {
    return out;  // its page was judged when it was there
  }
  const Day day = day_for(read);
  std::vector<Text> texts = texts_of(read);
  match::JudgedArticle judged;
  const Stopwatch quotes_watch;
  for (Text& text : texts) {
    text.quotes = engines.quotes->extract({*text.text, text.kind, read.article.language, day});
  }
  out.quotes_seconds = quotes_watch.seconds();
  for (const Text& text : texts) {
    judged.texts.push_back({text.kind, *text.text, &text.quotes});
  }
  if (read.unseen == Unseen::no) {
    out.revision = revision_of(read);
  }
  const std::string revision = out.revision ? out.revision->id : "";
  out.quotes = quote_rows(texts, revision, read.fetched);

  const model::Outlet* outlet = engines.config->find_outlet(read.task.outlet);
  const model::OutletKind kind = outlet == nullptr ? model::OutletKind::portal : outlet->kind;
  if (kind == model::OutletKind::institution || texts.empty()) {
    return out;
  }
  judged.language = read.article.language;
  judged.date = day;
  judged.outlet_kind = kind;
  judged.body_seen = read.unseen == Unseen::no && !read.article.text.empty();
  judged.claim_reviewed = read.article.claim_reviewed;
  const Stopwatch match_watch;
  std::vector<model::Decision> decisions = engines.match->judge(judged);
  out.match_seconds = match_watch.seconds();
  if (!read.wished_pattern.empty()) {
    raise(decisions, read.wished_pattern, texts.back().kind);
  }
  for (model::Decision& decision : decisions) {
    if (decision.outcome != model::Outcome::silent) {
      out.found.push_back({occurrence_of(engines, read, texts, revision, decision),
                           read.history ? cases::Freshness::history : cases::Freshness::fresh});
    }
    out.decisions.push_back({revision.empty() ? read.page : revision, std::move(decision), read.fetched});
  }
  return out;
}

}  // namespace qw::pipeline
