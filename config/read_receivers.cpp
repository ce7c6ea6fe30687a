#include "config/addresses.hpp"
#include "config/records.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

// [[receiver]]: every kind has keys of its own, and says so when one of another kind stands there.
namespace qw::config {
namespace {

constexpr auto kinds = std::to_array<std::string_view>(
    {"webhook", "email", "slack", "mattermost", "telegram", "matrix", "json_feed", "alertmanager"});
constexpr auto languages = std::to_array<std::string_view>({"en", "ru", "uk"});
constexpr auto tls_words = std::to_array<std::string_view>({"required", "off"});
constexpr Millis day{86'400'000};

std::optional<int> two_digits(std::string_view text) {
  int value = 0;
  const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = text.size() == 2 && bad == std::errc() && end == text.data() + text.size();
  return whole ? std::optional(value) : std::nullopt;
}

/// "07:30" → 450.
std::optional<int> minute_of_day(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') {
    return std::nullopt;
  }
  const auto hour = two_digits(text.substr(0, 2));
  const auto minute = two_digits(text.substr(3));
  if (!hour || !minute || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59) {
    return std::nullopt;
  }
  return *hour * 60 + *minute;
}

void read_hours(Section& s, Receiver& read) {
  std::string quiet;
  std::string digest;
  s.text("zone", read.zone);
  s.text("quiet", quiet);
  s.text("digest", digest);
  s.duration("escalate_after", read.escalate_after, Millis(1000), 7 * day);
  if (!is_zone(read.zone)) {
    s.complain("zone", "zone '" + read.zone + "' is unknown to tzdata; write one such as \"Europe/Kyiv\"");
  }
  if (!quiet.empty()) {
    const auto from = minute_of_day(std::string_view(quiet).substr(0, 5));
    const auto until = quiet.size() == 11 && quiet[5] == '-'
                           ? minute_of_day(std::string_view(quiet).substr(6))
                           : std::nullopt;
    if (!from || !until || *from == *until) {
      s.complain("quiet", "'" + quiet + "' is no span of hours such as \"22:00-07:00\"");
    } else {
      read.quiet = QuietHours{*from, *until};
    }
  }
  if (!digest.empty()) {
    read.digest = minute_of_day(digest);
    if (!read.digest) {
      s.complain("digest", "'" + digest + "' is no time of day such as \"08:00\"");
    }
  }
}

/// Keys that belong to one kind alone.
void refuse_strangers(Section& s, const Receiver& read) {
  struct Own {
    std::string_view key;
    const std::string& value;
    std::string_view kind;
  };
  for (const Own& own : {Own{"to", read.to, "email"}, Own{"from", read.from, "email"},
                         Own{"user", read.user, "email"}, Own{"ca_file", read.ca_file, "email"},
                         Own{"chat", read.chat, "telegram"}, Own{"room", read.room, "matrix"}}) {
    if (!own.value.empty() && read.kind != own.kind) {
      s.complain(own.key, "'" + std::string(own.key) + "' belongs to kind \"" + std::string(own.kind) +
                              "\"; drop it or change the kind");
    }
  }
}

void check_email(Section& s, Receiver& read) {
  s.need({"url", "to", "from"});
  const auto relay = read.url.empty() ? std::nullopt : parse_relay(read.url);
  if (!read.url.empty() && !relay) {
    s.complain("url", "'" + read.url +
                          "' is no mail relay; write smtp://HOST:PORT for STARTTLS or smtps://HOST:PORT");
  }
  for (const auto& [key, value] : {std::pair<const char*, const std::string&>{"to", read.to},
                                   std::pair<const char*, const std::string&>{"from", read.from}}) {
    if (!value.empty() && !is_email(value)) {
      s.complain(key, "'" + value + "' is no e-mail address; one receiver writes to one address");
    }
  }
  if (!read.user.empty() && read.secret_file.empty()) {
    s.complain("user", "user '" + read.user + "' needs its password in the file that secret_file names");
  }
  if (read.user.empty() && !read.secret_file.empty()) {
    s.complain("secret_file", "a password without a user: set user too");
  }
  const bool here = read.address.starts_with("127.") || read.address == "::1" ||
                    (relay && (relay->host == "localhost" || relay->host.starts_with("127.")));
  if (read.tls == "off" && !here) {
    s.complain("tls",
               "mail leaves this machine unencrypted with tls = \"off\"; that is allowed only for a "
               "relay at 127.0.0.1 or ::1, named by url or address");
  }
}

void check_web_kind(Section& s, Receiver& read) {
  if (!read.url.empty() && !parse_web_address(read.url)) {
    s.complain("url", "'" + read.url + "' is no http or https address");
  }
  if (read.kind == "webhook") {
    s.need({"url", "secret_file"});
  } else if (read.kind == "telegram") {
    s.need({"chat", "secret_file"});
    if (read.url.empty()) {
      read.url = "https://api.telegram.org";
    }
  } else if (read.kind == "matrix") {
    s.need({"url", "room", "secret_file"});
    if (!read.room.empty() && (!read.room.starts_with('!') || read.room.find(':') == std::string::npos)) {
      s.complain("room", "'" + read.room +
                             "' is no room id; clients show it under room settings as !abc:server, an alias "
                             "with # will not do");
    }
  } else if (read.kind == "alertmanager") {
    s.need({"url"});
    if (read.cases || !read.ops || read.digest || read.quiet) {
      s.complain("kind",
                 "an alertmanager is told of the state of the service alone: set cases = false and "
                 "ops = true, without digest and quiet");
    }
  } else {  // the whole address of an incoming hook is its secret
    s.need({"secret_file"});
    if (!read.url.empty()) {
      s.complain("url", "the address of this kind is a secret: put it into the file that secret_file names");
    }
  }
}

void check_kind(Section& s, Receiver& read) {
  if (read.kind == "email") {
    check_email(s, read);
  } else if (!read.kind.empty()) {
    check_web_kind(s, read);
  }
  refuse_strangers(s, read);
  if (read.escalate_after && !read.cases) {
    s.complain("escalate_after", "a receiver with cases = false is told of no case that could wait");
  }
  if (!read.cases && !read.ops && !read.digest) {
    s.complain("cases", "a receiver with cases = false and without ops or digest is told of nothing");
  }
}

}  // namespace

