#pragma once

#include "config/config.hpp"
#include "store/store.hpp"

#include <memory>
#include <vector>

namespace qw::pipeline {

/// The configuration of the files together with what people made by command or at the desk and what therefore
/// lies in the store: imported outlets (the setting "outlet/ID", whose value is the outlet as TOML). Where an
/// id stands in both, the file wins, and a remark says so; so does one for a record that can no longer be
/// read. The digest covers both. Blocks on the store. Errors: those of the store.
Result<std::shared_ptr<const config::Config>> with_imported(std::shared_ptr<const config::Config> files,
                                                            store::Store& store, std::vector<Error>& remarks);

}  // namespace qw::pipeline
