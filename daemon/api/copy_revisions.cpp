#include "daemon/api/copy_revisions.hpp"

#include "base/utf8.hpp"
#include "daemon/cases/spread.hpp"

#include <boost/json.hpp>

namespace qw::api {
namespace {

namespace json = boost::json;

std::string outcome_key(const std::string& case_id, const std::string& copy) {
  return "case.outcome/" + case_id + "/" + copy;
}

Result<const model::Occurrence*> the_copy(const model::Case& of, const std::string& id) {
  const model::Occurrence* found = cases::find_occurrence(of, id);
  if (found == nullptr) {
    return fail(Errc::not_found, "the case has no copy '" + utf8::cut(id, 80) + "'");
  }
  return found;
}

Result<std::optional<ConfirmedOutcome>> confirmed(store::Store& store, const std::string& key) {
  TRY(const auto text, store.setting(key));
  boost::system::error_code ec;
  const json::value value = json::parse(text.value_or("null"), ec);
  const json::object* in = ec ? nullptr : value.if_object();
  if (in == nullptr || !in->contains("outcome") || !in->contains("who") || !in->contains("at")) {
    return std::nullopt;
  }
  const auto outcome = model::from_name<cases::CopyOutcome>(json::value_to<std::string>(in->at("outcome")));
  const auto at = parse_time(json::value_to<std::string>(in->at("at")));
  if (!outcome || !at) {
    return fail(Errc::corrupt, "the outcome of a copy cannot be read");
  }
  return ConfirmedOutcome{*outcome, json::value_to<std::string>(in->at("who")), *at};
}

/// Whether the last thing that is known of the address is that it is gone.
Result<bool> is_gone(store::Store& store, const model::Case& of, const std::string& url, Time last_state) {
  TRY(const auto history, store.audit_of("case:" + of.id));
  bool gone = false;
  for (const model::AuditRecord& record : history) {
    if (record.act == "case.gone" && record.at >= last_state && record.reason.ends_with(url)) {
      gone = true;
    }
  }
  return gone;
}

}  // namespace

Result<CopyRevisions> revisions_of_copy(const Services& services, const model::Case& of,
                                        const std::string& copy) {
  store::Store& store = services.store;
  CopyRevisions out;
  TRY(const model::Occurrence* found, the_copy(of, copy));
  out.copy = *found;
  TRY(const auto own, store.find_revision(found->revision));
  if (!own) {
    return fail(Errc::not_found, "no text of this copy is stored");
  }
  TRY(out.states, store.revisions_of(own->article));
  std::vector<std::string> texts;
  for (const model::Revision& state : out.states) {
    TRY(const auto page, store.find_page(state.page));
    out.digests.push_back(page ? page->payload_digest : "");
    texts.push_back(state.title + "\n" + state.text);
  }
  TRY(out.gone, is_gone(store, of, found->url, out.states.back().fetched));
  out.likely = cases::likely_outcome(texts, out.gone, *services.notices());
  TRY(out.confirmed, confirmed(store, outcome_key(of.id, copy)));
  return out;
}

Result<> confirm_outcome(Services& services, const model::Case& of, const std::string& copy,
                         cases::CopyOutcome outcome, const cases::Actor& actor) {
  if (actor.role < model::UserRole::reviewer) {
    return fail(Errc::refused, "a reviewer says what became of a copy");
  }
  TRY(const model::Occurrence* found, the_copy(of, copy));
  json::object record;
  record["at"] = to_iso(services.clock.now());
  record["outcome"] = model::name_of(outcome);
  record["who"] = actor.id;
  store::ActBatch batch;
  batch.settings.emplace_back(outcome_key(of.id, copy), json::serialize(record));
  model::AuditRecord audit;
  audit.at = services.clock.now();
  audit.who = actor.id;
  audit.act = "case.outcome";
  audit.subject = "case:" + of.id;
  audit.after = json::serialize(record);
  audit.reason = std::string(model::name_of(outcome)) + ": " + found->outlet + " " + found->url;
  batch.audit.push_back(std::move(audit));
  return services.store.commit(std::move(batch));
}

}  // namespace qw::api
