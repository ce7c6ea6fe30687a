#include "base/version.hpp"
#include "daemon/api/cursor.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/sources.hpp"

#include <charconv>

namespace qw::api {
namespace {

namespace json = boost::json;

json::object store_json(const store::Health& health) {
  json::object out;
  out["read_only"] = health.read_only;
  out["problem"] = health.problem;
  out["damage"] = health.damage;
  out["free_bytes"] = health.free_bytes;
  out["audit_seq"] = health.audit_seq;
  return out;
}

json::object crawl_json(const Services& services) {
  const CrawlState state = services.crawl ? services.crawl() : CrawlState{};
  json::object out;
  out["paused"] = state.paused;
  out["why"] = state.why;
  out["in_flight"] = state.in_flight;
  return out;
}

json::object reading_json(const Reading& reading, const config::Crawl& crawl) {
  json::object out;
  out["outlets"] = reading.outlets;
  out["verified"] = reading.verified;
  out["unverified_too"] = crawl.unverified;
  out["polled_24h"] = reading.polled;
  out["troubled"] = reading.troubled;
  out["quotes_of_officials_today"] = reading.quotes_today;
  json::array latest;
  for (const store::QuoteRow& row : reading.latest) {
    json::object one;
    one["official"] = row.quote.official.value_or("");
    one["words"] = row.words;
    one["seen"] = to_iso(row.seen);
    latest.push_back(std::move(one));
  }
  out["latest_quotes"] = std::move(latest);
  return out;
}

struct Part {
  std::string_view name;
  std::string problem;
};

std::vector<Part> parts_of(Services& services) {
  const store::Health health = services.store.health();
  const auto config = services.config();
  std::string disk;
  if (health.free_bytes != 0 && health.free_bytes < config->store.min_free) {
    disk = "only " + std::to_string(health.free_bytes) + " bytes are free (store.min_free)";
  }
  return {{"store", health.read_only         ? "read-only: " + health.problem
                    : !health.damage.empty() ? "damaged: " + health.damage
                                             : ""},
          {"disk", std::move(disk)},
          {"loops", services.silent_loop ? services.silent_loop() : ""}};
}

/// Details are for those who may read anyway; the world learns ready or not.
Response health_response(Call& call, const std::vector<Part>& parts) {
  bool well = true;
  for (const Part& part : parts) {
    well = well && part.problem.empty();
  }
  Response out;
  out.status = well ? 200 : 503;
  out.content_type = "text/plain; charset=utf-8";
  out.body = well ? "ok\n" : "not ok\n";
  if (call.request.target.query.contains("verbose")) {
    const auto known = caller_of(call.request, call.services);
    const std::optional<Caller> caller = known ? *known : std::nullopt;
    if (caller && caller->may("metrics:read")) {
      for (const Part& part : parts) {
        out.body += std::string(part.name) + ": " + (part.problem.empty() ? "ok" : part.problem) + "\n";
      }
      // A pause is a state that people chose or must end; the service is well.
      const CrawlState crawl = call.services.crawl ? call.services.crawl() : CrawlState{};
      out.body += "crawl: " + (crawl.paused ? crawl.why : "running") + "\n";
    }
  }
  return out;
}

}  // namespace

Response show_status(Call& call) {
  auto reading = reading_of(call.services);
  auto pending = call.services.store.deliveries(model::DeliveryState::pending, 200, "");
  auto dead = call.services.store.deliveries(model::DeliveryState::dead, 200, "");
  auto held = call.services.store.deliveries(model::DeliveryState::held, 200, "");
  store::CaseFilter open;
  open.open_only = true;
  auto cases = call.services.store.cases(open, 200, "");
  if (!reading || !pending || !dead || !held || !cases) {
    const Error& error = !reading   ? reading.error()
                         : !pending ? pending.error()
                         : !dead    ? dead.error()
                         : !held    ? held.error()
                                    : cases.error();
    return problem(error, call.request.id);
  }
  json::object body;
  body["version"] = version;
  body["started"] = to_iso(call.api.started());
  body["now"] = to_iso(call.now);
  body["setup_link"] = call.caller.local ? call.api.setup_link() : "";
  body["crawl"] = crawl_json(call.services);
  body["store"] = store_json(call.services.store.health());
  body["reading"] = reading_json(*reading, call.config->crawl);
  body["patterns"] = call.config->patterns.size();
  body["open_cases"] = cases->rows.size();
  body["more_open_cases"] = !cases->cursor.empty();
  json::object deliveries;
  deliveries["pending"] = pending->rows.size();
  deliveries["dead"] = dead->rows.size();
  deliveries["held"] = held->rows.size();
  body["deliveries"] = std::move(deliveries);
  return json_response(200, body);
}

Response list_audit(Call& call) {
  auto limit = limit_of(call.request);
  if (!limit) {
    return problem(limit.error(), call.request.id);
  }
  if (const std::string subject = call.request.query("subject"); !subject.empty()) {
    auto records = call.services.store.audit_of(subject);
    if (!records) {
      return problem(records.error(), call.request.id);
    }
    json::array rows;
    for (const model::AuditRecord& each : *records) {
      rows.push_back(audit_json(each));
    }
    return page_response(std::move(rows), "");
  }
  auto cursor = opened_cursor(call.request.query("cursor"), "audit", call.api.cursor_key());
  if (!cursor) {
    return problem(400, "malformed", cursor.error().what, call.request.id);
  }
  std::uint64_t from = 1;
  const std::string start = cursor->empty() ? call.request.query("from") : *cursor;
  if (!start.empty()) {
    const auto [end, bad] = std::from_chars(start.data(), start.data() + start.size(), from);
    if (bad != std::errc() || end != start.data() + start.size()) {
      return problem(422, "validation", "'from' is the number of a record", call.request.id);
    }
  }
  auto page = call.services.store.audit(from, *limit);
  if (!page) {
    return problem(page.error(), call.request.id);
  }
  json::array rows;
  for (const model::AuditRecord& each : page->rows) {
    rows.push_back(audit_json(each));
  }
  const bool more = page->rows.size() == *limit;
  const std::string next = more ? std::to_string(page->rows.back().seq + 1) : "";
  return page_response(std::move(rows), sealed_cursor(next, "audit", call.api.cursor_key()));
}

Response verify_audit(Call& call) {
  auto check = call.services.store.verify_audit();
  if (!check) {
    return problem(check.error(), call.request.id);
  }
  const std::optional<std::uint64_t>& first_bad = check->first_bad;
  json::object body;
  body["records"] = check->records;
  body["whole"] = !first_bad && check->problem.empty();
  body["first_bad"] = first_bad ? json::value(*first_bad) : json::value(nullptr);
  body["problem"] = check->problem;
  return json_response(200, body);
}

Response healthy(Call& call) {
  const std::string silent = call.services.silent_loop ? call.services.silent_loop() : "";
  return health_response(call, {{"loops", silent}});
}

Response ready(Call& call) { return health_response(call, parts_of(call.services)); }

Response metrics_text(Call& call) {
  Response out;
  out.content_type = "text/plain; version=0.0.4; charset=utf-8";
  out.body = call.services.metrics.render();
  return out;
}

}  // namespace qw::api
