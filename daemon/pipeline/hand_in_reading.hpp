#pragma once

#include "base/url.hpp"
#include "daemon/hand_in/hand_in.hpp"
#include "daemon/pipeline/judge.hpp"

#include <string>

/// What a hand-in is before and after its fetch: pure; any thread.
namespace qw::pipeline {

/// The outlet to which an address belongs, by the host of its home page, feeds or sections; a post of a
/// channel by its name. Null when it is none of ours.
const model::Outlet* outlet_of_address(const config::Config& config, const Url& url);

/// Where the bytes of an address are to be had: the public preview for a post of a Telegram channel
/// (t.me/NAME/12), else the address itself.
std::string address_to_fetch(const Url& url);

/// What an answer that brought no page means.
hand_in::Obstacle obstacle_of(const Error& error);
hand_in::Obstacle obstacle_of_status(int status);

/// The article that stands on a fetched page; its task, page and times are the caller's. An empty article
/// and an obstacle when the page shows none.
struct HandedPage {
  model::Article article;
  hand_in::Obstacle obstacle = hand_in::Obstacle::none;
  std::string detail;
};
/// `bytes`: content coding undone. The cost of article::read_article().
HandedPage read_handed_page(std::string_view bytes, const std::string& content_type, const Url& asked,
                            const std::string& final_address, Time fetched, const std::string& zone);

/// A text that a person brought, as an article of no outlet.
ReadArticle article_of_text(const hand_in::Wish& wish);

/// The judgement with everything that a person wants to see of it. `report` has what the fetch taught.
struct HandInJudged {
  hand_in::Report report;
  Judged judged;
};
HandInJudged judge_hand_in(const Engines& engines, const ReadArticle& read, hand_in::Report report);

}  // namespace qw::pipeline
