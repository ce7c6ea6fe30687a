#include "crawler/article/zones.hpp"

#include <unicode/basictz.h>
#include <unicode/timezone.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace qw::article {
namespace {

constexpr std::size_t most_zones = 1000;  // tzdata has 600 names; the rest is somebody's fault

const icu::TimeZone& zone_of(std::string_view name) {
  static std::mutex mutex;
  static std::map<std::string, std::unique_ptr<icu::TimeZone>, std::less<>> zones;
  const std::scoped_lock lock(mutex);
  if (const auto known = zones.find(name); known != zones.end()) {
    return *known->second;
  }
  if (zones.size() >= most_zones) {
    return *icu::TimeZone::getGMT();
  }
  // Older ICU data knows Kyiv by its former spelling alone.
  const std::string_view asked = name == "Europe/Kyiv" ? "Europe/Kiev" : name;
  std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(
      icu::UnicodeString::fromUTF8(icu::StringPiece(asked.data(), static_cast<std::int32_t>(asked.size())))));
  return *zones.emplace(std::string(name), std::move(zone)).first->second;
}

}  // namespace

Time to_utc(std::chrono::local_time<Millis> local, std::string_view zone) {
  const auto shown = static_cast<UDate>(local.time_since_epoch().count());
  std::int32_t raw = 0, summer = 0;
  UErrorCode status = U_ZERO_ERROR;
  const icu::TimeZone& in = zone_of(zone);
  if (const auto* basic = dynamic_cast<const icu::BasicTimeZone*>(&in); basic != nullptr) {
    basic->getOffsetFromLocal(shown, UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER, raw, summer, status);
  } else {
    in.getOffset(shown, true, raw, summer, status);
  }
  return Time(local.time_since_epoch() - Millis(raw + summer));
}

std::chrono::local_time<Millis> to_local(Time time, std::string_view zone) {
  std::int32_t raw = 0, summer = 0;
  UErrorCode status = U_ZERO_ERROR;
  zone_of(zone).getOffset(static_cast<UDate>(time.time_since_epoch().count()), false, raw, summer, status);
  return std::chrono::local_time<Millis>(time.time_since_epoch() + Millis(raw + summer));
}

}  // namespace qw::article
