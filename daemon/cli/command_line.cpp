#include "daemon/cli/command_line.hpp"

#include "config/table.hpp"

#include <iostream>

namespace qw::cli {

Result<Line> read_options(Arguments arguments, const std::set<std::string>& with_value,
                          const std::set<std::string>& flags) {
  Line out;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (!word.starts_with("--") || word == "--") {
      out.words.push_back(word);
    } else if (with_value.contains(word)) {
      if (i + 1 == arguments.size()) {
        return fail(Errc::usage, word + " needs a value");
      }
      out.options[word.substr(2)] = arguments[++i];
    } else if (flags.contains(word)) {
      out.flags.insert(word.substr(2));
    } else {
      std::vector<std::string> known(with_value.begin(), with_value.end());
      known.insert(known.end(), flags.begin(), flags.end());
      return fail(Errc::usage, "unknown option '" + word + "'" + config::did_you_mean(word, known));
    }
  }
  return out;
}

int usage_error(std::string_view name, const std::string& what) {
  std::cerr << "quotewatch " << name << ": " << what << "; `quotewatch " << name << " --help` shows how\n";
  return 2;
}

}  // namespace qw::cli
