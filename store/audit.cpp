#include "store/audit.hpp"

#include "base/ids.hpp"
#include "store/store_impl.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <map>

namespace qw::store {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        if (byte < 0x20) {
          out += fmt::format("\\u{:04x}", byte);
        } else {
          out += c;
        }
    }
  }
  return out + '"';
}

}  // namespace

std::string canonical_json(const model::AuditRecord& record) {
  return fmt::format(
      R"({{"act":{},"after":{},"at":"{}","before":{},"previous_hash":"{}","reason":{},"seq":{},"subject":{},"who":{}}})",
      quoted(record.act), quoted(record.after), to_iso(record.at), quoted(record.before),
      record.previous_hash, quoted(record.reason), record.seq, quoted(record.subject), quoted(record.who));
}

std::string hash_of(const model::AuditRecord& record) {
  return to_hex(sha256(record.previous_hash + canonical_json(record)));
}

void StoreImpl::put_audit(Batch& batch, std::vector<model::AuditRecord> records) {
  for (model::AuditRecord& record : records) {
    record.seq = draft_.head.audit_seq + 1;
    record.previous_hash = draft_.head.audit_hash;
    record.hash = hash_of(record);
    batch.put(Family::audit, Key('a').number(record.seq), encode(record));
    batch.put(Family::audit, Key('s').text(record.subject).number(record.seq), "");
    draft_.head.audit_seq = record.seq;
    draft_.head.audit_hash = record.hash;
  }
}

Result<std::vector<model::AuditRecord>> StoreImpl::audit_of(std::string_view subject) {
  std::vector<model::AuditRecord> rows;
  const Key prefix = Key('s').text(subject);
  TRY_OK(db_->scan(Family::audit, prefix, behind(prefix), [&](auto key, auto) -> Result<Go> {
    KeyParts parts(key);
    parts.text();
    TRY(auto record, load<model::AuditRecord>(Family::audit, Key('a').number(parts.number().value_or(0))));
    if (record) {
      rows.push_back(*std::move(record));
    }
    return Go::on;
  }));
  return rows;
}

Result<Page<model::AuditRecord>> StoreImpl::audit(std::uint64_t from_seq, std::size_t most) {
  Page<model::AuditRecord> page;
  TRY_OK(
      db_->scan(Family::audit, Key('a').number(from_seq), behind("a"), [&](auto, auto value) -> Result<Go> {
        TRY(auto record, decode<model::AuditRecord>(value));
        if (page.rows.size() == most) {
          page.cursor = std::to_string(record.seq);
          return Go::stop;
        }
        page.rows.push_back(std::move(record));
        return Go::on;
      }));
  return page;
}

namespace {

/// Records whose text was erased and that a later record of the chain vouches for: number and hash.
std::map<std::uint64_t, std::string> redacted_by(const model::AuditRecord& record) {
  std::map<std::uint64_t, std::string> out;
  boost::system::error_code ec;
  const boost::json::value after = boost::json::parse(record.after, ec);
  const boost::json::value* list =
      !ec && after.is_object() ? after.as_object().if_contains("redacted") : nullptr;
  if (record.act != erase_act || list == nullptr || !list->is_array()) {
    return out;
  }
  for (const boost::json::value& each : list->as_array()) {
    const boost::json::object* one = each.if_object();
    const boost::json::value* seq = one != nullptr ? one->if_contains("seq") : nullptr;
    const boost::json::value* hash = one != nullptr ? one->if_contains("hash") : nullptr;
    if (seq != nullptr && seq->is_int64() && hash != nullptr && hash->is_string()) {
      out.emplace(static_cast<std::uint64_t>(seq->as_int64()), std::string(hash->as_string()));
    }
  }
  return out;
}

}  // namespace

Result<Store::AuditCheck> StoreImpl::verify_audit() {
  AuditCheck check;
  const Head head = live_head();
  std::string previous;
  std::map<std::uint64_t, std::string> changed;  // text and hash part ways: a later record has to say why
  const auto bad = [&](std::uint64_t seq, std::string problem) {
    check.first_bad = seq;
    check.problem = std::move(problem);
    return Go::stop;
  };
  TRY_OK(db_->scan(Family::audit, "a", behind("a"), [&](auto key, auto value) -> Result<Go> {
    const std::uint64_t expected = check.records + 1;
    const std::uint64_t seq = KeyParts(key).number().value_or(0);
    if (seq != expected) {
      return bad(expected, fmt::format("record {} is missing, {} comes next", expected, seq));
    }
    const auto record = decode<model::AuditRecord>(value);
    if (!record) {
      return bad(seq, fmt::format("record {} cannot be decoded", seq));
    }
    if (record->seq != seq || record->previous_hash != previous) {
      return bad(seq, fmt::format("record {} does not follow the one before it", seq));
    }
    if (record->hash != hash_of(*record)) {
      changed.emplace(seq, record->hash);
    } else {
      for (const auto& [number, hash] : redacted_by(*record)) {
        const auto found = changed.find(number);
        if (found != changed.end() && found->second == hash) {
          changed.erase(found);
          ++check.redacted;
        }
      }
    }
    previous = record->hash;
    ++check.records;
    return Go::on;
  }));
  if (!check.first_bad && !changed.empty()) {
    const std::uint64_t seq = changed.begin()->first;
    bad(seq, fmt::format("record {} was changed: it does not fit its hash", seq));
  }
  // Records that are written while this runs are behind `head`; fewer than `head` says are a cut tail.
  if (!check.first_bad && check.records < head.audit_seq) {
    bad(check.records + 1,
        fmt::format("the records from {} to {} are missing", check.records + 1, head.audit_seq));
  }
  return check;
}

}  // namespace qw::store
