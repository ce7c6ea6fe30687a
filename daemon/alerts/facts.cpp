#include "daemon/alerts/facts.hpp"

#include <boost/json.hpp>

namespace qw::alerts {

namespace json = boost::json;

Facts Facts::at(std::string_view key) const {
  const json::object* object = of_ == nullptr ? nullptr : of_->if_object();
  return Facts(object == nullptr ? nullptr : object->if_contains(key));
}

std::string Facts::text(std::string_view key) const {
  const json::value* value = at(key).of_;
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
}

std::size_t Facts::number(std::string_view key) const {
  const json::value* value = at(key).of_;
  if (value == nullptr) {
    return 0;
  }
  if (value->is_uint64()) {
    return value->get_uint64();
  }
  return value->is_int64() && value->get_int64() > 0 ? static_cast<std::size_t>(value->get_int64()) : 0;
}

std::vector<Facts> Facts::list(std::string_view key) const {
  const json::value* value = at(key).of_;
  const json::array* array = value == nullptr ? nullptr : value->if_array();
  std::vector<Facts> out;
  if (array != nullptr) {
    for (const json::value& each : *array) {
      out.emplace_back(&each);
    }
  }
  return out;
}

std::vector<std::string> Facts::texts(std::string_view key) const {
  std::vector<std::string> out;
  for (const Facts& each : list(key)) {
    if (each.of_->is_string()) {
      out.emplace_back(each.of_->get_string());
    }
  }
  return out;
}

}  // namespace qw::alerts
