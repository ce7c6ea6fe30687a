#include "daemon/api/desk_handlers.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/request_rules.hpp"
#include "daemon/api/tokens.hpp"

namespace qw::api {
namespace {

/// The first language of the browser that the desk speaks.
std::string language_of(const Request& request, const config::Config& config) {
  std::string_view wanted = request.header("accept-language");
  while (!wanted.empty()) {
    const std::size_t end = std::min(wanted.find(','), wanted.size());
    std::string_view each = wanted.substr(0, end);
    wanted.remove_prefix(std::min(end + 1, wanted.size()));
    while (!each.empty() && each.front() == ' ') {
      each.remove_prefix(1);
    }
    if (desk::is_language(each.substr(0, 2))) {
      return std::string(each.substr(0, 2));
    }
  }
  return config.desk.language;
}

std::optional<Form> form_in(const Call& call) {
  const std::string_view type = call.request.header("content-type");
  if (!same_origin(call.request) || !type.starts_with("application/x-www-form-urlencoded")) {
    return std::nullopt;
  }
  auto form = read_form(call.request.body);
  return form ? std::optional(*std::move(form)) : std::nullopt;
}

bool keys_wanted(store::Store& store, const std::string& user) {
  const auto value = store.setting(keys_setting(user));
  return !value || value->value_or("") != "off";
}

Response refused_form(const Call& call, const LoggedIn* who) {
  const desk::Frame frame = frame_of(call, who);
  return html_response(403, desk::message_page(frame, frame.texts("error.title"), frame.texts("error.form")));
}

}  // namespace

std::string value_of(const Form& form, const std::string& name) {
  const auto found = form.find(name);
  return found == form.end() ? "" : found->second;
}

Response html_response(int status, std::string page) {
  Response out;
  out.status = status;
  out.content_type = "text/html; charset=utf-8";
  out.body = std::move(page);
  return out;
}

Response redirect(std::string address) {
  Response out;
  out.status = 303;
  out.content_type = "text/plain";
  out.headers.emplace_back("Location", std::move(address));
  return out;
}

desk::Frame frame_of(const Call& call, const LoggedIn* who) {
  const std::string language = who != nullptr ? who->user.language : language_of(call.request, *call.config);
  // Visitors without an account learn nothing of the machine.
  const store::Health health = who != nullptr ? call.services.store.health() : store::Health{};
  return {desk::Texts(language),
          who != nullptr ? who->user.name : "",
          who != nullptr ? who->session.form_token : "",
          call.request.target.path,
          call.now,
          call.config.get(),
          "",
          0,
          who == nullptr || keys_wanted(call.services.store, who->user.id),
          who != nullptr ? who->user.role : model::UserRole::viewer,
          health.damage,
          health.read_only ? health.problem : ""};
}

cases::Actor actor_of(const LoggedIn& who) { return {who.user.id, who.user.role}; }

std::map<std::string, std::string> user_names(store::Store& store) {
  std::map<std::string, std::string> out;
  if (const auto users = store.users()) {
    for (const model::User& each : *users) {
      out[each.id] = each.name;
    }
  }
  return out;
}

Response error_page(const Call& call, const LoggedIn* who, int status, const Error& error) {
  const desk::Frame frame = frame_of(call, who);
  return html_response(status, desk::message_page(frame, frame.texts("error.title"), error.text()));
}

namespace {

/// What every page behind the log-in begins with: the session, or the way to one.
template <typename Then>
Response logged_in(Call& call, const Then& then) {
  const auto session = session_of(call.request, call.services);
  if (!session) {
    return error_page(call, nullptr, 500, session.error());
  }
  const std::optional<LoggedIn>& who = *session;
  return who ? then(*who) : redirect("/login");
}

}  // namespace

Response with_login(Call& call, Response (*page)(Call&, const LoggedIn&)) {
  return logged_in(call, [&](const LoggedIn& who) { return page(call, who); });
}

Response with_form(Call& call, Response (*act)(Call&, const LoggedIn&, const Form&)) {
  return logged_in(call, [&](const LoggedIn& who) {
    const auto form = form_in(call);
    return form && same_secret(value_of(*form, "form_token"), who.session.form_token)
               ? act(call, who, *form)
               : refused_form(call, &who);
  });
}

Response with_upload(Call& call, Response (*act)(Call&, const LoggedIn&, const MultipartForm&)) {
  return logged_in(call, [&](const LoggedIn& who) {
    if (!same_origin(call.request)) {
      return refused_form(call, &who);
    }
    const auto form = read_multipart(call.request.header("content-type"), call.request.body);
    if (!form) {
      return error_page(call, &who, 422, form.error());
    }
    return same_secret(value_of(form->fields, "form_token"), who.session.form_token)
               ? act(call, who, *form)
               : refused_form(call, &who);
  });
}

Response with_visitor_form(Call& call, Response (*act)(Call&, const Form&)) {
  const auto form = form_in(call);
  return form ? act(call, *form) : refused_form(call, nullptr);
}

}  // namespace qw::api
