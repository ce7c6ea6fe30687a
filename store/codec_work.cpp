#include "store/codec_impl.hpp"

namespace qw::store {

QW_RECORD(model::Task);
QW_RECORD(Placed<model::Task>);
QW_RECORD(model::HostState);
QW_RECORD(model::PageRecord);
QW_RECORD(model::Revision);
QW_RECORD(model::OutletState);
QW_RECORD(QuoteRow);
QW_RECORD(DecisionRow);

}  // namespace qw::store
