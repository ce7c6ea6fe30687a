#include "store/sent_log.hpp"

#include <filesystem>
#include <string_view>

namespace qw::store {

Result<std::unique_ptr<SentLog>> SentLog::open(const std::string& path, Disk& disk) {
  TRY(auto file, disk.open(path));
  auto log = std::unique_ptr<SentLog>(new SentLog(std::move(file)));
  if (log->file_->size() != 0) {
    TRY(const std::string last, read_piece(path, log->file_->size() - 1, 1));
    if (last != "\n") {  // a line that was cut must not swallow the next one
      TRY_OK(log->file_->append("\n"));
    }
  }
  return log;
}

Result<> SentLog::add(const std::vector<std::string>& ids) {
  std::string lines;
  for (const std::string& id : ids) {
    lines += id;
    lines += '\n';
  }
  TRY_OK(file_->append(lines));
  return file_->sync();
}

Result<std::vector<std::string>> SentLog::read(const std::string& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) {
    return std::vector<std::string>{};
  }
  TRY(const std::string bytes, read_file(path));
  std::vector<std::string> ids;
  std::string_view rest = bytes;
  for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
    if (end != 0) {
      ids.emplace_back(rest.substr(0, end));
    }
    rest.remove_prefix(end + 1);
  }
  return ids;
}

}  // namespace qw::store
