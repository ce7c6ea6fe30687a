// What verdicts teach, as items; and silent decisions put before a reviewer.
#include "base/ids.hpp"
#include "base/utf8.hpp"
#include "daemon/api/cursor.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/patterns/feedback.hpp"
#include "daemon/patterns/wilson.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <random>
#include <set>

namespace qw::api {
namespace {

namespace json = boost::json;

constexpr std::size_t cases_a_page = 50;
constexpr std::size_t most_revisions = 20'000;
constexpr std::size_t most_text = 1500;
constexpr std::size_t most_sample = 200;

std::size_t number_in(const Request& request, const std::string& key, std::size_t standard,
                      std::size_t most) {
  const std::string text = request.query(key);
  std::size_t out = standard;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return std::clamp<std::size_t>(out, 1, most);
}

model::OutletKind kind_of(const config::Config& config, const std::string& outlet) {
  const model::Outlet* known = config.find_outlet(outlet);
  return known == nullptr ? model::OutletKind::portal : known->kind;
}

Result<> add_items(Call& call, const model::Case& of, bool quotes, bool chosen, json::array& rows) {
  for (const model::CopyGroup& group : of.groups) {
    const model::Occurrence* copy = group.verdict ? patterns::telling_copy(of, group) : nullptr;
    if (copy == nullptr) {
      continue;
    }
    if (chosen) {
      TRY(const auto taught, call.services.store.setting("taught/" + of.id + "/" + group.id));
      if (taught.value_or("") != "regression") {
        continue;
      }
    }
    std::optional<model::Revision> revision;
    std::vector<store::QuoteRow> records;
    if (!copy->revision.empty()) {
      TRY(revision, call.services.store.find_revision(copy->revision));
      TRY(records, call.services.store.quotes_in(copy->revision));
    }
    auto item = quotes
                    ? patterns::quote_item(of, group, *copy, revision, records)
                    : patterns::claim_item(of, group, *copy, revision, kind_of(*call.config, copy->outlet));
    if (item) {
      rows.push_back(*std::move(item));
    }
  }
  return {};
}

/// Keeps each of n things with the same chance, whatever their number (Vitter's algorithm R).
class Reservoir {
 public:
  explicit Reservoir(std::size_t most) : most_(most) {
    const std::string seed = random_bytes(8);
    std::uint64_t number = 0;
    for (const char c : seed) {
      number = number << 8U | static_cast<unsigned char>(c);
    }
    random_.seed(number);
  }
  void add(store::DecisionRow row) {
    ++seen_;
    if (kept.size() < most_) {
      kept.push_back(std::move(row));
    } else if (const std::size_t at = std::uniform_int_distribution<std::size_t>(0, seen_ - 1)(random_);
               at < most_) {
      kept[at] = std::move(row);
    }
  }
  std::size_t seen() const { return seen_; }
  std::vector<store::DecisionRow> kept;

