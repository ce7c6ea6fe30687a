#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace qw::model {

/// The words that stand for an enumeration in files, JSON and the store. Each enumeration of model/ has one
/// table `names_of(E)`; name_of() and from_name() read it.
template <class E>
struct Named {
  E value;
  std::string_view name;
};

template <class E>
constexpr std::string_view name_of(E value) {
  for (const auto& entry : names_of(E{})) {
    if (entry.value == value) {
      return entry.name;
    }
  }
  return "unknown";
}

template <class E>
constexpr std::optional<E> from_name(std::string_view name) {
  for (const auto& entry : names_of(E{})) {
    if (entry.name == name) {
      return entry.value;
    }
  }
  return std::nullopt;
}

}  // namespace qw::model
