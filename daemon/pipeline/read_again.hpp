#pragma once

#include "daemon/pipeline/values.hpp"
#include "store/store.hpp"

#include <optional>
#include <string>

namespace qw::pipeline {

/// A stored article as it crossed the seam when it was read for the first time, for judging it once more: by
/// patterns that came later, and for backtests. The page of a fact-checker is read again for its ClaimReview,
/// which revisions do not keep. Empty when the revision is not kept any more. Blocks on the store. Errors:
/// those of the store.
Result<std::optional<ReadArticle>> read_again(store::Store& store, const Engines& engines,
                                              const std::string& revision);

}  // namespace qw::pipeline
