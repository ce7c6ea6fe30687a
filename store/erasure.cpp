#include "store/erasure.hpp"

#include "base/ids.hpp"
#include "store/masker.hpp"
#include "store/store_impl.hpp"
#include "store/warc_records.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <shared_mutex>

/// Finding and erasing what concerns one person (docs/store.md, "Erasing").
namespace qw::store {
namespace {

namespace json = boost::json;

constexpr std::size_t most_texts_a_batch = 200;
constexpr int most_tries = 5;

/// Settings that hold what was handed in or written about a file: ours to mask. Others are what people
/// configured; they are named and left.
bool may_mask_setting(std::string_view key) {
  return key.starts_with("hand_in.") || key.starts_with("case.file/");
}

std::string with_time(std::string_view mark, Time at) { return std::string(mark) + to_iso(at); }

}  // namespace

/// Every record of one kind in which it stands: `visit(key, masked record, trace)`.
template <class T>
Result<> StoreImpl::each_trace(Family family, std::string_view prefix, std::string_view room,
                               const Sought& sought,
                               const std::function<void(std::string_view, const T&, Trace)>& visit) {
  return db_->scan(family, prefix, behind(prefix), [&](auto key, auto value) -> Result<Go> {
    TRY(T record, decode<T>(value));
    Masker masker(sought);
    fields(masker, record);
    if (masker.found()) {
      visit(key, record, {std::string(room), "", masker.excerpt(), {}});
    }
    return Go::on;
  });
}

Result<std::set<std::string>> StoreImpl::pages_with(const Sought& sought) {
  std::vector<model::PageRecord> all;
  std::set<std::string> found;
  TRY_OK(db_->scan(Family::pages, "p", behind("p"), [&](auto, auto value) -> Result<Go> {
    TRY(model::PageRecord page, decode<model::PageRecord>(value));
    if (page.problem.starts_with(erasing_mark)) {
      found.insert(page.id);
    } else if (!page.problem.starts_with(erased_mark)) {
      all.push_back(std::move(page));
    }
    return Go::on;
  }));
  for (model::PageRecord page : all) {
    const auto body = load_page_body(page);
    if (!body && body.error().code != Errc::not_found) {
      return std::unexpected(body.error());
    }
    const bool in_body = body && sought.in_page(page, *body);
    Masker masker(sought);
    fields(masker, page);
    if (in_body || masker.found()) {
      found.insert(page.id);
    }
  }
  for (const model::PageRecord& page : all) {  // one payload: what stands for another goes with it
    if (!page.same_as.empty() && (found.contains(page.same_as) || found.contains(page.id))) {
      found.insert({page.id, page.same_as});
    }
  }
  return found;
}

Result<std::vector<std::string>> StoreImpl::cases_that_keep(std::string_view page) {
  std::vector<std::string> out;
  const Key prefix = Key('e').text(page);
  TRY_OK(db_->scan(Family::pages, prefix, behind(prefix), [&](auto key, auto) -> Result<Go> {
    KeyParts parts(key);
    parts.text();
    out.push_back(parts.text().value_or(""));
    return Go::on;
  }));
  return out;
}

Result<StoreImpl::Finding> StoreImpl::find_all(const Sought& sought) {
  Finding out;
  TRY(out.pages, pages_with(sought));
  for (const std::string& id : out.pages) {
    TRY(auto cases, cases_that_keep(id));
    out.traces.push_back({"page", id, "", std::move(cases)});
  }
  const auto put = [&](Family family, std::string_view key, std::string bytes, Trace trace) {
    out.puts.push_back({family, std::string(key), std::move(bytes)});
    out.traces.push_back(std::move(trace));
  };
  std::vector<std::string> articles;
  TRY_OK(each_trace<model::Revision>(Family::revisions, "v", "article", sought,
                                     [&](auto key, const model::Revision& record, Trace trace) {
                                       trace.id = record.id;
                                       articles.push_back(record.article);
                                       put(Family::revisions, key, encode(record), std::move(trace));
                                     }));
  for (std::size_t i = 0; i < articles.size(); ++i) {
    TRY(out.traces[out.traces.size() - articles.size() + i].cases, cases_with_article(articles[i]));
  }
  out.articles.insert(articles.begin(), articles.end());
  TRY_OK(each_trace<QuoteRow>(Family::quotes, "q", "quote", sought,
                              [&](auto key, const QuoteRow& record, Trace trace) {
                                trace.id = record.revision;
                                put(Family::quotes, key, encode(record), std::move(trace));
                              }));
  TRY_OK(each_trace<DecisionRow>(Family::decisions, "d", "decision", sought,
                                 [&](auto key, const DecisionRow& record, Trace trace) {
                                   trace.id = record.revision;
                                   put(Family::decisions, key, encode(record), std::move(trace));
                                 }));
  TRY_OK(each_trace<model::Delivery>(Family::outbox, "x", "message", sought,
                                     [&](auto key, const model::Delivery& record, Trace trace) {
                                       trace.id = record.entry.id;
                                       put(Family::outbox, key, encode(record), std::move(trace));
                                     }));
  TRY_OK(each_trace<model::Case>(Family::cases, "c", "case", sought,
                                 [&](auto, const model::Case& record, Trace trace) {
                                   trace.id = record.id;
                                   trace.cases = {record.id};
                                   out.cases.emplace_back(record.rev, record);
                                   out.traces.push_back(std::move(trace));
                                 }));
  TRY_OK(each_trace<Placed<model::Task>>(Family::frontier, "u", "task", sought,
                                         [&](auto, const Placed<model::Task>& record, Trace trace) {
                                           trace.id = record.task.id;
                                           out.articles.insert(record.task.id);
                                           out.traces.push_back(std::move(trace));
                                         }));
  TRY_OK(each_trace<model::AuditRecord>(Family::audit, "a", "record", sought,
                                        [&](auto, const model::AuditRecord& record, Trace trace) {
                                          trace.id = std::to_string(record.seq);
                                          out.records.push_back(record);
                                          out.traces.push_back(std::move(trace));
                                        }));
  TRY_OK(find_in_settings(sought, out));
  return out;
}

Result<> StoreImpl::find_in_settings(const Sought& sought, Finding& out) {
  return db_->scan(Family::meta, "s", behind("s"), [&](auto key, auto value) -> Result<Go> {
    const std::string name = KeyParts(key).text().value_or("");
    if (name.starts_with("case.file_bytes/")) {
      return Go::on;
    }
    std::string text(value);
    Masker masker(sought);
    masker.visit(text);
    if (masker.found()) {
      out.traces.push_back({"setting", name, masker.excerpt(), {}});
      if (may_mask_setting(name)) {
        out.puts.push_back({Family::meta, std::string(key), std::move(text)});
      } else {
        out.left.push_back(out.traces.back());
      }
    }
    return Go::on;
  });
}

Result<std::vector<Trace>> StoreImpl::find_traces(const Sought& sought) {
  const std::scoped_lock lock(retention_mutex_);
  TRY(Finding found, find_all(sought));
  return std::move(found.traces);
}

/// The bytes of a file without the erased pages, and where everything in it lies then.
Result<> StoreImpl::rewrite_file(const std::string& file, const std::set<std::string>& erased, Time at) {
  struct Piece {
    std::string page, case_id;
    std::uint64_t offset = 0, length = 0;
  };
  for (int tries = 0; tries < most_tries; ++tries) {
    TRY_OK(warc_->leave(file));
    TRY(const auto place, load<WarcPlace>(Family::meta, Key('W').text(file)));
    if (!place) {
      return {};
    }
    std::vector<Piece> pieces;
    TRY_OK(db_->scan(Family::pages, "p", behind("p"), [&](auto, auto value) -> Result<Go> {
      TRY(const model::PageRecord page, decode<model::PageRecord>(value));
      if (page.warc_file == file) {
        pieces.push_back({page.id, "", page.warc_offset, page.warc_length});
      }
      return Go::on;
    }));
    TRY_OK(db_->scan(Family::pages, "e", behind("e"), [&](auto key, auto value) -> Result<Go> {
      TRY(const EvidencePlace kept, decode<EvidencePlace>(value));
      if (kept.file == file) {
        KeyParts parts(key);
        std::string page = parts.text().value_or("");
        pieces.push_back({std::move(page), parts.text().value_or(""), kept.offset, kept.length});
      }
      return Go::on;
    }));
    std::ranges::sort(pieces, {}, &Piece::offset);
    TRY(const std::string old, warc_->read(file, 0, place->end));
    std::string bytes;
    std::uint64_t copied = 0;
    std::vector<Piece> moved = pieces;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const Piece& piece = pieces[i];
      bytes.append(old, copied, piece.offset - copied);
      moved[i].offset = bytes.size();
      if (erased.contains(piece.page)) {
        TRY(const auto page, find_page(piece.page));
        bytes += tombstone_record(piece.page, page ? page->payload_digest : "", at);
        moved[i].length = bytes.size() - moved[i].offset;
      } else {
        bytes.append(old, piece.offset, piece.length);
      }
      copied = piece.offset + piece.length;
    }
    bytes.append(old, copied);
    TRY(const std::string fresh, warc_->write_beside(file, bytes, at));
    bool grown = false;
    TRY_OK(writer_->run(
        [&](Batch& batch) -> Result<> {
          TRY(const auto now_there, load<WarcPlace>(batch, Family::meta, Key('W').text(file)));
          grown = !now_there || now_there->end != place->end;
          if (grown) {  // a page that was on its way came down meanwhile: once more, with it
            return {};
          }
          for (const Piece& piece : moved) {
            if (!piece.case_id.empty()) {
              batch.put(Family::pages, Key('e').text(piece.page).text(piece.case_id),
                        encode(EvidencePlace{fresh, piece.offset, piece.length}));
              continue;
            }
            TRY(auto page, load<model::PageRecord>(batch, Family::pages, Key('p').text(piece.page)));
            if (page) {
              page->warc_file = fresh;
              page->warc_offset = piece.offset;
              page->warc_length = piece.length;
              if (page->problem.starts_with(erasing_mark)) {
                page->problem = with_time(erased_mark, at);
              }
              batch.put(Family::pages, Key('p').text(piece.page), encode(*page));
            }
          }
          batch.erase(Family::meta, Key('W').text(file));
          batch.put(Family::meta, Key('W').text(fresh), encode(WarcPlace{bytes.size(), place->newest}));
          warc_->retire(file);
          return {};
        },
        Sync::yes));
    TRY_OK(warc_->remove(grown ? fresh : file));
    if (!grown) {
      return {};
    }
  }
  return fail(Errc::busy, fmt::format("{} is being written to; try again", file));
}

