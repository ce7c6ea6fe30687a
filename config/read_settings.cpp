#include "config/addresses.hpp"
#include "config/records.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <limits>

namespace qw::config {
namespace {

using Tables = std::vector<std::pair<const TomlTable*, TomlPlace>>;
constexpr Millis second{1000};
constexpr Millis day{86'400'000};
constexpr std::uint64_t kib = 1ULL << 10U;
constexpr std::uint64_t gib = 1ULL << 30U;
constexpr std::uint64_t tib = 1ULL << 40U;

/// The fields of one [table]: names it, reads it, reports what it does not know.
template <class Read>
void each_table(Section& outer, const Tables& tables, const std::string& prefix, const std::string& said,
                Read read) {
  for (const auto& [table, place] : tables) {
    Section section(*table, place, outer.file(), {prefix, said}, outer.problems());
    read(section);
    section.finish();
  }
}

void read_resolve(Section& entry, Crawl& crawl) {
  Resolve read;
  entry.need({"host", "address", "port"});
  entry.text("host", read.host);
  entry.text("address", read.address);
  entry.number<std::uint16_t>("port", read.port, 1, 65535);
  if (!read.host.empty() && !is_host(read.host)) {
    entry.complain("host",
                   "'" + read.host + "' is no host name; write it in small letters, without scheme and port");
  }
  if (!read.address.empty() && !is_literal_address(read.address)) {
    entry.complain("address",
                   "'" + read.address + "' is no address in numbers such as \"127.0.0.1\" or \"::1\"");
  }
  if (std::ranges::any_of(crawl.resolve,
                          [&](const Resolve& r) { return r.host == read.host && r.port == read.port; })) {
    entry.complain("host", "'" + read.host + "' is resolved twice for port " + std::to_string(read.port));
  }
  crawl.resolve.push_back(std::move(read));
}

void read_crawl(Section& s, Crawl& crawl) {
  s.text("contact", crawl.contact);
  s.text("info_url", crawl.info_url);
  s.flag("unverified", crawl.unverified);
  s.duration("delay", crawl.delay, Millis(0), Millis(3'600'000));
  s.duration("least_delay", crawl.least_delay, Millis(0), Millis(3'600'000));
  s.duration("poll_every", crawl.poll_every, Millis(1), day);
  s.duration("poll_least", crawl.poll_least, Millis(1), day);
  s.duration("poll_most", crawl.poll_most, Millis(1), 7 * day);
  s.duration("robots_life", crawl.robots_life, Millis(1), 7 * day);
  s.duration("connect_timeout", crawl.connect_timeout, Millis(100), 120 * second);
  s.duration("first_byte_timeout", crawl.first_byte_timeout, Millis(100), 300 * second);
  s.duration("total_timeout", crawl.total_timeout, Millis(100), 900 * second);
  s.number<std::uint32_t>("least_speed", crawl.least_speed, 0, 1'000'000);
  s.size("most_wire_bytes", crawl.most_wire_bytes, kib, gib);
  s.size("most_decoded_bytes", crawl.most_decoded_bytes, kib, gib);
  s.number<std::uint32_t>("most_depth", crawl.most_depth, 16, 4096);
  s.number<std::uint32_t>("most_redirects", crawl.most_redirects, 0, 20);
  s.number<std::uint32_t>("most_connections", crawl.most_connections, 1, 1000);
  s.number<std::uint32_t>("most_in_flight", crawl.most_in_flight, 1, 10'000);
  s.size("most_in_flight_bytes", crawl.most_in_flight_bytes, kib, tib);
  s.durations("revisit_after", crawl.revisit_after);
  each_table(s, s.tables("resolve"), "crawl.resolve", "[[crawl.resolve]]",
             [&](Section& entry) { read_resolve(entry, crawl); });
  if (!crawl.contact.empty() && !is_email(crawl.contact)) {
    s.complain("contact",
               "'" + crawl.contact + "' is no e-mail address; outlets must be able to write to you");
  }
  if (!crawl.info_url.empty() && !parse_web_address(crawl.info_url)) {
    s.complain("info_url", "'" + crawl.info_url + "' is no http or https address");
  }
  if (crawl.delay < crawl.least_delay) {
    s.complain("delay", "delay is " + duration_text(crawl.delay) + "; the least is " +
                            duration_text(crawl.least_delay) + " (crawl.least_delay)");
  }
  if (crawl.poll_least > crawl.poll_every || crawl.poll_every > crawl.poll_most) {
    s.complain("poll_every", "poll_every must lie between poll_least (" + duration_text(crawl.poll_least) +
                                 ") and poll_most (" + duration_text(crawl.poll_most) + ")");
  }
  if (crawl.most_decoded_bytes < crawl.most_wire_bytes) {
    s.complain("most_decoded_bytes", "most_decoded_bytes must not be less than most_wire_bytes");
  }
}

void read_store(Section& s, Store& store) {
  s.text("directory", store.directory);
  s.size("min_free", store.min_free, 0, tib);
  s.number("keep_days", store.keep_days, 1, 3660);
  s.size("warc_roll_bytes", store.warc_roll_bytes, 64 * kib, 16 * gib);
}

void read_api(Section& s, Api& api) {
  s.text("address", api.address);
  s.number<std::uint16_t>("port", api.port, 0, 65535);
  s.text("public_url", api.public_url);
  s.text("runtime_directory", api.runtime_directory);
  s.texts("hosts", api.hosts);
  s.texts("proxies", api.proxies);
  if (!is_literal_address(api.address)) {
    s.complain("address", "'" + api.address + "' is no address in numbers such as \"127.0.0.1\"");
  }
  if (!api.public_url.empty() && !parse_web_address(api.public_url)) {
    s.complain("public_url", "'" + api.public_url + "' is no http or https address");
  }
  for (const std::string& host : api.hosts) {
    if (!is_host(host) && !is_literal_address(host)) {
      s.complain("hosts", "'" + host + "' is no host name");
    }
  }
  for (const std::string& proxy : api.proxies) {
    if (!is_literal_address(proxy)) {
      s.complain("proxies", "'" + proxy + "' is no address in numbers such as \"127.0.0.1\"");
    }
  }
  while (api.public_url.ends_with('/')) {
    api.public_url.pop_back();  // paths are put behind it
  }
}

void read_desk(Section& s, Desk& desk) {
  constexpr auto languages = std::to_array<std::string_view>({"en", "ru", "uk"});
  s.one_of("language", desk.language, languages);
  s.flag("second_reader", desk.second_reader);
  s.duration("lease", desk.lease, second, day);
  s.duration("hold", desk.hold, Millis(0), Millis(3'600'000));
  s.duration("alert_max_age", desk.alert_max_age, second, 366 * day);
}

void read_log(Section& s, Log& log) {
  constexpr auto levels = std::to_array<std::string_view>({"debug", "info", "warning", "error"});
  constexpr auto targets = std::to_array<std::string_view>({"stderr", "journal"});
  s.one_of("level", log.level, levels);
  s.one_of("target", log.target, targets);
}

void read_timestamps(Section& s, Timestamps& into) {
  s.text("url", into.url);
  s.text("ca_file", into.ca_file);
  s.text("address", into.address);
  s.duration("every", into.every, second, day);
  if (!into.url.empty() && !parse_web_address(into.url)) {
    s.complain("url", "'" + into.url + "' is no http or https address");
  }
  if (!into.url.empty() && into.ca_file.empty()) {
    s.complain("url",
               "ca_file is missing: the certificates (PEM) that the authority's stamps are checked with");
  }
  if (!into.address.empty() && !is_literal_address(into.address)) {
    s.complain("address", "'" + into.address + "' is no address in numbers such as \"192.0.2.7\"");
  }
}

}  // namespace

Paths read_settings(const TomlTable& root, const std::string& file, Config& into, Problems& problems) {
  Section top(root, {1, 1}, file, {"", "the configuration"}, problems);
  Paths paths;
  each_table(top, top.table("paths"), "paths", "[paths]", [&](Section& s) {
    s.text("outlets", paths.outlets);
    s.text("officials", paths.officials);
    s.text("patterns", paths.patterns);
    s.text("lexicon", paths.lexicon);
  });
  top.number("workers", into.workers, 0U, 256U);
  each_table(top, top.table("crawl"), "crawl", "[crawl]", [&](Section& s) { read_crawl(s, into.crawl); });
  each_table(top, top.table("store"), "store", "[store]", [&](Section& s) { read_store(s, into.store); });
  each_table(top, top.table("api"), "api", "[api]", [&](Section& s) { read_api(s, into.api); });
  each_table(top, top.table("desk"), "desk", "[desk]", [&](Section& s) { read_desk(s, into.desk); });
  each_table(top, top.table("log"), "log", "[log]", [&](Section& s) { read_log(s, into.log); });
  each_table(top, top.table("timestamps"), "timestamps", "[timestamps]",
             [&](Section& s) { read_timestamps(s, into.timestamps); });
  each_table(top, top.tables("receiver"), "receiver", "[[receiver]]",
             [&](Section& s) { read_receiver(s, into.receivers); });
  for (Receiver& receiver : into.receivers) {
    receiver.language = receiver.language.empty() ? into.desk.language : receiver.language;
  }
  top.finish();
  return paths;
}

}  // namespace qw::config
