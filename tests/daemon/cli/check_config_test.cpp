#include "daemon/cli/offline_verbs.hpp"
#include "tests/store/temp_folder.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

using namespace qw;

namespace {

/// The shipped configuration in a folder of its own, to be broken.
struct Shipped {
  test::TempFolder folder;
  std::string at = folder.path("config");

  Shipped() { std::filesystem::copy(QW_SOURCE_DIR "/config", at, std::filesystem::copy_options::recursive); }

  void append(const std::string& file, const std::string& text) const {
    std::ofstream(at + "/" + file, std::ios::app) << text;
  }
  /// Exit status, and what went to standard error.
  std::pair<int, std::string> check() const {
    const std::vector<std::string> arguments{"--config", at + "/quotewatch.toml"};
    std::ostringstream said, errors;
    auto* const out = std::cout.rdbuf(said.rdbuf());
    auto* const err = std::cerr.rdbuf(errors.rdbuf());
    const int status = cli::run_check_config(arguments);
    std::cout.rdbuf(out);
    std::cerr.rdbuf(err);
    return {status, errors.str()};
  }
  std::size_t lines_of(const std::string& file) const {
    std::ifstream in(at + "/" + file);
    std::size_t lines = 0;
    for (std::string line; std::getline(in, line);) {
      ++lines;
    }
    return lines;
  }
};

}  // namespace

TEST_CASE("a slip in a table of the lexicon is reported with line, column and what was meant") {
  const Shipped shipped;
  shipped.append("lexicon/words.tsv", "uk\tякщо-б\tconditon\n");
  const auto [status, errors] = shipped.check();
  CHECK(status == 78);
  const std::string place =
      shipped.at + "/lexicon/words.tsv:" + std::to_string(shipped.lines_of("lexicon/words.tsv"));
  CAPTURE(errors);
  CHECK(errors.find(place + ":") != std::string::npos);
}

TEST_CASE("tables of both engines and the files are looked at in one round, whichever is broken") {
  const Shipped shipped;
  shipped.append("quotewatch.toml", "\n[desk]\nlangauge = \"uk\"\n");
  shipped.append("lexicon/cues.tsv", "one cell\n");
  shipped.append("lexicon/concepts_acts.tsv", "one cell\n");
  const auto [status, errors] = shipped.check();
  CHECK(status == 78);
  CAPTURE(errors);
  CHECK(errors.find("quotewatch.toml:") != std::string::npos);
  CHECK(errors.find("lexicon/cues.tsv:") != std::string::npos);
  CHECK(errors.find("lexicon/concepts_acts.tsv:") != std::string::npos);
}
