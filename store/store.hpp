#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "model/case.hpp"
#include "model/decision.hpp"
#include "model/quote.hpp"
#include "model/work.hpp"
#include "store/erasure.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Everything durable: one RocksDB and the WARC files beside it (docs/store.md says which bytes lie where).
/// A stage of the pipeline is ONE synced batch that consumes its input and puts down its output.
/// Threads: every method may be called from any thread; commits are done by one writer thread that lets
/// several batches share a sync. commit() blocks until its batch is synced.
namespace qw::store {

struct Options {
  std::string directory;
  std::uint64_t warc_roll_bytes = 256U << 20U;
  bool accept_loss = false;  ///< open although the head outside the database says that records are missing
  const Clock* clock = nullptr;  ///< null = the machine's
};

struct QuoteRow {  ///< a stored quote, with what is needed to match it again
  std::string revision;
  std::uint32_t number = 0;
  model::TextKind text = model::TextKind::body;
  model::Quote quote;
  std::string words;  ///< its content
  Time seen{};
};
struct DecisionRow {
  std::string revision;  ///< or the page id of the feed when only a title was seen
  model::Decision decision;
  Time at{};
};

// Stages. `consumed_task` must be in the frontier (put there, or leased by take_due): when it is gone,
// somebody else finished it after its lease had ended; then the stage fails with Errc::not_found, nothing is
// written, and the work is to be dropped. "" = the work has no task (a hand-in).

/// An outlet's list was polled. The page (if any) was appended to the WARC before.
struct PolledBatch {
  std::string consumed_task;             ///< id of the poll task
  std::optional<model::Task> next_poll;  ///< the same task, due again
  model::OutletState state;
  std::optional<model::PageRecord> page;
  std::vector<model::Task> new_tasks;  ///< links; those already known are left alone
};
/// A page was fetched (or refused for good: then there is no page).
struct FetchedBatch {
  std::string consumed_task;
  std::optional<model::PageRecord> page;
  std::optional<model::Task> next;                            ///< a `read` task, or the same task later
  std::vector<std::pair<std::string, std::string>> settings;  ///< as in ActBatch
};
/// A page was read: everything that follows from it, at once.
struct ReadBatch {
  std::string consumed_task;
  std::optional<model::Revision> revision;
  std::vector<QuoteRow> quotes;
  std::vector<DecisionRow> decisions;
  /// Expected rev (0 = new) and the new state; it is stored with rev = expected + 1.
  std::vector<std::pair<std::uint64_t, model::Case>> cases;
  /// By pattern the id of the case that was its newest when a new one was made, "" = none. Errc::conflict
  /// when another is by now: two stages that found the same outbreak at once open one case.
  std::map<std::string, std::string> newest_seen;
  std::vector<model::AuditRecord> audit;   ///< seq and hashes are filled in by the store
  std::vector<model::OutboxEntry> outbox;  ///< an id that was ever put before is left alone
  std::optional<model::Task> next_visit;
  std::optional<model::OutletState> state;
  std::vector<std::pair<std::string, std::string>> kept;  ///< case and page: evidence without an occurrence
  std::vector<std::pair<std::string, std::string>> settings;  ///< as in ActBatch
};
/// A person's or the clock's act on a case, pattern, user, token, outlet.
struct ActBatch {
  std::vector<std::pair<std::uint64_t, model::Case>> cases;
  std::vector<model::AuditRecord> audit;
  std::vector<model::OutboxEntry> outbox;
  std::vector<std::string> dropped_outbox;  ///< ids of entries that an undo takes back
  std::vector<model::User> users;
  std::vector<model::Token> tokens;
  std::vector<model::Session> sessions;
  std::vector<std::string> dropped_sessions;
  std::vector<model::OutletState> outlet_states;
  std::vector<std::pair<std::string, std::string>> settings;  ///< key and value; value "" removes the key
};

struct CaseFilter {
  std::optional<model::CaseState> state;
  std::string pattern, official, outlet, publisher, language;
  std::optional<model::Severity> least_severity;
  bool open_only = false;            ///< every state but `decided`
  std::optional<Time> since, until;  ///< a copy was new after `since`; opened at or before `until`
  std::vector<std::string> words;    ///< folded (base/fold.hpp): all of them stand in headline or quote,
  std::vector<std::string> words_or_patterns;  ///< or the case is of one of these patterns
};
template <class T>
struct Page {
  std::vector<T> rows;
  std::string cursor;  ///< "" = no more; opaque
};

struct Health {
  bool read_only = false;  ///< after a background error
  std::string problem;
  /// What a read met since the start that does not fit its checksum, "" = nothing: the rest can be read and
  /// written, and what lies there is an error to whoever asks for it.
  std::string damage;
  std::uint64_t free_bytes = 0;
  std::uint64_t audit_seq = 0;
  std::string audit_head;
};

class Store {
 public:
  /// Opens or creates. Errc::corrupt with a sentence when log, tables or head do not fit together, Errc::busy
  /// when another process holds it, Errc::config when its schema is newer than this program.
  static Result<std::unique_ptr<Store>> open(const Options& options);
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  // Stages. Errc::conflict when a case has another rev than expected; Errc::io when the disk is full.
  virtual Result<> commit(PolledBatch batch) = 0;
  virtual Result<> commit(FetchedBatch batch) = 0;
  virtual Result<> commit(ReadBatch batch) = 0;
  virtual Result<> commit(ActBatch batch) = 0;
  /// `state` sent: kept 90 days as what stops a resend; dead: listed until a person acts; pending: later.
  virtual Result<> commit_delivery(const model::Delivery& delivery) = 0;

