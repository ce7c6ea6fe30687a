#pragma once

#include "base/ids.hpp"

#include <filesystem>
#include <string>

namespace qw::test {

/// A folder of its own, gone at the end of the test.
class TempFolder {
 public:
  TempFolder() : path_(root() / ("qw-test-" + to_hex(sha256(random_bytes(16))).substr(0, 16))) {
    std::filesystem::create_directories(path_);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string path(const std::string& name = "") const {
    return name.empty() ? path_.string() : (path_ / name).string();
  }

 private:
  /// In memory where that is to be had: a sync then costs nothing, and what it means is tested by the fakes.
  static std::filesystem::path root() {
    std::error_code error;
    const std::filesystem::path memory = "/dev/shm";
    return std::filesystem::is_directory(memory, error) ? memory : std::filesystem::temp_directory_path();
  }

  std::filesystem::path path_;
};

}  // namespace qw::test
