#include "crawler/discover/zone.hpp"

#include <unicode/basictz.h>
#include <unicode/timezone.h>

#include <map>
#include <memory>
#include <mutex>

namespace qw::discover {
namespace {

/// Zones are looked up once; the objects are only read afterwards.
const icu::BasicTimeZone* find_zone(const std::string& name) {
  static std::mutex mutex;
  static std::map<std::string, std::unique_ptr<icu::TimeZone>> zones;
  const std::lock_guard lock(mutex);
  auto found = zones.find(name);
  if (found == zones.end()) {
    std::unique_ptr<icu::TimeZone> made(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
    found = zones.emplace(name, std::move(made)).first;
  }
  const auto* zone = dynamic_cast<const icu::BasicTimeZone*>(found->second.get());
  const bool unknown = zone == nullptr || *zone == icu::TimeZone::getUnknown();
  return unknown ? nullptr : zone;
}

}  // namespace

Time utc_of_local(Time local, const std::string& name) {
  const icu::BasicTimeZone* zone = find_zone(name);
  if (zone == nullptr) {
    return local;
  }
  std::int32_t raw = 0, saving = 0;
  UErrorCode status = U_ZERO_ERROR;
  // The first of two readings is the one before the clock goes back, and a skipped hour counts as after it.
  zone->getOffsetFromLocal(static_cast<UDate>(local.time_since_epoch().count()), UCAL_TZ_LOCAL_FORMER,
                           UCAL_TZ_LOCAL_FORMER, raw, saving, status);
  return U_FAILURE(status) != 0 ? local : local - Millis(raw + saving);
}

Millis offset_at(Time utc, const std::string& name) {
  const icu::BasicTimeZone* zone = find_zone(name);
  if (zone == nullptr) {
    return Millis(0);
  }
  std::int32_t raw = 0, saving = 0;
  UErrorCode status = U_ZERO_ERROR;
  zone->getOffset(static_cast<UDate>(utc.time_since_epoch().count()), 0, raw, saving, status);
  return U_FAILURE(status) != 0 ? Millis(0) : Millis(raw + saving);
}

}  // namespace qw::discover