  // Frontier and politeness.
  /// Due tasks in order, at most `most`; each is leased until `lease_until` and comes again after that, or at
  /// once when the store is opened anew: nobody can hold it then.
  virtual Result<std::vector<model::Task>> take_due(Time now, std::size_t most, Time lease_until) = 0;
  virtual Result<std::optional<Time>> next_due() = 0;
  virtual Result<> put_task(const model::Task& task) = 0;                 ///< add or move
  virtual Result<> put_tasks(const std::vector<model::Task>& tasks) = 0;  ///< the same, in one batch
  virtual Result<> drop_task(std::string_view id) = 0;
  virtual Result<std::optional<model::Task>> find_task(std::string_view id) = 0;
  virtual Result<std::size_t> count_tasks() = 0;
  virtual Result<> put_host(const model::HostState& host) = 0;  ///< synced: before the request
  virtual Result<std::optional<model::HostState>> find_host(std::string_view host) = 0;
  virtual Result<std::vector<model::OutletState>> outlet_states() = 0;
  virtual Result<std::optional<model::OutletState>> find_outlet_state(std::string_view outlet,
                                                                      std::string_view address) = 0;

  // WARC. append_page writes request, response and metadata records and fills in id (when it is ""), file,
  // offset, length and digest; the batch that refers to the page syncs the file before itself. It compresses:
  // call it from the pool. A payload that the same address gave before, in the same file, becomes a revisit
  // record and `same_as` names the earlier page.
  struct RawExchange {
    std::string request_head, response_head;
    std::string_view body;  ///< as on the wire, content coding intact
    std::vector<std::pair<std::string, std::string>> metadata;
  };
  virtual Result<model::PageRecord> append_page(model::PageRecord page, const RawExchange& exchange) = 0;
  virtual Result<std::optional<model::PageRecord>> find_page(std::string_view id) = 0;
  /// The body as it was on the wire.
  virtual Result<std::string> load_page_body(const model::PageRecord& page) = 0;
  /// Ids of the pages whose bytes a case keeps in its evidence file, sorted.
  virtual Result<std::vector<std::string>> kept_pages(std::string_view case_id) = 0;
  /// The WARC records of such a page as they were written, a gzip member each: of a revisit also those of
  /// the page with the full response. Errc::not_found when the case does not keep it.
  virtual Result<std::string> load_kept_records(std::string_view case_id, std::string_view page) = 0;

  // Articles, quotes, decisions.
  virtual Result<std::optional<model::Revision>> find_revision(std::string_view id) = 0;
  virtual Result<std::optional<model::Revision>> latest_revision(std::string_view article) = 0;
  virtual Result<std::vector<model::Revision>> revisions_of(std::string_view article) = 0;
  /// Newest first; official "" = all officials.
  virtual Result<Page<QuoteRow>> quotes_of(std::string_view official, Time from, Time until, std::size_t most,
                                           std::string_view cursor) = 0;
  /// How many quotes of officials each outlet brought on the days (UTC) from `first` to `last`, by outlet;
  /// none = not there. What an article says again in a later revision counts once. Cost: one small record an
  /// outlet and day.
  virtual Result<std::map<std::string, std::uint64_t>> quotes_by_outlet(Day first, Day last) = 0;
  virtual Result<std::vector<QuoteRow>> quotes_in(std::string_view revision) = 0;
  virtual Result<std::vector<DecisionRow>> decisions_in(std::string_view revision) = 0;

