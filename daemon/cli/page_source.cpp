#include "daemon/cli/page_source.hpp"

#include "crawler/fetch/decode_body.hpp"
#include "daemon/cli/page_reader.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace qw::cli {
namespace {

constexpr std::uint64_t most_decoded = 32U << 20U;

bool is_warc(const std::string& path) { return path.ends_with(".warc") || path.ends_with(".warc.gz"); }

}  // namespace

PageSource::PageSource(std::vector<std::string> paths) : paths_(std::move(paths)) {
  std::ranges::reverse(paths_);
}

void PageSource::open_folder(const std::string& path) {
  std::vector<std::string> inside;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
    inside.push_back(entry.path().string());
  }
  std::ranges::sort(inside, std::greater{});
  paths_.insert(paths_.end(), inside.begin(), inside.end());
}

Result<std::optional<SavedPage>> PageSource::next() {
  while (warc_ || !paths_.empty()) {
    if (warc_) {
      auto page = next_record(*warc_);
      if (!page || *page) {
        return page;
      }
      warc_.reset();
      continue;
    }
    const std::string path = std::move(paths_.back());
    paths_.pop_back();
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
      open_folder(path);
    } else if (is_warc(path)) {
      TRY(warc_, store::WarcReader::open(path));
      warc_path_ = path;
    } else {
      SavedPage page;
      page.place = path;
      TRY(page.bytes, read_file(path));
      return std::optional(std::move(page));
    }
  }
  return std::optional<SavedPage>();
}

Result<std::optional<SavedPage>> PageSource::next_record(store::WarcReader& warc) {
  while (true) {
    TRY(std::optional<store::WarcRecord> record, warc.next());
    if (!record) {
      return std::optional<SavedPage>();
    }
    if (record->type() != "response") {
      continue;
    }
    SavedPage page;
    page.place = warc_path_ + "@" + std::to_string(record->offset);
    page.url = record->field("WARC-Target-URI");
    page.fetched = record->field("WARC-Date");
    auto http = store::split_http(record->block);
    if (!http) {
      return std::unexpected(std::move(http).error().within(page.place));
    }
    if (http->status != 200) {
      continue;
    }
    page.content_type = http->header("Content-Type");
    auto body = fetch::decode_body(http->body, http->header("Content-Encoding"), most_decoded);
    if (!body) {
      return std::unexpected(std::move(body).error().within(page.place));
    }
    page.bytes = std::move(body->bytes);
    return std::optional(std::move(page));
  }
}

}  // namespace qw::cli
