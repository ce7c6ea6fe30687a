#include "model/article.hpp"
#include "model/case.hpp"
#include "model/decision.hpp"
#include "model/official.hpp"
#include "model/outlet.hpp"
#include "model/pattern.hpp"
#include "model/quote.hpp"

namespace qw::model {

static_assert(from_name<Outcome>("alert") == Outcome::alert);
static_assert(name_of(OutletKind::fact_checker) == "fact-checker");
static_assert(name_of(CaseState::awaiting_second) == "awaiting_second");

}  // namespace qw::model
