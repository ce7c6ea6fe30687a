#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "model/official.hpp"
#include "model/outlet.hpp"
#include "model/pattern.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// The whole configuration as plain types. Loaded all or nothing; immutable afterwards: each unit of work
/// keeps its shared_ptr<const Config>. Threads: any.
namespace qw::config {

/// An exception to the address guard and to the port rule: this host and port is reached at this address.
struct Resolve {
  std::string host;
  std::string address;  ///< literal v4 or v6
  std::uint16_t port = 0;
};

struct Crawl {
  std::string contact;  ///< e-mail; empty: crawling stays paused
  std::string info_url;
  bool unverified = false;
  Millis delay{5000};          ///< least gap between two requests to one host
  Millis least_delay{2000};    ///< floor for the delay of an outlet
  Millis poll_every{600'000};  ///< for outlets whose rate is not known
  Millis poll_least{120'000};
  Millis poll_most{10'800'000};
  Millis robots_life{86'400'000};
  Millis connect_timeout{10'000};
  Millis first_byte_timeout{20'000};
  Millis total_timeout{60'000};
  std::uint32_t least_speed = 500;  ///< bytes/s over 15 s
  std::uint64_t most_wire_bytes = 8U << 20U;
  std::uint64_t most_decoded_bytes = 32U << 20U;
  std::uint32_t most_depth = 512;
  std::uint32_t most_redirects = 5;
  std::uint32_t most_connections = 48;
  std::uint32_t most_in_flight = 64;  ///< pages between fetch and store
  std::uint64_t most_in_flight_bytes = 64U << 20U;
  /// Ages at which an article is looked at again.
  std::vector<Millis> revisit_after{std::chrono::minutes(30), std::chrono::hours(2),  std::chrono::hours(5),
                                    std::chrono::hours(8),    std::chrono::hours(12), std::chrono::hours(18),
                                    std::chrono::hours(27),   std::chrono::days(3),   std::chrono::days(7)};
  std::vector<Resolve> resolve;
};

struct Store {
  std::string directory;                 ///< state directory
  std::uint64_t min_free = 2ULL << 30U;  ///< below it fetching pauses
  int keep_days = 90;                    ///< pages, revisions, quotes, silent decisions
  std::uint64_t warc_roll_bytes = 256U << 20U;
};

/// Local hours in which a receiver wants no messages: minutes since midnight, the end exclusive; over
/// midnight when the end is not after the beginning.
struct QuietHours {
  int from = 0, until = 0;
};

/// Who is told, of what, and how. Keys that a kind does not have stay empty.
struct Receiver {
  std::string id;
  std::string kind;          ///< webhook, email, slack, mattermost, telegram, matrix, json_feed …
  std::string url;           ///< webhook; smtp:// or smtps:// relay; Bot API; homeserver; Alertmanager
  std::string secret_file;   ///< what the kind keeps secret, in a file; ${CREDENTIALS_DIRECTORY} is expanded
  std::string address;       ///< the literal address that the guard lets through, when it is not a public one
  std::string language;      ///< of the words; "" = desk.language
  std::string zone = "UTC";  ///< of times in messages, quiet hours and the digest
  std::string to, from, user;    ///< email
  std::string tls = "required";  ///< email: or "off", for a relay on this machine
  std::string ca_file;           ///< email: certificates that vouch for the relay, "" = the system's
  std::string chat;              ///< telegram
  std::string room;              ///< matrix
  bool plain_urls = false;       ///< addresses of articles as links instead of defanged
  bool cases = true;             ///< told of cases
  bool ops = false;              ///< told of the state of the service
  std::vector<std::string> officials, patterns, languages;  ///< empty = all
  model::Severity least_severity = model::Severity::normal;
  std::optional<QuietHours> quiet;
  std::optional<int> digest;             ///< minute of the local day, empty = no digest
  std::optional<Millis> escalate_after;  ///< told of a case only when nobody took it within this time
  Millis retry_first{5000};              ///< first wait of the back-off
};

struct Api {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8417;         ///< 0 = any free one, written to <runtime>/api.port
  std::string public_url;            ///< as colleagues reach the desk through the proxy
  std::string runtime_directory;     ///< of the Unix socket
  std::vector<std::string> hosts;    ///< further Host names that are answered
  std::vector<std::string> proxies;  ///< literal addresses whose X-Forwarded-For says who asks
};

struct Desk {
  std::string language = "en";
  bool second_reader = false;
  Millis lease{900'000};
  Millis hold{10'000};  ///< time for undo before an act takes effect outward
  Millis alert_max_age{172'800'000};
};

struct Log {
  std::string level = "info";
  std::string target = "stderr";  ///< or "journal"
};

struct Timestamps {     ///< an authority that stamps the head of the audit chain (RFC 3161)
  std::string url;      ///< empty: nothing is stamped
  std::string ca_file;  ///< PEM: the roots that its certificates lead to
  std::string address;  ///< the literal address that the guard lets through, when it is not a public one
  Millis every{3'600'000};
};

struct Config {
  std::string file;    ///< path of quotewatch.toml
  std::string digest;  ///< of everything that was read
  Crawl crawl;
  Store store;
  Api api;
  Desk desk;
  Log log;
  unsigned workers = 0;  ///< threads of the pool; 0 = one a core
  std::vector<Receiver> receivers;
  std::vector<model::Outlet> outlets;      ///< sorted by id
  std::vector<model::Official> officials;  ///< sorted by id
  std::vector<model::Namesake> namesakes;
  std::vector<model::Pattern> patterns;       ///< in force, sorted by id; the daemon adds what the desk made
  std::vector<model::Pattern> file_patterns;  ///< as the files have them
  std::string lexicon_directory;
  Timestamps timestamps;

  const model::Outlet* find_outlet(std::string_view id) const;
  const model::Official* find_official(std::string_view id) const;
  const model::Pattern* find_pattern(std::string_view id) const;
};

/// All errors of all files (the first syntax error of each file, every schema error), at most 50 a file.
using Errors = std::vector<Error>;

/// Reads quotewatch.toml and, beside it (or where [paths] says), outlets.d/ officials.d/ patterns.d/
/// lexicon/. Blocks on the disk. Unknown keys are errors with a hint. Remarks that are no errors go to
/// `remarks`.
std::expected<std::shared_ptr<const Config>, Errors> load(const std::string& file,
                                                          std::vector<Error>* remarks = nullptr);

/// A directory of officials alone, for the offline verbs' `--officials DIR`.
std::expected<std::pair<std::vector<model::Official>, std::vector<model::Namesake>>, Errors> load_officials(
    const std::string& directory);
/// A directory or one file of patterns alone, for `--patterns`.
std::expected<std::vector<model::Pattern>, Errors> load_patterns(const std::string& path);

}  // namespace qw::config
