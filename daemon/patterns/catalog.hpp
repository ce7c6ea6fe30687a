#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "config/config.hpp"
#include "model/pattern.hpp"
#include "store/store.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// All patterns: those of files, which are read-only input, and what people made or decided at the desk,
/// which lies in the store (settings pattern/ID). docs/pattern-life.md.
namespace qw::patterns {

/// What the store holds of one pattern.
struct Stored {
  std::string id;
  std::uint64_t rev = 0;  ///< counts the acts
  std::string toml;       ///< the whole pattern, as a file has it; "" = it stands in a file
  model::PatternState state = model::PatternState::draft;
  std::optional<model::PatternState> file_state;  ///< what the file said when a person chose another state
  std::vector<std::string> silent;                ///< sentences learned from verdicts, beside a file
  bool instead_of_file = false;                   ///< the id stands in both, and a person chose the desk's
  std::string made_by, changed_by;                ///< user ids
  Time made{}, changed{};
};
std::string stored_text(const Stored& of);
/// Errc::corrupt for anything that stored_text() did not write.
Result<Stored> read_stored(std::string_view text);
std::string stored_key(std::string_view id);  ///< of the setting
Result<std::vector<Stored>> load_stored(store::Store& store);

enum class Origin : std::uint8_t { file, desk };
constexpr auto names_of(Origin) {
  return std::to_array<model::Named<Origin>>({{Origin::file, "file"}, {Origin::desk, "desk"}});
}

struct Entry {
  model::Pattern pattern;  ///< as it is in force: text, state, learned examples
  Origin origin = Origin::file;
  std::optional<Stored> stored;
  std::optional<model::PatternState> file_state;  ///< what the file says now, if it stands in one
  bool in_both = false;  ///< the id stands in a file and at the desk; undecided unless instead_of_file
  std::string problem;   ///< why the desk's text cannot be used any more; then it matches nothing
};

class Catalog {
 public:
  /// The file wins over the desk's text of the same id until a person decides. A state that a person gave to
  /// a pattern of a file holds as long as the file's own state stays what it was then.
  static Catalog of(const std::vector<model::Pattern>& files, const std::vector<Stored>& stored,
                    const std::vector<model::Official>& officials);

  const std::vector<Entry>& entries() const { return entries_; }  ///< by id
  const Entry* find(std::string_view id) const;
  /// What the engine and everybody else use, by id; without those that have a problem.
  std::vector<model::Pattern> in_force() const;

 private:
  std::vector<Entry> entries_;
};

/// The catalog of a running daemon: `config.file_patterns` and the store.
Result<Catalog> load_catalog(const config::Config& config, store::Store& store);

/// The configuration with everything that is in force as its `patterns`. Logs ids that stand in both and
/// texts that cannot be used any more. Blocks on the store.
Result<std::shared_ptr<const config::Config>> with_stored(std::shared_ptr<const config::Config> files,
                                                          store::Store& store);

}  // namespace qw::patterns
