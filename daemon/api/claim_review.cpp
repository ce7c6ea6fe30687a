#include "daemon/api/claim_review.hpp"

#include "base/url.hpp"
#include "base/utf8.hpp"
#include "daemon/cases/copies.hpp"
#include "daemon/cases/spread.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <tuple>

namespace qw::api {
namespace {

namespace json = boost::json;

constexpr std::size_t most_words = 200;
constexpr std::size_t most_organisation = 120;

std::string key_of(const std::string& case_id) { return "case.fact_check/" + case_id; }

std::string text_at(const json::object& in, std::string_view key) {
  const json::value* value = in.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : "";
}

bool is_false(const model::CopyGroup& group) {
  return group.verdict && (group.verdict->verdict == model::Verdict::false_quote ||
                           group.verdict->verdict == model::Verdict::misleading_headline);
}

/// Every copy that a person found false, the earliest known first.
std::vector<const model::Occurrence*> false_copies(const model::Case& of) {
  std::vector<const model::Occurrence*> out;
  for (const model::CopyGroup& group : of.groups) {
    if (is_false(group)) {
      const cases::Ordered order = cases::ordered(of, group);
      out.insert(out.end(), order.members.begin(), order.members.end());
    }
  }
  std::erase_if(out, [](const model::Occurrence* each) { return !each->url.starts_with("http"); });
  std::ranges::sort(out, [](const model::Occurrence* a, const model::Occurrence* b) {
    return std::tie(a->seen_at, a->id) < std::tie(b->seen_at, b->id);
  });
  return out;
}

json::object thing(std::string_view type, std::string_view name, std::string_view url) {
  json::object out;
  out["@type"] = type;
  if (!name.empty()) {
    out["name"] = name;
  }
  if (!url.empty()) {
    out["url"] = url;
  }
  return out;
}

json::object work(const model::Occurrence& of) {
  json::object out = thing("CreativeWork", "", of.url);
  if (!of.headline.empty()) {
    out["headline"] = of.headline;
  }
  return out;
}

json::object rating(const model::Case& of) {
  const bool quote = std::ranges::any_of(of.groups, [](const model::CopyGroup& group) {
    return group.verdict && group.verdict->verdict == model::Verdict::false_quote;
  });
  json::object out;
  out["@type"] = "Rating";
  out["ratingValue"] = quote ? 1 : 2;
  out["worstRating"] = 1;
  out["bestRating"] = 5;
  out["alternateName"] = quote ? "False quote" : "Misleading headline";
  return out;
}

Time decided_at(const model::Case& of) {
  Time last{};
  for (const model::CopyGroup& group : of.groups) {
    last = group.verdict ? std::max(last, group.verdict->at) : last;
  }
  return last;
}

}  // namespace

Result<std::optional<FactCheck>> fact_check_of(store::Store& store, const std::string& case_id) {
  TRY(const auto text, store.setting(key_of(case_id)));
  if (!text) {
    return std::optional<FactCheck>();
  }
  boost::system::error_code ec;
  const json::value value = json::parse(*text, ec);
  if (ec || !value.is_object()) {
    return fail(Errc::corrupt, "the record of a fact-check is no JSON object");
  }
  const json::object& in = value.as_object();
  FactCheck out{text_at(in, "url"), text_at(in, "organisation"), text_at(in, "who"), {}};
  TRY(out.at, parse_time(text_at(in, "at")));
  return std::optional(std::move(out));
}

Result<> record_fact_check(Services& services, const model::Case& of, FactCheck check, model::UserRole role) {
  if (role < model::UserRole::lead) {
    return fail(Errc::refused, "a lead records the public address of a fact-check");
  }
  if (of.state != model::CaseState::decided) {
    return fail(Errc::conflict, "the case is not decided; its fact-check is recorded after that");
  }
  const auto url = parse_url(check.url);
  if (!url || url->scheme != "https" || check.url.size() > 2'000) {
    return fail(Errc::usage, "the address of the fact-check begins with https://");
  }
  check.url = url->text();
  if (check.organisation.empty() || utf8::count(check.organisation) > most_organisation ||
      !utf8::is_valid(check.organisation)) {
    return fail(Errc::usage, "name the organisation that published it, in at most 120 characters");
  }
  json::object record;
  record["url"] = check.url;
  record["organisation"] = check.organisation;
  record["who"] = check.who;
  record["at"] = to_iso(services.clock.now());
  store::ActBatch batch;
  batch.settings.emplace_back(key_of(of.id), json::serialize(record));
  model::AuditRecord audit;
  audit.at = services.clock.now();
  audit.who = check.who;
  audit.act = "case.fact_check";
  audit.subject = "case:" + of.id;
  audit.after = json::serialize(record);
  audit.reason = check.url;
  batch.audit.push_back(std::move(audit));
  return services.store.commit(std::move(batch));
}

Result<json::object> claim_review(const config::Config& config, const model::Case& of,
                                  const std::optional<FactCheck>& check) {
  if (of.state != model::CaseState::decided) {
    return fail(Errc::conflict, "the case is not decided");
  }
  if (!check) {
    return fail(Errc::conflict, "no lead has recorded the public address of the fact-check");
  }
  const auto copies = false_copies(of);
  if (copies.empty()) {
    return fail(Errc::conflict, "no copy group was found to be a false quote or a misleading headline");
  }
  const model::Occurrence& first = *copies.front();
  const model::Outlet* outlet = config.find_outlet(first.outlet);
  const model::Official* official = config.find_official(of.official);
  const auto public_page = parse_url(check->url);
  json::object claim;
  claim["@type"] = "Claim";
  claim["author"] =
      thing("Organization", outlet != nullptr && !outlet->name.empty() ? outlet->name : first.outlet,
            outlet != nullptr ? outlet->home : "");
  if (official != nullptr) {
    claim["about"] = thing("Person", official->name, "");
  }
  claim["datePublished"] = to_iso(day_of(first.says_published.value_or(first.seen_at)));
  claim["firstAppearance"] = work(first);
  json::array appearance;
  for (const model::Occurrence* each : copies) {
    appearance.push_back(work(*each));
  }
  claim["appearance"] = std::move(appearance);
  json::object out;
  out["@context"] = "https://schema.org";
  out["@type"] = "ClaimReview";
  out["url"] = check->url;
  out["datePublished"] = to_iso(day_of(check->at));
  out["dateModified"] = to_iso(day_of(std::max(check->at, decided_at(of))));
  out["author"] = thing("Organization", check->organisation,
                        public_page ? public_page->scheme + "://" + public_page->host : "");
  out["claimReviewed"] = utf8::cut(cases::quoted_words(first), most_words);
  out["inLanguage"] = first.language;
  out["reviewRating"] = rating(of);
  out["itemReviewed"] = std::move(claim);
  return out;
}

}  // namespace qw::api
