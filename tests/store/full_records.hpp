#pragma once

#include "store/store.hpp"

/// A record of each type with every field set. They are written by position, without names, on purpose: a new
/// field of the model does not compile here until it is given a value, and the golden digest of codec_test
/// then says whether store/record_fields.hpp stores it.
namespace qw::test {

model::Task full_task();
model::HostState full_host();
model::PageRecord full_page();
model::Revision full_revision();
model::OutletState full_outlet_state();
store::QuoteRow full_quote();
store::DecisionRow full_decision();
model::Case full_case();
model::Delivery full_delivery();
model::AuditRecord full_audit();
model::User full_user();
model::Token full_token();
model::Session full_session();

}  // namespace qw::test
