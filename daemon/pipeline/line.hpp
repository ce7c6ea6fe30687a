#pragma once

#include "base/stopwatch.hpp"
#include "daemon/hand_in/hand_in.hpp"
#include "daemon/pipeline/article_queue.hpp"
#include "daemon/pipeline/budget.hpp"
#include "daemon/pipeline/counts.hpp"
#include "daemon/pipeline/gates.hpp"
#include "daemon/pipeline/lanes.hpp"
#include "daemon/pipeline/pipeline.hpp"
#include "daemon/pipeline/values.hpp"
#include "daemon/pipeline/web.hpp"
#include "daemon/service/on_pool.hpp"
#include "daemon/service/task_group.hpp"
#include "daemon/service/wake.hpp"

#include <memory>
#include <optional>
#include <set>
#include <string>

namespace qw::pipeline {

struct Rematch;

/// The pipeline's insides; one file an arrow: pipeline.cpp (due), poll.cpp, fetch_page.cpp, read_page.cpp,
/// into_case.cpp; rematch_loop.cpp goes over what is stored. Everything runs on the I/O thread but what goes
/// through on_pool.
class Line : public Pipeline {
 public:
  Line(Tools tools, std::shared_ptr<const Engines> engines);

  void start() override;
  void reload(std::shared_ptr<const Engines> engines) override;
  void look_again() override {
    due_.ring();
    checks_.ring();
    hand_ins_.ring();
  }
  boost::asio::awaitable<Result<LookedUp>> look_up(std::string url) override;
  boost::asio::awaitable<void> stop(Millis patience) override;
  Status status() const override;
  const service::Heart& heart() const override { return heart_; }

 private:
  // due: pipeline.cpp
  boost::asio::awaitable<void> watch_due();
  boost::asio::awaitable<Result<std::size_t>> take_due();
  void accept(model::Task task);
  boost::asio::awaitable<void> serve_lane(std::string host);
  boost::asio::awaitable<void> wait_for_turn(std::string host);
  boost::asio::awaitable<void> serve(model::Task task);
  boost::asio::awaitable<Result<>> ensure_polls();
  boost::asio::awaitable<void> watch_ground();
  boost::asio::awaitable<void> put_back(model::Task task, Time due);

  // outlets check: checks.cpp
  boost::asio::awaitable<void> watch_checks();
  boost::asio::awaitable<void> check(std::string outlet, std::string who);
  boost::asio::awaitable<Result<>> load_verified();
  /// Polled: not paused in its file, and seen to answer (by its file, or by a check), or all are polled.
  bool polled(const model::Outlet& outlet) const;

  // hand-ins: hand_ins.cpp
  boost::asio::awaitable<void> watch_hand_ins();
  boost::asio::awaitable<void> serve_hand_in(std::string id, std::string order);
  boost::asio::awaitable<Result<>> take_hand_in(std::string id, std::string order);
  /// Fetches (or loads) and reads the page; what stood in the way is in the report. Errc::cancelled at a
  /// stop.
  boost::asio::awaitable<Result<>> read_handed_in(std::string address, std::string stored_page,
                                                  std::shared_ptr<hand_in::Report> report,
                                                  std::shared_ptr<ReadArticle> read);

  // poll → links: poll.cpp
  boost::asio::awaitable<void> poll(model::Task task);
  boost::asio::awaitable<Result<>> take_list(model::Task task, model::OutletState state, Got got);
  boost::asio::awaitable<Result<>> list_failed(model::Task task, model::OutletState state, Error why,
                                               int status, std::string retry_after);
  boost::asio::awaitable<Result<>> drop_known(std::vector<model::Task>& tasks);

  // fetch: fetch_page.cpp
  boost::asio::awaitable<void> fetch_page(model::Task task, Hold hold);
  boost::asio::awaitable<Result<>> page_came(model::Task task, Got got, Hold hold);
  boost::asio::awaitable<Result<>> page_failed(model::Task task, Error why, int status, Hold hold);
  boost::asio::awaitable<Result<>> not_changed(model::Task task);
  /// A page that was there says that it is none: one look makes no deletion, so it is looked at once more.
  boost::asio::awaitable<Result<>> gone_once(model::Task task, std::string remark);

  // article: read_page.cpp
  boost::asio::awaitable<void> read_page(FetchedPage fetched, Hold hold);
  boost::asio::awaitable<void> read_stored(model::Task task);
  boost::asio::awaitable<void> take_unseen(model::Task task, Unseen why, std::string remark,
                                           std::optional<model::Task> next, Hold hold);

  // quotes → match → case → alert: read_page.cpp, with judge.cpp and into_case.cpp
  boost::asio::awaitable<void> judge_articles();

  // stored quotes → match → case: rematch_loop.cpp
  boost::asio::awaitable<void> watch_rematch();
  boost::asio::awaitable<Result<>> rematch_day(std::shared_ptr<const Engines> engines, Rematch job);
  boost::asio::awaitable<Result<>> rematch_revision(std::shared_ptr<const Engines> engines,
                                                    std::string revision, Rematch* job);
  boost::asio::awaitable<void> let_the_line_pass();

  /// What went wrong with the store, in the log and the counts; fetching pauses for some seconds after a full
  /// or broken disk.
  boost::asio::awaitable<Result<bool>> paused_by_a_person(std::string outlet);
  void store_failed(std::string_view doing, const Error& error);
  const model::Outlet* outlet_of(const model::Task& task) const;
  Millis delay_of(const model::Task& task) const;
  std::string zone_of(const model::Task& task) const;
  std::string why_paused() const;
  /// Of the present configuration, kept alive by whoever holds it.
  std::shared_ptr<const config::Crawl> crawl_now() const { return {engines_, &engines_->config->crawl}; }

  /// A call of the store on the disk pool.
  template <class F>
  auto on_disk(F work);

  Tools tools_;
  std::shared_ptr<const Engines> engines_;
  Gates gates_;
  Web web_;
  Budget budget_;
  std::set<std::string> claimed_;  ///< both outlive work_ and queue_, which hold shares of them
  Lanes lanes_;
  std::set<std::string> in_hand_;  ///< tasks between the frontier and the end of their turn
  std::unique_ptr<ArticleQueue> queue_;
  service::TaskGroup loops_;  ///< due, ground, judges
  service::TaskGroup work_;   ///< lanes and pages
  service::Wake due_;
  service::Wake checks_;
  service::Wake hand_ins_;
  service::Wake rematch_;
  bool patterns_changed_ = true;     ///< since the stored quotes were compared with them
  std::set<std::string> verified_;   ///< outlets that a check has found good
  std::set<std::string> checking_;   ///< that are being tried now
  std::set<std::string> handed_in_;  ///< hand-ins that are being served now
  service::Heart heart_;
  Counts counts_;
  bool stopping_ = false;
  bool disk_is_low_ = false;
  Time store_rest_until_{};
};

template <class F>
auto Line::on_disk(F work) {
  return service::on_pool(tools_.disk, std::move(work));
}

}  // namespace qw::pipeline
