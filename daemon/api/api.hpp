#pragma once

#include "daemon/api/access.hpp"
#include "daemon/api/backup_job.hpp"
#include "daemon/api/http.hpp"
#include "daemon/api/passwords.hpp"
#include "daemon/api/services.hpp"

#include <boost/json/fwd.hpp>

#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <vector>

/// Requests to answers: routes, access, problems. No sockets, so that tests may call handle() directly.
namespace qw::api {

class Api;

/// One request on its way to a handler.
struct Call {
  const Request& request;
  Services& services;
  Api& api;
  Caller caller;
  std::vector<std::string> ids;  ///< what stood for {…} in the route
  std::shared_ptr<const config::Config> config;
  Time now{};
};

enum class Room : std::uint8_t { ops, api, desk };
enum class Body : std::uint8_t { json, bytes };

struct Route {
  std::string_view method;
  std::string_view path;  ///< "/api/v1/cases/{id}/claim"
  Room room = Room::api;
  std::string_view scope;  ///< "" = open (ops) or by session (desk)
  Response (*handle)(Call&);
  Body body = Body::json;  ///< `bytes`: a file, larger than other bodies
};
/// Every route there is; docs/openapi.yaml is compared with it by a test.
std::span<const Route> routes();

class Api {
 public:
  explicit Api(Services services);
  Api(const Api&) = delete;
  Api& operator=(const Api&) = delete;

  /// Any thread of the server's pool; may block on the store.
  Response handle(const Request& request);
  /// The port that Host fields may name; set once the server is bound, before it is used.
  void set_port(std::uint16_t port) { port_ = port; }

  /// The secret of the one-time set-up link; "" when there are accounts. For the log and `quotewatch status`.
  std::string setup_secret();
  std::string setup_link();
  void setup_done();

  BackupJob& backups() { return backups_; }
  Passwords& passwords() { return passwords_; }
  Attempts& attempts() { return attempts_; }
  const std::string& cursor_key() const { return cursor_key_; }
  Time started() const { return started_; }
  std::mutex& pattern_lock() { return pattern_lock_; }    ///< held while a change to patterns is made
  std::mutex& backtest_lock() { return backtest_lock_; }  ///< held while a backtest runs
  std::mutex& export_lock() { return export_lock_; }      ///< held while an export waits for the crawl

 private:
  Response routed(const Request& request);
  Response allowed(const Request& request, const Route& route, std::vector<std::string> ids);
  Response once(Call& call, const Route& route);
  void add_collector();

  struct Kept {
    Time at{};
    std::string digest;
    Response response;
  };

  Services services_;
  BackupJob backups_{services_.store, services_.metrics, services_.clock, services_.backup_directory};
  std::uint16_t port_ = 0;
  Passwords passwords_;
  Attempts attempts_;
  std::string cursor_key_;
  Time started_;
  std::mutex pattern_lock_, backtest_lock_, export_lock_;
  std::mutex mutex_;
  std::string setup_secret_;
  bool setup_known_ = false;
  std::map<std::string, Kept> kept_;  ///< answers by Idempotency-Key
};

Response json_response(int status, const boost::json::value& body);
/// Adds the headers that keep a browser from doing more than we want with an answer.
void add_safety_headers(Response& response, Room room);

}  // namespace qw::api
