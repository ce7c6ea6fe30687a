#pragma once

#include "store/codec.hpp"
#include "store/db.hpp"
#include "store/folder_lock.hpp"
#include "store/head_file.hpp"
#include "store/keys.hpp"
#include "store/records.hpp"
#include "store/sent_log.hpp"
#include "store/store.hpp"
#include "store/warc_shelf.hpp"
#include "store/writer.hpp"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <utility>
#include <vector>

/// The store itself; its methods stand in the file of their subject (frontier.cpp, cases.cpp, …).
namespace qw::store {

/// Opens with the seams of a test.
Result<std::unique_ptr<Store>> open_with(const Options& options, const Seams& seams);

class StoreImpl : public Store, private GroupOwner {
 public:
  static Result<std::unique_ptr<Store>> open(const Options& options, const Seams& seams);
  ~StoreImpl() override;

  Result<> commit(PolledBatch batch) override;
  Result<> commit(FetchedBatch batch) override;
  Result<> commit(ReadBatch batch) override;
  Result<> commit(ActBatch batch) override;
  Result<> commit_delivery(const model::Delivery& delivery) override;

  Result<std::vector<model::Task>> take_due(Time now, std::size_t most, Time lease_until) override;
  Result<std::optional<Time>> next_due() override;
  Result<> put_task(const model::Task& task) override;
  Result<> put_tasks(const std::vector<model::Task>& tasks) override;
  Result<> drop_task(std::string_view id) override;
  Result<std::optional<model::Task>> find_task(std::string_view id) override;
  Result<std::size_t> count_tasks() override;
  Result<> put_host(const model::HostState& host) override;
  Result<std::optional<model::HostState>> find_host(std::string_view host) override;
  Result<std::vector<model::OutletState>> outlet_states() override;
  Result<std::optional<model::OutletState>> find_outlet_state(std::string_view outlet,
                                                              std::string_view address) override;

  Result<model::PageRecord> append_page(model::PageRecord page, const RawExchange& exchange) override;
  Result<std::optional<model::PageRecord>> find_page(std::string_view id) override;
  Result<std::string> load_page_body(const model::PageRecord& page) override;
  Result<std::vector<std::string>> kept_pages(std::string_view case_id) override;
  Result<std::string> load_kept_records(std::string_view case_id, std::string_view page) override;

  Result<std::optional<model::Revision>> find_revision(std::string_view id) override;
  Result<std::optional<model::Revision>> latest_revision(std::string_view article) override;
  Result<std::vector<model::Revision>> revisions_of(std::string_view article) override;
  Result<Page<QuoteRow>> quotes_of(std::string_view official, Time from, Time until, std::size_t most,
                                   std::string_view cursor) override;
  Result<std::vector<QuoteRow>> quotes_in(std::string_view revision) override;
  Result<std::vector<DecisionRow>> decisions_in(std::string_view revision) override;

  Result<std::optional<model::Case>> find_case(std::string_view id) override;
  Result<std::optional<model::Case>> newest_case_of(std::string_view pattern) override;
  Result<std::map<std::string, std::uint64_t>> quotes_by_outlet(Day first, Day last) override;
  Result<Page<model::Case>> cases(const CaseFilter& filter, std::size_t most,
                                  std::string_view cursor) override;
  Result<std::vector<std::string>> cases_with_article(std::string_view article) override;

  Result<std::vector<model::AuditRecord>> audit_of(std::string_view subject) override;
  Result<Page<model::AuditRecord>> audit(std::uint64_t from_seq, std::size_t most) override;
  Result<AuditCheck> verify_audit() override;

  Result<std::vector<model::OutboxEntry>> due_deliveries(std::string_view receiver, Time now,
                                                         std::size_t most) override;
  Result<std::optional<Time>> next_delivery(std::string_view receiver) override;
  Result<Page<model::Delivery>> deliveries(std::optional<model::DeliveryState> state, std::size_t most,
                                           std::string_view cursor) override;
  Result<std::optional<model::Delivery>> find_delivery(std::string_view id) override;

  Result<std::optional<model::User>> find_user(std::string_view id_or_name) override;
  Result<std::vector<model::User>> users() override;
  Result<std::vector<model::Token>> tokens() override;
  Result<std::optional<model::Token>> find_token(std::string_view id) override;
  Result<std::optional<model::Session>> find_session(std::string_view id_hash) override;
  Result<std::optional<std::string>> setting(std::string_view key) override;
  Result<std::vector<std::pair<std::string, std::string>>> settings(std::string_view prefix) override;

