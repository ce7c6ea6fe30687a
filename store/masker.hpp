#pragma once

#include "store/erasure.hpp"
#include "store/record_fields.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace qw::store {

/// An archive over the fields of a record, beside Encoder and Decoder: puts an asterisk in the place of every
/// byte that is sought, so that every span into the text stays what it was. Ids, hashes and names of
/// enumerators are left alone.
class Masker {
 public:
  explicit Masker(const Sought& sought) : sought_(sought) {}

  template <class... T>
  void operator()(T&... values) {
    (visit(values), ...);
  }
  bool found() const { return found_; }
  const std::string& excerpt() const { return excerpt_; }

  void visit(std::string& text) {
    if (text.empty() || is_id(text)) {
      return;
    }
    for (const auto& [begin, end] : sought_.in_text(text)) {
      if (!found_) {
        excerpt_ = around(text, begin, end);
      }
      found_ = true;
      std::fill(text.begin() + begin, text.begin() + end, '*');
    }
  }
  template <class T>
    requires(std::is_arithmetic_v<T> || std::is_enum_v<T>)
  void visit(T& /*value*/) {}
  void visit(Time& /*value*/) {}
  void visit(Millis& /*value*/) {}
  void visit(Day& /*value*/) {}
  template <class T>
  void visit(std::optional<T>& value) {
    if (value) {
      visit(*value);
    }
  }
  template <class T>
  void visit(std::vector<T>& values) {
    for (T& value : values) {
      visit(value);
    }
  }
  template <class A, class B>
  void visit(std::pair<A, B>& value) {
    visit(value.first);
    visit(value.second);
  }
  template <class T>
    requires(std::is_class_v<T>)
  void visit(T& record) {
    fields(*this, record);
  }

 private:
  static bool is_id(const std::string& text) {
    constexpr std::size_t longest = 80;
    return text.size() <= longest && std::ranges::all_of(text, [](char c) {
             return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == ':' || c == '_';
           });
  }
  static std::string around(const std::string& text, std::size_t begin, std::size_t end) {
    constexpr std::size_t margin = 60;
    std::size_t from = begin - std::min(begin, margin);
    std::size_t to = std::min(text.size(), end + margin);
    const auto inside = [&](std::size_t at) {
      return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
    };
    while (inside(from)) {
      ++from;
    }
    while (inside(to)) {
      ++to;
    }
    return text.substr(from, to - from);
  }

  const Sought& sought_;
  std::string excerpt_;
  bool found_ = false;
};

}  // namespace qw::store
