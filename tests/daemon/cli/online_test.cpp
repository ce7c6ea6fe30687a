#include "daemon/api/server.hpp"
#include "daemon/cli/screen.hpp"
#include "tests/daemon/api/rig.hpp"
#include "tests/daemon/cli/captured.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <future>
#include <iostream>
#include <sstream>
#include <thread>

using namespace qw;
using namespace qw::test;

namespace {

/// A daemon's API behind a Unix socket, and the verbs run against it.
struct Daemon {
  Rig rig;
  boost::asio::io_context io{1};
  api::Server server{io.get_executor(),
                     {"127.0.0.1", 0, rig.folder.path(), {}, 2},
                     [this](const api::Request& request) { return rig.api->handle(request); }};
  std::thread thread;

  Daemon() {
    REQUIRE(server.start().has_value());
    thread = std::thread([this] { io.run(); });
  }
  ~Daemon() {
    std::promise<void> stopped;
    boost::asio::co_spawn(io, stop(stopped), boost::asio::detached);
    stopped.get_future().wait();
    thread.join();
  }
  boost::asio::awaitable<void> stop(std::promise<void>& stopped) {
    co_await server.stop();
    stopped.set_value();
  }

  Said run(std::vector<std::string> words, const std::string& input = "") {
    words.insert(words.end(), {"--socket", server.socket_path()});
    return run_captured(std::move(words), input);
  }
};

}  // namespace

TEST_CASE("a case is listed, shown, claimed, decided and undone on the command line") {
  Daemon daemon;
  const std::string id = daemon.rig.add(seen("a", start, bent));
  const Said list = daemon.run({"queue", "list"});
  CHECK(list.status == 0);
  CHECK(list.out ==
        id + "\tnormal\tnew\t1/1\tru\t2026-11-20T10:00:00.000Z\tKaja Kallas\tKallas: no NATO talk\t" + bent +
            "\n");
  const Said shown = daemon.run({"queue", "show", id});
  CHECK(shown.out.find("authentic\tIf membership is not in question") != std::string::npos);
  CHECK(shown.out.find("copy\tg1\ta\t2026-11-20T10:00:00.000Z\thttps://a.example/a\t" + bent) !=
        std::string::npos);
  CHECK(shown.out.find("\ngroup\tg1\t-\n") != std::string::npos);
  CHECK(daemon.run({"queue", "claim", id}).out == id + "\tclaimed\n");
  CHECK(daemon.run({"queue", "decide", id, "false_quote", "--reason", "an if was dropped"}).out ==
        id + "\tdecided\n");
  CHECK(daemon.run({"queue", "show", id}).out.find("\ngroup\tg1\tfalse_quote\n") != std::string::npos);
  CHECK(daemon.run({"queue", "undo", id}).out == id + "\tclaimed\n");
  CHECK(daemon.run({"queue", "note", id, "look again"}).status == 0);
  CHECK(daemon.run({"queue", "show", id}).out.ends_with("\tlook again\n"));
  CHECK(daemon.run({"queue", "snooze", id, "3d"}).out == id + "\tsnoozed\n");
  CHECK(daemon.run({"queue", "wake", id}).out == id + "\tnew\n");
  CHECK(daemon.run({"queue", "list", "--json"}).out.starts_with("[{\"id\":\"" + id));
  CHECK(daemon.run({"audit", "--subject", "case:" + id}).out.find("case.verdict\tcase:" + id) !=
        std::string::npos);
  CHECK(daemon.run({"audit", "check"}).out.find("the chain is whole") != std::string::npos);
}

TEST_CASE("exit statuses tell usage, absence, try again and an unreachable daemon apart") {
  Daemon daemon;
  const std::string id = daemon.rig.add(seen("a", start, bent));
  CHECK(daemon.run({"queue", "list", "--sate", "new"}).status == 2);
  CHECK(daemon.run({"queue", "list", "--sate", "new"}).err.find("did you mean '--state'") !=
        std::string::npos);
  CHECK(daemon.run({"queue", "list", "--state", "gone"}).status == 2);
  CHECK(daemon.run({"queue", "decide", id, "g1", "nonsense"}).status == 2);
  CHECK(daemon.run({"queue", "show", "nothing"}).status == 1);
  CHECK(daemon.run({"queue", "release", id}).status == 75);
  CHECK(daemon.run({"tokens", "fly"}).status == 2);
  const std::vector<std::string> gone{"status", "--socket", "/nonexistent/api.sock"};
  std::ostringstream err;
  auto* const old = std::cerr.rdbuf(err.rdbuf());
  CHECK(cli::run(gone) == 69);
  std::cerr.rdbuf(old);
  CHECK(err.str().find("/nonexistent/api.sock") != std::string::npos);
}