  // Cases.
  virtual Result<std::optional<model::Case>> find_case(std::string_view id) = 0;
  /// The running outbreak of a pattern: the one case of it that may still grow, judged by the caller.
  virtual Result<std::optional<model::Case>> newest_case_of(std::string_view pattern) = 0;
  /// Newest first. At most 20,000 index entries are looked at for one page: a page may hold fewer rows than
  /// asked for, even none, and still have a cursor.
  virtual Result<Page<model::Case>> cases(const CaseFilter& filter, std::size_t most,
                                          std::string_view cursor) = 0;
  /// Every case that holds an occurrence of this article.
  virtual Result<std::vector<std::string>> cases_with_article(std::string_view article) = 0;

  // Audit.
  virtual Result<std::vector<model::AuditRecord>> audit_of(std::string_view subject) = 0;
  virtual Result<Page<model::AuditRecord>> audit(std::uint64_t from_seq, std::size_t most) = 0;
  struct AuditCheck {
    std::uint64_t records = 0;
    std::uint64_t redacted = 0;  ///< of them, texts that were erased; a later record vouches for each
    std::optional<std::uint64_t> first_bad;
    std::string problem;
  };
  virtual Result<AuditCheck> verify_audit() = 0;

  // Outbox.
  virtual Result<std::vector<model::OutboxEntry>> due_deliveries(std::string_view receiver, Time now,
                                                                 std::size_t most) = 0;
  virtual Result<std::optional<Time>> next_delivery(std::string_view receiver) = 0;
  virtual Result<Page<model::Delivery>> deliveries(std::optional<model::DeliveryState> state,
                                                   std::size_t most, std::string_view cursor) = 0;
  virtual Result<std::optional<model::Delivery>> find_delivery(std::string_view id) = 0;

  // People.
  virtual Result<std::optional<model::User>> find_user(std::string_view id_or_name) = 0;
  virtual Result<std::vector<model::User>> users() = 0;
  virtual Result<std::vector<model::Token>> tokens() = 0;
  virtual Result<std::optional<model::Token>> find_token(std::string_view id) = 0;
  virtual Result<std::optional<model::Session>> find_session(std::string_view id_hash) = 0;
  virtual Result<std::optional<std::string>> setting(std::string_view key) = 0;
  /// Every setting whose key begins with `prefix`, by key.
  virtual Result<std::vector<std::pair<std::string, std::string>>> settings(std::string_view prefix) = 0;

  // Operations.
  virtual Health health() = 0;
  /// Drops what is older than `before` and belongs to no case; whole WARC files that hold nothing kept.
  virtual Result<> apply_retention(Time before) = 0;
  virtual Result<> verify_tables() = 0;  ///< checksums of every table file of every family
  struct PageFilesCheck {
    std::uint64_t files = 0, records = 0;
    std::vector<std::string> problems;  ///< one sentence each, at most 100
  };
  /// Reads every committed WARC file and holds each block against its digest, then every page that a case
  /// keeps against its place. Minutes for gigabytes; beside the daemon's work.
  virtual Result<PageFilesCheck> verify_page_files() = 0;
  struct BackupInfo {
    std::string id;
    Time made{};
    std::uint64_t bytes = 0;
    std::string problem;  ///< "" = verified
  };
  /// Minutes for gigabytes, beside the daemon's work. Errc::cancelled after break_off_backup().
  virtual Result<BackupInfo> create_backup(const std::string& directory) = 0;
  /// Ends what is under way within one file, and lets no other begin: before close().
  virtual void break_off_backup() = 0;
  static Result<std::vector<BackupInfo>> list_backups(const std::string& directory);
  static Result<BackupInfo> verify_backup(const std::string& directory, const std::string& id);
  /// With the daemon stopped. The restored store holds its deliveries until `resume_deliveries`.
  static Result<> restore_backup(const std::string& directory, const std::string& id,
                                 const std::string& target);
  virtual Result<> resume_deliveries() = 0;
  /// Whether a restore holds deliveries back.
  virtual Result<bool> deliveries_held() = 0;
  /// Flushes, writes the head, closes. Further calls fail with Errc::cancelled.
  virtual Result<> close() = 0;

  // A person's data (store/erasure.hpp).
  /// Every place of the store where it stands: all texts and all stored bodies are read; minutes for
  /// gigabytes.
  virtual Result<std::vector<Trace>> find_traces(const Sought& sought) = 0;
  /// Erases it: pages that hold it lose their bytes (their file is written anew, with a tombstone that has
  /// the old digest), in texts every byte of it becomes an asterisk, and one audit record names what was
  /// done; the chain verifies as before. May be repeated when it was cut. Errc::conflict when a held case
  /// keeps some of it, Errc::not_found when there is nothing; then nothing was erased. Backups are not
  /// touched.
  virtual Result<Erased> erase_traces(const Sought& sought, ErasureWish wish) = 0;
};

}  // namespace qw::store
