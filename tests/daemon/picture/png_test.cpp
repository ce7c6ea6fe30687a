#include "daemon/picture/png.hpp"

#include "tests/daemon/picture/made_png.hpp"

#include <doctest/doctest.h>

using namespace qw;
using namespace qw::picture;
using namespace qw::picture::test;
using namespace std::string_literals;

namespace {
constexpr PngLimits limits{100, 100, 10'000};

std::string problem(const std::string& bytes) {
  const auto checked = check_png(bytes, limits);
  return checked ? "" : checked.error().what;
}
}  // namespace

TEST_CASE("a PNG of pixels is taken, whatever its channels and however its data is cut into chunks") {
  for (const auto& [type, channels] :
       {std::pair('\0', 1), std::pair('\2', 3), std::pair('\4', 2), std::pair('\6', 4)}) {
    Parts parts = parts_of(7, 5, type, channels);
    const auto whole = check_png(joined(parts), limits);
    REQUIRE(whole.has_value());
    CHECK(whole->width == 7);
    CHECK(whole->height == 5);
    parts.data_pieces = 3;
    CHECK(check_png(joined(parts), limits).has_value());
  }
}

TEST_CASE("each prefix of a PNG and each flipped byte of it is refused") {
  const std::string good = joined(parts_of(7, 5, '\2', 3));
  REQUIRE(check_png(good, limits).has_value());
  for (std::size_t cut = 0; cut < good.size(); ++cut) {
    CHECK_FALSE(check_png(std::string_view(good).substr(0, cut), limits).has_value());
    std::string bad = good;
    bad[cut] = static_cast<char>(bad[cut] ^ 0x10);
    CHECK_FALSE(check_png(bad, limits).has_value());
  }
}

TEST_CASE("nothing stands behind the end of a picture, and no text within it") {
  const Parts parts = parts_of(7, 5, '\2', 3);
  CHECK(problem(joined(parts) + "<script>") == "no PNG that can be kept: something stands behind its end");
  for (const char* type : {"tEXt", "zTXt", "iTXt", "eXIf", "iCCP", "prVt"}) {
    Parts with = parts;
    with.before_data = chunk(type, "a\0b"s);
    CHECK(problem(joined(with)) == "no PNG that can be kept: it holds more than pixels");
  }
  Parts density = parts;
  density.before_data = chunk("pHYs", std::string(9, '\1'));
  CHECK(problem(joined(density)).empty());
  density.before_data = chunk("pHYs", std::string(900, '\1'));
  CHECK_FALSE(problem(joined(density)).empty());
}

TEST_CASE("image data has as many rows as the header says, of filters that exist") {
  Parts parts = parts_of(7, 5, '\2', 3);
  parts.rows.resize(parts.rows.size() - 1);
  CHECK(problem(joined(parts)) == "no PNG that can be kept: image data is missing");
  parts = parts_of(7, 5, '\2', 3);
  parts.rows += '\0';
  CHECK(problem(joined(parts)) == "no PNG that can be kept: more image data than its size says");
  parts = parts_of(7, 5, '\2', 3);
  parts.rows[22 * 3] = '\5';  // the filter byte of the fourth row
  CHECK(problem(joined(parts)) == "no PNG that can be kept: a row has a filter that does not exist");
  parts = parts_of(7, 5, '\2', 3);
  parts.behind_data = "more";
  CHECK(problem(joined(parts)) == "no PNG that can be kept: image data goes on behind its end");
}

TEST_CASE("a picture beyond the limits is too big before anything is inflated") {
  const auto wide = check_png(joined(parts_of(101, 1, '\2', 3)), limits);
  REQUIRE_FALSE(wide.has_value());
  CHECK(wide.error().code == Errc::too_big);
  CHECK(wide.error().what == "a picture of 101 × 1 pixels; the most is 100 × 100");
  CHECK(check_png(std::string(10'001, 'x'), limits).error().code == Errc::too_big);
}

TEST_CASE("image data of a bomb costs no more than the size in the header") {
  Parts parts = parts_of(1, 1, '\2', 3);
  parts.rows = std::string(8U << 20U, '\0');
  CHECK(problem(joined(parts)) == "no PNG that can be kept: more image data than its size says");
}

TEST_CASE("interlaced, palette and sixteen-bit pictures are refused") {
  for (const std::size_t field : {std::size_t{8}, std::size_t{9}, std::size_t{12}}) {
    Parts parts = parts_of(7, 5, '\2', 3);
    parts.header[field] = field == 8 ? '\x10' : field == 9 ? '\3' : '\1';
    CHECK(problem(joined(parts)) ==
          "no PNG that can be kept: its samples are not of eight bits, or it is interlaced");
  }
}
