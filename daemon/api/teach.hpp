#pragma once

#include "daemon/api/api.hpp"
#include "model/case.hpp"

#include <map>
#include <string>

/// Verdicts teach: the sentence of a copy that was no bent quote is proposed for the pattern's silent
/// examples, or for the regression set.
namespace qw::api {

struct Proposal {
  std::string sentence;  ///< one line: the sentences in which the quote stands
  std::string taught;    ///< "", "silent" or "regression": what was done with it
};
/// By copy group, for verdicts of genuine, reports_or_debunks and extraction_error.
Result<std::map<std::string, Proposal>> proposals_for(Call& call, const model::Case& of);

/// `into`: "silent" or "regression". Errc::conflict when it was done before, refused for roles below
/// reviewer.
Result<> teach(Call& call, const model::Case& of, const std::string& group, const std::string& into,
               const cases::Actor& actor);

}  // namespace qw::api
