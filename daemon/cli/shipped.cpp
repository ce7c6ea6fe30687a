#include "daemon/cli/shipped.hpp"

#include "config/config.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <iostream>

namespace qw::cli {
namespace {

/// The folder that holds quotewatch.toml; "" when there is none.
std::string find_directory() {
  std::error_code code;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", code).parent_path();
  for (const std::filesystem::path& each :
       {std::filesystem::path("config"), program / "../../config", program / "../share/quotewatch/config",
        program / "../share/quotewatch", std::filesystem::path("/etc/quotewatch")}) {
    if (std::filesystem::exists(each / "quotewatch.toml", code)) {
      return each.lexically_normal().string();
    }
  }
  return {};
}

}  // namespace

std::expected<Shipped, std::vector<Error>> load_shipped(const std::string& officials_directory) {
  Shipped shipped;
  shipped.directory = find_directory();
  if (shipped.directory.empty()) {
    return std::unexpected(std::vector<Error>{
        {Errc::config, "no quotewatch.toml: neither ./config nor the installed folder has one",
         std::nullopt}});
  }
  const auto loaded = config::load(shipped.directory + "/quotewatch.toml");
  if (!loaded) {
    return std::unexpected(loaded.error());
  }
  const config::Config& all = **loaded;
  shipped.lexicon_directory = all.lexicon_directory;
  shipped.outlets = all.outlets;
  shipped.crawl = all.crawl;
  shipped.officials = all.officials;
  shipped.namesakes = all.namesakes;
  if (!officials_directory.empty()) {
    auto own = config::load_officials(officials_directory);
    if (!own) {
      return std::unexpected(std::move(own.error()));
    }
    shipped.officials = std::move(own->first);
    shipped.namesakes = std::move(own->second);
  }
  return shipped;
}

int report(const std::vector<Error>& errors) {
  for (const Error& error : errors) {
    std::cerr << error.text() << '\n';
  }
  return errors.empty() ? 0 : exit_status_of(errors.front().code);
}

}  // namespace qw::cli