  Health health() override;
  Result<> apply_retention(Time before) override;
  Result<> verify_tables() override;
  Result<PageFilesCheck> verify_page_files() override;
  Result<BackupInfo> create_backup(const std::string& directory) override;
  void break_off_backup() override {
    backups_end_ = true;
    db_->break_off_backup();
  }
  Result<> resume_deliveries() override;
  Result<std::vector<Trace>> find_traces(const Sought& sought) override;
  Result<Erased> erase_traces(const Sought& sought, ErasureWish wish) override;
  Result<bool> deliveries_held() override;
  Result<> close() override;

 private:
  /// What a group changes in memory; becomes the live state when the group is written.
  struct Draft {
    Head head;
    std::string due_cursor, lease_cursor;  ///< no live key of the queue lies before
    std::string lowest_due_put,
        lowest_lease_put;                   ///< in this group, "" = none: the batch hides them from a scan
    std::map<std::string, WarcPlace> warc;  ///< files that this group refers to
    std::vector<std::string> sent;          ///< ids for the list of sent deliveries
  };

  StoreImpl(Options options, const Seams& seams);
  Result<> start();
  Result<> check_schema();
  Result<std::optional<Head>> open_head();
  Result<> open_files();
  Result<std::string> difference_of(const Head& inside, const Head& outside);
  Result<Head> compare_heads(const std::optional<Head>& outside);
  Result<> put_first_records();
  Result<> end_leases();
  Result<> merge_sent_log();
  Time now() const;

  // GroupOwner
  Result<> begin_group() override;
  void mark_job() override;
  void take_back_job() override;
  Result<> finish_group(Batch& batch, Sync sync) override;
  Result<> heal();
  Result<> probe_disk();
  Head live_head() const;

  // Parts of a batch; called by the writer thread only.
  Result<> consume(Batch& batch, const std::string& task);
  Result<> place(Batch& batch, const model::Task& task, std::optional<Time> leased_until);
  Result<bool> displace(Batch& batch, std::string_view task);
  Result<> add_links(Batch& batch, const std::vector<model::Task>& tasks);
  Result<std::vector<model::Task>> take(Batch& batch, Time at, std::size_t most, Time lease_until);
  Result<> put_page(Batch& batch, const model::PageRecord& page);
  Result<> note_warc(Batch& batch, const std::string& file, std::uint64_t end, Time newest);
  void put_outlet_state(Batch& batch, const model::OutletState& state);
  Result<> put_revision(Batch& batch, const model::Revision& revision);
  void put_quotes(Batch& batch, const std::vector<QuoteRow>& quotes);
  // quote_counts.cpp
  Result<> count_quotes(Batch& batch, const ReadBatch& read);  ///< before the quotes are put
  Result<> count_stored_quotes();
  Result<> drop_quote_counts(Time before);
  void erase_quotes(Batch& batch, const std::vector<QuoteRow>& quotes);
  void put_decisions(Batch& batch, const std::vector<DecisionRow>& decisions);
  Result<> put_cases(Batch& batch, const std::vector<std::pair<std::uint64_t, model::Case>>& cases,
                     const std::vector<EvidenceCopy>& copies,
                     const std::map<std::string, std::string>& newest_seen);
  static Result<> put_newest(Batch& batch, const model::Case& made,
                             const std::map<std::string, std::string>& newest_seen);
  Result<> put_more_evidence(Batch& batch, const std::vector<EvidenceCopy>& copies,
                             const std::vector<std::pair<std::uint64_t, model::Case>>& cases);
  void put_audit(Batch& batch, std::vector<model::AuditRecord> records);
  Result<> put_outbox(Batch& batch, const std::vector<model::OutboxEntry>& entries);
  Result<> put_delivery(Batch& batch, const model::Delivery& delivery);
  Result<> erase_delivery(Batch& batch, std::string_view id);
  Result<> forget_sent(Batch& batch, std::string_view id);
  Result<> put_people(Batch& batch, const ActBatch& act);
  static void put_settings(Batch& batch, const std::vector<std::pair<std::string, std::string>>& settings);

  Error met_in_page(Error error);  ///< remembers damage for health()

  // Called before a batch, by the caller's thread.
  Result<> copy_page(const std::string& case_id, const std::string& page_id, std::vector<EvidenceCopy>& into);
  Result<std::vector<EvidenceCopy>> copy_evidence(
      const std::vector<std::pair<std::uint64_t, model::Case>>& cases,
      const std::optional<model::Revision>& revision);

