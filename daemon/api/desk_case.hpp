#pragma once

#include "daemon/api/services.hpp"
#include "model/case.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// What the pages about one case share.
namespace qw::api {

/// Errc::not_found for an unknown id.
Result<model::Case> load_case(store::Store& store, const std::string& id);
/// The sentences of every occurrence's decision, by occurrence id; empty without an engine.
std::map<std::string, std::vector<std::string>> reasons_in_words(const Services& services,
                                                                 const model::Case& of,
                                                                 std::string_view language);

}  // namespace qw::api
