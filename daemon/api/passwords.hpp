#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace qw::api {

inline constexpr std::size_t least_password = 12;  ///< code points

/// argon2id of libsodium (64 MiB, 2 passes), one hash at a time: memory and processor are what an attacker
/// wants. At most 8 wait, then Errc::busy. Threads: any; blocks for some 0.1 s a hash.
class Passwords {
 public:
  Passwords();
  /// Errc::usage for fewer than 12 or more than 1,000 characters.
  Result<std::string> hash(std::string_view password);
  /// `stored` empty = the account is not there: as slow as if it were, and false.
  Result<bool> fits(const std::string& stored, std::string_view password);

 private:
  struct Turn;
  std::mutex one_;
  std::atomic<int> waiting_{0};
  std::string stand_in_;  ///< hash that nobody's password fits
};

/// Back-off on failures: 5 a minute for an account, 20 for an address, and after three failures in a row a
/// wait that doubles from 1 s to 5 min. Threads: any.
class Attempts {
 public:
  /// How long until another try; zero = now.
  Millis wait(const std::string& account, const std::string& address, Time now);
  void failed(const std::string& account, const std::string& address, Time now);
  void succeeded(const std::string& account);

 private:
  struct Row {
    int in_row = 0;
    int in_minute = 0;
    Time minute{}, last{};
  };
  static Millis wait_of(const Row& row, int a_minute, Time now);
  static void count(Row& row, Time now);
  void forget_old(Time now);

  std::mutex mutex_;
  std::map<std::string, Row> accounts_, addresses_;
};

}  // namespace qw::api
