#pragma once

#include "crawler/quotes/frames.hpp"

namespace qw::quotes {

struct Judgement {
  model::Polarity polarity = model::Polarity::assert_;
  model::Modality modality = model::Modality::fact;
};

/// Polarity and modality of a record by the scope of its operators (language.md 4): the main clause of the
/// content's first sentence decides, then class and negation of the cue.
Judgement judge_operators(const Analysis& analysis, const Draft& draft);

}  // namespace qw::quotes
