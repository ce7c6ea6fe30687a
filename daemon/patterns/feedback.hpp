#pragma once

#include "model/case.hpp"
#include "model/outlet.hpp"
#include "model/work.hpp"
#include "store/store.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Verdicts as items of eval/FORMATS.md: what people decided becomes what the engine is measured by. Pure.
namespace qw::patterns {

/// The copy that stands for its group: with its page before a title alone, then the first seen.
const model::Occurrence* telling_copy(const model::Case& of, const model::CopyGroup& group);

/// false_quote, misleading_headline, genuine and reports_or_debunks as a claim item; empty for other
/// verdicts. `revision`: empty when only the title was seen.
std::optional<boost::json::object> claim_item(const model::Case& of, const model::CopyGroup& group,
                                              const model::Occurrence& copy,
                                              const std::optional<model::Revision>& revision,
                                              model::OutletKind kind);

/// extraction_error and unclear as a quote item with the records that the engine gave, to be corrected; empty
/// for other verdicts and without a text. `quotes`: of the revision; offsets become code points.
std::optional<boost::json::object> quote_item(const model::Case& of, const model::CopyGroup& group,
                                              const model::Occurrence& copy,
                                              const std::optional<model::Revision>& revision,
                                              const std::vector<store::QuoteRow>& quotes);

}  // namespace qw::patterns
