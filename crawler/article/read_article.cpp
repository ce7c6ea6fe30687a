#include "crawler/article/read_article.hpp"

#include "base/utf8.hpp"
#include "crawler/article/authors.hpp"
#include "crawler/article/blocks.hpp"
#include "crawler/article/charset.hpp"
#include "crawler/article/html_scan.hpp"
#include "crawler/article/json_facts.hpp"
#include "crawler/article/language.hpp"
#include "crawler/article/main_text.hpp"
#include "crawler/article/page_facts.hpp"
#include "crawler/article/page_state.hpp"
#include "crawler/article/page_trace.hpp"
#include "crawler/article/prepass.hpp"
#include "crawler/article/published.hpp"
#include "crawler/article/title.hpp"
#include "crawler/article/words.hpp"

#include <boost/url.hpp>

#include <algorithm>

namespace qw::article {
namespace {

using model::Article;
using model::Looked;

constexpr std::size_t most_bytes = 32U << 20U;
constexpr std::size_t most_flat_text = 1U << 20U;

/// Bytes that are no text in any charset: pictures, archives, fonts.
bool is_binary(std::string_view bytes, std::string_view content_type) {
  for (const std::string_view magic :
       {"%PDF-", "\x89PNG", "\xFF\xD8\xFF", "GIF8", "PK\3\4", "\x1F\x8B", "RIFF"}) {
    if (bytes.starts_with(magic)) {
      return true;
    }
  }
  for (const std::string_view type :
       {"image/", "video/", "audio/", "font/", "application/pdf", "application/zip"}) {
    if (contains_ignoring_case(content_type, type)) {
      return true;
    }
  }
  return false;
}

bool is_other_text(std::string_view content_type) {
  return contains_ignoring_case(content_type, "json") || contains_ignoring_case(content_type, "javascript") ||
         contains_ignoring_case(content_type, "text/css");
}

std::string absolute(std::string_view link, const std::string& base) {
  const auto reference = boost::urls::parse_uri_reference(boost::core::string_view(link.data(), link.size()));
  const auto from = boost::urls::parse_uri(base);
  if (!reference) {
    return {};
  }
  boost::urls::url out;
  if (from ? !boost::urls::resolve(*from, *reference, out) : !reference->has_scheme()) {
    return {};
  }
  return from ? std::string(out.buffer()) : std::string(link);
}

void read_flat(Article& article, std::string_view html) {
  article.remarks.emplace_back("too_deep");
  article.text = cleaned(without_entities(flat_text(html, most_flat_text)), Lines::keep);
  const std::size_t open = html.find("<title");
  if (open != std::string_view::npos) {
    const TagToken tag = read_tag(html, open);
    const std::size_t close =
        tag.end == std::string_view::npos ? tag.end : find_end_tag(html, tag.end, "title");
    if (close != std::string_view::npos) {
      article.title =
          cleaned(without_entities(html.substr(tag.end, std::min<std::size_t>(close - tag.end, 1000))));
    }
  }
  article.language = language_of(article.text, "");
  article.looked = count_words(article.text) >= 8 ? Looked::article : Looked::no_text;
}

std::string whole_page(const std::vector<Block>& blocks) {
  std::string out;
  for (const Block& block : blocks) {
    if (out.size() > 20000) {
      break;
    }
    out += block.text;
    out += '\n';
  }
  return out;
}

void trace_facts(PageTrace& trace, const Dom& dom, const PageFacts& facts, const JsonFacts& json) {
  const auto offer = [&](std::string_view name, std::string_view value) {
    if (!value.empty()) {
      trace.offered.emplace_back(name, value);
    }
  };
  offer("title", facts.title_element);
  for (const std::uint32_t node : facts.h1) {
    offer("h1", cleaned(dom.text_of(node)));
  }
  for (const auto& [key, contents] : facts.meta) {
    for (const std::string& content : contents) {
      offer(key, content);
    }
  }
  for (const std::uint32_t node : facts.times) {
    offer("time", std::string(dom.attr(node, Attr::datetime)) + " | " + cleaned(dom.text_of(node)));
  }
  offer("canonical", facts.canonical);
  offer("json headline", json.headline);
  offer("json alternativeHeadline", json.alternative_headline);
  offer("json datePublished", json.date_published);
  for (const std::string& author : json.authors) {
    offer("json author", author);
  }
}

void trace_blocks(PageTrace& trace, const std::vector<Block>& blocks, const Judged& judged) {
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    trace.blocks.push_back(
        {judged.tiers[i], judged.chances[i], std::string(name_of(blocks[i].tag)), blocks[i].text});
  }
}

void read_tree(Article& article, std::string_view html, const Prepared& prepared, const PageInput& page,
               PageTrace* trace) {
  const Dom dom(prepared.html);
  const PageFacts facts = page_facts(dom);
  const JsonFacts json = json_facts(prepared.json_ld);
  const std::vector<Block> blocks = blocks_of(dom, places_of(dom));
  const Titles titles = titles_of(dom, facts, json);
  article.title = titles.title;
  article.og_title = titles.og_title;
  article.lead = facts.first({"og:description", "description", "twitter:description"});
  FeatureContext judging;
  judging.title = article.title;
  judging.lead = article.lead;
  judging.headline = headline_block(blocks, article.title);
  const Judged judged = judge_blocks(dom, blocks, judging);
  article.text = text_of_tiers(blocks, judged.tiers);
  if (trace != nullptr) {
    trace_facts(*trace, dom, facts, json);
    trace_blocks(*trace, blocks, judged);
  }
  if (count_words(article.text) < 40 && json.article_body.size() > 2 * article.text.size()) {
    article.text = json.article_body;
    article.remarks.emplace_back("text_from_json");
  }
  article.language = language_of(article.text + "\n" + article.title, facts.language);
  PublishedContext context;
  context.dates.fetched = page.fetched;
  context.dates.zone = page.zone;
  context.dates.month_first = facts.language == "en" || facts.language.empty();
  context.url = page.url;
  context.zone_known = page.zone != "UTC";
  context.headline = judging.headline;
  context.last_core = judging.headline;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    context.last_core = judged.tiers[i] == Tier::core ? i : context.last_core;
  }
  context.title = article.title;
  context.html = html;
  article.authors = authors_of(dom, facts, json, blocks, {context.headline, context.last_core});
  article.published = published_of(dom, facts, json, blocks, context, article.remarks);
  article.claim_reviewed = json.claim_reviewed;
  article.canonical_url = absolute(facts.canonical, page.url);
  article.looked = state_of(article.title, facts.title_element, article.text, whole_page(blocks), json);
}

