#include "base/ascii.hpp"
#include "base/ids.hpp"
#include "config/addresses.hpp"
#include "config/config.hpp"
#include "config/lexicon_place.hpp"
#include "config/records.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

namespace qw::config {
namespace {

namespace fs = std::filesystem;

/// Reads files and keeps what the digest of the configuration is made of.
class Files {
 public:
  Files(std::string base, Problems& problems) : base_(std::move(base)), problems_(problems) {}

  /// The parsed file, or nothing and a problem.
  std::optional<TomlTable> toml(const std::string& file) {
    const auto content = bytes(file);
    if (!content) {
      return std::nullopt;
    }
    Result<TomlTable> parsed = parse_toml(*content, file);
    if (!parsed) {
      problems_.add(std::move(parsed).error());
      return std::nullopt;
    }
    return *std::move(parsed);
  }

  std::optional<std::string> bytes(const std::string& file) {
    Result<std::string> content = read_bytes(file);
    if (!content) {
      problems_.add(std::move(content).error());
      return std::nullopt;
    }
    read_ += fs::path(file).lexically_relative(base_).generic_string() + '\0' + digest_text(*content) + '\n';
    return *std::move(content);
  }

  /// The files of a directory with this ending, sorted, so that messages and digest never depend on the disk.
  std::vector<std::string> in(const std::string& directory, std::string_view ending) {
    std::error_code code;
    std::vector<std::string> out;
    for (fs::directory_iterator at(directory, code), end; !code && at != end; at.increment(code)) {
      const std::string name = at->path().filename().string();
      if (name.ends_with(ending) && !name.starts_with('.')) {
        out.push_back(at->path().string());
      }
    }
    if (code) {
      problems_.add(
          Error{Errc::config, "the directory cannot be read: " + code.message(), Where{directory, 0, 0}});
    }
    std::ranges::sort(out);
    return out;
  }

  std::string digest() const { return digest_text(read_); }

