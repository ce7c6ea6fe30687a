#pragma once

#include "crawler/fetch/fetcher.hpp"
#include "model/work.hpp"
#include "store/store.hpp"

#include <memory>
#include <optional>
#include <string>

/// What the WARC and the store keep of an answer. Any thread; pure but for the last.
namespace qw::pipeline {

/// Without place and digest: those are the store's.
model::PageRecord page_record(const model::Task& task, const fetch::Response& response, Time now);

/// Views into `response`, which must outlive it.
store::Store::RawExchange exchange_of(const fetch::Response& response);

struct StoredPage {
  model::PageRecord page;
  std::shared_ptr<const std::string> body;  ///< content coding undone
};
/// A page that was fetched before; empty when retention was faster. Blocks on the store.
Result<std::optional<StoredPage>> load_stored_page(store::Store& store, const std::string& id);

}  // namespace qw::pipeline
