#include "daemon/api/case_files.hpp"
#include "daemon/api/claim_review.hpp"
#include "daemon/api/desk_case.hpp"
#include "daemon/api/desk_handlers.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/json_in.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/cases/spread.hpp"
#include "daemon/desk/brief.hpp"

// What leaves a case: its brief, its ClaimReview, its files.
namespace qw::api {
namespace {

namespace json = boost::json;

std::variant<model::Case, Response> the_case(const Call& call) {
  auto found = load_case(call.services.store, call.ids[0]);
  if (!found) {
    return problem(found.error(), call.request.id);
  }
  return *std::move(found);
}

std::string brief_language(const Call& call, const std::string& own) {
  const std::string wanted = call.request.query("language");
  return desk::is_language(wanted) ? wanted : own;
}

/// The brief of a case for a reader; `frame` has the language.
std::vector<desk::BriefLine> brief_lines(const Call& call, const desk::Frame& frame, model::Case of,
                                         const cases::Actor& actor) {
  desk::CaseView view;
  view.actor = actor;
  view.names = user_names(call.services.store);
  view.why = reasons_in_words(call.services, of, frame.texts.language());
  view.of = std::move(of);
  return desk::brief_of(frame, view);
}

Response brief_response(const desk::Frame& frame, const std::vector<desk::BriefLine>& lines, bool html,
                        const std::string& id) {
  Response out;
  out.content_type = html ? "text/html; charset=utf-8" : "text/markdown; charset=utf-8";
  out.body = html ? desk::brief_html(frame, lines) : desk::brief_markdown(frame, lines);
  out.headers.emplace_back("Content-Disposition",
                           "attachment; filename=\"brief-" + id + (html ? ".html\"" : ".md\""));
  return out;
}

json::object file_json(const CaseFile& of) {
  json::object out;
  out["id"] = of.id;
  out["name"] = of.name;
  out["source"] = of.source;
  out["kind"] = of.kind;
  out["digest"] = of.digest;
  out["bytes"] = of.bytes;
  out["by"] = of.who;
  out["at"] = to_iso(of.at);
  return out;
}

/// Never shown by a browser, whatever it is: a download of unknown type, under a name of ours.
Response download(const CaseFile& file, std::string bytes) {
  Response out;
  out.content_type = "application/octet-stream";
  out.body = std::move(bytes);
  out.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + download_name(file) + "\"");
  return out;
}

// ---- desk

Response desk_brief_page(Call& call, const LoggedIn& who) {
  auto of = load_case(call.services.store, call.ids[0]);
  desk::Frame frame = frame_of(call, &who);
  if (!of) {
    return error_page(call, &who, 404, of.error());
  }
  frame.here = "/cases/" + of->id + "/brief";
  desk::Frame in_language = frame;
  in_language.texts = desk::Texts(brief_language(call, who.user.language));
  const auto lines = brief_lines(call, in_language, *std::move(of), actor_of(who));
  const std::string form = call.request.query("form");
  if (form == "markdown" || form == "html") {
    return brief_response(in_language, lines, form == "html", call.ids[0]);
  }
  return html_response(
      200, desk::brief_page(frame, "/cases/" + call.ids[0], std::string(in_language.texts.language()),
                            desk::brief_markdown(in_language, lines)));
}

Response desk_file_download(Call& call, const LoggedIn& who) {
  auto file = load_case_file(call.services.store, call.ids[0], call.ids[1]);
  return file ? download(file->first, std::move(file->second)) : error_page(call, &who, 404, file.error());
}

Response take_file(Call& call, const LoggedIn& who, const MultipartForm& form) {
  const auto given = form.files.find("file");
  if (who.user.role < model::UserRole::reviewer || given == form.files.end()) {
    return error_page(call, &who, 422, {Errc::usage, "a reviewer adds a file; choose one", {}});
  }
  CaseFile file;
  file.case_id = call.ids[0];
  file.name = given->second.name;
  file.source = value_of(form.fields, "source");
  file.who = who.user.id;
  const auto added = add_case_file(call.services, std::move(file), given->second.bytes);
  return added ? redirect("/cases/" + call.ids[0] + "#files") : error_page(call, &who, 422, added.error());
}

Response take_fact_check(Call& call, const LoggedIn& who, const Form& form) {
  const auto of = load_case(call.services.store, call.ids[0]);
  if (!of) {
    return error_page(call, &who, 404, of.error());
  }
  const auto done = record_fact_check(
      call.services, *of, {value_of(form, "url"), value_of(form, "organisation"), who.user.id, {}},
      who.user.role);
  return done ? redirect("/cases/" + call.ids[0] + "#out") : error_page(call, &who, 422, done.error());
}

Response desk_claim_review_page(Call& call, const LoggedIn& who) {
  const auto of = load_case(call.services.store, call.ids[0]);
  if (!of) {
    return error_page(call, &who, 404, of.error());
  }
  const auto check = fact_check_of(call.services.store, of->id);
  const auto review = check ? claim_review(*call.config, *of, *check) : std::unexpected(check.error());
  if (!review) {
    return error_page(call, &who, 409, review.error());
  }
  Response out = json_response(200, *review);
  out.content_type = "application/ld+json";
  out.headers.emplace_back("Content-Disposition",
                           "attachment; filename=\"claim-review-" + of->id + ".jsonld\"");
  return out;
}

}  // namespace

