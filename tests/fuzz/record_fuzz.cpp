#include "model/case.hpp"
#include "model/work.hpp"
#include "store/codec.hpp"
#include "store/keys.hpp"
#include "store/records.hpp"
#include "store/store.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace qw;

namespace {

/// What decodes must encode to the very same bytes: there is one form of a record. One of an older version is
/// written in today's form, which then holds the same.
template <class T>
void try_record(std::string_view bytes) {
  const auto record = store::decode<T>(bytes);
  if (!record) {
    return;
  }
  const std::string written = store::encode(*record);
  const bool of_today = written.front() == bytes.front();
  const auto again = store::decode<T>(written);
  if ((of_today && written != bytes) || !again || store::encode(*again) != written) {
    std::abort();
  }
}

}  // namespace

/// First byte: which record; the rest: its bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 13) {
    case 0:
      try_record<store::Placed<model::Task>>(bytes);
      break;
    case 1:
      try_record<model::HostState>(bytes);
      break;
    case 2:
      try_record<model::PageRecord>(bytes);
      break;
    case 3:
      try_record<model::Revision>(bytes);
      break;
    case 4:
      try_record<model::OutletState>(bytes);
      break;
    case 5:
      try_record<store::QuoteRow>(bytes);
      break;
    case 6:
      try_record<store::DecisionRow>(bytes);
      break;
    case 7:
      try_record<model::Case>(bytes);
      break;
    case 8:
      try_record<model::Delivery>(bytes);
      break;
    case 9:
      try_record<model::AuditRecord>(bytes);
      break;
    case 10:
      try_record<model::User>(bytes);
      break;
    case 11:
      try_record<store::CasePlace>(bytes);
      break;
    default: {
      store::KeyParts parts(bytes);
      while (parts.text() || parts.number() || parts.byte()) {
      }
    }
  }
  return 0;
}
