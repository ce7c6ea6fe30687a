#include "base/ids.hpp"
#include "store/store_impl.hpp"
#include "store/warc_reader.hpp"
#include "store/warc_records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

/// Fetched bytes: WARC records, their places, and the copies that cases keep as evidence.
namespace qw::store {
namespace {

/// The body of the first record of these bytes that holds a whole response.
Result<std::string> body_in(std::string_view members, const std::string& name) {
  WarcReader reader = WarcReader::over(members, name, {.block_bytes = 256U << 20U});
  for (;;) {
    TRY(const auto record, reader.next());
    if (!record) {
      return fail(Errc::corrupt, fmt::format("{}: there is no response record where one was written", name));
    }
    if (record->type() != "response") {
      continue;
    }
    if (record->field("WARC-Block-Digest") != digest_text(record->block)) {
      return fail(Errc::corrupt,
                  fmt::format("{}: a response record does not fit its digest: the file is damaged; "
                              "restore it from a backup (docs/store.md)",
                              name));
    }
    const std::size_t head = record->block.find("\r\n\r\n");
    return head == std::string::npos ? std::string() : record->block.substr(head + 4);
  }
}

}  // namespace

Error StoreImpl::met_in_page(Error error) {
  // Our own file is no foreign input: what cannot be decoded is damage.
  error.code = error.code == Errc::malformed ? Errc::corrupt : error.code;
  if (error.code == Errc::corrupt) {
    const std::scoped_lock lock(live_mutex_);
    page_damage_ = page_damage_.empty() ? error.what : page_damage_;
  }
  return error;
}

Result<model::PageRecord> StoreImpl::append_page(model::PageRecord page, const RawExchange& exchange) {
  if (page.id.empty()) {
    page.id = time_id(page.fetched);
  }
  page.payload_digest = digest_text(exchange.body);
  const std::string& address = page.final_url.empty() ? page.url : page.final_url;
  TRY(const auto last, db_->get(Family::pages, Key('u').text(address)));
  std::optional<model::PageRecord> before;
  if (last && !exchange.body.empty()) {
    TRY(before, find_page(*last));
  }
  // A revisit record only within one file: the two go together when the file goes.
  const std::string file = warc_->current_file();
  if (before && before->payload_digest == page.payload_digest && before->warc_file == file &&
      before->problem.empty() && page.problem.empty()) {
    page.same_as = before->same_as.empty() ? before->id : before->same_as;
    const std::string records = exchange_records(page, exchange);
    TRY(const auto piece, warc_->append_page(records, page.fetched));
    if (piece.file == file) {
      page.warc_file = piece.file;
      page.warc_offset = piece.offset;
      page.warc_length = records.size();
      return page;
    }
    page.same_as.clear();  // the file was rolled in between: write it in full
  }
  const std::string records = exchange_records(page, exchange);
  TRY(const auto piece, warc_->append_page(records, page.fetched));
  page.warc_file = piece.file;
  page.warc_offset = piece.offset;
  page.warc_length = records.size();
  return page;
}

Result<> StoreImpl::put_page(Batch& batch, const model::PageRecord& page) {
  batch.put(Family::pages, Key('p').text(page.id), encode(page));
  batch.put(Family::pages, Key('t').time(page.fetched).text(page.id), "");
  batch.put(Family::pages, Key('u').text(page.final_url.empty() ? page.url : page.final_url), page.id);
  if (page.warc_file.empty()) {
    return {};
  }
  if (warc_->is_retired(page.warc_file)) {
    return fail(Errc::busy,
                fmt::format("{} was written anew meanwhile; fetch the page again", page.warc_file));
  }
  return note_warc(batch, page.warc_file, page.warc_offset + page.warc_length, page.fetched);
}

Result<> StoreImpl::note_warc(Batch& batch, const std::string& file, std::uint64_t end, Time newest) {
  const Key key = Key('W').text(file);
  TRY(const auto old, load<WarcPlace>(batch, Family::meta, key));
  WarcPlace place = old.value_or(WarcPlace{0, newest});
  place.end = std::max(place.end, end);
  place.newest = std::max(place.newest, newest);
  batch.put(Family::meta, key, encode(place));
  draft_.warc[file] = place;
  return {};
}

Result<std::optional<model::PageRecord>> StoreImpl::find_page(std::string_view id) {
  return load<model::PageRecord>(Family::pages, Key('p').text(id));
}

Result<std::string> StoreImpl::load_page_body(const model::PageRecord& page) {
  if (page.problem.starts_with(erased_mark) || page.problem.starts_with(erasing_mark)) {
    return fail(Errc::not_found, fmt::format("the bytes of page {} were {}", page.id, page.problem));
  }
  model::PageRecord source = page;
  if (!page.same_as.empty()) {
    TRY(const auto first, find_page(page.same_as));
    if (first) {
      source = *first;
    }
  }
  const auto body = [&](const std::string& file, std::uint64_t offset,
                        std::uint64_t length) -> Result<std::string> {
    TRY(const std::string members, warc_->read(file, offset, length));
    Result<std::string> found = body_in(members, warc_->path_of(file));
    if (!found) {
      return std::unexpected(met_in_page(std::move(found.error())));
    }
    return found;
  };
  // What a case keeps is read from its evidence file: the page file may have gone by retention.
  std::optional<EvidencePlace> kept;
  const Key evidence = Key('e').text(page.id);
  TRY_OK(db_->scan(Family::pages, evidence, behind(evidence), [&](auto, auto value) -> Result<Go> {
    TRY(kept, decode<EvidencePlace>(value));
    return Go::stop;
  }));
  if (kept) {
    return body(kept->file, kept->offset, kept->length);
  }
  if (source.warc_file.empty()) {
    return fail(Errc::not_found, fmt::format("no bytes of page {} were kept", page.id));
  }
  return body(source.warc_file, source.warc_offset, source.warc_length);
}

Result<std::vector<std::string>> StoreImpl::kept_pages(std::string_view case_id) {
  TRY(const auto place, load<CasePlace>(Family::cases, Key('i').text(case_id)));
  std::vector<std::string> pages = place ? place->pages : std::vector<std::string>();
  std::ranges::sort(pages);
  return pages;
}

Result<std::string> StoreImpl::load_kept_records(std::string_view case_id, std::string_view page) {
  TRY(const auto place, load<EvidencePlace>(Family::pages, Key('e').text(page).text(case_id)));
  if (!place) {
    return fail(Errc::not_found, fmt::format("case {} keeps no page {}", case_id, page));
  }
  return warc_->read(place->file, place->offset, place->length);
}

Result<> StoreImpl::copy_page(const std::string& case_id, const std::string& page_id,
                              std::vector<EvidenceCopy>& into) {
  TRY(const auto page, find_page(page_id));
  if (!page || page->warc_file.empty()) {
    return {};
  }
  std::string members;
  if (!page->same_as.empty()) {  // evidence stands by itself: the full response goes with the revisit
    TRY(const auto first, find_page(page->same_as));
    if (first) {
      TRY(members, warc_->read(first->warc_file, first->warc_offset, first->warc_length));
    }
  }
  TRY(const std::string own, warc_->read(page->warc_file, page->warc_offset, page->warc_length));
  members += own;
  TRY(const auto piece, warc_->append_evidence(case_id, members, page->fetched));
  into.push_back({case_id, page_id, {piece.file, piece.offset, members.size()}});
  return {};
}

Result<std::vector<EvidenceCopy>> StoreImpl::copy_evidence(
    const std::vector<std::pair<std::uint64_t, model::Case>>& cases,
    const std::optional<model::Revision>& revision) {
  std::vector<EvidenceCopy> copies;
  for (const auto& [expected, item] : cases) {
    TRY(const auto known, load<CasePlace>(Family::cases, Key('i').text(item.id)));
    std::set<std::string> pages;
    for (const model::Occurrence& occurrence : item.occurrences) {
      std::string page = occurrence.page;
      if (page.empty() && !occurrence.revision.empty()) {
        if (revision && revision->id == occurrence.revision) {
          page = revision->page;
        } else {
          TRY(const auto found, find_revision(occurrence.revision));
          page = found ? found->page : "";
        }
      }
      if (!page.empty() && !(known && std::ranges::find(known->pages, page) != known->pages.end())) {
        pages.insert(page);
      }
    }
    for (const std::string& id : pages) {
      TRY_OK(copy_page(item.id, id, copies));
    }
  }
  return copies;
}

}  // namespace qw::store
