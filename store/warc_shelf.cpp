#include "store/warc_shelf.hpp"

#include "base/ids.hpp"
#include "store/warc_records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace qw::store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view page_prefix = "warc/pages-";

std::string day_part(Day day) {
  std::string text = to_iso(day);
  std::erase(text, '-');
  return text;
}

}  // namespace

WarcShelf::WarcShelf(std::string folder, std::uint64_t roll_bytes, Disk& disk)
    : folder_(std::move(folder)), roll_bytes_(roll_bytes), disk_(disk) {}

Result<> WarcShelf::recover(const std::map<std::string, WarcPlace>& committed) {
  std::error_code error;
  for (const char* room : {"warc", "evidence"}) {
    fs::create_directories(path_of(room), error);
    if (error) {
      return fail(Errc::io, fmt::format("cannot make the folder {}: {}", path_of(room), error.message()));
    }
    for (const auto& entry : fs::directory_iterator(path_of(room), error)) {
      const std::string name = std::string(room) + "/" + entry.path().filename().string();
      if (name.ends_with(".warc.gz") && !committed.contains(name)) {
        TRY_OK(remove(name));  // appended to, but the batch that would have referred to it never came
      }
    }
  }
  for (const auto& [name, place] : committed) {
    const auto size = fs::file_size(path_of(name), error);
    if (error || size < place.end) {
      return fail(
          Errc::corrupt,
          fmt::format("{}: {}, {} bytes were written; restore a backup (docs/store.md) or start "
                      "once with --accept-loss",
                      path_of(name), error ? "the file is missing" : fmt::format("it has {} bytes", size),
                      place.end));
    }
    if (size > place.end) {
      TRY_OK(disk_.truncate(path_of(name), place.end));
    }
    if (name.starts_with(page_prefix) && name > resumable_) {
      resumable_ = name;
    }
  }
  return {};
}

Result<WarcShelf::Piece> WarcShelf::append_page(std::string_view records, Time fetched) {
  const std::scoped_lock lock(mutex_);
  if (!file_ || day_ != day_of(fetched) || file_->size() + records.size() > roll_bytes_) {
    TRY_OK(roll(fetched));
  }
  const Piece piece{current_, file_->size()};
  TRY_OK(file_->append(records));
  return piece;
}

Result<> WarcShelf::roll(Time fetched) {
  if (file_) {
    TRY_OK(file_->sync());  // a batch that is on its way may refer to it and will not find it open
    file_.reset();
  }
  const std::string start = std::string(page_prefix) + day_part(day_of(fetched)) + "-";
  std::string name;
  if (resumable_.starts_with(start)) {
    name = resumable_;
  } else {
    name = start + time_id(fetched) + ".warc.gz";
  }
  resumable_.clear();
  TRY(auto file, disk_.open(path_of(name)));
  if (file->size() == 0) {
    TRY_OK(file->append(warcinfo_record(name, fetched)));
  }
  file_ = std::move(file);
  current_ = name;
  day_ = day_of(fetched);
  return {};
}

std::string WarcShelf::current_file() const {
  const std::scoped_lock lock(mutex_);
  return current_;
}

Result<WarcShelf::Piece> WarcShelf::append_evidence(const std::string& case_id, std::string_view records,
                                                    Time now) {
  const std::scoped_lock lock(mutex_);
  const std::string name = "evidence/" + case_id + ".warc.gz";
  retired_.erase(name);  // evidence is appended and committed under one lock: nothing old is on its way
  TRY(auto file, disk_.open(path_of(name)));
  if (file->size() == 0) {
    TRY_OK(file->append(warcinfo_record(name, now)));
  }
  const Piece piece{name, file->size()};
  TRY_OK(file->append(records));
  TRY_OK(file->sync());
  return piece;
}

Result<> WarcShelf::sync(const std::string& file) {
  const std::scoped_lock lock(mutex_);
  if (unsure_.contains(file)) {
    return fail(Errc::io,
                fmt::format("{} could not be written out; the pages in it that nothing refers to yet have to "
                            "be fetched again",
                            path_of(file)));
  }
  if (file != current_ || !file_) {
    return {};  // rolled page files and evidence were synced when they were left
  }
  if (const Result<> synced = file_->sync(); !synced) {
    // The kernel may have dropped the bytes and call the next sync good: nothing more may refer to them.
    unsure_.insert(file);
    file_.reset();
    current_.clear();
    return synced;
  }
  return {};
}

Result<std::string> WarcShelf::read(const std::string& file, std::uint64_t offset,
                                    std::uint64_t length) const {
  return read_piece(path_of(file), offset, length);
}

Result<> WarcShelf::leave(const std::string& file) {
  const std::scoped_lock lock(mutex_);
  if (resumable_ == file) {
    resumable_.clear();
  }
  if (file == current_ && file_) {
    TRY_OK(file_->sync());
    file_.reset();
    current_.clear();
  }
  return {};
}

Result<std::string> WarcShelf::write_beside(const std::string& file, std::string_view bytes, Time now) {
  const std::scoped_lock lock(mutex_);
  constexpr std::string_view end = ".warc.gz";
  // "pages-DAY-ID" keeps its day; "CASE" or "CASE.ID" gets a new id.
  const std::size_t cut = file.starts_with(page_prefix) ? file.rfind('-') : file.find('.');
  const std::string name = file.substr(0, std::min(cut, file.size() - end.size())) +
                           (file.starts_with(page_prefix) ? "-" : ".") + time_id(now) + std::string(end);
  TRY(auto made, disk_.open(path_of(name)));
  TRY_OK(made->append(bytes));
  TRY_OK(made->sync());
  return name;
}

void WarcShelf::retire(const std::string& file) {
  const std::scoped_lock lock(mutex_);
  retired_.insert(file);
}

bool WarcShelf::is_retired(const std::string& file) const {
  const std::scoped_lock lock(mutex_);
  return retired_.contains(file);
}

Result<> WarcShelf::remove(const std::string& file) {
  const std::scoped_lock lock(mutex_);
  if (file == current_) {
    file_.reset();
    current_.clear();
  }
  std::error_code error;
  fs::remove(path_of(file), error);
  if (error) {
    return fail(Errc::io, fmt::format("cannot remove {}: {}", path_of(file), error.message()));
  }
  return {};
}

}  // namespace qw::store
