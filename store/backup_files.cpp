#include "store/backup.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <filesystem>
#include <memory>

namespace qw::store {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::uint64_t piece_bytes = 1U << 20U;

struct FreeDigest {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

/// SHA-256 over pieces.
class RunningDigest {
 public:
  RunningDigest() : context_(EVP_MD_CTX_new()) { EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr); }
  void add(std::string_view bytes) { EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()); }
  std::string text() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
    unsigned size = 0;
    EVP_DigestFinal_ex(context_.get(), out.data(), &size);
    std::string hex = "sha256:";
    for (unsigned i = 0; i < size; ++i) {
      hex += fmt::format("{:02x}", out.at(i));
    }
    return hex;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, FreeDigest> context_;
};

Result<> make_folder_of(const std::string& path) {
  std::error_code error;
  fs::create_directories(fs::path(path).parent_path(), error);
  if (error) {
    return fail(Errc::io, fmt::format("cannot make the folder of {}: {}", path, error.message()));
  }
  return {};
}

Result<> copy_range(const std::string& from, std::uint64_t begin, std::uint64_t end, DiskFile& to) {
  for (std::uint64_t at = begin; at < end; at += piece_bytes) {
    TRY(const std::string piece, read_piece(from, at, std::min(piece_bytes, end - at)));
    TRY_OK(to.append(piece));
  }
  return to.sync();
}

}  // namespace

Result<std::string> digest_of_file(const std::string& path, std::uint64_t bytes) {
  RunningDigest digest;
  for (std::uint64_t at = 0; at < bytes; at += piece_bytes) {
    TRY(const std::string piece, read_piece(path, at, std::min(piece_bytes, bytes - at)));
    digest.add(piece);
  }
  return digest.text();
}

Result<BackedFile> back_up_file(const std::string& from, const std::string& name, std::uint64_t bytes,
                                const std::string& to_folder) {
  const std::string to = to_folder + "/" + name;
  TRY_OK(make_folder_of(to));
  TRY(const auto copy, real_disk().open(to));
  if (copy->size() < bytes) {
    TRY_OK(copy_range(from, copy->size(), bytes, *copy));
  }
  // Of the copy, not of the source: a copy that went wrong must not be called good.
  TRY(std::string digest, digest_of_file(to, bytes));
  TRY(const std::string source, digest_of_file(from, bytes));
  if (digest != source) {
    return fail(Errc::corrupt,
                fmt::format("{} differs from {}: move the backup folder away and back up anew", to, from));
  }
  return BackedFile{name, bytes, std::move(digest)};
}

Result<> bring_back_file(const std::string& from, const BackedFile& file, const std::string& to) {
  TRY_OK(make_folder_of(to));
  std::error_code ignored;
  fs::remove(to, ignored);
  TRY(const auto copy, real_disk().open(to));
  TRY_OK(copy_range(from, 0, file.bytes, *copy));
  TRY(const std::string digest, digest_of_file(to, file.bytes));
  if (digest != file.digest) {
    return fail(Errc::corrupt,
                fmt::format("{} does not fit the digest of its backup; use another backup", from));
  }
  return {};
}

Result<> write_manifest(const std::string& directory, const BackupManifest& manifest) {
  json::array files;
  for (const BackedFile& file : manifest.files) {
    files.push_back(json::object{{"name", file.name}, {"bytes", file.bytes}, {"digest", file.digest}});
  }
  const json::object all{{"quotewatch_backup", 1},
                         {"id", manifest.id},
                         {"instance", manifest.instance},
                         {"made", to_iso(manifest.made)},
                         {"files", std::move(files)}};
  const std::string path = directory + "/" + manifest.id + ".json";
  const std::string aside = path + ".new";
  std::error_code error;
  fs::remove(aside, error);
  TRY(const auto file, real_disk().open(aside));
  TRY_OK(file->append(json::serialize(all) + "\n"));
  TRY_OK(file->sync());
  fs::rename(aside, path, error);
  if (error) {
    return fail(Errc::io, fmt::format("cannot write {}: {}", path, error.message()));
  }
  return sync_folder(directory);
}

Result<BackupManifest> read_manifest(const std::string& directory, const std::string& id) {
  const std::string path = directory + "/" + id + ".json";
  std::error_code error;
  if (id.empty() || id.find('/') != std::string::npos || !fs::exists(path, error)) {
    return fail(
        Errc::not_found,
        fmt::format("there is no backup '{}' in {}; `quotewatch backup list` shows them", id, directory));
  }
  TRY(const std::string text, read_file(path));
  try {
    const json::value all = json::parse(text);
    BackupManifest manifest;
    manifest.id = all.at("id").as_string();
    manifest.instance = all.at("instance").as_string();
    TRY(manifest.made, parse_time(std::string(all.at("made").as_string())));
    for (const json::value& file : all.at("files").as_array()) {
      manifest.files.push_back({std::string(file.at("name").as_string()),
                                file.at("bytes").to_number<std::uint64_t>(),
                                std::string(file.at("digest").as_string())});
      const std::string& name = manifest.files.back().name;
      if (name.starts_with('/') || name.find("..") != std::string::npos) {
        return fail(Errc::corrupt, fmt::format("{}: '{}' is not a file of a store", path, name));
      }
    }
    return manifest;
  } catch (const std::exception& e) {
    return fail(Errc::corrupt,
                fmt::format("{}: the manifest is damaged ({}); use another backup", path, e.what()));
  }
}

}  // namespace qw::store
