#include "daemon/api/passwords.hpp"

#include "base/check.hpp"
#include "base/utf8.hpp"
#include "daemon/api/tokens.hpp"

#include <sodium.h>

#include <algorithm>

namespace qw::api {
namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memory = 64U << 20U;
constexpr int most_waiting = 8;
constexpr std::size_t most_password = 1000;
constexpr int account_a_minute = 5;
constexpr int address_a_minute = 20;
constexpr std::size_t most_rows = 10'000;

std::string hashed(std::string_view password) {
  char out[crypto_pwhash_STRBYTES];
  const int failed = crypto_pwhash_str_alg(out, password.data(), password.size(), passes, memory,
                                           crypto_pwhash_ALG_ARGON2ID13);
  QW_CHECK(failed == 0, "64 MiB are there for a password");
  return out;
}

}  // namespace

/// A place in the queue, and then the one place at the work.
struct Passwords::Turn {
  Passwords& of;
  bool granted;
  std::unique_lock<std::mutex> lock;

  explicit Turn(Passwords& passwords) : of(passwords), granted(of.waiting_.fetch_add(1) < most_waiting) {
    if (granted) {
      lock = std::unique_lock(of.one_);
    }
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() { of.waiting_.fetch_sub(1); }
};

Passwords::Passwords() {
  QW_CHECK(sodium_init() >= 0, "libsodium starts");
  stand_in_ = hashed(random_secret());
}

Result<std::string> Passwords::hash(std::string_view password) {
  if (!utf8::is_valid(password) || utf8::count(password) < least_password ||
      password.size() > most_password) {
    return fail(Errc::usage, "a password has at least 12 characters");
  }
  const Turn turn(*this);
  if (!turn.granted) {
    return fail(Errc::busy, "too many people log in at once; try again in some seconds");
  }
  return hashed(password);
}

Result<bool> Passwords::fits(const std::string& stored, std::string_view password) {
  const Turn turn(*this);
  if (!turn.granted) {
    return fail(Errc::busy, "too many people log in at once; try again in some seconds");
  }
  const std::string& against = stored.empty() ? stand_in_ : stored;
  const bool fits = password.size() <= most_password &&
                    crypto_pwhash_str_verify(against.c_str(), password.data(), password.size()) == 0;
  return fits && !stored.empty();
}

Millis Attempts::wait_of(const Row& row, int a_minute, Time now) {
  Millis wait{0};
  if (row.in_minute >= a_minute && now < row.minute + std::chrono::minutes(1)) {
    wait = row.minute + std::chrono::minutes(1) - now;
  }
  if (row.in_row >= 3) {
    const Millis back_off =
        std::min<Millis>(std::chrono::minutes(5), Millis(1000LL << std::min(row.in_row - 3, 10)));
    wait = std::max(wait, std::max(Millis(0), row.last + back_off - now));
  }
  return wait;
}

void Attempts::count(Row& row, Time now) {
  if (now >= row.minute + std::chrono::minutes(1)) {
    row.minute = now;
    row.in_minute = 0;
  }
  ++row.in_minute;
  ++row.in_row;
  row.last = now;
}

void Attempts::forget_old(Time now) {
  const auto old = [&](const auto& entry) { return entry.second.last + std::chrono::hours(1) < now; };
  if (accounts_.size() + addresses_.size() > most_rows) {
    std::erase_if(accounts_, old);
    std::erase_if(addresses_, old);
  }
}

Millis Attempts::wait(const std::string& account, const std::string& address, Time now) {
  const std::scoped_lock lock(mutex_);
  Millis out{0};
  if (const auto row = accounts_.find(account); row != accounts_.end()) {
    out = wait_of(row->second, account_a_minute, now);
  }
  if (const auto row = addresses_.find(address); row != addresses_.end()) {
    Row by_minute = row->second;
    by_minute.in_row = 0;  // one colleague's typing errors do not lock an office out
    out = std::max(out, wait_of(by_minute, address_a_minute, now));
  }
  return out;
}

void Attempts::failed(const std::string& account, const std::string& address, Time now) {
  const std::scoped_lock lock(mutex_);
  forget_old(now);
  count(accounts_[account.substr(0, 200)], now);
  count(addresses_[address], now);
}

void Attempts::succeeded(const std::string& account) {
  const std::scoped_lock lock(mutex_);
  accounts_.erase(account.substr(0, 200));
}

}  // namespace qw::api
