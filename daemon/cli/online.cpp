#include "daemon/cli/online.hpp"

#include "daemon/cli/jsonl_runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>

namespace qw::cli {
namespace {

namespace json = boost::json;

Errc code_of(int status) {
  switch (status) {
    case 400:
    case 415:
    case 422:
      return Errc::usage;
    case 404:
      return Errc::not_found;
    case 409:
    case 412:
    case 429:
    case 503:
      return Errc::busy;
    case 413:
      return Errc::too_big;
    case 507:
      return Errc::io;
    default:
      return status >= 500 ? Errc::malformed : Errc::refused;
  }
}

}  // namespace

Result<Line> read_line(Arguments arguments, const std::set<std::string>& with_value,
                       const std::set<std::string>& flags) {
  std::set<std::string> values = with_value;
  std::set<std::string> bare = flags;
  values.insert("--socket");
  bare.insert({"--json", "--no-color"});
  return read_options(arguments, values, bare);
}

Online::Online(std::string name, Line line)
    : name_(std::move(name)),
      line_(std::move(line)),
      screen_(screen_of_stdout(line_.flags.contains("no-color"))),
      json_(line_.flags.contains("json")),
      socket_(socket_path(line_.option("socket"))) {}

Result<json::value> Online::checked(Result<Answer> answer, std::string* etag) const {
  if (!answer) {
    return std::unexpected(answer.error());
  }
  if (etag != nullptr) {
    *etag = answer->etag;
  }
  if (answer->status == 204) {
    return json::value(json::object());
  }
  boost::system::error_code ec;
  json::value body = json::parse(answer->body, ec);
  if (ec) {
    return fail(Errc::malformed, fmt::format("the daemon answered {} and no JSON", answer->status));
  }
  if (answer->status >= 300) {
    const std::string detail = text_at(body, "detail");
    return fail(code_of(answer->status),
                detail.empty() ? fmt::format("the daemon answered {}", answer->status) : detail);
  }
  return body;
}

Result<json::value> Online::get(const std::string& target) { return checked(ask(socket_, "GET", target)); }

Result<json::value> Online::send(std::string_view method, const std::string& target, const json::value& body,
                                 const std::string& if_match, int seconds) {
  Fields fields;
  if (!if_match.empty()) {
    fields.emplace_back("If-Match", if_match);
  }
  return checked(ask(socket_, method, target, body.is_null() ? "" : json::serialize(body), fields, seconds));
}

Result<std::string> Online::bytes(std::string_view method, const std::string& target, const json::value& body,
                                  int seconds) {
  auto answer = ask(socket_, method, target, body.is_null() ? "" : json::serialize(body), {}, seconds);
  if (answer && answer->status < 300) {
    return std::move(answer->body);
  }
  const auto refused = checked(std::move(answer));
  return refused ? fail(Errc::malformed, "the daemon answered with no file")
                 : std::unexpected(refused.error());
}

Result<json::value> Online::change(const std::string& seen, std::string_view method,
                                   const std::string& target, const json::value& body) {
  std::string etag;
  TRY(const json::value before, checked(ask(socket_, "GET", seen), &etag));
  return send(method, target, body, etag);
}

Result<json::array> Online::rows(const std::string& target, std::size_t most) {
  json::array out;
  std::string cursor;
  do {
    const std::string more = cursor.empty() ? "" : "cursor=" + cursor;
    const char* joint = target.find('?') == std::string::npos ? "?" : "&";
    TRY(json::value page, get(more.empty() ? target : target + joint + more));
    for (json::value& row : page.as_object().at("rows").as_array()) {
      if (out.size() < most) {
        out.push_back(std::move(row));
      }
    }
    cursor = text_at(page, "cursor");
  } while (!cursor.empty() && out.size() < most);
  return out;
}

bool Online::printed_json(const json::value& value) const {
  if (json_) {
    std::cout << json::serialize(value) << '\n';
  }
  return json_;
}

int Online::failed(const Error& error) const {
  std::cerr << "quotewatch " << name_ << ": " << safe(error.text()) << '\n';
  return exit_status_of(error.code);
}

std::string text_at(const json::value& of, std::string_view key) {
  return of.is_object() ? text_of(of.as_object(), key) : "";
}

std::string number_at(const json::value& of, std::string_view key) {
  const json::value* found = of.is_object() ? of.as_object().if_contains(key) : nullptr;
  return found != nullptr && found->is_number() ? json::serialize(*found) : "0";
}

std::string joined(const json::value& of, std::string_view key) {
  std::string out;
  const json::value* found = of.is_object() ? of.as_object().if_contains(key) : nullptr;
  if (found != nullptr && found->is_array()) {
    for (const json::value& each : found->as_array()) {
      out += (out.empty() ? "" : " ") +
             (each.is_string() ? std::string(each.as_string()) : json::serialize(each));
    }
  }
  return out;
}

std::string escaped_for_path(std::string_view id) {
  std::string out;
  for (const char c : id) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace qw::cli
