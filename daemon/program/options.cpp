#include "daemon/program/options.hpp"

#include "config/table.hpp"

namespace qw::program {

const char* const usage =
    "usage: quotewatchd --config FILE [--demo] [--accept-loss]\n\n"
    "Watches news media for bent quotes of EU officials. Runs in the foreground; docs/ops.md says how "
    "systemd\n"
    "starts it. SIGHUP reads the configuration again, SIGTERM stops it.\n\n"
    "  --config FILE   quotewatch.toml; the data lies beside it\n"
    "  --demo          crawl without crawl.contact (for the newsroom on loopback)\n"
    "  --accept-loss   open a store from which records are missing; docs/ops.md, \"When the store is "
    "refused\"\n\n"
    "  quotewatchd --config config/quotewatch.toml\n"
    "  quotewatchd --config /tmp/demo/quotewatch.toml --demo\n";

Result<Options> read_options(const std::vector<std::string>& arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument == "--config") {
      if (i + 1 == arguments.size()) {
        return fail(Errc::usage, "--config wants a file");
      }
      options.config_file = arguments[++i];
    } else if (argument == "--demo") {
      options.demo = true;
    } else if (argument == "--accept-loss") {
      options.accept_loss = true;
    } else if (argument == "--help" || argument == "-h") {
      options.help = true;
    } else if (argument == "--version") {
      options.version = true;
    } else {
      return fail(Errc::usage, "unknown argument '" + argument + "'" +
                                   config::did_you_mean(argument, {"--config", "--demo", "--accept-loss",
                                                                   "--help", "--version"}));
    }
  }
  if (options.config_file.empty() && !options.help && !options.version) {
    return fail(Errc::usage, "--config FILE is missing; config/quotewatch.toml is the shipped one");
  }
  return options;
}

}  // namespace qw::program
