#include "store/codec_impl.hpp"

namespace qw::store {

QW_RECORD(model::Case);
QW_RECORD(CaseSummary);
QW_RECORD(CasePlace);
QW_RECORD(model::Delivery);
QW_RECORD(model::AuditRecord);
QW_RECORD(model::User);
QW_RECORD(model::Token);
QW_RECORD(model::Session);
QW_RECORD(Head);
QW_RECORD(Schema);
QW_RECORD(RevisionPlace);
QW_RECORD(QuoteCount);
QW_RECORD(WarcPlace);
QW_RECORD(EvidencePlace);

}  // namespace qw::store
