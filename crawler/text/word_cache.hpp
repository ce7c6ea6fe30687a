#pragma once

#include <array>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace qw::text {

/// Bounded map from (language, key) to what is known of a word, in 16 parts with a lock each. A full part is
/// emptied: the next article refills what it needs. Any thread.
template <class Value>
class WordCache {
 public:
  explicit WordCache(std::size_t most) : most_a_part_(most / parts + 1) {}

  std::shared_ptr<const Value> find(std::size_t language, std::string_view key) const {
    const Part& part = part_of(language, key);
    const std::shared_lock lock(part.lock);
    const auto found = part.words[language].find(key);
    return found == part.words[language].end() ? nullptr : found->second;
  }

  void put(std::size_t language, std::string_view key, std::shared_ptr<const Value> word) {
    Part& part = part_of(language, key);
    const std::unique_lock lock(part.lock);
    if (part.words[language].size() >= most_a_part_) {
      part.words[language].clear();
    }
    part.words[language].emplace(std::string(key), std::move(word));
  }

 private:
  static constexpr std::size_t parts = 16;

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>{}(key); }
  };
  struct Part {
    mutable std::shared_mutex lock;
    std::array<std::unordered_map<std::string, std::shared_ptr<const Value>, Hash, std::equal_to<>>, 4> words;
  };

  const Part& part_of(std::size_t language, std::string_view key) const {
    return parts_[(Hash{}(key) + language) % parts];
  }
  Part& part_of(std::size_t language, std::string_view key) {
    return parts_[(Hash{}(key) + language) % parts];
  }

  std::size_t most_a_part_;
  std::array<Part, parts> parts_;
};

}  // namespace qw::text
