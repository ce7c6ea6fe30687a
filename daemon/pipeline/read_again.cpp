#include "daemon/pipeline/read_again.hpp"

#include "crawler/article/read_article.hpp"
#include "crawler/fetch/decode_body.hpp"

#include <utility>

namespace qw::pipeline {
namespace {

/// "" when the page cannot be read again: then only the outlet's kind tells.
std::string claim_review_of(store::Store& store, const model::PageRecord& page) {
  const auto wire = store.load_page_body(page);
  if (!wire) {
    return {};
  }
  const auto body = fetch::decode_body(*wire, page.content_encoding, wire->size() * 200 + (1U << 20U));
  if (!body) {
    return {};
  }
  const auto article =
      article::read_article({body->bytes, page.final_url, page.content_type, page.fetched, "UTC"});
  return article ? article->claim_reviewed : "";
}

}  // namespace

Result<std::optional<ReadArticle>> read_again(store::Store& store, const Engines& engines,
                                              const std::string& revision) {
  TRY(auto found, store.find_revision(revision));
  if (!found) {
    return std::nullopt;
  }
  ReadArticle read;
  read.task.kind = model::TaskKind::read;
  read.task.outlet = found->outlet;
  read.task.url = found->url;
  read.task.canonical_url = found->canonical_url;
  // A later revision was judged without the feed's title, which belongs to the first.
  read.task.visits = found->number > 1 ? 1 : 0;
  read.task.sighting = std::move(found->sighting);
  read.page = found->page;
  read.fetched = found->fetched;
  read.history = !read.task.sighting.not_there_at;
  model::Article& article = read.article;
  article.outlet = std::move(found->outlet);
  article.url = std::move(found->url);
  article.canonical_url = std::move(found->canonical_url);
  article.title = std::move(found->title);
  article.lead = std::move(found->lead);
  article.text = std::move(found->text);
  article.language = std::move(found->language);
  article.authors = std::move(found->authors);
  article.published.time = found->published;
  article.published.day = found->published_day;
  article.published.raw = std::move(found->published_raw);
  read.page_remark = article.text.empty() ? "text not seen" : "";
  TRY(const auto page, store.find_page(read.page));
  if (page) {
    read.page_digest = page->payload_digest;
    const model::Outlet* outlet = engines.config->find_outlet(read.task.outlet);
    if (outlet != nullptr && outlet->kind == model::OutletKind::fact_checker) {
      article.claim_reviewed = claim_review_of(store, *page);
    }
  }
  return read;
}

}  // namespace qw::pipeline
