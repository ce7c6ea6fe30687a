#pragma once

#include "daemon/api/json_in.hpp"
#include "daemon/api/services.hpp"

#include <string>
#include <vector>

/// Hand-in: a text judged as if an outlet had printed it. Nothing is stored.
namespace qw::api {

struct Checked {
  std::vector<model::Quote> title_quotes, text_quotes;
  std::vector<model::Decision> decisions;  ///< silent ones included, alert first
};
/// Errc::busy while the engine is not loaded. Takes as long as the text is long: a second for 400 kB.
Result<Checked> check(const Services& services, const CheckWish& wish);

}  // namespace qw::api
