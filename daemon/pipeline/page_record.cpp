#include "daemon/pipeline/page_record.hpp"

#include "base/ids.hpp"
#include "crawler/fetch/decode_body.hpp"

#include <string>

namespace qw::pipeline {

model::PageRecord page_record(const model::Task& task, const fetch::Response& response, Time now) {
  model::PageRecord page;
  page.id = time_id(now);
  page.outlet = task.outlet;
  page.url = task.url;
  page.final_url = response.url;
  page.status = response.status;
  page.content_type = response.header("Content-Type");
  page.headers = response.headers;
  page.etag = response.header("ETag");
  page.last_modified = response.header("Last-Modified");
  page.fetched = now;
  page.content_encoding = response.content_encoding;
  page.address = response.address;
  page.problem = response.problem;
  return page;
}

store::Store::RawExchange exchange_of(const fetch::Response& response) {
  store::Store::RawExchange exchange;
  exchange.request_head = response.request_head;
  exchange.response_head = response.response_head;
  exchange.body = response.wire_body;
  exchange.metadata = {{"http-version", response.http_version},
                       {"started", to_iso(response.started)},
                       {"first-byte", to_iso(response.first_byte)},
                       {"finished", to_iso(response.finished)}};
  if (!response.problem.empty()) {
    exchange.metadata.emplace_back("problem", response.problem);
  }
  return exchange;
}

Result<std::optional<StoredPage>> load_stored_page(store::Store& store, const std::string& id) {
  TRY(auto page, store.find_page(id));
  if (!page) {
    return std::nullopt;
  }
  TRY(const auto wire, store.load_page_body(*page));
  TRY(auto body, fetch::decode_body(wire, page->content_encoding, wire.size() * 200 + (1U << 20U)));
  return StoredPage{*std::move(page), std::make_shared<const std::string>(std::move(body.bytes))};
}

}  // namespace qw::pipeline
