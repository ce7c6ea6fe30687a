#pragma once

#include <boost/json/value.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace qw::alerts {

/// The facts of a stored message. A payload of an older version may lack some: what is not there, or is of
/// another kind, is empty. Lives no longer than the value.
class Facts {
 public:
  explicit Facts(const boost::json::value* of) : of_(of) {}

  Facts at(std::string_view key) const;
  std::string text(std::string_view key) const;
  std::size_t number(std::string_view key) const;
  std::vector<Facts> list(std::string_view key) const;
  /// Of a list of texts.
  std::vector<std::string> texts(std::string_view key) const;
  bool empty() const { return of_ == nullptr; }

 private:
  const boost::json::value* of_;
};

}  // namespace qw::alerts
