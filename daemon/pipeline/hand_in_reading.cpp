#include "daemon/pipeline/hand_in_reading.hpp"

#include "base/url.hpp"
#include "crawler/article/read_article.hpp"
#include "crawler/discover/canonical_url.hpp"
#include "crawler/discover/links.hpp"
#include "daemon/pipeline/answers.hpp"
#include "daemon/pipeline/web.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace qw::pipeline {

using hand_in::Obstacle;

namespace {

constexpr std::string_view channels = "t.me";
constexpr std::size_t most_quotes = 200;

std::string bare_host(std::string_view address) {
  const auto url = parse_url(address);
  std::string host = url ? url->host : std::string();
  return host.starts_with("www.") ? host.substr(4) : host;
}

/// "/NAME/12" or "/s/NAME/12" → NAME and 12.
std::optional<std::pair<std::string, std::string>> post_of(const Url& url) {
  if (url.host != channels) {
    return std::nullopt;
  }
  std::string path = url.path.starts_with("/s/") ? url.path.substr(2) : url.path;
  const std::size_t slash = path.find('/', 1);
  if (slash == std::string::npos || slash + 1 == path.size() ||
      path.find_first_not_of("0123456789", slash + 1) != std::string::npos) {
    return std::nullopt;
  }
  return std::pair(path.substr(1, slash - 1), path.substr(slash + 1));
}

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return (x | 0x20) == (y | 0x20); });
}

HandedPage read_post(std::string_view bytes, const std::string& content_type,
                     const std::string& final_address, const std::pair<std::string, std::string>& post,
                     Time fetched) {
  HandedPage out;
  const auto list = discover::read_telegram({bytes, content_type, final_address, fetched, "UTC"});
  if (!list) {
    out.obstacle = Obstacle::not_an_article;
    out.detail = list.error().what;
    return out;
  }
  const std::string wanted = "/" + post.first + "/" + post.second;
  const auto found = std::ranges::find_if(list->links, [&](const discover::Link& link) {
    const auto url = parse_url(link.url);
    return url && same_name(url->path, wanted);
  });
  if (found == list->links.end()) {
    out.obstacle = Obstacle::gone;
    out.detail = "the preview of the channel does not show this post";
    return out;
  }
  out.article.url = found->url;
  out.article.canonical_url = found->url;
  out.article.title = found->title;
  out.article.text = found->summary;
  out.article.published.time = found->published;
  out.article.published.raw = found->published_raw;
  out.article.published.source = model::DateSource::feed;
  if (const std::optional<Time>& published = found->published) {
    out.article.published.day = day_of(*published);
  }
  return out;
}

std::pair<Obstacle, std::string> obstacle_on(const model::Article& article) {
  switch (article.looked) {
    case model::Looked::article:
      return {Obstacle::none, ""};
    case model::Looked::paywall_stub:
      return {Obstacle::none, "only the part before the paywall was seen"};
    case model::Looked::wall:
      return {Obstacle::blocked, "a wall stands in front of the page"};
    case model::Looked::soft_404:
      return {Obstacle::gone, "the page says that there is no such page"};
    case model::Looked::not_html:
      return {Obstacle::not_an_article, "the answer is no HTML"};
    case model::Looked::no_text:
      return {Obstacle::not_an_article, "no text of an article was found on the page"};
  }
  return {Obstacle::not_an_article, ""};
}

std::string part(std::string_view text, const model::ByteSpan& span) {
  return span.begin <= span.end && span.end <= text.size()
             ? std::string(text.substr(span.begin, span.end - span.begin))
             : "";
}

void add_quotes(hand_in::Report& report, const Engines& engines, const model::Article& article,
                model::TextKind kind, Day day) {
  const std::string& text = kind == model::TextKind::headline ? article.title : article.text;
  for (const model::Quote& each : engines.quotes->extract({text, kind, article.language, day})) {
    if (report.quotes.size() == most_quotes) {
      return;
    }
    report.quotes.push_back({std::string(model::name_of(kind)), part(text, each.content), each.speaker,
                             each.official.value_or(""), std::string(model::name_of(each.form)),
                             std::string(model::name_of(each.polarity)),
                             std::string(model::name_of(each.modality)), each.candidates});
  }
}

}  // namespace