 private:
  fs::path base_;
  Problems& problems_;
  std::string read_;
};

template <class T>
void append(std::vector<T>& to, std::vector<T> from) {
  std::ranges::move(from, std::back_inserter(to));
}

OfficialsRead read_all_officials(const std::string& directory, Files& files, Problems& problems) {
  OfficialsRead out;
  for (const std::string& file : files.in(directory, ".toml")) {
    if (const auto root = files.toml(file)) {
      OfficialsRead read = read_officials(*root, file, problems);
      append(out.officials, std::move(read.officials));
      append(out.namesakes, std::move(read.namesakes));
    }
  }
  return out;
}

std::vector<Placed<model::Pattern>> read_all_patterns(const std::string& path, Files& files,
                                                      Problems& problems) {
  std::vector<Placed<model::Pattern>> out;
  std::error_code code;
  const bool directory = fs::is_directory(path, code);
  if (!directory && path.ends_with(".jsonl")) {
    if (const auto content = files.bytes(path)) {
      out = read_pattern_lines(*content, path, problems);
    }
    return out;
  }
  for (const std::string& file : directory ? files.in(path, ".toml") : std::vector{path}) {
    if (const auto root = files.toml(file)) {
      append(out, read_patterns(*root, file, problems));
    }
  }
  return out;
}

template <class T>
std::vector<T> values_of(std::vector<Placed<T>> placed) {
  std::vector<T> out;
  out.reserve(placed.size());
  for (Placed<T>& each : placed) {
    out.push_back(std::move(each.value));
  }
  return out;
}

template <class T>
std::vector<T> sorted_values(std::vector<Placed<T>> placed) {
  std::vector<T> out = values_of(std::move(placed));
  std::ranges::sort(out, {}, &T::id);
  return out;
}

template <class T>
const T* find(const std::vector<T>& sorted, std::string_view id) {
  const auto found = std::ranges::lower_bound(sorted, id, {}, &T::id);
  return found == sorted.end() || found->id != id ? nullptr : &*found;
}

/// [paths] and store.directory count from the folder of quotewatch.toml.
std::string beside(const fs::path& folder, const std::string& path) {
  return path.empty() ? path : (folder / path).lexically_normal().string();
}

void check_receivers(const Config& config, const TomlTable& root, Problems& problems) {
  const TomlEntry* entry = root.find("receiver");
  const auto* tables = entry == nullptr ? nullptr : std::get_if<TomlArray>(&entry->node.value);
  for (std::size_t i = 0; tables != nullptr && i < config.receivers.size() && i < tables->nodes.size(); ++i) {
    const Receiver& receiver = config.receivers[i];
    const auto complain = [&](std::string what) {
      problems.add(config.file, tables->nodes[i].place, std::move(what));
    };
    for (const std::string& id : receiver.officials) {
      if (config.find_official(id) == nullptr) {
        complain("the receiver asks for the official '" + id + "', whom nobody knows");
      }
    }
    for (const std::string& id : receiver.patterns) {
      if (config.find_pattern(id) == nullptr) {
        complain("the receiver asks for the pattern '" + id + "', which does not exist");
      }
    }
  }
}

// The host of the desk, when the contact or the page about the crawler is on it too; else "".
std::string shared_host(const Config& config) {
  const auto desk = parse_web_address(config.api.public_url);
  if (!desk) {
    return "";
  }
  std::string mail = config.crawl.contact.substr(config.crawl.contact.rfind('@') + 1);
  std::ranges::transform(mail, mail.begin(), to_lower_ascii);
  const auto info = parse_web_address(config.crawl.info_url);
  return mail == desk->host || (info && info->host == desk->host) ? desk->host : "";
}

}  // namespace

const model::Outlet* Config::find_outlet(std::string_view id) const { return find(outlets, id); }
const model::Official* Config::find_official(std::string_view id) const { return find(officials, id); }
const model::Pattern* Config::find_pattern(std::string_view id) const { return find(patterns, id); }

std::expected<std::shared_ptr<const Config>, Errors> load(const std::string& file,
                                                          std::vector<Error>* remarks) {
  const fs::path folder = fs::path(file).parent_path();
  Problems problems;
  Files files(folder.string(), problems);
  auto config = std::make_shared<Config>();
  config->file = file;
  const auto parsed = files.toml(file);
  std::error_code code;
  if (!parsed &&
      !(fs::is_regular_file(file, code) && fs::is_directory(beside(folder, Paths{}.outlets), code))) {
    return std::unexpected(problems.take());
  }
  // With an error of syntax in it, the files that usually lie beside it are looked at all the same: one
  // round, not two.
  const TomlTable root = parsed.value_or(TomlTable{});
  const Paths paths = read_settings(root, file, *config, problems);
  config->store.directory = beside(folder, config->store.directory);
  config->lexicon_directory = beside(folder, paths.lexicon);

  std::vector<Placed<model::Outlet>> outlets;
  for (const std::string& each : files.in(beside(folder, paths.outlets), ".toml")) {
    if (const auto table = files.toml(each)) {
      append(outlets, read_outlets(*table, each, problems));
    }
  }
  OfficialsRead officials = read_all_officials(beside(folder, paths.officials), files, problems);
  auto patterns = read_all_patterns(beside(folder, paths.patterns), files, problems);
  for (const std::string& each : files.in(config->lexicon_directory, ".tsv")) {
    files.bytes(each);
  }
  cross_check(config->crawl, outlets, officials, patterns, problems);

  config->outlets = sorted_values(std::move(outlets));
  config->officials = sorted_values(std::move(officials.officials));
  config->namesakes = values_of(std::move(officials.namesakes));
  config->patterns = sorted_values(std::move(patterns));
  config->file_patterns = config->patterns;
  config->digest = files.digest();
  check_receivers(*config, root, problems);
  if (config->crawl.contact.empty()) {
    problems.remark(file, {},
                    "crawl.contact is not set: crawling stays paused; set it to an e-mail address at "
                    "which outlets can reach you");
  }
  if (const std::string host = shared_host(*config); !host.empty()) {
    problems.remark(file, {},
                    "crawl.contact or crawl.info_url, sent to every outlet, names " + host +
                        ", where the desk is reached (api.public_url); take an address of another host, "
                        "so that outlets do not learn where the desk is");
  }
  if (remarks != nullptr) {
    append(*remarks, problems.take_remarks());
  }
  if (!problems.empty()) {
    return std::unexpected(problems.take());
  }
  return config;
}

std::string lexicon_directory_of(const std::string& file) {
  const fs::path folder = fs::path(file).parent_path();
  Problems problems;
  Files files(folder.string(), problems);
  const auto root = files.toml(file);
  Config ignored;
  return !root ? beside(folder, Paths{}.lexicon)
               : beside(folder, read_settings(*root, file, ignored, problems).lexicon);
}

std::expected<std::pair<std::vector<model::Official>, std::vector<model::Namesake>>, Errors> load_officials(
    const std::string& directory) {
  Problems problems;
  Files files(directory, problems);
  OfficialsRead read = read_all_officials(directory, files, problems);
  check_ids(read, problems);
  if (!problems.empty()) {
    return std::unexpected(problems.take());
  }
  return std::pair(sorted_values(std::move(read.officials)), values_of(std::move(read.namesakes)));
}

std::expected<std::vector<model::Pattern>, Errors> load_patterns(const std::string& path) {
  Problems problems;
  Files files(path, problems);
  auto read = read_all_patterns(path, files, problems);
  check_ids(read, problems);
  if (!problems.empty()) {
    return std::unexpected(problems.take());
  }
  return sorted_values(std::move(read));
}

}  // namespace qw::config
