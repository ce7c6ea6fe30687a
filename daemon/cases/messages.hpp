#pragma once

#include "config/config.hpp"
#include "daemon/cases/rules.hpp"

#include <string>
#include <vector>

/// What a receiver is told of a case.
namespace qw::cases {

/// Whether the receiver's officials, patterns, languages and least severity let this case through.
bool routed(const config::Receiver& receiver, const model::Case& of);

/// Whether a message about the case was made for the receiver.
bool was_told(const model::Case& of, const config::Receiver& receiver);

/// The outbox entries of a change, one a receiver and event: id from event, case, rev and receiver, so that
/// the same match found again makes the same id. Whoever was told of a case gets its verdict, correction and
/// reopening, whatever its routes say by then; receivers that wait for an escalation get the case by that.
/// Pure.
std::vector<model::OutboxEntry> outbox_of(const Change& change, const config::Config& config, Time now);

/// The same, noted in the case: its entries and the case go into one batch.
std::vector<model::OutboxEntry> tell(Change& change, const config::Config& config, Time now);

/// Ids of the entries that an undo takes back (ActBatch::dropped_outbox).
std::vector<std::string> dropped_of(const Change& change, const config::Config& config);

/// The JSON body {type, timestamp, data} of Standard Webhooks: facts and text as data, never markup; under 20
/// kB. Addresses of outlets are defanged (hxxps://example[.]org) unless the receiver sets plain_urls.
std::string message_body(const Event& event, const model::Case& of, const config::Config& config,
                         const config::Receiver& receiver, Time now);

std::string defanged(std::string_view url);

}  // namespace qw::cases
