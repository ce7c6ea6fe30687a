#pragma once

#include "base/clock.hpp"
#include "model/names.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What the line of data carries from stage to stage.
namespace qw::model {

enum class TaskKind : std::uint8_t {
  feed,      ///< poll a feed
  section,   ///< poll a section or home page
  telegram,  ///< poll a public preview
  article,   ///< fetch an article for the first time
  revisit,   ///< fetch it again
  read,      ///< the page is stored, its article has not been read yet
};
constexpr auto names_of(TaskKind) {
  using enum TaskKind;
  return std::to_array<Named<TaskKind>>({{feed, "feed"},
                                         {section, "section"},
                                         {telegram, "telegram"},
                                         {article, "article"},
                                         {revisit, "revisit"},
                                         {read, "read"}});
}

/// How a link was seen, kept with it until its article is read.
struct Sighting {
  std::string feed_url;   ///< the feed or list that showed it
  std::string feed_page;  ///< id of the stored bytes of that feed or list
  std::string title, summary;
  std::optional<Time> says_published;
  std::optional<Time> not_there_at;  ///< last good poll of that list without it
  Time seen_at{};
};

/// One entry of the frontier. `id` is content_id(kind family + canonical URL): the same link is one task.
struct Task {
  std::string id;
  TaskKind kind = TaskKind::article;
  std::string outlet;
  std::string url;            ///< to fetch
  std::string canonical_url;  ///< identity
  std::string host;           ///< scheme://host:port, the key of politeness and robots
  Time due{};
  int priority = 1;  ///< 0 first
  int attempts = 0;
  Sighting sighting;
  std::string page;  ///< of a `read` task: the id of the stored page
  int visits = 0;    ///< good fetches so far
};

/// Durable politeness of one host; written before the request that it permits.
struct HostState {
  std::string host;
  Time next_ok{};            ///< no request before
  Millis delay{0};           ///< present adaptive delay
  int failures = 0;          ///< in a row
  Time open_until{};         ///< circuit breaker
  int opened = 0;            ///< times in a row that the breaker opened
  double penalty = 1;        ///< factor on the delay after 429 and 503
  int good_answers = 0;      ///< since the penalty last fell
  Millis latency{0};         ///< moving mean
  std::uint32_t recent = 0;  ///< the last 20 answers, newest in bit 0, 1 = failed
  int recent_count = 0;
  std::string robots_body;   ///< last good copy
  std::string robots_state;  ///< "", "parsed", "allow_all", "unreachable"
  Time robots_fetched{};
  Time robots_until{};
  int robots_failures = 0;      ///< tries in a row that brought no robots.txt
  Time robots_failing_since{};  ///< first of them
};

/// Bytes that were fetched, in a WARC file.
struct PageRecord {
  std::string id;  ///< time id
  std::string outlet, url, final_url;
  int status = 0;
  std::string content_type;
  std::vector<std::pair<std::string, std::string>> headers;  ///< of the response, as received
  std::string etag, last_modified;
  Time fetched{};
  std::string warc_file;
  std::uint64_t warc_offset = 0, warc_length = 0;
  std::string payload_digest;  ///< "sha256:…" over the bytes on the wire
  std::string content_encoding;
  std::string address;  ///< peer
  std::string problem;  ///< "" or why the body is not whole
  std::string
      same_as;  ///< id of the earlier page in the same file that holds this very payload, "" = it is here
};

/// One state of an article's title and text; immutable.
struct Revision {
  std::string id;       ///< content_id(article id + title + text)
  std::string article;  ///< content_id(canonical URL)
  std::uint32_t number = 1;
  std::string outlet, url, canonical_url, page;
  std::string title, lead, text, language;
  std::vector<std::string> authors;
  std::optional<Time> published;
  std::optional<Day> published_day;
  std::string published_raw;
  Sighting sighting;
  Time fetched{};
  std::vector<std::string> remarks;
};

/// State of one polled address.
struct OutletState {
  std::string outlet, address;
  TaskKind kind = TaskKind::feed;
  std::string etag, last_modified, body_digest;
  std::optional<Time> last_poll, last_success, last_new_article, first_complete_poll;
  int failures = 0;
  std::string
      state;  ///< "ok", "blocked", "silent", "forbidden_by_robots", "unreachable", "not_a_feed", "waiting"
  std::string detail;  ///< in words
  bool paused = false;
  std::string paused_by;
  std::vector<std::string>
      recent_ids;  ///< canonical ids of the last complete poll, newest first, at most 2,000
  std::uint64_t polls = 0, articles = 0, quotes_of_officials = 0;
  std::string schedule;  ///< what the polls taught: discover::encoded(PollMemory), "" = nothing yet
};

/// One message for one receiver. Its id stays the same on every try.
struct OutboxEntry {
  std::string id;  ///< content_id(event + case + revision + receiver)
  std::string receiver;
  std::string event;  ///< match.new, case.grew, case.decided, case.corrected, case.reopened
  std::string case_id;
  std::uint64_t case_rev = 0;
  std::string payload;  ///< JSON body
  Time made{};
  Time due{};
  int tries = 0;
  std::string last_problem;
};
/// silenced: a person's silence held it back; it is listed, and goes out when a person says so.
enum class DeliveryState : std::uint8_t { pending, sent, dead, held, silenced };
constexpr auto names_of(DeliveryState) {
  using enum DeliveryState;
  return std::to_array<Named<DeliveryState>>(
      {{pending, "pending"}, {sent, "sent"}, {dead, "dead"}, {held, "held"}, {silenced, "silenced"}});
}
struct Delivery {
  OutboxEntry entry;
  DeliveryState state = DeliveryState::pending;
  std::optional<Time> finished;
  int http_status = 0;
};

/// One link of the hash chain. `before` and `after` are canonical JSON of what changed.
struct AuditRecord {
  std::uint64_t seq = 0;
  Time at{};
  std::string who;      ///< user id, "daemon", or "local:<uid>"
  std::string act;      ///< case.claim, case.verdict, pattern.state, user.create …
  std::string subject;  ///< case:ID, pattern:ID, user:ID
  std::string before, after, reason;
  std::string previous_hash, hash;  ///< hex SHA-256
};

enum class UserRole : std::uint8_t { viewer, reviewer, lead, admin };
constexpr auto names_of(UserRole) {
  using enum UserRole;
  return std::to_array<Named<UserRole>>(
      {{viewer, "viewer"}, {reviewer, "reviewer"}, {lead, "lead"}, {admin, "admin"}});
}
struct User {
  std::string id, name;
  UserRole role = UserRole::reviewer;
  std::string password_hash;  ///< argon2id, libsodium's string form
  std::string language = "en";
  bool disabled = false;
  Time created{};
};
struct Token {
  std::string id, name, owner;
  std::string secret_hash;  ///< hex SHA-256 of the secret part
  std::vector<std::string> scopes;
  Time created{};
  std::optional<Time> expires, last_used, revoked;
};
struct Session {
  std::string id_hash;  ///< hex SHA-256 of the cookie
  std::string user;
  Time created{}, last_seen{};
  std::string form_token;  ///< hidden token of the desk's forms
};

}  // namespace qw::model
