#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "daemon/render/wire.hpp"

#include <memory>
#include <string>
#include <sys/types.h>
#include <vector>

/// A headless chromium of this process: started for one page, and gone with everything it started when the
/// object goes.
namespace qw::render {

/// What it is started with beside its program and profile: why each stands in browser.cpp.
std::vector<std::string> browser_arguments(const std::string& profile);

class Browser : public Wire {
 public:
  struct Wish {
    std::string program;  ///< of the browser
    SteadyTime until{};   ///< the limit of the page, by the machine's steady clock
    int asked_by = -1;    ///< socket of whoever waits for the picture: when it closes, the work is over
    std::size_t most_message_bytes = 24U << 20U;
  };
  /// Errc::not_found without such a program; Errc::io when it cannot be started. One thread.
  static Result<std::unique_ptr<Browser>> start(Wish wish);
  ~Browser() override;

  Result<> send(std::string_view message) override;
  Result<std::string> receive() override;
  /// Whether any message came from it.
  bool spoke() const { return spoke_; }
  /// The last thing that it complained of, "" = nothing: for the reason when it ended by itself.
  std::string complaint() const;

 private:
  explicit Browser(Wish wish) : wish_(std::move(wish)) {}
  Result<> launch();
  Result<> wait_for(int file, short events);
  void end_all();

  Wish wish_;
  std::string folder_;  ///< throw-away: profile, temporary files, complaints
  pid_t pid_ = -1;
  int to_ = -1, from_ = -1;
  bool spoke_ = false;
  std::string read_;
  std::size_t searched_ = 0;  ///< of read_, without a NUL
};

}  // namespace qw::render