/// Records of the pages themselves: no bytes, no address, no headers; the digest stays.
Result<> StoreImpl::blank_pages(Batch& batch, const std::set<std::string>& pages, Time at) {
  for (const std::string& id : pages) {
    TRY(auto page, load<model::PageRecord>(batch, Family::pages, Key('p').text(id)));
    if (!page) {
      continue;
    }
    const Key address = Key('u').text(page->final_url.empty() ? page->url : page->final_url);
    batch.erase(Family::pages, address);
    page->problem = with_time(erasing_mark, at);
    page->url.clear();
    page->final_url.clear();
    page->headers.clear();
    page->etag.clear();
    page->last_modified.clear();
    page->address.clear();
    batch.put(Family::pages, Key('p').text(id), encode(*page));
  }
  return {};
}

Result<Erased> StoreImpl::erase_traces(const Sought& sought, ErasureWish wish) {
  const std::scoped_lock retention(retention_mutex_);
  const std::unique_lock evidence(evidence_mutex_);
  TRY(Finding found, find_all(sought));
  for (const Trace& trace : found.traces) {
    for (const std::string& id : trace.cases) {
      if (wish.held_cases.contains(id)) {
        return fail(Errc::conflict,
                    fmt::format("case {} is under legal hold and keeps it; nothing was erased", id));
      }
    }
  }
  if (found.traces.empty()) {
    return fail(Errc::not_found, "it was not found anywhere; nothing was erased");
  }
  const Time at = now();
  json::array pages;
  std::set<std::string> files;
  for (const std::string& id : found.pages) {
    TRY(const auto page, find_page(id));
    if (page && !page->warc_file.empty()) {
      files.insert(page->warc_file);
    }
    const Key kept = Key('e').text(id);
    TRY_OK(db_->scan(Family::pages, kept, behind(kept), [&](auto, auto value) -> Result<Go> {
      TRY(const EvidencePlace place, decode<EvidencePlace>(value));
      files.insert(place.file);
      return Go::on;
    }));
    pages.push_back(json::object{{"digest", page ? page->payload_digest : ""}, {"page", id}});
  }
  json::array records;
  for (const model::AuditRecord& record : found.records) {
    records.push_back(json::object{{"hash", record.hash}, {"seq", record.seq}});
  }
  // The act first: whatever is interrupted, the record says what is going, and doing it again ends it.
  json::object after{{"cases", found.cases.size()},
                     {"pages", std::move(pages)},
                     {"redacted", std::move(records)},
                     {"texts", found.puts.size()}};
  wish.act.act = erase_act;
  wish.act.subject = "privacy";
  wish.act.after = json::serialize(after);
  for (std::size_t i = 0; i <= found.puts.size(); i += most_texts_a_batch) {
    TRY_OK(writer_->run(
        [&](Batch& batch) -> Result<> {
          if (i == 0) {
            put_audit(batch, {wish.act});
            TRY_OK(blank_pages(batch, found.pages, at));
            TRY_OK(put_cases(batch, found.cases, {}, {}));
            TRY_OK(forget_tasks(batch, found.articles));
            for (const model::AuditRecord& record : found.records) {
              batch.put(Family::audit, Key('a').number(record.seq), encode(record));
            }
          }
          for (std::size_t n = i; n < std::min(found.puts.size(), i + most_texts_a_batch); ++n) {
            batch.put(found.puts[n].family, found.puts[n].key, found.puts[n].bytes);
          }
          return {};
        },
        Sync::yes));
  }
  for (const std::string& file : files) {
    TRY_OK(rewrite_file(file, found.pages, at));
  }
  TRY_OK(db_->compact());  // what was overwritten lies in older tables until then
  return Erased{found.pages.size(), found.puts.size() + found.cases.size(), found.records.size(),
                files.size(), std::move(found.left)};
}

}  // namespace qw::store