  // retention.cpp
  Result<> erase_decisions(Batch& batch, const std::string& of);
  Result<std::vector<std::string>> next_piece(Family family, std::string& from, std::string_view until);
  Result<> retain_revisions(Time before);
  Result<> retain_pages(Time before);
  Result<> retain_queue(Time before);
  Result<> retain_warc(Time before);

  // erasure.cpp
  struct Finding {  ///< where it stands, and the records without it
    struct Put {
      Family family = Family::meta;
      std::string key, bytes;
    };
    std::vector<Trace> traces, left;
    std::set<std::string> pages;
    std::set<std::string> articles;  ///< not to be fetched again
    std::vector<Put> puts;
    std::vector<std::pair<std::uint64_t, model::Case>> cases;
    std::vector<model::AuditRecord> records;
  };
  template <class T>
  Result<> each_trace(Family family, std::string_view prefix, std::string_view room, const Sought& sought,
                      const std::function<void(std::string_view, const T&, Trace)>& visit);
  Result<Finding> find_all(const Sought& sought);
  Result<> find_in_settings(const Sought& sought, Finding& out);
  Result<std::set<std::string>> pages_with(const Sought& sought);
  Result<std::vector<std::string>> cases_that_keep(std::string_view page);
  Result<> rewrite_file(const std::string& file, const std::set<std::string>& erased, Time at);
  Result<> blank_pages(Batch& batch, const std::set<std::string>& pages, Time at);
  Result<> forget_tasks(Batch& batch, const std::set<std::string>& tasks);

  template <class T>
  Result<std::optional<T>> load(Family family, std::string_view key) const {
    TRY(const auto bytes, db_->get(family, key));
    if (!bytes) {
      return std::nullopt;
    }
    return found<T>(decode<T>(*bytes), family);
  }
  template <class T>
  static Result<std::optional<T>> load(Batch& batch, Family family, std::string_view key) {
    TRY(const auto bytes, batch.get(family, key));
    if (!bytes) {
      return std::nullopt;
    }
    return found<T>(decode<T>(*bytes), family);
  }
  template <class T>
  static Result<std::optional<T>> found(Result<T> record, Family family) {
    if (!record) {
      return std::unexpected(std::move(record.error()).within(name_of(family)));
    }
    return *std::move(record);
  }
  template <class T>
  Result<std::vector<T>> load_all(Family family, std::string_view prefix) const {
    std::vector<T> rows;
    TRY_OK(db_->scan(family, prefix, behind(prefix), [&](auto, auto value) -> Result<Go> {
      TRY(T record, decode<T>(value));
      rows.push_back(std::move(record));
      return Go::on;
    }));
    return rows;
  }

  const Options options_;
  const Seams seams_;
  const std::string db_folder_;
  std::unique_ptr<FolderLock> lock_;
  std::unique_ptr<Db> db_;
  std::unique_ptr<HeadFile> head_file_;
  std::unique_ptr<WarcShelf> warc_;
  std::unique_ptr<SentLog> sent_log_;

  std::string accepted_loss_;                        ///< what a person accepted at this start
  std::map<std::string, WarcPlace> shortened_warc_;  ///< files that are shorter than they were

  mutable std::mutex live_mutex_;
  Draft live_;                ///< under live_mutex_
  std::string head_problem_;  ///< under live_mutex_
  std::string page_damage_;   ///< under live_mutex_: the first page whose bytes do not fit their digest
  Draft draft_, before_job_;  ///< writer thread
  bool head_is_stale_ = false;
  SteadyTime last_heal_{};
  std::mutex retention_mutex_;
  std::shared_mutex evidence_mutex_;  ///< shared by commits that copy evidence, alone for an erasure
  std::atomic<bool> backups_end_ =
      false;  ///< a backup copies WARC files that retention must not delete meanwhile

  std::unique_ptr<Writer> writer_;  ///< last: its thread uses all of the above
};

/// Values of meta/R: deliveries are held since a restore.
inline constexpr std::string_view restored_just_now =
    "restored";  ///< the list of sent ones is not merged yet
inline constexpr std::string_view deliveries_wait = "held";

Key quote_key(const QuoteRow& row);
/// The opaque cursor of a list: the last key that was looked at, in hex.
std::string cursor_of(std::string_view key);
/// Where a scan of [from, until) goes on; Errc::usage when the cursor is not one of that list.
Result<std::string> start_of(std::string_view cursor, std::string_view from, std::string_view until);

}  // namespace qw::store
