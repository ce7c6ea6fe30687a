#pragma once

#include "model/work.hpp"

#include <string>

namespace qw::store {

/// The canonical JSON of a record without its own hash: keys sorted, no spaces, times as ISO 8601, strings
/// escaped as RFC 8785 says. Pure; any thread.
std::string canonical_json(const model::AuditRecord& record);

/// hex SHA-256 of previous_hash and the canonical JSON: the link of the chain.
std::string hash_of(const model::AuditRecord& record);

}  // namespace qw::store
