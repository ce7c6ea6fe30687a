#pragma once

#include "store/store.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Small records for the tests of the store.
namespace qw::test {

template <class T>
T must(Result<T> result) {
  REQUIRE_MESSAGE(result.has_value(), (result ? "" : result.error().what));
  if constexpr (!std::is_void_v<T>) {
    return *std::move(result);
  }
}

inline Time at(int seconds) { return Time(std::chrono::seconds(1'790'000'000 + seconds)); }

model::Task sample_task(const std::string& id, Time due, int priority = 1);
model::PageRecord sample_page(const std::string& id, Time fetched);
store::Store::RawExchange exchange(std::string_view body);
store::ReadBatch sample_read(const std::string& revision, const std::string& article, std::uint32_t number,
                             Time seen);
model::Case sample_case(const std::string& id, const std::string& pattern, Time opened,
                        const std::string& revision);
model::AuditRecord sample_audit(const std::string& subject, const std::string& act);
model::OutboxEntry sample_entry(const std::string& id, Time due);
std::string ids(const std::vector<model::Task>& tasks);

}  // namespace qw::test
