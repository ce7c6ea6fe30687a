#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

/// The way to a browser that speaks DevTools over a pipe: JSON messages, each ended by a NUL byte.
namespace qw::render {

class Wire {
 public:
  Wire() = default;
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;
  virtual ~Wire() = default;

  /// `message` without its NUL. Errc::io when nobody reads; Errc::timed_out at the limit of the page.
  virtual Result<> send(std::string_view message) = 0;
  /// The next message. Errc::io when the browser ended, Errc::timed_out at the limit of the page,
  /// Errc::too_big, Errc::cancelled when whoever asked for the picture is gone.
  virtual Result<std::string> receive() = 0;
};

}  // namespace qw::render
