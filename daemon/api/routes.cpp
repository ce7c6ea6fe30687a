#include "daemon/api/desk_handlers.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/quote_handlers.hpp"
#include "daemon/api/start_handlers.hpp"

#include <array>

namespace qw::api {
namespace {

constexpr auto table = std::to_array<Route>({
    {"GET", "/-/healthy", Room::ops, "", healthy},
    {"GET", "/-/ready", Room::ops, "", ready},
    {"GET", "/metrics", Room::api, "metrics:read", metrics_text},

    {"GET", "/api/v1/status", Room::api, "cases:read", show_status},
    {"GET", "/api/v1/cases", Room::api, "cases:read", list_cases},
    {"GET", "/api/v1/cases/{id}", Room::api, "cases:read", show_case},
    {"GET", "/api/v1/cases/{id}/history", Room::api, "cases:read", case_history},
    {"GET", "/api/v1/cases/{id}/occurrences", Room::api, "cases:read", list_occurrences},
    {"GET", "/api/v1/cases/{id}/occurrences/{occurrence}", Room::api, "cases:read", show_occurrence},
    {"POST", "/api/v1/cases/{id}/claim", Room::api, "cases:write", claim_case},
    {"POST", "/api/v1/cases/{id}/release", Room::api, "cases:write", release_case},
    {"POST", "/api/v1/cases/{id}/verdict", Room::api, "cases:write", decide_case},
    {"POST", "/api/v1/cases/{id}/dispute", Room::api, "cases:write", dispute_case},
    {"POST", "/api/v1/cases/{id}/snooze", Room::api, "cases:write", snooze_case},
    {"POST", "/api/v1/cases/{id}/wake", Room::api, "cases:write", wake_case},
    {"POST", "/api/v1/cases/{id}/note", Room::api, "cases:write", note_case},
    {"POST", "/api/v1/cases/{id}/undo", Room::api, "cases:write", undo_case},
    {"GET", "/api/v1/cases/{id}/brief", Room::api, "cases:read", case_brief},
    {"GET", "/api/v1/cases/{id}/claim-review", Room::api, "cases:read", case_claim_review},
    {"PUT", "/api/v1/cases/{id}/fact-check", Room::api, "cases:write", put_fact_check},
    {"GET", "/api/v1/cases/{id}/files", Room::api, "cases:read", list_case_files},
    {"POST", "/api/v1/cases/{id}/files", Room::api, "cases:write", create_case_file, Body::bytes},
    {"GET", "/api/v1/cases/{id}/files/{file}", Room::api, "cases:read", show_case_file},
    {"POST", "/api/v1/cases/{id}/evidence", Room::api, "cases:write", export_evidence},
    {"POST", "/api/v1/check", Room::api, "cases:read", check_text},
    {"POST", "/api/v1/hand-ins", Room::api, "cases:write", create_hand_in},
    {"GET", "/api/v1/hand-ins/{id}", Room::api, "cases:read", show_hand_in},
    {"POST", "/api/v1/hand-ins/{id}/case", Room::api, "cases:write", open_from_hand_in},

    {"GET", "/api/v1/sources", Room::api, "cases:read", list_sources},
    {"GET", "/api/v1/sources/{id}", Room::api, "cases:read", show_source},
    {"POST", "/api/v1/sources/{id}/check", Room::api, "sources:write", check_source},
    {"POST", "/api/v1/sources/{id}/pause", Room::api, "sources:write", pause_source},
    {"POST", "/api/v1/sources/{id}/resume", Room::api, "sources:write", resume_source},

    {"GET", "/api/v1/outlets", Room::api, "cases:read", list_outlets},
    {"POST", "/api/v1/outlets", Room::api, "sources:write", import_outlets},
    {"DELETE", "/api/v1/outlets/{id}", Room::api, "sources:write", remove_outlet},

    {"GET", "/api/v1/receivers", Room::api, "cases:read", list_receivers},
    {"POST", "/api/v1/receivers/{id}/enable", Room::api, "alerts:admin", enable_receiver},
    {"POST", "/api/v1/receivers/{id}/test", Room::api, "alerts:admin", test_receiver},
    {"GET", "/api/v1/silences", Room::api, "cases:read", list_silences},
    {"POST", "/api/v1/silences", Room::api, "alerts:admin", create_silence},
    {"POST", "/api/v1/silences/{id}/end", Room::api, "alerts:admin", end_silence},
    {"GET", "/api/v1/patterns", Room::api, "cases:read", list_patterns},
    {"POST", "/api/v1/patterns", Room::api, "patterns:write", create_pattern},
    {"POST", "/api/v1/patterns/backtest", Room::api, "patterns:write", backtest_text_of},
    {"POST", "/api/v1/patterns/draft", Room::api, "patterns:write", draft_pattern},
    {"GET", "/api/v1/patterns/{id}", Room::api, "cases:read", show_pattern},
    {"PUT", "/api/v1/patterns/{id}", Room::api, "patterns:write", edit_pattern},
    {"POST", "/api/v1/patterns/{id}/backtest", Room::api, "patterns:write", backtest_pattern},
    {"POST", "/api/v1/patterns/{id}/state", Room::api, "patterns:write", set_pattern_state},
    {"POST", "/api/v1/patterns/{id}/keep", Room::api, "patterns:write", keep_pattern},

    {"GET", "/api/v1/quotes", Room::api, "cases:read", list_quotes},
    {"GET", "/api/v1/feedback", Room::api, "cases:read", list_feedback},
    {"GET", "/api/v1/silent/sample", Room::api, "cases:read", sample_silent},
    {"POST", "/api/v1/silent/sample", Room::api, "cases:write", note_sample},

    {"GET", "/api/v1/deliveries", Room::api, "cases:read", list_deliveries},
    {"POST", "/api/v1/deliveries/resume", Room::api, "alerts:admin", resume_deliveries},
    {"GET", "/api/v1/deliveries/{id}", Room::api, "cases:read", show_delivery},
    {"POST", "/api/v1/deliveries/{id}/retry", Room::api, "alerts:admin", retry_delivery},
    {"POST", "/api/v1/deliveries/{id}/drop", Room::api, "alerts:admin", drop_delivery},

    {"GET", "/api/v1/audit", Room::api, "audit:read", list_audit},
    {"GET", "/api/v1/audit/check", Room::api, "audit:read", verify_audit},
    {"GET", "/api/v1/evidence/check", Room::api, "audit:read", verify_evidence},

    {"GET", "/api/v1/tokens", Room::api, "admin", list_tokens},
    {"POST", "/api/v1/tokens", Room::api, "admin", create_token},
    {"DELETE", "/api/v1/tokens/{id}", Room::api, "admin", revoke_token},
    {"GET", "/api/v1/users", Room::api, "admin", list_users},
    {"POST", "/api/v1/users", Room::api, "admin", create_user},
    {"PATCH", "/api/v1/users/{id}", Room::api, "admin", change_user},

    {"GET", "/api/v1/backups", Room::api, "admin", list_backups},
    {"POST", "/api/v1/backups", Room::api, "admin", create_backup},
    {"GET", "/api/v1/backups/current", Room::api, "admin", show_backup_job},
    {"POST", "/api/v1/backups/{id}/check", Room::api, "admin", verify_backup},

    {"GET", "/feeds/{key}", Room::api, "", search_feed},
    {"GET", "/feeds/receivers/{key}", Room::api, "", receiver_feed},

    {"GET", "/", Room::desk, "", desk_queue},
    {"GET", "/next", Room::desk, "", desk_next},
    {"GET", "/events", Room::desk, "", desk_events},
    {"POST", "/searches", Room::desk, "", desk_searches_post},
    {"GET", "/export/{list}", Room::desk, "", desk_export},
    {"GET", "/cases/{id}", Room::desk, "", desk_case},
    {"POST", "/cases/{id}/act", Room::desk, "", desk_case_post},
    {"POST", "/cases/{id}/teach", Room::desk, "", desk_teach_post},
    {"GET", "/cases/{id}/copies/{occurrence}", Room::desk, "", desk_copy},
    {"GET", "/cases/{id}/copies/{occurrence}/original", Room::desk, "", desk_leave},
    {"GET", "/cases/{id}/brief", Room::desk, "", desk_brief},
    {"GET", "/cases/{id}/claim-review", Room::desk, "", desk_claim_review},
    {"POST", "/cases/{id}/fact-check", Room::desk, "", desk_fact_check_post},
    {"POST", "/cases/{id}/files", Room::desk, "", desk_case_files_post, Body::bytes},
    {"GET", "/cases/{id}/files/{file}", Room::desk, "", desk_case_file},
    {"POST", "/cases/{id}/evidence", Room::desk, "", desk_evidence_post},
    {"GET", "/patterns", Room::desk, "", desk_patterns},
    {"GET", "/patterns/new", Room::desk, "", desk_new_pattern},
    {"POST", "/patterns/new", Room::desk, "", desk_new_pattern_post},
    {"GET", "/patterns/{id}", Room::desk, "", desk_pattern},
    {"POST", "/patterns/{id}", Room::desk, "", desk_pattern_post},
    {"GET", "/sources", Room::desk, "", desk_sources},
    {"POST", "/sources/{id}", Room::desk, "", desk_source_post},
    {"GET", "/check", Room::desk, "", desk_check},
    {"POST", "/check", Room::desk, "", desk_check_post},
    {"GET", "/hand-ins/{id}", Room::desk, "", desk_hand_in},
    {"POST", "/hand-ins/{id}", Room::desk, "", desk_hand_in_post},
    {"GET", "/login", Room::desk, "", desk_login},
    {"POST", "/login", Room::desk, "", desk_login_post},
    {"POST", "/logout", Room::desk, "", desk_logout},
    {"POST", "/language", Room::desk, "", desk_language},
    {"GET", "/account", Room::desk, "", desk_account},
    {"POST", "/account", Room::desk, "", desk_account_post},
    {"GET", "/people", Room::desk, "", desk_people},
    {"POST", "/people", Room::desk, "", desk_people_post},
    {"GET", "/start", Room::desk, "", desk_start},
    {"POST", "/start", Room::desk, "", desk_start_post},
    {"GET", "/setup/{secret}", Room::desk, "", desk_setup},
    {"POST", "/setup/{secret}", Room::desk, "", desk_setup_post},
    {"GET", "/static/desk.css", Room::desk, "", desk_style},
    {"GET", "/static/desk.js", Room::desk, "", desk_script},
});

}  // namespace

std::span<const Route> routes() { return table; }

}  // namespace qw::api
