#pragma once

/// What a status says of an outlet, the same for lists, articles, checks and hand-ins.
namespace qw::pipeline {

/// Somebody stands in front: log in, pay, not from here, not so often, not by law. A state, not a failure.
constexpr bool is_wall(int status) {
  return status == 401 || status == 402 || status == 403 || status == 407 || status == 429 || status == 451;
}
constexpr bool is_gone(int status) { return status == 404 || status == 410; }

}  // namespace qw::pipeline
