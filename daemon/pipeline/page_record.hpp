#pragma once

#include "crawler/fetch/fetcher.hpp"
#include "model/work.hpp"
#include "store/store.hpp"

/// What the WARC and the store keep of an answer. Pure; any thread.
namespace qw::pipeline {

/// Without place and digest: those are the store's.
model::PageRecord page_record(const model::Task& task, const fetch::Response& response, Time now);

/// Views into `response`, which must outlive it.
store::Store::RawExchange exchange_of(const fetch::Response& response);

}  // namespace qw::pipeline
