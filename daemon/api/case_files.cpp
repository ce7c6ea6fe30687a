#include "daemon/api/case_files.hpp"

#include "base/ids.hpp"
#include "base/utf8.hpp"

#include <boost/json.hpp>

namespace qw::api {
namespace {

namespace json = boost::json;
using namespace std::string_view_literals;

constexpr std::size_t most_source = 500;
constexpr std::size_t most_name = 200;

std::string list_key(const std::string& case_id) { return "case.file/" + case_id + "/"; }
std::string bytes_key(const std::string& digest) { return "case.file_bytes/" + digest; }

/// By the first bytes; "" for anything that we do not keep.
std::string kind_of(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) {
    return "png";
  }
  if (bytes.starts_with("\xFF\xD8\xFF"sv)) {
    return "jpeg";
  }
  if (bytes.starts_with("GIF87a"sv) || bytes.starts_with("GIF89a"sv)) {
    return "gif";
  }
  if (bytes.size() > 12 && bytes.starts_with("RIFF"sv) && bytes.substr(8, 4) == "WEBP"sv) {
    return "webp";
  }
  return bytes.starts_with("%PDF-"sv) ? "pdf" : "";
}

std::string text_at(const json::object& in, std::string_view key) {
  const json::value* value = in.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : "";
}

std::string written(const CaseFile& of) {
  json::object out;
  out["id"] = of.id;
  out["name"] = of.name;
  out["source"] = of.source;
  out["kind"] = of.kind;
  out["digest"] = of.digest;
  out["who"] = of.who;
  out["at"] = to_iso(of.at);
  out["bytes"] = of.bytes;
  return json::serialize(out);
}

Result<CaseFile> read(const std::string& case_id, std::string_view text) {
  boost::system::error_code ec;
  const json::value value = json::parse(text, ec);
  if (ec || !value.is_object()) {
    return fail(Errc::corrupt, "the record of a file is no JSON object");
  }
  const json::object& in = value.as_object();
  CaseFile out;
  out.case_id = case_id;
  out.id = text_at(in, "id");
  out.name = text_at(in, "name");
  out.source = text_at(in, "source");
  out.kind = text_at(in, "kind");
  out.digest = text_at(in, "digest");
  out.who = text_at(in, "who");
  TRY(out.at, parse_time(text_at(in, "at")));
  if (const json::value* bytes = in.if_contains("bytes"); bytes != nullptr && bytes->is_int64()) {
    out.bytes = static_cast<std::size_t>(bytes->as_int64());
  }
  return out;
}

}  // namespace

Result<CaseFile> add_case_file(Services& services, CaseFile file, std::string_view bytes) {
  if (bytes.size() > most_file_bytes) {
    return fail(Errc::too_big, "a file has at most 5 MiB");
  }
  file.kind = kind_of(bytes);
  if (file.kind.empty()) {
    return fail(Errc::usage, "a file is a picture (PNG, JPEG, GIF, WebP) or a PDF");
  }
  if (file.source.empty() || file.source.size() > most_source || !utf8::is_valid(file.source) ||
      !utf8::is_valid(file.name)) {
    return fail(Errc::usage, "say where the file is from, in at most 500 bytes of UTF-8");
  }
  TRY(const auto known, services.store.find_case(file.case_id));
  if (!known) {
    return fail(Errc::not_found, "there is no case '" + utf8::cut(file.case_id, 80) + "'");
  }
  TRY(const auto files, services.store.settings(list_key(file.case_id)));
  if (files.size() >= most_files_a_case) {
    return fail(Errc::usage, "a case holds at most 20 files");
  }
  file.name = utf8::cut(file.name, most_name);
  file.at = services.clock.now();
  file.id = time_id(file.at);
  file.digest = digest_text(bytes);
  file.bytes = bytes.size();
  store::ActBatch batch;
  batch.settings.emplace_back(list_key(file.case_id) + file.id, written(file));
  batch.settings.emplace_back(bytes_key(file.digest), bytes);
  model::AuditRecord record;
  record.at = file.at;
  record.who = file.who;
  record.act = "case.file";
  record.subject = "case:" + file.case_id;
  record.after = written(file);
  record.reason = file.source;
  batch.audit.push_back(std::move(record));
  TRY_OK(services.store.commit(std::move(batch)));
  return file;
}

Result<std::vector<CaseFile>> files_of_case(store::Store& store, const std::string& case_id) {
  TRY(const auto rows, store.settings(list_key(case_id)));
  std::vector<CaseFile> out;
  for (const auto& [key, text] : rows) {
    TRY(CaseFile file, read(case_id, text));
    out.push_back(std::move(file));
  }
  return out;
}

Result<std::pair<CaseFile, std::string>> load_case_file(store::Store& store, const std::string& case_id,
                                                        const std::string& id) {
  TRY(const auto text, store.setting(list_key(case_id) + id));
  if (!text) {
    return fail(Errc::not_found, "the case has no file '" + utf8::cut(id, 80) + "'");
  }
  TRY(CaseFile file, read(case_id, *text));
  TRY(auto bytes, store.setting(bytes_key(file.digest)));
  if (!bytes || digest_text(*bytes) != file.digest) {
    return fail(Errc::corrupt, "the bytes of file " + file.id + " do not fit its digest");
  }
  return std::pair(std::move(file), *std::move(bytes));
}

std::string download_name(const CaseFile& file) {
  return "case-" + file.case_id + "-" + file.id + "." + file.kind;
}

}  // namespace qw::api