const model::Outlet* outlet_of_address(const config::Config& config, const Url& url) {
  if (const auto post = post_of(url)) {
    const auto channel = std::ranges::find_if(config.outlets, [&](const model::Outlet& each) {
      return !each.telegram.empty() && same_name(each.telegram, post->first);
    });
    return channel == config.outlets.end() ? nullptr : &*channel;
  }
  const std::string host = bare_host(url.text());
  const auto found = std::ranges::find_if(config.outlets, [&](const model::Outlet& each) {
    return bare_host(each.home) == host ||
           std::ranges::any_of(each.feeds, [&](const auto& feed) { return bare_host(feed.address) == host; });
  });
  return found == config.outlets.end() ? nullptr : &*found;
}

std::string address_to_fetch(const Url& url) {
  const auto post = post_of(url);
  return post ? "https://t.me/s/" + post->first + "/" + post->second : url.text();
}

Obstacle obstacle_of(const Error& error) {
  switch (error.code) {
    case Errc::refused:
      return error.what == robots_forbid_it ? Obstacle::robots : Obstacle::refused_address;
    case Errc::malformed:
      return Obstacle::not_an_address;
    case Errc::busy:
      return Obstacle::too_far;
    case Errc::blocked:
      return Obstacle::blocked;
    default:
      return Obstacle::unreachable;
  }
}

Obstacle obstacle_of_status(int status) {
  if (status >= 200 && status < 300) {
    return Obstacle::none;
  }
  return is_wall(status) ? Obstacle::blocked : is_gone(status) ? Obstacle::gone : Obstacle::bad_answer;
}

HandedPage read_handed_page(std::string_view bytes, const std::string& content_type, const Url& asked,
                            const std::string& final_address, Time fetched, const std::string& zone) {
  if (const auto post = post_of(asked)) {
    return read_post(bytes, content_type, final_address, *post, fetched);
  }
  HandedPage out;
  auto article = article::read_article({bytes, final_address, content_type, fetched, zone});
  if (!article) {
    out.obstacle = Obstacle::not_an_article;
    out.detail = article.error().what;
    return out;
  }
  std::tie(out.obstacle, out.detail) = obstacle_on(*article);
  out.article = *std::move(article);
  const auto page = parse_url(final_address);
  const auto named = parse_url(out.article.canonical_url);
  const bool believed = page && named && discover::may_name_itself(*page, *named);
  out.article.canonical_url = believed ? discover::canonical_url(*named)
                              : page   ? discover::canonical_url(*page)
                                       : final_address;
  return out;
}

ReadArticle article_of_text(const hand_in::Wish& wish) {
  ReadArticle out;
  out.task.outlet = hand_in::no_outlet;
  out.task.sighting.seen_at = wish.at;
  out.fetched = wish.at;
  out.page_remark = "text handed in by " + wish.name;
  out.article.outlet = hand_in::no_outlet;
  out.article.url = "hand-in:" + wish.id;
  out.article.canonical_url = out.article.url;
  out.article.title = wish.title;
  out.article.text = wish.text;
  out.article.language = wish.language;
  out.article.published.day = wish.date;
  return out;
}

HandInJudged judge_hand_in(const Engines& engines, const ReadArticle& read, hand_in::Report report) {
  HandInJudged out;
  const model::Article& article = read.article;
  const Day day = article.published.day.value_or(day_of(read.fetched));
  report.outlet = read.task.outlet;
  report.title = article.title;
  report.language = article.language;
  report.text_bytes = article.text.size();
  if (article.published.time) {
    report.published = to_iso(*article.published.time);
  } else if (article.published.day) {
    report.published = to_iso(*article.published.day);
  }
  add_quotes(report, engines, article, model::TextKind::headline, day);
  add_quotes(report, engines, article, model::TextKind::body, day);
  out.judged = judge(engines, read);
  for (const store::DecisionRow& row : out.judged.decisions) {
    hand_in::SeenDecision seen{row.decision, {}};
    for (const model::MatchedWords& words : row.decision.words) {
      seen.words.push_back(
          part(words.text == model::TextKind::headline ? article.title : article.text, words.span));
    }
    seen.decision.words.clear();
    report.decisions.push_back(std::move(seen));
  }
  std::ranges::sort(report.decisions, [](const hand_in::SeenDecision& a, const hand_in::SeenDecision& b) {
    return std::tie(b.decision.outcome, b.decision.confidence, a.decision.pattern) <
           std::tie(a.decision.outcome, a.decision.confidence, b.decision.pattern);
  });
  if (const model::Outlet* outlet = engines.config->find_outlet(read.task.outlet);
      outlet != nullptr && outlet->kind == model::OutletKind::institution) {
    report.obstacle = Obstacle::institution;
    report.detail = "an institution's own words are kept as authentic and never matched";
  }
  out.report = std::move(report);
  return out;
}

}  // namespace qw::pipeline
