#pragma once

#include "config/config.hpp"
#include "daemon/cases/rules.hpp"

#include <string>
#include <vector>

/// What a receiver is told of a case.
namespace qw::cases {

/// Whether the receiver's officials, patterns, languages and least severity let this case through.
bool routed(const config::Receiver& receiver, const model::Case& of);

/// The outbox entries of a change, one a receiver and event: id from event, case, rev and receiver, so that
/// the same match found again makes the same id. Goes into the batch of the change. Pure.
std::vector<model::OutboxEntry> outbox_of(const Change& change, const config::Config& config, Time now);

/// Ids of the entries that an undo takes back (ActBatch::dropped_outbox).
std::vector<std::string> dropped_of(const Change& change, const config::Config& config);

/// The JSON body {type, timestamp, data} of Standard Webhooks: facts and text as data, never markup; under 20
/// kB. Addresses of outlets are defanged (hxxps://example[.]org) unless the receiver sets plain_urls.
std::string message_body(const Event& event, const model::Case& of, const config::Config& config,
                         const config::Receiver& receiver, Time now);

std::string defanged(std::string_view url);

}  // namespace qw::cases
