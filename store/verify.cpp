#include "base/ids.hpp"
#include "store/store_impl.hpp"
#include "store/warc_reader.hpp"

#include <fmt/format.h>

namespace qw::store {
namespace {

constexpr std::size_t most_problems = 100;

void note(Store::PageFilesCheck& check, std::string problem) {
  if (check.problems.size() < most_problems) {
    check.problems.push_back(std::move(problem));
  }
}

/// Every record up to the committed end; behind it the daemon may be writing.
Result<> walk(const std::string& path, std::uint64_t end, Store::PageFilesCheck& check) {
  TRY(WarcReader reader, WarcReader::open(path, {.block_bytes = 256U << 20U}));
  std::uint64_t at = 0;
  while (at < end) {
    const auto next = reader.next();
    if (!next) {
      if (next.error().code != Errc::malformed) {
        return std::unexpected(next.error());
      }
      note(check, next.error().what);
      continue;
    }
    const std::optional<WarcRecord>& record = *next;
    if (!record) {
      break;
    }
    if (record->offset >= end) {
      return {};
    }
    if (record->offset != at) {
      note(check, fmt::format("{}: bytes {} to {} hold no record", path, at, record->offset));
    }
    if (record->field("WARC-Block-Digest") != digest_text(record->block)) {
      note(check, fmt::format("{}: the record at byte {} does not fit its digest", path, record->offset));
    }
    at = record->offset + record->length;
    ++check.records;
  }
  if (at < end) {
    note(check, fmt::format("{}: bytes {} to {} hold no record", path, at, end));
  }
  return {};
}

}  // namespace

Result<Store::PageFilesCheck> StoreImpl::verify_page_files() {
  const std::scoped_lock lock(retention_mutex_);
  PageFilesCheck check;
  std::vector<std::pair<std::string, std::uint64_t>> files;
  TRY_OK(db_->scan(Family::meta, "W", behind("W"), [&](auto key, auto value) -> Result<Go> {
    TRY(const WarcPlace place, decode<WarcPlace>(value));
    files.emplace_back(KeyParts(key).text().value_or(""), place.end);
    return Go::on;
  }));
  for (const auto& [file, end] : files) {
    ++check.files;
    if (const Result<> walked = walk(warc_->path_of(file), end, check); !walked) {
      note(check, walked.error().what);
    }
  }
  std::vector<std::string> kept;
  TRY_OK(db_->scan(Family::pages, "e", behind("e"), [&](auto key, auto) -> Result<Go> {
    std::string page = KeyParts(key).text().value_or("");
    if (kept.empty() || kept.back() != page) {
      kept.push_back(std::move(page));
    }
    return Go::on;
  }));
  for (const std::string& id : kept) {
    TRY(const auto page, find_page(id));
    if (!page) {
      note(check, fmt::format("page {} that a case keeps: its record is missing", id));
      continue;
    }
    if (page->problem.starts_with(erased_mark)) {
      continue;  // a tombstone has its digest, and an audit record vouches for it
    }
    const auto body = load_page_body(*page);
    if (!body) {
      note(check, fmt::format("page {} that a case keeps: {}", id, body.error().what));
    } else if (digest_text(*body) != page->payload_digest) {
      note(check, fmt::format("page {} that a case keeps is not the payload that was fetched", id));
    }
  }
  return check;
}

}  // namespace qw::store
