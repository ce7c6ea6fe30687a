#pragma once

#include "base/clock.hpp"
#include "model/names.hpp"

#include <bit>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

/// The two archives that walk the fields of a record: Encoder appends, Decoder reads and checks. A record
/// type describes itself once, by `fields(archive, record)`; both directions follow that one list.
namespace qw::store {

template <class T, class Record>
concept Is = std::same_as<std::remove_const_t<T>, Record>;

class Encoder {
 public:
  template <class... T>
  void operator()(const T&... values) {
    (put(values), ...);
  }
  void byte(std::uint8_t value) { out_ += static_cast<char>(value); }
  std::string take() && { return std::move(out_); }

 private:
  void varint(std::uint64_t value) {
    while (value >= 0x80U) {
      byte(static_cast<std::uint8_t>(value | 0x80U));
      value >>= 7U;
    }
    byte(static_cast<std::uint8_t>(value));
  }
  static std::uint64_t zigzag(std::int64_t value) {
    return (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63);
  }

  void put(bool value) { byte(value ? 1 : 0); }
  template <std::unsigned_integral T>
    requires(!std::same_as<T, bool>)
  void put(T value) {
    varint(value);
  }
  template <std::signed_integral T>
  void put(T value) {
    varint(zigzag(value));
  }
  void put(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    for (unsigned i = 0; i < 8; ++i) {
      byte(static_cast<std::uint8_t>(bits >> (8 * i)));
    }
  }
  template <class T>
    requires std::is_enum_v<T>
  void put(T value) {
    byte(static_cast<std::uint8_t>(value));
  }
  void put(const std::string& text) {
    varint(text.size());
    out_ += text;
  }
  void put(Millis value) { put(static_cast<std::int64_t>(value.count())); }
  void put(Time value) { put(value.time_since_epoch()); }
  void put(Day value) { put(static_cast<std::int64_t>(value.time_since_epoch().count())); }
  template <class T>
  void put(const std::optional<T>& value) {
    put(value.has_value());
    if (value) {
      put(*value);
    }
  }
  template <class T>
  void put(const std::vector<T>& values) {
    varint(values.size());
    for (const T& value : values) {
      put(value);
    }
  }
  template <class A, class B>
  void put(const std::pair<A, B>& value) {
    put(value.first);
    put(value.second);
  }
  template <class T>
    requires(std::is_class_v<T>)
  void put(const T& record) {
    fields(*this, record);
  }

  std::string out_;
};

class Decoder {
 public:
  explicit Decoder(std::string_view bytes) : rest_(bytes) {}

  template <class... T>
  void operator()(T&... values) {
    (get(values), ...);
  }
  std::uint8_t byte() {
    if (rest_.empty()) {
      good_ = false;
      return 0;
    }
    const auto value = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return value;
  }
  /// Everything was read, nothing is left over and nothing was wrong.
  bool complete() const { return good_ && rest_.empty(); }

 private:
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint8_t next = byte();
      const std::uint64_t bits = next & 0x7FU;
      if (shift == 63 && bits > 1) {
        break;
      }
      value |= bits << shift;
      if (next < 0x80U) {
        if (next == 0 && shift != 0) {  // the same number has a shorter form: not from our encoder
          break;
        }
        return value;
      }
    }
    good_ = false;
    return 0;
  }
  static std::int64_t unzigzag(std::uint64_t value) {
    return static_cast<std::int64_t>(value >> 1U) ^ -static_cast<std::int64_t>(value & 1U);
  }
  std::int64_t number() { return unzigzag(varint()); }

  void get(bool& value) {
    const std::uint8_t read = byte();
    good_ = good_ && read <= 1;
    value = read == 1;
  }
  template <std::unsigned_integral T>
    requires(!std::same_as<T, bool>)
  void get(T& value) {
    const std::uint64_t wide = varint();
    good_ = good_ && std::in_range<T>(wide);
    value = static_cast<T>(wide);
  }
  template <std::signed_integral T>
  void get(T& value) {
    const std::int64_t wide = number();
    good_ = good_ && std::in_range<T>(wide);
    value = static_cast<T>(wide);
  }
  void get(double& value) {
    std::uint64_t bits = 0;
    for (unsigned i = 0; i < 8; ++i) {
      bits |= static_cast<std::uint64_t>(byte()) << (8 * i);
    }
    value = std::bit_cast<double>(bits);
  }
  template <class T>
    requires std::is_enum_v<T>
  void get(T& value) {
    const std::uint8_t read = byte();
    for (const auto& entry : names_of(T{})) {
      if (static_cast<std::uint8_t>(entry.value) == read) {
        value = entry.value;
        return;
      }
    }
    good_ = false;
  }
  void get(std::string& text) {
    const std::uint64_t size = varint();
    if (size > rest_.size()) {
      good_ = false;
      return;
    }
    text.assign(rest_.substr(0, size));
    rest_.remove_prefix(size);
  }
  void get(Millis& value) { value = Millis(number()); }
  void get(Time& value) { value = Time(Millis(number())); }
  void get(Day& value) {
    const std::int64_t days = number();
    good_ = good_ && std::in_range<std::int32_t>(days);
    value = Day(std::chrono::days(static_cast<std::int32_t>(days)));
  }
  template <class T>
  void get(std::optional<T>& value) {
    bool there = false;
    get(there);
    if (there && good_) {
      get(value.emplace());
    }
  }
  template <class T>
  void get(std::vector<T>& values) {
    const std::uint64_t count = varint();
    if (count > rest_.size()) {  // every element takes a byte at least
      good_ = false;
      return;
    }
    for (std::uint64_t i = 0; i < count && good_; ++i) {
      get(values.emplace_back());
    }
  }
  template <class A, class B>
  void get(std::pair<A, B>& value) {
    get(value.first);
    get(value.second);
  }
  template <class T>
    requires(std::is_class_v<T>)
  void get(T& record) {
    fields(*this, record);
  }

  std::string_view rest_;
  bool good_ = true;
};

}  // namespace qw::store
