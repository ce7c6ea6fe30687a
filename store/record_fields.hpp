#pragma once

#include "model/case.hpp"
#include "model/decision.hpp"
#include "model/quote.hpp"
#include "model/work.hpp"
#include "store/coder.hpp"
#include "store/records.hpp"
#include "store/store.hpp"

/// The order of the fields of every record. Golden bytes in tests/store/codec_test.cpp hold it: a change here
/// is a new version with a decoder for the old one, and a number once used is not used again.
namespace qw::store {

// crawler's line
void fields(auto& a, Is<model::Sighting> auto& r) {
  a(r.feed_url, r.feed_page, r.title, r.summary, r.says_published, r.not_there_at, r.seen_at);
}
void fields(auto& a, Is<model::Task> auto& r) {
  a(r.id, r.kind, r.outlet, r.url, r.canonical_url, r.host, r.due, r.priority, r.attempts, r.sighting, r.page,
    r.visits);
}
void fields(auto& a, Is<Placed<model::Task>> auto& r) { a(r.task, r.leased_until); }
void fields(auto& a, Is<model::HostState> auto& r) {
  a(r.host, r.next_ok, r.delay, r.failures, r.open_until, r.opened, r.penalty, r.good_answers, r.latency,
    r.recent, r.recent_count, r.robots_body, r.robots_state, r.robots_fetched, r.robots_until,
    r.robots_failures, r.robots_failing_since);
}
void fields(auto& a, Is<model::PageRecord> auto& r) {
  a(r.id, r.outlet, r.url, r.final_url, r.status, r.content_type, r.headers, r.etag, r.last_modified,
    r.fetched, r.warc_file, r.warc_offset, r.warc_length, r.payload_digest, r.content_encoding, r.address,
    r.problem, r.same_as);
}
void fields(auto& a, Is<model::Revision> auto& r) {
  a(r.id, r.article, r.number, r.outlet, r.url, r.canonical_url, r.page, r.title, r.lead, r.text, r.language,
    r.authors, r.published, r.published_day, r.published_raw, r.sighting, r.fetched, r.remarks);
}
void fields(auto& a, Is<model::OutletState> auto& r) {
  a(r.outlet, r.address, r.kind, r.etag, r.last_modified, r.body_digest, r.last_poll, r.last_success,
    r.last_new_article, r.first_complete_poll, r.failures, r.state, r.detail, r.paused, r.paused_by,
    r.recent_ids, r.polls, r.articles, r.quotes_of_officials, r.schedule);
}

// quotes and decisions
void fields(auto& a, Is<model::ByteSpan> auto& r) { a(r.begin, r.end); }
void fields(auto& a, Is<model::Quote> auto& r) {
  a(r.content, r.form, r.speaker, r.speaker_span, r.official, r.candidates, r.polarity, r.modality, r.via,
    r.cue, r.distance, r.cited_to_correct, r.parent);
}
void fields(auto& a, Is<QuoteRow> auto& r) { a(r.revision, r.number, r.text, r.quote, r.words, r.seen); }
void fields(auto& a, Is<model::Why> auto& r) { a(r.key, r.arguments); }
void fields(auto& a, Is<model::MatchedWords> auto& r) { a(r.text, r.span, r.part); }
void fields(auto& a, Is<model::Decision> auto& r) {
  a(r.pattern, r.outcome, r.label, r.text, r.quote, r.confidence, r.why, r.words);
}
void fields(auto& a, Is<DecisionRow> auto& r) { a(r.revision, r.decision, r.at); }

// cases
void fields(auto& a, Is<model::Occurrence> auto& r) {
  a(r.id, r.outlet, r.voice, r.tier, r.language, r.url, r.revision, r.page, r.page_remark, r.headline,
    r.excerpt, r.decision, r.speaker, r.cue, r.quote_in_excerpt, r.via, r.says_published, r.not_there_at,
    r.seen_at, r.digest, r.fingerprint);
}
void fields(auto& a, Is<model::VerdictRecord> auto& r) { a(r.verdict, r.by, r.at, r.reason); }
void fields(auto& a, Is<model::CopyGroup> auto& r) {
  a(r.id, r.occurrences, r.verdict, r.first_reading, r.previous);
}
void fields(auto& a, Is<model::Note> auto& r) { a(r.by, r.at, r.text); }
void fields(auto& a, Is<model::Case> auto& r) {
  a(r.id, r.rev, r.pattern, r.official, r.state, r.state_before_snooze, r.severity, r.trial, r.opened,
    r.last_new, r.occurrences, r.groups, r.claimed_by, r.lease_until, r.snoozed_until, r.notes,
    r.reopened_why, r.alerted, r.announced, r.told, r.alerted_at, r.lowered_at);
}
void fields(auto& a, Is<CaseSummary> auto& r) {
  a(r.id, r.pattern, r.official, r.state, r.severity, r.outlets, r.languages, r.publishers, r.opened,
    r.last_new, r.words);
}
void fields(auto& a, Is<CasePlace> auto& r) { a(r.rev, r.opened, r.state, r.pattern, r.revisions, r.pages); }

// people, audit, outbox
void fields(auto& a, Is<model::OutboxEntry> auto& r) {
  a(r.id, r.receiver, r.event, r.case_id, r.case_rev, r.payload, r.made, r.due, r.tries, r.last_problem);
}
void fields(auto& a, Is<model::Delivery> auto& r) { a(r.entry, r.state, r.finished, r.http_status); }
void fields(auto& a, Is<model::AuditRecord> auto& r) {
  a(r.seq, r.at, r.who, r.act, r.subject, r.before, r.after, r.reason, r.previous_hash, r.hash);
}
void fields(auto& a, Is<model::User> auto& r) {
  a(r.id, r.name, r.role, r.password_hash, r.language, r.disabled, r.created);
}
void fields(auto& a, Is<model::Token> auto& r) {
  a(r.id, r.name, r.owner, r.secret_hash, r.scopes, r.created, r.expires, r.last_used, r.revoked);
}
void fields(auto& a, Is<model::Session> auto& r) {
  a(r.id_hash, r.user, r.created, r.last_seen, r.form_token);
}

// the store's own
void fields(auto& a, Is<Head> auto& r) { a(r.instance, r.commit, r.audit_seq, r.audit_hash, r.tasks); }
void fields(auto& a, Is<Schema> auto& r) { a(r.major, r.minor, r.min_reader); }
void fields(auto& a, Is<RevisionPlace> auto& r) { a(r.article, r.number); }
void fields(auto& a, Is<QuoteCount> auto& r) { a(r.quotes); }
void fields(auto& a, Is<WarcPlace> auto& r) { a(r.end, r.newest); }
void fields(auto& a, Is<EvidencePlace> auto& r) { a(r.file, r.offset, r.length); }

}  // namespace qw::store
