#include "store/codec.hpp"

#include "base/ids.hpp"
#include "store/keys.hpp"
#include "store/records.hpp"
#include "tests/store/full_records.hpp"
#include "tests/store/samples.hpp"

#include <doctest/doctest.h>

using namespace qw;
using namespace qw::test;

namespace {

std::string hex(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    out += digits[static_cast<std::uint8_t>(c) >> 4U];
    out += digits[static_cast<std::uint8_t>(c) & 15U];
  }
  return out;
}

/// The digest of a full record's bytes is fixed: whoever changes the form makes a new version of it.
template <class T>
void holds_its_form(const T& record, const std::string& digest) {
  const std::string bytes = store::encode(record);
  CHECK(content_id(bytes) == digest);
  const auto back = store::decode<T>(bytes);
  REQUIRE(back);
  CHECK(store::encode(*back) == bytes);
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    const auto cut = store::decode<T>(std::string_view(bytes).substr(0, n));
    REQUIRE(!cut);
    CHECK(cut.error().code == Errc::corrupt);
  }
  CHECK(store::decode<T>(bytes + '\0').error().code == Errc::corrupt);
  std::string newer = bytes;
  newer[0] = static_cast<char>(newer[0] + 1);
  CHECK(store::decode<T>(newer).error().code == Errc::corrupt);
}

}  // namespace

TEST_CASE("every record type keeps its bytes, and each prefix of it is an error") {
  holds_its_form(full_task(), "25nzdm5cnwp5ye2x");
  holds_its_form(store::Placed<model::Task>{full_task(), at(9)}, "3d8a2dstk2rv38v8");
  holds_its_form(full_host(), "abc8x4s8qbtdzv7h");
  holds_its_form(full_page(), "kz7vc6f196y07tge");
  holds_its_form(full_revision(), "rkp7de6mcp5z6552");
  holds_its_form(full_outlet_state(), "xnzne1q1mwd2d4wc");
  holds_its_form(full_quote(), "cvpq3vvbdv4bvgm0");
  holds_its_form(full_decision(), "kskyebqrexnepe6z");
  holds_its_form(full_case(), "nr85fad096c441rm");
  holds_its_form(full_delivery(), "a2cz5yc4zqhd232w");
  holds_its_form(full_audit(), "be2r3bnn0w0abcv2");
  holds_its_form(full_user(), "61893k68bja4z075");
  holds_its_form(full_token(), "azzbv12kpr922h40");
  holds_its_form(full_session(), "7rg64nj5wm9d7htc");
  holds_its_form(store::Head{"inst", 7, 3, "abc", 2}, "j068mpf16ev3d8a6");
  holds_its_form(store::Schema{1, 2, 1}, "6r4e493cjek57370");
  holds_its_form(store::CaseSummary{"c",
                                    "p",
                                    "o",
                                    model::CaseState::disputed,
                                    model::Severity::high,
                                    {"kp"},
                                    {"ru"},
                                    {"kp-house"},
                                    at(1),
                                    at(2),
                                    "words"},
                 "j322b10xhbe7rxqh");
  holds_its_form(store::CasePlace{3, at(0), model::CaseState::claimed, "p", {"r1"}, {"p1", "p2"}},
                 "5pg866dbd4rsxks9");
  holds_its_form(store::RevisionPlace{"art", 4}, "pfnfkr9zj9211at3");
  holds_its_form(store::QuoteCount{300}, "4renj6f9w2s7zyk7");
  holds_its_form(store::WarcPlace{4096, at(1)}, "h6r42vs4ey16e261");
  holds_its_form(store::EvidencePlace{"evidence/c.warc.gz", 10, 20}, "sc4qa4w66pxgzjxe");
}

TEST_CASE("the summary of a case that an earlier version wrote is read without what it lacks") {
  using namespace std::string_view_literals;
  const auto old = store::decode<store::CaseSummary>(
      "\x01\x01"
      "c"
      "\x01"
      "p"
      "\x01"
      "o"
      "\x04\x02\x01\x02"
      "kp"
      "\x01\x02"
      "ru"sv);
  REQUIRE(old.has_value());
  CHECK(old->state == model::CaseState::disputed);
  CHECK(old->outlets == std::vector<std::string>{"kp"});
  CHECK(old->languages == std::vector<std::string>{"ru"});
  CHECK(old->words.empty());
}

TEST_CASE("the bytes of a small record are those of docs/store.md") {
  CHECK(hex(store::encode(store::RevisionPlace{"art", 300})) ==
        "01"
        "03617274"
        "ac02");
  CHECK(hex(store::encode(model::Session{"h", "u", Time(Millis(1)), Time(Millis(-1)), ""})) ==
        "01"
        "0168"
        "0175"
        "02"
        "01"
        "00");
}

TEST_CASE("bytes that no encoder of ours writes are refused") {
  using namespace std::string_view_literals;
  CHECK(!store::decode<store::RevisionPlace>(""));
  CHECK(!store::decode<store::RevisionPlace>(
      "\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x01"sv));                       // wild length
  CHECK(!store::decode<store::RevisionPlace>("\x01\x00\x81\x00"sv));                // long form of 1
  CHECK(!store::decode<store::RevisionPlace>("\x01\x00\x80\x80\x80\x80\x10"sv));    // above 32 bits
  CHECK(!store::decode<store::CaseSummary>("\x01\x00\x00\x00\x09\x00\x00\x00"sv));  // no such state
  CHECK(!store::decode<store::CaseSummary>("\x03\x00\x00\x00\x00\x00\x00\x00"sv));  // no such version
}

TEST_CASE("keys come back in their parts, and their bytes are in the order of the parts") {
  using store::Key;
  using namespace std::string_view_literals;
  const std::string_view odd = "a\0\xff b"sv;
  const Key key = Key('q').text(odd).number(300).byte(7).time(at(-5)).newest_first(at(5));
  store::KeyParts parts(key);
  CHECK(parts.text() == odd);
  CHECK(parts.number() == 300);
  CHECK(parts.byte() == 7);
  CHECK(parts.time() == at(-5));
  CHECK(parts.newest_first() == at(5));
  CHECK(parts.empty());
  CHECK(!parts.byte());
  CHECK(!store::KeyParts("qab"sv).text());
  CHECK(!store::KeyParts("q\0"sv).text());
  CHECK(!store::KeyParts("q\0a"sv).text());
  CHECK(!store::KeyParts("q1234567"sv).number());

  CHECK(Key('q').text("a").bytes() < Key('q').text("aa").bytes());
  CHECK(Key('q').text("a").number(9).bytes() < Key('q').text("aa").number(1).bytes());
  CHECK(Key('q').text("").bytes() < Key('q').text("\0"sv).bytes());
  CHECK(Key('q').time(Time(Millis(-1))).bytes() < Key('q').time(Time(Millis(0))).bytes());
  CHECK(Key('q').newest_first(at(1)).bytes() < Key('q').newest_first(at(0)).bytes());
  CHECK(store::behind("a\xff\xff") == "b");
  CHECK(store::behind("\xff").empty());
}

TEST_CASE("a case of the first form is read, and nobody is noted as told") {
  model::Case of = full_case();
  of.told.clear();
  of.alerted_at.reset();
  of.lowered_at.reset();
  std::string bytes = store::encode(of);
  bytes.resize(bytes.size() - 3);  // no text, no time, no time
  bytes[0] = 1;
  const auto back = store::decode<model::Case>(bytes);
  REQUIRE(back);
  CHECK(store::encode(*back) == store::encode(of));
}