void read_receiver(Section& s, std::vector<Receiver>& into) {
  Receiver read;
  s.need({"id", "kind"});
  s.text("id", read.id);
  s.one_of("kind", read.kind, kinds);
  s.text("url", read.url);
  s.text("secret_file", read.secret_file);
  s.text("address", read.address);
  s.one_of("language", read.language, languages);
  s.text("to", read.to);
  s.text("from", read.from);
  s.text("user", read.user);
  s.one_of("tls", read.tls, tls_words);
  s.text("ca_file", read.ca_file);
  s.text("chat", read.chat);
  s.text("room", read.room);
  s.flag("plain_urls", read.plain_urls);
  s.flag("cases", read.cases);
  s.flag("ops", read.ops);
  s.texts("officials", read.officials);
  s.texts("patterns", read.patterns);
  s.texts("languages", read.languages);
  s.choice("least_severity", read.least_severity);
  read_hours(s, read);
  s.duration("retry_first", read.retry_first, Millis(1), Millis(3'600'000));
  if (!read.id.empty() && !is_id(read.id)) {
    s.complain("id", "id '" + read.id + "' may hold small Latin letters, digits and hyphens only");
  }
  if (std::ranges::find(into, read.id, &Receiver::id) != into.end()) {
    s.complain("id", "there are two receivers '" + read.id + "'");
  }
  if (!read.address.empty() && !is_literal_address(read.address)) {
    s.complain("address", "'" + read.address + "' is no address in numbers such as \"127.0.0.1\"");
  }
  check_kind(s, read);
  into.push_back(std::move(read));
}

}  // namespace qw::config