 private:
  std::size_t most_, seen_ = 0;
  std::mt19937_64 random_;
};

Result<> sample(Call& call, Time from, Reservoir& into) {
  std::set<std::string> known;
  std::string cursor;
  do {
    TRY(auto page, call.services.store.quotes_of("", from, call.now, 200, cursor));
    for (const store::QuoteRow& row : page.rows) {
      if (row.revision.empty() || known.size() >= most_revisions || !known.insert(row.revision).second) {
        continue;
      }
      TRY(auto decisions, call.services.store.decisions_in(row.revision));
      for (store::DecisionRow& each : decisions) {
        if (each.decision.outcome == model::Outcome::silent) {
          into.add(std::move(each));
        }
      }
    }
    cursor = known.size() < most_revisions ? page.cursor : "";
  } while (!cursor.empty());
  return {};
}

Result<json::object> sample_row(Call& call, const store::DecisionRow& row) {
  json::object out;
  out["revision"] = row.revision;
  out["pattern"] = row.decision.pattern;
  out["label"] = model::name_of(row.decision.label);
  const auto match = call.services.match ? call.services.match() : nullptr;
  out["why"] = texts_json(match ? match->explain(row.decision, "en") : std::vector<std::string>());
  const model::Pattern* pattern = call.config->find_pattern(row.decision.pattern);
  out["false"] = texts_json(pattern == nullptr ? std::vector<std::string>() : pattern->false_wordings);
  TRY(const auto revision, call.services.store.find_revision(row.revision));
  out["outlet"] = revision ? revision->outlet : "";
  out["url"] = revision ? revision->canonical_url : "";
  out["title"] = revision ? revision->title : "";
  out["text"] = revision ? utf8::cut(revision->text, most_text) : "";
  out["seen"] = to_iso(row.at);
  return out;
}

}  // namespace

Response list_feedback(Call& call) {
  const std::string form = call.request.query("form");
  if (!form.empty() && form != "claims" && form != "quotes") {
    return problem(422, "validation", "'form' is one of claims, quotes", call.request.id);
  }
  const bool quotes = form == "quotes";
  const bool chosen = call.request.query("chosen") == "1";
  const std::string bound = std::string("feedback\n") + (quotes ? "q" : "c") + (chosen ? "1" : "0");
  const auto cursor = opened_cursor(call.request.query("cursor"), bound, call.api.cursor_key());
  if (!cursor) {
    return problem(400, "malformed", cursor.error().what, call.request.id);
  }
  auto page = call.services.store.cases({}, cases_a_page, *cursor);
  if (!page) {
    return problem(page.error(), call.request.id);
  }
  json::array rows;
  for (const model::Case& each : page->rows) {
    if (auto added = add_items(call, each, quotes, chosen, rows); !added) {
      return problem(added.error(), call.request.id);
    }
  }
  return page_response(std::move(rows),
                       page->cursor.empty() ? "" : sealed_cursor(page->cursor, bound, call.api.cursor_key()));
}

Response sample_silent(Call& call) {
  Reservoir reservoir(number_in(call.request, "n", 20, most_sample));
  const auto days = std::chrono::days(number_in(call.request, "days", 30, 366));
  if (auto done = sample(call, call.now - days, reservoir); !done) {
    return problem(done.error(), call.request.id);
  }
  json::array rows;
  for (const store::DecisionRow& each : reservoir.kept) {
    auto row = sample_row(call, each);
    if (!row) {
      return problem(row.error(), call.request.id);
    }
    rows.push_back(*std::move(row));
  }
  json::object out;
  out["rows"] = std::move(rows);
  out["of"] = reservoir.seen();
  return json_response(200, out);
}

/// {"looked": n, "missed": m}: what a reviewer saw, kept in the audit record.
Response note_sample(Call& call) {
  boost::system::error_code bad;
  const json::value body = json::parse(call.request.body, bad);
  const auto number = [&](std::string_view key) -> std::optional<std::size_t> {
    const json::value* value = bad || !body.is_object() ? nullptr : body.get_object().if_contains(key);
    const bool fits =
        value != nullptr && value->is_int64() && value->get_int64() >= 0 && value->get_int64() <= 200;
    return fits ? std::optional(static_cast<std::size_t>(value->get_int64())) : std::nullopt;
  };
  const auto looked = number("looked");
  const auto missed = number("missed");
  if (!looked || !missed || *missed > *looked || *looked == 0) {
    return problem(422, "validation", "say how many were 'looked' at (1 to 200) and how many were 'missed'",
                   call.request.id);
  }
  const patterns::Interval interval = patterns::wilson(*missed, *looked);
  json::object out;
  out["looked"] = *looked;
  out["missed"] = *missed;
  out["share"] = interval.share;
  out["low"] = interval.low;
  out["high"] = interval.high;
  store::ActBatch batch;
  batch.audit.push_back(audit_record(call, "audit.sample", "decisions:silent", json::serialize(out)));
  if (auto done = call.services.store.commit(std::move(batch)); !done) {
    return problem(done.error(), call.request.id);
  }
  return json_response(200, out);
}

}  // namespace qw::api
