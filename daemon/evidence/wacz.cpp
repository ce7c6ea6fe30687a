#include "daemon/evidence/wacz.hpp"

#include "base/ids.hpp"
#include "base/version.hpp"
#include "daemon/evidence/cdxj.hpp"
#include "daemon/evidence/zip_archive.hpp"
#include "store/warc_records.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <utility>

namespace qw::evidence {
namespace {

namespace json = boost::json;

constexpr std::string_view wacz_version = "1.1.1";
constexpr std::string_view warc_name = "data.warc.gz";

std::string warc_of(const Package& package) {
  std::string out = store::warcinfo_record("case-" + package.case_id + ".warc.gz", package.as_of);
  out += store::resource_record(
      {report_address(package.case_id), package.as_of, "text/html; charset=utf-8", package.report_html});
  for (const std::string& records : package.records) {
    out += records;
  }
  for (const OwnFile& file : package.files) {
    out += store::resource_record(
        {file_address(package.case_id, file.name), file.made, file.content_type, file.bytes});
  }
  return out;
}

std::string page_line(const std::string& url, Time at, const std::string& title) {
  json::object line;
  line["id"] = content_id(url + to_iso(at));
  line["url"] = url;
  line["ts"] = to_iso(at);
  line["title"] = title;
  return json::serialize(line) + "\n";
}

std::string pages_of(const Package& package) {
  json::object head;
  head["format"] = "json-pages-1.0";
  head["id"] = "pages";
  head["title"] = "All Pages";
  std::string out = json::serialize(head) + "\n";
  out += page_line(report_address(package.case_id), package.as_of, package.title);
  for (const ListedPage& page : package.pages) {
    out += page_line(page.url, page.fetched, page.title);
  }
  return out;
}

json::object resource_of(const ZipEntry& entry) {
  json::object out;
  out["name"] = entry.path.substr(entry.path.rfind('/') + 1);
  out["path"] = entry.path;
  out["hash"] = digest_text(entry.bytes);
  out["bytes"] = entry.bytes.size();
  return out;
}

std::string manifest_of(const Package& package, const std::vector<ZipEntry>& entries) {
  json::object out;
  out["profile"] = "data-package";
  out["wacz_version"] = wacz_version;
  out["title"] = package.title;
  out["description"] = package.description;
  out["created"] = to_iso(package.as_of);
  out["modified"] = to_iso(package.as_of);
  out["software"] = fmt::format("quotewatch/{}", version);
  out["mainPageUrl"] = report_address(package.case_id);
  out["mainPageDate"] = to_iso(package.as_of);
  json::array resources;
  for (const ZipEntry& entry : entries) {
    resources.push_back(resource_of(entry));
  }
  out["resources"] = std::move(resources);
  return json::serialize(out) + "\n";
}

}  // namespace

std::string report_address(const std::string& case_id) {
  return "https://quotewatch.invalid/cases/" + case_id + "/";
}

std::string file_address(const std::string& case_id, const std::string& name) {
  return report_address(case_id) + "files/" + name;
}

Result<std::string> wacz_of(const Package& package) {
  std::vector<ZipEntry> entries;
  entries.push_back({"archive/" + std::string(warc_name), warc_of(package)});
  TRY(std::string index, cdxj_of(entries.front().bytes, warc_name));
  entries.push_back({"indexes/index.cdx", std::move(index)});
  entries.push_back({"pages/pages.jsonl", pages_of(package)});
  ZipEntry manifest{"datapackage.json", manifest_of(package, entries)};
  json::object digest;
  digest["path"] = "datapackage.json";
  digest["hash"] = digest_text(manifest.bytes);
  entries.push_back(std::move(manifest));
  entries.push_back({"datapackage-digest.json", json::serialize(digest) + "\n"});
  return zip_of(entries, package.as_of);
}

}  // namespace qw::evidence
