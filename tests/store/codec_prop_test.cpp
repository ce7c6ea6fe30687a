#include "model/case.hpp"
#include "model/work.hpp"
#include "store/codec.hpp"
#include "store/keys.hpp"
#include "store/records.hpp"
#include "store/warc_reader.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>
#include <tuple>
#include <vector>

using namespace qw;
using store::Key;

namespace {

/// Texts with what is hard for a key: NUL, FF, empty, Cyrillic.
rc::Gen<std::string> hard_text() {
  const auto piece =
      rc::gen::element<std::string>(std::string(1, '\0'), "\xFF", "a", "b", "Каллас", "\x01", "");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                      [](const std::vector<std::string>& pieces) {
                        std::string all;
                        for (const std::string& each : pieces) {
                          all += each;
                        }
                        return all;
                      });
}
rc::Gen<std::int64_t> wide_number() {
  return rc::gen::oneOf(rc::gen::arbitrary<std::int64_t>(),
                        rc::gen::element<std::int64_t>(0, 1, -1, INT64_MAX, INT64_MIN));
}

using Tuple = std::tuple<std::string, std::int64_t, std::string>;
std::string key_of(const Tuple& tuple) {
  return Key('k')
      .text(std::get<0>(tuple))
      .time(Time(Millis(std::get<1>(tuple))))
      .text(std::get<2>(tuple))
      .bytes();
}

}  // namespace

TEST_CASE("the order of keys is the order of their parts") {
  CHECK(rc::check("encode(a) < encode(b) exactly when a < b", [] {
    const auto tuple = rc::gen::tuple(hard_text(), wide_number(), hard_text());
    const Tuple a = *tuple;
    const Tuple b = *tuple;
    // std::string compares bytes as unsigned, as RocksDB does.
    RC_ASSERT((key_of(a) < key_of(b)) == (a < b));
    RC_ASSERT((key_of(a) == key_of(b)) == (a == b));
  }));
  CHECK(rc::check("newest first turns the order round", [] {
    const std::int64_t a = *wide_number();
    const std::int64_t b = *wide_number();
    RC_ASSERT((Key('k').newest_first(Time(Millis(a))).bytes() <
               Key('k').newest_first(Time(Millis(b))).bytes()) == (a > b));
  }));
}

TEST_CASE("keys and records come back as they went in") {
  CHECK(rc::check("parts of a key", [] {
    const std::string text = *hard_text();
    const std::int64_t time = *wide_number();
    const std::string bytes =
        Key('k').text(text).time(Time(Millis(time))).newest_first(Time(Millis(time))).bytes();
    store::KeyParts parts(bytes);
    RC_ASSERT(parts.text() == text);
    RC_ASSERT(parts.time() == Time(Millis(time)));
    RC_ASSERT(parts.newest_first() == Time(Millis(time)));
    RC_ASSERT(parts.empty());
  }));
  CHECK(rc::check("a key lies behind its prefix and before what is behind it", [] {
    const std::string prefix = *hard_text();
    const std::string key = prefix + *hard_text();
    const std::string end = store::behind(prefix);
    RC_ASSERT(key >= prefix);
    RC_ASSERT(end.empty() || key < end);
  }));
  CHECK(rc::check("a record", [] {
    const store::Head head{*hard_text(), *rc::gen::arbitrary<std::uint64_t>(),
                           *rc::gen::arbitrary<std::uint64_t>(), *hard_text(),
                           *rc::gen::arbitrary<std::uint64_t>()};
    const auto back = store::decode<store::Head>(store::encode(head));
    RC_ASSERT(back.has_value() && *back == head);
  }));
}

TEST_CASE("bytes from anywhere never crash a decoder, and what is read writes the same bytes") {
  CHECK(rc::check("decode then encode", [] {
    std::string bytes = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
    bytes.insert(bytes.begin(), '\x01');
    const auto session = store::decode<model::Session>(bytes);
    if (session) {
      RC_ASSERT(store::encode(*session) == bytes);
    }
    static_cast<void>(store::decode<model::Case>(bytes));
    static_cast<void>(store::decode<model::Revision>(bytes));
  }));
}
