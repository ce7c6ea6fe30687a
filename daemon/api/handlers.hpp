#pragma once

#include "daemon/api/api.hpp"
#include "daemon/api/json_out.hpp"

#include <string>
#include <string_view>

/// One function a route; the table is in routes.cpp.
namespace qw::api {

// case_handlers.cpp
Response list_cases(Call& call);
Response show_case(Call& call);
Response case_history(Call& call);
Response list_occurrences(Call& call);
Response show_occurrence(Call& call);
Response claim_case(Call& call);
Response release_case(Call& call);
Response decide_case(Call& call);
Response dispute_case(Call& call);
Response snooze_case(Call& call);
Response wake_case(Call& call);
Response note_case(Call& call);
Response undo_case(Call& call);
// source_handlers.cpp
Response list_sources(Call& call);
Response show_source(Call& call);
Response pause_source(Call& call);
Response resume_source(Call& call);
Response check_source(Call& call);
// outlet_handlers.cpp
Response list_outlets(Call& call);
Response import_outlets(Call& call);
Response remove_outlet(Call& call);
// evidence_handlers.cpp
Response verify_evidence(Call& call);
Response export_evidence(Call& call);
// revision_handlers.cpp
Response list_revisions(Call& call);
Response put_outcome(Call& call);
// privacy_handlers.cpp
Response find_person(Call& call);
Response erase_person(Call& call);
Response list_holds(Call& call);
Response hold_case(Call& call);
Response end_hold(Call& call);
// receiver_handlers.cpp
Response list_receivers(Call& call);
Response enable_receiver(Call& call);
Response test_receiver(Call& call);
Response receiver_feed(Call& call);
// silence_handlers.cpp
Response list_silences(Call& call);
Response create_silence(Call& call);
Response end_silence(Call& call);
// pattern_handlers.cpp
Response list_patterns(Call& call);
Response show_pattern(Call& call);
Response create_pattern(Call& call);
Response edit_pattern(Call& call);
Response set_pattern_state(Call& call);
Response keep_pattern(Call& call);
Response backtest_pattern(Call& call);
Response backtest_text_of(Call& call);
Response draft_pattern(Call& call);
// feedback_handlers.cpp
Response list_feedback(Call& call);
Response sample_silent(Call& call);
Response note_sample(Call& call);
// delivery_handlers.cpp
Response list_deliveries(Call& call);
Response show_delivery(Call& call);
Response retry_delivery(Call& call);
Response drop_delivery(Call& call);
Response resume_deliveries(Call& call);
// people_handlers.cpp
Response list_tokens(Call& call);
Response create_token(Call& call);
Response revoke_token(Call& call);
Response list_users(Call& call);
Response create_user(Call& call);
Response change_user(Call& call);
// status_handlers.cpp
Response show_status(Call& call);
Response list_audit(Call& call);
Response verify_audit(Call& call);
Response healthy(Call& call);
Response ready(Call& call);
Response metrics_text(Call& call);
// check_handler.cpp
Response check_text(Call& call);
// case_out.cpp
Response case_brief(Call& call);
Response case_claim_review(Call& call);
Response put_fact_check(Call& call);
Response list_case_files(Call& call);
Response create_case_file(Call& call);
Response show_case_file(Call& call);
// desk_queue.cpp
Response search_feed(Call& call);
// hand_in_handlers.cpp
Response create_hand_in(Call& call);
Response show_hand_in(Call& call);
Response open_from_hand_in(Call& call);
// backup_handlers.cpp
Response list_backups(Call& call);
Response create_backup(Call& call);
Response show_backup_job(Call& call);
Response verify_backup(Call& call);

// Shared by them.
View view_of(const Call& call);
/// `limit` of the query, 1 to 200, 50 unless told.
Result<std::size_t> limit_of(const Request& request);
/// {"rows": […], "cursor": "…" or null}.
Response page_response(boost::json::array rows, const std::string& cursor);
/// 428 or 412 unless If-Match names `etag` ("*" too when `any` allows it); nothing when it does.
enum class Star : std::uint8_t { refused, accepted };
std::optional<Response> precondition(const Call& call, const std::string& etag, Star any);
/// ETag of a resource without a rev of its own.
std::string etag_of(const boost::json::value& body);
Response with_etag(Response response, const std::string& etag, const Request& request);
model::AuditRecord audit_record(const Call& call, std::string act, std::string subject, std::string after);

}  // namespace qw::api
