#include "daemon/pipeline/imported.hpp"

#include "base/ids.hpp"
#include "config/outlet_text.hpp"

#include <algorithm>
#include <utility>

namespace qw::pipeline {
namespace {

constexpr std::string_view room = "outlet/";

void add_outlets(config::Config& into, const std::vector<std::pair<std::string, std::string>>& rows,
                 std::vector<Error>& remarks) {
  for (const auto& [key, text] : rows) {
    const std::string id = key.substr(room.size());
    if (const model::Outlet* there = into.find_outlet(id); there != nullptr) {
      remarks.push_back(
          Error{Errc::config,
                "the outlet '" + id +
                    "' stands in the files and was imported as well; the file counts until one of the two "
                    "goes (`quotewatch outlets remove " +
                    id + "`)",
                std::nullopt});
      continue;
    }
    auto read = config::read_outlet_text(text, "import of " + id, into.crawl);
    if (!read) {
      remarks.insert(remarks.end(), read.error().begin(), read.error().end());
      continue;
    }
    for (model::Outlet& outlet : *read) {
      into.outlets.push_back(std::move(outlet));
    }
    std::ranges::sort(into.outlets, {}, &model::Outlet::id);
  }
}

}  // namespace

Result<std::shared_ptr<const config::Config>> with_imported(std::shared_ptr<const config::Config> files,
                                                            store::Store& store,
                                                            std::vector<Error>& remarks) {
  TRY(const auto outlets, store.settings(room));
  if (outlets.empty()) {
    return files;
  }
  auto merged = std::make_shared<config::Config>(*files);
  add_outlets(*merged, outlets, remarks);
  std::string all = files->digest;
  for (const auto& [key, text] : outlets) {
    all += '\n' + key + '\0' + text;
  }
  merged->digest = digest_text(all);
  return merged;
}

}  // namespace qw::pipeline