TEST_CASE("tokens, users, sources, alerts, backups and status") {
  Daemon daemon;
  daemon.rig.add(seen("a", start, bent));
  CHECK(daemon.run({"status"}).out.find("are not polled before `quotewatch outlets check --all`") !=
        std::string::npos);
  CHECK(daemon.run({"status"}).out.find("set up\thttp://127.0.0.1") != std::string::npos);
  CHECK(daemon.run({"tokens", "create", "prometheus", "--scopes", "metrics:read,cases:read"})
            .out.starts_with("qw_"));
  CHECK(daemon.run({"tokens", "create", "x", "--scopes", "everything"}).status == 2);
  const std::string tokens = daemon.run({"tokens", "list"}).out;
  CHECK(tokens.find("\tprometheus\tlocal:") != std::string::npos);
  CHECK(daemon.run({"tokens", "revoke", tokens.substr(0, tokens.find('\t'))}).out.ends_with("\trevoked\n"));
  CHECK(daemon.run({"users", "add", "Olena", "--role", "lead"}, "correct horse battery\n")
            .out.ends_with("\tlead\tOlena\n"));
  CHECK(daemon.run({"users", "add", "Petro"}, "short\n").status == 2);
  CHECK(daemon.run({"users", "list"}).out.find("\tlead\ten\t") != std::string::npos);
  const std::string people = daemon.run({"users", "list"}).out;
  const std::string olena = people.substr(0, people.find('\t'));
  CHECK(daemon.run({"users", "role", olena, "admin"}).out == olena + "\tadmin\tenabled\tOlena\n");
  CHECK(daemon.run({"users", "role", olena, "viewer"}).status != 0);  // the last administrator
  CHECK(daemon.run({"users", "role", olena, "king"}).status == 2);
  CHECK(daemon.run({"users", "disable", "nobody"}).status == 1);
  CHECK(daemon.run({"users", "add", "Petro", "--role", "admin"}, "another horse battery\n").status == 0);
  CHECK(daemon.run({"users", "disable", olena}).out == olena + "\tadmin\tdisabled\tOlena\n");
  CHECK(daemon.run({"users", "enable", olena}).out == olena + "\tadmin\tenabled\tOlena\n");
  CHECK(daemon.run({"sources", "pause", "b"}).out == "b\tpaused\n");
  CHECK(daemon.run({"sources", "list"}).out.find("b\tpaused by local:") != std::string::npos);
  CHECK(daemon.run({"sources", "resume", "b"}).out == "b\tresumed\n");
  const std::string alerts = daemon.run({"alerts", "list"}).out;
  CHECK(alerts.find("\tpending\thook\tmatch.new\t") != std::string::npos);
  CHECK(daemon.run({"alerts", "retry", alerts.substr(0, alerts.find('\t'))}).out.ends_with("\tpending\n"));
  CHECK(daemon.run({"alerts", "drop", alerts.substr(0, alerts.find('\t'))}).out.ends_with("\tdropped\n"));
  const Said none = daemon.run({"backup", "list"});
  CHECK(none.status == 0);
  CHECK(none.out.empty());
  CHECK(daemon.run({"backup", "create"}).out.ends_with("\tok\n"));
  CHECK(daemon.run({"backup", "list"}).out.ends_with("\tok\n"));
}

TEST_CASE("a text is checked, and the exit status says whether it would be found") {
  Daemon daemon;
  CHECK(daemon.run({"check", bent}).status == 1);
  CHECK(daemon.run({"check", bent}).out.find("alert\tkallas-nato") == 0);
  CHECK(daemon.run({"check", "-"}, "the weather").status == 0);
  CHECK(daemon.run({"check"}).status == 2);
}

TEST_CASE("foreign text reaches no terminal as it is, and a table stays a table") {
  cli::Screen screen;
  CHECK(cli::table(screen, {"A", "B"}, {{"x\t\x1b[2J", "y\ny"}}) == "x\\t\\u{1b}[2J\ty\\ny\n");
  screen.terminal = true;
  screen.width = 30;
  CHECK(cli::table(screen, {"A", "B"}, {{"Олена", "long words that do not fit into the width"}}) ==
        "A      B\nОлена  long words that do not…\n");
  CHECK(cli::coloured(screen, cli::Colour::red, "x") == "x");
  screen.colour = true;
  CHECK(cli::coloured(screen, cli::Colour::red, "x") == "\x1b[31mx\x1b[0m");
}
