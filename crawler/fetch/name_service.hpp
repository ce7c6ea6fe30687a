#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "crawler/fetch/address_guard.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>
#include <vector>

namespace qw::fetch {

/// The seam to DNS. lookup() blocks, is called from the resolver's own threads, several at a time.
class NameService {
 public:
  NameService() = default;
  NameService(const NameService&) = delete;
  NameService& operator=(const NameService&) = delete;
  virtual ~NameService() = default;

  /// Errors: not_found (the name has no address), busy (the servers did not answer).
  virtual Result<std::vector<Address>> lookup(const std::string& host) = 0;
};

/// getaddrinfo() of the C library.
std::shared_ptr<NameService> system_name_service();

/// Names → addresses without blocking the I/O thread, with a bounded cache: good answers 2 min, "no such
/// name" 1 min; when the servers do not answer, an answer of the last hour serves on.
/// Threads: all methods on the I/O thread; the look-ups run on four threads of their own, which are left to
/// themselves at the end, since a hanging look-up cannot be interrupted.
class Resolver {
 public:
  static std::shared_ptr<Resolver> make(boost::asio::any_io_executor executor, const Clock& clock,
                                        std::shared_ptr<NameService> names);
  Resolver() = default;
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;
  virtual ~Resolver() = default;

  /// Errors: unreachable (no address), timed_out (`timeout`), cancelled.
  virtual boost::asio::awaitable<Result<std::vector<Address>>> resolve(std::string host, Millis timeout) = 0;
  virtual void stop() = 0;
};

}  // namespace qw::fetch
