#include "daemon/patterns/catalog.hpp"

#include "base/log.hpp"
#include "config/pattern_text.hpp"

#include <algorithm>
#include <map>

namespace qw::patterns {
namespace {

void learn(model::Pattern& pattern, const std::vector<std::string>& sentences) {
  for (const std::string& sentence : sentences) {
    if (std::ranges::find(pattern.examples_silent, sentence) == pattern.examples_silent.end()) {
      pattern.examples_silent.push_back(sentence);
    }
  }
}

Entry of_file(const model::Pattern& file) {
  Entry out;
  out.pattern = file;
  out.file_state = file.state;
  return out;
}

/// The desk's own text in force.
void use_desk(Entry& entry, const Stored& stored, const std::vector<model::Official>& officials) {
  entry.origin = Origin::desk;
  auto read = config::read_pattern_text(stored.toml, stored.id, officials);
  if (!read) {
    entry.problem = read.error().front().text();
    entry.pattern = {};
    entry.pattern.id = stored.id;
    entry.pattern.title = stored.id;
    entry.pattern.state = stored.state;
    return;
  }
  entry.pattern = *std::move(read);
  entry.pattern.state = stored.state;
}

}  // namespace

Catalog Catalog::of(const std::vector<model::Pattern>& files, const std::vector<Stored>& stored,
                    const std::vector<model::Official>& officials) {
  std::map<std::string, Entry> by_id;
  for (const model::Pattern& file : files) {
    by_id.emplace(file.id, of_file(file));
  }
  for (const Stored& each : stored) {
    const auto [at, fresh] = by_id.try_emplace(each.id);
    Entry& entry = at->second;
    entry.stored = each;
    entry.in_both = !fresh && !each.toml.empty();
    if (!each.toml.empty() && (fresh || each.instead_of_file)) {
      use_desk(entry, each, officials);
      continue;
    }
    if (fresh) {
      by_id.erase(at);  // decisions on a file that is gone
      continue;
    }
    if (each.file_state && *each.file_state == entry.pattern.state) {
      entry.pattern.state = each.state;
    }
    learn(entry.pattern, each.silent);
  }
  Catalog out;
  for (auto& [id, entry] : by_id) {
    out.entries_.push_back(std::move(entry));
  }
  return out;
}

const Entry* Catalog::find(std::string_view id) const {
  const auto found =
      std::ranges::find(entries_, id, [](const Entry& e) -> std::string_view { return e.pattern.id; });
  return found == entries_.end() ? nullptr : &*found;
}

std::vector<model::Pattern> Catalog::in_force() const {
  std::vector<model::Pattern> out;
  for (const Entry& entry : entries_) {
    if (entry.problem.empty()) {
      out.push_back(entry.pattern);
    }
  }
  return out;
}

Result<Catalog> load_catalog(const config::Config& config, store::Store& store) {
  TRY(const auto stored, load_stored(store));
  return Catalog::of(config.file_patterns, stored, config.officials);
}

Result<std::shared_ptr<const config::Config>> with_stored(std::shared_ptr<const config::Config> files,
                                                          store::Store& store) {
  TRY(const Catalog catalog, load_catalog(*files, store));
  for (const Entry& entry : catalog.entries()) {
    if (!entry.problem.empty()) {
      log::error("pattern.unusable", {{"pattern", entry.pattern.id}, {"problem", entry.problem}});
    }
    if (entry.in_both && entry.stored && !entry.stored->instead_of_file) {
      log::warning(
          "pattern.in_both",
          {{"pattern", entry.pattern.id},
           {"remedy", "it stands in a file and at the desk; the file counts until a person decides"}});
    }
  }
  auto merged = std::make_shared<config::Config>(*files);
  merged->patterns = catalog.in_force();
  return std::shared_ptr<const config::Config>(std::move(merged));
}

}  // namespace qw::patterns
