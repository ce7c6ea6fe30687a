#include "base/ids.hpp"
#include "base/log.hpp"
#include "store/store_impl.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

/// Opening: which of the three (folder of the database, head file, WARC files) fit together.
namespace qw::store {
namespace {

namespace fs = std::filesystem;

constexpr Schema our_schema{1, 1, 1};

Error lost(const std::string& folder, const std::string& fact) {
  return Error{
      Errc::corrupt,
      fmt::format("{}: {}; nothing was changed. Restore a backup (`quotewatch backup restore`), or, to go on "
                  "without what is missing, start once with --accept-loss (docs/store.md, \"When the store "
                  "refuses\")",
                  folder, fact)};
}

}  // namespace

Result<std::unique_ptr<Store>> Store::open(const Options& options) {
  return StoreImpl::open(options, Seams{});
}
Result<std::unique_ptr<Store>> open_with(const Options& options, const Seams& seams) {
  return StoreImpl::open(options, seams);
}

Result<std::unique_ptr<Store>> StoreImpl::open(const Options& options, const Seams& seams) {
  auto store = std::unique_ptr<StoreImpl>(new StoreImpl(options, seams));
  TRY_OK(store->start());
  return store;
}

StoreImpl::StoreImpl(Options options, const Seams& seams)
    : options_(std::move(options)), seams_(seams), db_folder_(options_.directory + "/db") {}

StoreImpl::~StoreImpl() {
  if (writer_) {
    writer_->stop();
  }
}

Time StoreImpl::now() const { return (options_.clock != nullptr ? *options_.clock : system_clock()).now(); }

Result<> StoreImpl::start() {
  std::error_code error;
  fs::create_directories(options_.directory, error);
  if (error) {
    return fail(Errc::io, fmt::format("cannot make the folder {}: {}", options_.directory, error.message()));
  }
  TRY(lock_, FolderLock::take(options_.directory));
  TRY(const std::optional<Head> outside, open_head());
  const Create create = outside && outside->commit == 0 ? Create::if_missing : Create::never;
  TRY(db_, Db::open(db_folder_, create, options_.accept_loss ? Recover::what_is_readable : Recover::strictly,
                    seams_));
  TRY_OK(check_schema());
  TRY(live_.head, compare_heads(outside));
  TRY_OK(open_files());

  live_.due_cursor = Key('d').bytes();
  live_.lease_cursor = Key('l').bytes();
  GroupOwner& me = *this;  // private base: make_unique may not cast
  writer_ = std::make_unique<Writer>(*db_, me);
  TRY_OK(put_first_records());
  TRY_OK(count_stored_quotes());
  TRY_OK(end_leases());
  return merge_sent_log();
}

/// Nobody else holds the folder, so whoever had a lease is gone: the work is due again at once.
Result<> StoreImpl::end_leases() {
  constexpr std::size_t piece = 1000;
  for (bool more = true; more;) {
    TRY_OK(writer_->run(
        [&](Batch& batch) -> Result<> {
          std::vector<model::Task> leased;
          TRY_OK(db_->scan(Family::frontier, "l", behind("l"), [&](auto key, auto) -> Result<Go> {
            KeyParts parts(key);
            parts.time();
            TRY(auto placed,
                load<Placed<model::Task>>(batch, Family::frontier, Key('u').text(parts.text().value_or(""))));
            if (placed) {
              leased.push_back(std::move(placed->task));
            }
            return leased.size() < piece ? Go::on : Go::stop;
          }));
          more = leased.size() == piece;
          for (const model::Task& task : leased) {
            TRY_OK(place(batch, task, std::nullopt));
          }
          return {};
        },
        Sync::no));
  }
  return {};
}

/// What the head file says; nullopt only when it is missing and that was accepted.
Result<std::optional<Head>> StoreImpl::open_head() {
  Disk& disk = seams_.disk != nullptr ? *seams_.disk : real_disk();
  const std::string path = options_.directory + "/head";
  Result<std::optional<Head>> read = HeadFile::read(path);
  if (!read && options_.accept_loss) {
    read = std::optional<Head>{};
  }
  TRY(std::optional<Head> head, std::move(read));
  std::error_code error;
  const bool there = fs::exists(db_folder_ + "/CURRENT", error);
  if (head && head->commit != 0 && !there) {
    return std::unexpected(
        lost(db_folder_, fmt::format("the database is gone, it held {} commits", head->commit)));
  }
  if (!head && there && !options_.accept_loss) {
    return std::unexpected(lost(path, "the file that says how far the database was written is missing"));
  }
  TRY(head_file_, HeadFile::open(path, disk));
  if (!head && !there) {
    head.emplace().instance = time_id(now());
    TRY_OK(head_file_->write(*head));  // from here on a folder without a database is a creation that was cut
  }
  return head;
}

/// The WARC files and the list of what was sent.
Result<> StoreImpl::open_files() {
  Disk& disk = seams_.disk != nullptr ? *seams_.disk : real_disk();
  std::map<std::string, WarcPlace> files;
  TRY_OK(db_->scan(Family::meta, "W", behind("W"), [&](auto key, auto value) -> Result<Go> {
    KeyParts parts(key);
    TRY(const WarcPlace place, decode<WarcPlace>(value));
    files.emplace(parts.text().value_or(""), place);
    return Go::on;
  }));
  if (options_.accept_loss) {
    for (auto& [name, place] : files) {
      std::error_code error;
      const auto size = fs::file_size(options_.directory + "/" + name, error);
      if (const std::uint64_t there = error ? 0 : size; there < place.end) {
        accepted_loss_ += fmt::format("{}{}: {} of {} bytes are missing", accepted_loss_.empty() ? "" : "; ",
                                      name, place.end - there, place.end);
        place.end = there;
        shortened_warc_.emplace(name, place);
      }
    }
    std::erase_if(files, [](const auto& file) { return file.second.end == 0; });
  }
  warc_ = std::make_unique<WarcShelf>(options_.directory, options_.warc_roll_bytes, disk);
  TRY_OK(warc_->recover(files));
  TRY(sent_log_, SentLog::open(options_.directory + "/sent.log", disk));
  return {};
}

Result<> StoreImpl::check_schema() {
  TRY(const auto schema, load<Schema>(Family::meta, Key('S')));
  if (schema && schema->min_reader > our_schema.major) {
    return fail(Errc::config,
                fmt::format("{}: the store was written by a newer quotewatch (schema {}.{}, this program "
                            "reads up to {}); install that version again, or restore a backup of before",
                            db_folder_, schema->major, schema->minor, our_schema.major));
  }
  return {};
}

/// What the database lacks of what the file beside it remembers; "" = nothing.
Result<std::string> StoreImpl::difference_of(const Head& inside, const Head& outside) {
  if (inside.instance != outside.instance) {
    return "this is the database of another store (or of before a restore)";
  }
  if (inside.commit < outside.commit) {
    return fmt::format("the last {} commits are missing, {} were written", outside.commit - inside.commit,
                       outside.commit);
  }
  if (outside.audit_seq != 0) {
    TRY(const auto record, load<model::AuditRecord>(Family::audit, Key('a').number(outside.audit_seq)));
    if (!record || record->hash != outside.audit_hash) {
      return fmt::format("audit record {} is not the one that was written", outside.audit_seq);
    }
  }
  return "";
}

Result<Head> StoreImpl::compare_heads(const std::optional<Head>& outside) {
  TRY(const auto inside, load<Head>(Family::meta, Key('H')));
  if (!inside && outside && outside->commit == 0) {
    return *outside;  // new, or its creation was cut
  }
  std::string fact;
  if (!inside) {
    fact = fmt::format("the database is empty, {} commits were written", outside ? outside->commit : 0);
  } else if (!outside) {
    fact = "the file that says how far the database was written is missing";
  } else {
    TRY(fact, difference_of(*inside, *outside));
    if (fact.empty()) {
      return *inside;
    }
  }
  if (!options_.accept_loss) {
    return std::unexpected(lost(db_folder_, fact));
  }
  log::warning("store_loss_accepted", {{"what", fact}});
  accepted_loss_ = fact;
  Head head = inside.value_or(Head{});
  head.instance = time_id(now());
  head.commit = std::max(head.commit, outside ? outside->commit : 0);
  return head;
}

/// The schema of a new store; the audit record of a loss that a person accepted.
Result<> StoreImpl::put_first_records() {
  if (live_head().commit != 0 && accepted_loss_.empty()) {
    return {};
  }
  return writer_->run(
      [this](Batch& batch) -> Result<> {
        if (live_head().commit == 0) {
          batch.put(Family::meta, Key('S'), encode(our_schema));
        }
        for (const auto& [file, place] : shortened_warc_) {
          const Key key = Key('W').text(file);
          place.end == 0 ? batch.erase(Family::meta, key) : batch.put(Family::meta, key, encode(place));
        }
        if (!accepted_loss_.empty()) {
          model::AuditRecord record;
          record.at = now();
          record.who = "daemon";
          record.act = "store.loss_accepted";
          record.subject = "store";
          record.reason = accepted_loss_;
          put_audit(batch, {record});
        }
        return {};
      },
      Sync::yes);
}

Result<> StoreImpl::close() {
  writer_->stop();
  TRY_OK(db_->close());
  // Behind the flush, so that the head never says more than the database holds.
  TRY_OK(head_file_->write(live_head()));
  lock_.reset();
  return {};
}

}  // namespace qw::store
