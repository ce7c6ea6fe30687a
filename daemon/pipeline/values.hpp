#pragma once

#include "daemon/pipeline/budget.hpp"
#include "daemon/pipeline/engines.hpp"
#include "model/article.hpp"
#include "model/work.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

/// What travels on the arrows of the line (docs/pipeline.md).
namespace qw::pipeline {

/// fetch → article: the page is in the WARC and its `read` task in the frontier; the bytes are kept so that
/// they need not be loaded again.
struct FetchedPage {
  model::Task task;  ///< kind `read`
  model::PageRecord page;
  std::shared_ptr<const std::string> body;  ///< content coding undone
};

/// Why a text stands without its page.
enum class Unseen : std::uint8_t { no, blocked, forbidden_by_robots, failed, gone };

/// article → quotes: what crosses the seam. Everything that the far side needs, so that it may be another
/// node. `task.id` is the position: whoever takes the effect over consumes that task in the same batch.
struct ReadArticle {
  model::Task task;
  std::string page;         ///< id of the stored page; of the feed's page when the article's could not be had
  std::string page_digest;  ///< of the bytes
  Time fetched{};
  bool history = false;  ///< found by the first complete poll of its list: nobody is alerted
  Unseen unseen = Unseen::no;
  std::string page_remark;          ///< "" or "page not seen (403)"
  model::Article article;           ///< when the page was not seen: title and lead of the feed
  std::optional<model::Task> next;  ///< set: when to look again, instead of the schedule's time
  std::string handed_in_by;         ///< id of the person who wants it in a case; "" = found by the crawl
  std::string wished_pattern;       ///< of that person: `review` at least, also when the engine sees nothing
};

/// The mark that a `read` task is being worked on here, so that it is not begun a second time when the
/// frontier shows it as due. Moved along with the work; I/O thread only.
class Claim {
 public:
  Claim() = default;
  Claim(std::set<std::string>& claimed, std::string id) : claimed_(&claimed), id_(std::move(id)) {
    claimed_->insert(id_);
  }
  Claim(Claim&& other) noexcept
      : claimed_(std::exchange(other.claimed_, nullptr)), id_(std::move(other.id_)) {}
  Claim& operator=(Claim&& other) noexcept {
    std::swap(claimed_, other.claimed_);
    std::swap(id_, other.id_);
    return *this;
  }
  Claim(const Claim&) = delete;
  Claim& operator=(const Claim&) = delete;
  ~Claim() {
    if (claimed_ != nullptr) {
      claimed_->erase(id_);
    }
  }

 private:
  std::set<std::string>* claimed_ = nullptr;
  std::string id_;
};

/// What a page holds on its way to the store.
struct Hold {
  Permit permit;
  Claim claim;
};

/// An article on its way over the in-process seam.
struct QueuedArticle {
  std::shared_ptr<const ReadArticle> article;
  Hold hold;
};

}  // namespace qw::pipeline
