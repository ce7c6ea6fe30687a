#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "crawler/fetch/address_guard.hpp"
#include "crawler/fetch/fetcher.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace qw::fetch {

/// Everything that one exchange needs, decided before libcurl sees it.
struct TransferPlan {
  Request request;
  std::string url;     ///< the one spelling: Url::text()
  std::string pinned;  ///< entry for CURLOPT_RESOLVE, "" = the host is a literal address
  Guard guard;
  std::vector<std::string> headers;  ///< "Name: value"
  std::uint64_t most_wire_bytes = 0;
  Millis connect_timeout{}, first_byte_timeout{}, total_timeout{};
  Millis patience{};  ///< silence after which on_stall is called
  Millis low_speed_window{};
  std::uint64_t least_bytes_a_window = 0;
  bool only_http1 = false;
  SteadyTime leave_by = SteadyTime::max();
};

/// How an exchange ended, in our words.
enum class Ended : std::uint8_t { running, whole, cut_at_limit, cut_by_peer, failed, cancelled };

/// One exchange: the easy handle and what its callbacks collected. Lives until its coroutine is done.
/// Threads: the I/O thread.
class Transfer {
 public:
  Transfer(TransferPlan plan, const Clock& clock);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  ~Transfer();

  void* easy() const { return easy_; }
  const TransferPlan& plan() const { return plan_; }
  bool prepared() const { return prepared_; }

  bool got_a_byte() const { return got_a_byte_; }
  std::uint64_t received() const { return head_bytes_ + wire_body.size(); }

  /// libcurl's result code, translated.
  void end(int curl_code);
  /// Ended by us.
  void end(Ended how, Errc code, std::string why);
  Ended ended() const { return ended_; }
  const Error& error() const { return error_; }
  bool http2_trouble() const { return http2_trouble_; }

  /// For Multi's open-socket callback: "" = this peer is fine; else the reason, which becomes the error.
  std::string judge(const Address& address);
  std::string peer() const;
  std::string http_version() const;

  std::string request_head, response_head, wire_body;
  Time started{}, sent{}, first_byte{}, finished{};
  std::function<void()> on_stall;  ///< called once when the server keeps silent

 private:
  friend struct TransferCallbacks;
  bool prepare();
  void note_leaving(std::string_view event) const;
  void note_byte();

  TransferPlan plan_;
  const Clock& clock_;
  void* easy_ = nullptr;
  void* header_list_ = nullptr;
  void* pinned_list_ = nullptr;
  bool prepared_ = false;
  bool got_a_byte_ = false;
  bool body_begun_ = false;
  bool http2_trouble_ = false;
  std::size_t head_lines_ = 0;
  std::uint64_t head_bytes_ = 0;
  Ended ended_ = Ended::running;
  bool stopped_by_us_ = false;  ///< a callback told libcurl to end; error_ says why
  Error error_;
};

}  // namespace qw::fetch
