#pragma once

#include "daemon/api/api.hpp"
#include "daemon/api/multipart.hpp"
#include "daemon/desk/pages.hpp"

#include <map>
#include <string>

/// The desk's pages and forms: sessions by cookie, forms with a hidden token. The pages are daemon/desk's.
namespace qw::api {

// desk_entry.cpp
Response desk_setup(Call& call);
Response desk_setup_post(Call& call);
Response desk_login(Call& call);
Response desk_login_post(Call& call);
Response desk_logout(Call& call);
Response desk_language(Call& call);
Response desk_style(Call& call);
Response desk_script(Call& call);
// desk_queue.cpp
Response desk_queue(Call& call);
Response desk_next(Call& call);
Response desk_searches_post(Call& call);
Response desk_export(Call& call);
// events.cpp
Response desk_events(Call& call);
// desk_people.cpp
Response desk_account(Call& call);
Response desk_account_post(Call& call);
Response desk_people(Call& call);
Response desk_people_post(Call& call);
// case_out.cpp
Response desk_brief(Call& call);
Response desk_case_file(Call& call);
Response desk_case_files_post(Call& call);
Response desk_fact_check_post(Call& call);
Response desk_claim_review(Call& call);
// evidence_handlers.cpp
Response desk_evidence_post(Call& call);
// revision_handlers.cpp
Response desk_revisions(Call& call);
Response desk_outcome_post(Call& call);
// desk_pages.cpp
Response desk_sources(Call& call);
Response desk_source_post(Call& call);
// desk_alerts.cpp
Response desk_alerts(Call& call);
Response desk_alerts_post(Call& call);
// hand_in_handlers.cpp
Response desk_check(Call& call);
Response desk_check_post(Call& call);
Response desk_hand_in(Call& call);
Response desk_hand_in_post(Call& call);
// desk_patterns.cpp
Response desk_patterns(Call& call);
Response desk_new_pattern(Call& call);
Response desk_new_pattern_post(Call& call);
Response desk_pattern(Call& call);
Response desk_pattern_post(Call& call);
// desk_case.cpp
Response desk_case(Call& call);
Response desk_case_post(Call& call);
Response desk_teach_post(Call& call);
Response desk_copy(Call& call);
Response desk_leave(Call& call);

// Shared by them.
using Form = std::map<std::string, std::string>;
std::string value_of(const Form& form, const std::string& name);
Response html_response(int status, std::string page);
Response redirect(std::string address);
/// The frame of a page for a visitor or a logged-in user.
desk::Frame frame_of(const Call& call, const LoggedIn* who);
/// Runs `page` for who is logged in; others are sent to the login page.
Response with_login(Call& call, Response (*page)(Call&, const LoggedIn&));
/// As with_login, for a form: 403 unless it came from our own page with the session's token.
Response with_form(Call& call, Response (*act)(Call&, const LoggedIn&, const Form&));
/// The same for a form that brings files (multipart/form-data).
Response with_upload(Call& call, Response (*act)(Call&, const LoggedIn&, const MultipartForm&));
/// A form of a visitor who has no session yet.
Response with_visitor_form(Call& call, Response (*act)(Call&, const Form&));
Response error_page(const Call& call, const LoggedIn* who, int status, const Error& error);
std::map<std::string, std::string> user_names(store::Store& store);
cases::Actor actor_of(const LoggedIn& who);

}  // namespace qw::api
