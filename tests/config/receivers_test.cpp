#include "config/records.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace qw;

namespace {

struct Read {
  std::vector<config::Receiver> receivers;
  std::string errors;
};

Read read(const std::string& toml) {
  const auto table = config::parse_toml(toml, "q.toml");
  REQUIRE(table);
  config::Problems problems;
  config::Config into;
  config::read_settings(*table, "q.toml", into, problems);
  Read out{into.receivers, ""};
  for (const Error& error : problems.take()) {
    out.errors += error.text() + "\n";
  }
  return out;
}

const std::string mail =
    "[[receiver]]\nid = \"mail\"\nkind = \"email\"\nurl = \"smtps://relay.example.org\"\n"
    "to = \"desk@example.org\"\nfrom = \"quotewatch@example.org\"\n";

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("every kind of receiver is read with the keys of its own") {
  const Read got = read(
      mail +
      "user = \"qw\"\nsecret_file = \"/s\"\nlanguage = \"uk\"\nzone = \"Europe/Kyiv\"\n"
      "quiet = \"22:00-07:00\"\ndigest = \"08:05\"\nescalate_after = \"30 min\"\n" +
      "[[receiver]]\nid = \"slack\"\nkind = \"slack\"\nsecret_file = \"/s\"\n"
      "[[receiver]]\nid = \"mm\"\nkind = \"mattermost\"\nsecret_file = \"/s\"\n"
      "[[receiver]]\nid = \"tg\"\nkind = \"telegram\"\nchat = \"-100200\"\nsecret_file = \"/s\"\n"
      "[[receiver]]\nid = \"mx\"\nkind = \"matrix\"\nurl = \"https://matrix.example.org\"\n"
      "room = \"!a:example.org\"\nsecret_file = \"/s\"\n"
      "[[receiver]]\nid = \"feed\"\nkind = \"json_feed\"\nsecret_file = \"/s\"\n"
      "[[receiver]]\nid = \"ops\"\nkind = \"webhook\"\nurl = \"https://h.example\"\nsecret_file = \"/s\"\n"
      "cases = false\nops = true\n");
  CHECK(got.errors == "");
  REQUIRE(got.receivers.size() == 7);
  const config::Receiver& first = got.receivers[0];
  CHECK(first.language == "uk");
  REQUIRE(first.quiet);
  CHECK(first.quiet->from == 22 * 60);
  CHECK(first.quiet->until == 7 * 60);
  CHECK(first.digest == 8 * 60 + 5);
  CHECK(first.escalate_after == std::chrono::minutes(30));
  CHECK(got.receivers[3].url == "https://api.telegram.org");
  CHECK_FALSE(got.receivers[6].cases);
}

TEST_CASE("what does not fit a kind is said at its place, with the remedy") {
  const std::string wrong_relay =
      read(
          "[[receiver]]\nid = \"m\"\nkind = \"email\"\nurl = \"mail.example.org\"\nto = \"x\"\n"
          "from = \"a@b.example\"\n")
          .errors;
  CHECK(has(wrong_relay, "q.toml:4:7: 'mail.example.org' is no mail relay; write smtp://HOST:PORT"));
  CHECK(has(wrong_relay, "q.toml:5:6: 'x' is no e-mail address"));
  CHECK(has(read(mail + "tls = \"off\"\n").errors, "mail leaves this machine unencrypted"));
  CHECK(read(mail + "tls = \"off\"\naddress = \"127.0.0.1\"\n").errors == "");
  CHECK(has(read(mail + "user = \"qw\"\n").errors, "needs its password"));
  CHECK(has(read(mail + "chat = \"1\"\n").errors, "'chat' belongs to kind \"telegram\""));
  CHECK(has(read("[[receiver]]\nid = \"s\"\nkind = \"slack\"\nurl = \"https://h.example/x\"\n"
                 "secret_file = \"/s\"\n")
                .errors,
            "q.toml:4:7: the address of this kind is a secret"));
  CHECK(has(read("[[receiver]]\nid = \"x\"\nkind = \"matrix\"\nurl = \"https://m.example\"\n"
                 "room = \"#desk:example.org\"\nsecret_file = \"/s\"\n")
                .errors,
            "is no room id"));
  CHECK(has(
      read("[[receiver]]\nid = \"p\"\nkind = \"alertmanager\"\nurl = \"http://127.0.0.1:9093\"\nops = true\n")
          .errors,
      "told of the state of the service alone"));
  CHECK(read("[[receiver]]\nid = \"p\"\nkind = \"alertmanager\"\nurl = \"http://127.0.0.1:9093\"\n"
             "address = \"127.0.0.1\"\ncases = false\nops = true\n")
            .errors.empty());
  CHECK(has(read("[[receiver]]\nid = \"t\"\nkind = \"telegrm\"\n").errors, "did you mean 'telegram'?"));
}

TEST_CASE("hours that are no hours are refused") {
  CHECK(has(read(mail + "quiet = \"22-07\"\n").errors, "no span of hours"));
  CHECK(has(read(mail + "quiet = \"22:00-22:00\"\n").errors, "no span of hours"));
  CHECK(has(read(mail + "quiet = \"22:00-24:00\"\n").errors, "no span of hours"));
  CHECK(has(read(mail + "digest = \"8\"\n").errors, "no time of day"));
  CHECK(has(read(mail + "digest = \"08:61\"\n").errors, "no time of day"));
  CHECK(has(read(mail + "zone = \"Kyiv\"\n").errors, "unknown to tzdata"));
  CHECK(has(read(mail + "cases = false\n").errors, "is told of nothing"));
  CHECK(has(read(mail + "cases = false\nops = true\nescalate_after = \"1 h\"\n").errors,
            "told of no case that could wait"));
}
