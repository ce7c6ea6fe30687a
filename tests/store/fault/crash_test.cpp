#include "tests/store/fault/ledger.hpp"
#include "tests/store/samples.hpp"
#include "tests/store/temp_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <poll.h>
#include <random>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

using namespace qw;
using namespace qw::test;

namespace {

struct Child {
  pid_t pid = -1;
  int output = -1;
};

Child start_child(const std::string& folder, int first) {
  int ends[2] = {-1, -1};
  REQUIRE(::pipe(ends) == 0);
  const std::string number = std::to_string(first);
  const pid_t pid = ::fork();
  REQUIRE(pid >= 0);
  if (pid == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    ::close(ends[1]);
    ::execl(QW_CRASH_CHILD, QW_CRASH_CHILD, folder.c_str(), number.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  return {pid, ends[0]};
}

/// Reads acknowledgements until `most` came, then lets the child live for a random moment and kills it.
void read_and_kill(const Child& child, int least, int moment_us, Ledger& ledger, int& highest) {
  std::string text;
  int lines = 0;
  bool killed = false;
  for (;;) {
    char buffer[4096];
    pollfd waiting{child.output, POLLIN, 0};
    REQUIRE(::poll(&waiting, 1, 60'000) > 0);
    const ssize_t n = ::read(child.output, buffer, sizeof buffer);
    if (n <= 0) {
      break;
    }
    text.append(buffer, static_cast<std::size_t>(n));
    lines += static_cast<int>(std::count(buffer, buffer + n, '\n'));
    if (lines >= least && !killed) {
      killed = true;
      ::usleep(static_cast<useconds_t>(moment_us));
      ::kill(child.pid, SIGKILL);
    }
  }
  ::close(child.output);
  int status = 0;
  REQUIRE(::waitpid(child.pid, &status, 0) == child.pid);
  REQUIRE(killed);
  CHECK(WIFSIGNALED(status));
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos;
       begin = end + 1, end = text.find('\n', begin)) {
    int step = 0;
    std::from_chars(text.data() + begin, text.data() + end, step);
    ledger.acknowledged(step);
    highest = std::max(highest, step);
  }
}

}  // namespace

TEST_CASE("a process that is killed at any moment loses nothing that it acknowledged, and doubles nothing" *
          doctest::skip()) {  // a test of its own in ctest, with a time of its own
  const char* wanted = std::getenv("QW_KILL_ROUNDS");
  const int rounds = wanted != nullptr ? std::atoi(wanted) : 12;
  ::alarm(120U + 10U * static_cast<unsigned>(rounds));  // a round takes one to two seconds
  std::random_device seed;
  const unsigned number = seed();
  CAPTURE(number);
  std::mt19937 chance(number);
  constexpr int rounds_a_store = 20;  // each round checks all that the store holds
  std::size_t steps = 0;
  for (int round = 0; round < rounds;) {
    const TempFolder folder;
    Ledger ledger;
    int next = 0;
    for (const int end = std::min(rounds, round + rounds_a_store); round < end; ++round) {
      CAPTURE(round);
      const Child child = start_child(folder.path("s"), next);
      int highest = next;
      read_and_kill(child, 20, static_cast<int>(chance() % 20'000), ledger, highest);
      next = highest + 1000;  // steps that were under way may have been kept: they are not asked for again
      auto store = open_plainly(folder.path("s"));
      ledger.check(*store);
    }
    steps += ledger.size();
  }
  MESSAGE(steps, " acknowledged steps, ", rounds, " kills");
}