Response case_brief(Call& call) {
  auto found = the_case(call);
  if (auto* missing = std::get_if<Response>(&found)) {
    return std::move(*missing);
  }
  const std::string form = call.request.query("form");
  if (!form.empty() && form != "markdown" && form != "html") {
    return problem(422, "validation", "'form' is one of markdown, html", call.request.id);
  }
  if (const std::string wanted = call.request.query("language");
      !wanted.empty() && !desk::is_language(wanted)) {
    return problem(422, "validation", "'language' is one of en, uk, ru", call.request.id);
  }
  desk::Frame frame = frame_of(call, nullptr);
  frame.texts = desk::Texts(brief_language(call, "en"));
  const auto lines = brief_lines(call, frame, std::get<model::Case>(std::move(found)), call.caller.actor);
  return brief_response(frame, lines, form == "html", call.ids[0]);
}

Response case_claim_review(Call& call) {
  auto found = the_case(call);
  if (auto* missing = std::get_if<Response>(&found)) {
    return std::move(*missing);
  }
  const auto check = fact_check_of(call.services.store, call.ids[0]);
  if (!check) {
    return problem(check.error(), call.request.id);
  }
  const auto review = claim_review(*call.config, std::get<model::Case>(found), *check);
  if (!review) {
    return problem(review.error(), call.request.id);
  }
  Response out = json_response(200, *review);
  out.content_type = "application/ld+json";
  return out;
}

Response put_fact_check(Call& call) {
  const auto wish = read_fact_check(call.request.body);
  if (!wish) {
    return problem(wish.error(), call.request.id);
  }
  auto found = the_case(call);
  if (auto* missing = std::get_if<Response>(&found)) {
    return std::move(*missing);
  }
  const model::Case& of = std::get<model::Case>(found);
  if (auto refused = precondition(call, "\"" + of.id + "." + std::to_string(of.rev) + "\"", Star::accepted)) {
    return *std::move(refused);
  }
  const auto done = record_fact_check(
      call.services, of, {wish->url, wish->organisation, call.caller.actor.id, {}}, call.caller.actor.role);
  if (!done) {
    return problem(done.error(), call.request.id);
  }
  json::object body;
  body["url"] = wish->url;
  body["organisation"] = wish->organisation;
  return json_response(200, body);
}

Response list_case_files(Call& call) {
  const auto files = files_of_case(call.services.store, call.ids[0]);
  if (!files) {
    return problem(files.error(), call.request.id);
  }
  json::array rows;
  for (const CaseFile& each : *files) {
    rows.push_back(file_json(each));
  }
  return page_response(std::move(rows), "");
}

Response create_case_file(Call& call) {
  CaseFile file;
  file.case_id = call.ids[0];
  file.name = call.request.query("name");
  file.source = call.request.query("source");
  file.who = call.caller.actor.id;
  const auto added = add_case_file(call.services, std::move(file), call.request.body);
  return added ? json_response(201, file_json(*added)) : problem(added.error(), call.request.id);
}

Response show_case_file(Call& call) {
  auto file = load_case_file(call.services.store, call.ids[0], call.ids[1]);
  return file ? download(file->first, std::move(file->second)) : problem(file.error(), call.request.id);
}

Response desk_brief(Call& call) { return with_login(call, desk_brief_page); }
Response desk_case_file(Call& call) { return with_login(call, desk_file_download); }
Response desk_case_files_post(Call& call) { return with_upload(call, take_file); }
Response desk_fact_check_post(Call& call) { return with_form(call, take_fact_check); }
Response desk_claim_review(Call& call) { return with_login(call, desk_claim_review_page); }

}  // namespace qw::api
