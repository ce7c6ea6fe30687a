#include "daemon/evidence/zip_archive.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <utility>
#include <zip.h>

namespace qw::evidence {
namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 30U;

struct DosTime {
  std::uint16_t time = 0, date = 0;
};

/// The zip format counts from 1980 in steps of two seconds; libzip would ask the machine for its zone.
DosTime dos_time(Time at) {
  namespace c = std::chrono;
  constexpr int first_year = 1980;
  constexpr int last_year = 2107;
  const Day day = day_of(at);
  const c::year_month_day date(day);
  const c::hh_mm_ss clock(c::floor<c::seconds>(at - day));
  const auto year = static_cast<unsigned>(std::clamp(static_cast<int>(date.year()), first_year, last_year));
  DosTime out;
  out.date =
      static_cast<std::uint16_t>(((year - first_year) << 9U) | (static_cast<unsigned>(date.month()) << 5U) |
                                 static_cast<unsigned>(date.day()));
  out.time = static_cast<std::uint16_t>((static_cast<unsigned>(clock.hours().count()) << 11U) |
                                        (static_cast<unsigned>(clock.minutes().count()) << 5U) |
                                        (static_cast<unsigned>(clock.seconds().count()) / 2U));
  return out;
}

std::unexpected<Error> failed(const char* why) {
  return fail(Errc::io, std::string("the archive cannot be written: ") + why);
}

struct FreeSource {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using Source = std::unique_ptr<zip_source_t, FreeSource>;

struct DiscardArchive {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
using Archive = std::unique_ptr<zip_t, DiscardArchive>;

Result<> add(zip_t* archive, const ZipEntry& entry, DosTime when) {
  zip_source_t* content = zip_source_buffer(archive, entry.bytes.data(), entry.bytes.size(), 0);
  if (content == nullptr) {
    return failed(zip_strerror(archive));
  }
  const zip_int64_t index = zip_file_add(archive, entry.path.c_str(), content, ZIP_FL_ENC_GUESS);
  if (index < 0) {
    zip_source_free(content);
    return failed(zip_strerror(archive));
  }
  const auto place = static_cast<zip_uint64_t>(index);
  if (zip_set_file_compression(archive, place, ZIP_CM_STORE, 0) != 0 ||
      zip_file_set_dostime(archive, place, when.time, when.date, 0) != 0) {
    return failed(zip_strerror(archive));
  }
  return {};
}

Result<std::string> read_whole(zip_source_t* source) {
  zip_stat_t stat;
  if (zip_source_stat(source, &stat) != 0 || (stat.valid & ZIP_STAT_SIZE) == 0 ||
      zip_source_open(source) != 0) {
    return failed(zip_error_strerror(zip_source_error(source)));
  }
  std::string out(stat.size, '\0');
  const zip_int64_t got = zip_source_read(source, out.data(), out.size());
  zip_source_close(source);
  if (got < 0 || static_cast<std::size_t>(got) != out.size()) {
    return failed("it cannot be read back");
  }
  return out;
}

}  // namespace

Result<std::string> zip_of(const std::vector<ZipEntry>& entries, Time time) {
  std::size_t sum = 0;
  for (const ZipEntry& entry : entries) {
    sum += entry.bytes.size();
  }
  if (sum > most_bytes) {
    return fail(Errc::too_big, "the archive would be larger than 1 GiB");
  }
  zip_error_t error;
  zip_error_init(&error);
  Source target(zip_source_buffer_create(nullptr, 0, 0, &error));
  if (!target) {
    return failed(zip_error_strerror(&error));
  }
  Archive archive(zip_open_from_source(target.get(), ZIP_TRUNCATE, &error));
  if (!archive) {
    return failed(zip_error_strerror(&error));
  }
  zip_source_keep(target.get());  // the archive has the first reference, we read from the second
  const DosTime when = dos_time(time);
  for (const ZipEntry& entry : entries) {
    TRY_OK(add(archive.get(), entry, when));
  }
  if (zip_close(archive.get()) != 0) {
    return failed(zip_strerror(archive.get()));
  }
  [[maybe_unused]] zip_t* closed = archive.release();
  return read_whole(target.get());
}

}  // namespace qw::evidence