/// Fields that were cut by bytes, and escapes of JSON that are no characters, must not spoil what is stored.
void make_valid(Article& article) {
  for (std::string* field : {&article.title, &article.og_title, &article.lead, &article.text,
                             &article.claim_reviewed, &article.published.raw, &article.canonical_url}) {
    if (!utf8::is_valid(*field)) {
      *field = utf8::repaired(*field);
    }
  }
  for (std::string& author : article.authors) {
    author = utf8::repaired(author);
  }
}

Result<Article> read(const PageInput& page, PageTrace* trace) {
  if (page.bytes.size() > most_bytes) {
    return fail(Errc::too_big,
                "the page has more than 32 MiB; crawl.most_decoded_bytes bounds what is fetched");
  }
  Article article;
  article.url = page.url;
  if (is_binary(page.bytes, page.content_type) || is_other_text(page.content_type)) {
    article.looked = Looked::not_html;
    return article;
  }
  Utf8Text decoded = to_utf8(page.bytes, page.content_type, Inside::html);
  article.charset = decoded.charset;
  article.remarks = std::move(decoded.remarks);
  const Prepared prepared = prepass(decoded.text);
  if (prepared.truncated) {
    article.remarks.emplace_back("truncated");
  }
  if (prepared.flat) {
    read_flat(article, decoded.text);
  } else {
    read_tree(article, decoded.text, prepared, page, trace);
  }
  make_valid(article);
  if (trace != nullptr) {
    trace->bytes_in = decoded.text.size();
    trace->bytes_parsed = prepared.html.size();
    trace->tags_in = prepared.tags_in;
    trace->tags_parsed = prepared.tags;
    trace->depth = prepared.depth;
  }
  return article;
}

}  // namespace

std::string_view name_of(Tier tier) {
  switch (tier) {
    case Tier::core:
      return "core";
    case Tier::near:
      return "near";
    case Tier::teaser:
      return "teaser";
    case Tier::edge:
      break;
  }
  return "edge";
}

Result<Article> read_article(const PageInput& page) { return read(page, nullptr); }

Result<Article> read_article_traced(const PageInput& page, PageTrace& trace) { return read(page, &trace); }

}  // namespace qw::article
