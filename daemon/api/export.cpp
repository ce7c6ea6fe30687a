#include "daemon/api/export.hpp"

#include "daemon/api/request_rules.hpp"

#include <boost/json.hpp>

namespace qw::api {
namespace {

namespace json = boost::json;

std::string text_of(const json::value& value) {
  if (value.is_null()) {
    return "";
  }
  if (value.is_string()) {
    return std::string(value.as_string());
  }
  if (value.is_array()) {
    std::string out;
    for (const json::value& each : value.as_array()) {
      if (!each.is_string()) {
        return json::serialize(value);
      }
      out += (out.empty() ? "" : " ") + std::string(each.as_string());
    }
    return out;
  }
  return json::serialize(value);
}

std::string cell(const json::value& value) {
  std::string text = text_of(value);
  // A number may begin with a sign; whatever else does, a list of texts too, may be a formula.
  if (!value.is_number() && !text.empty() &&
      std::string_view("=+-@\t\r\n").find(text.front()) != std::string_view::npos) {
    text.insert(text.begin(), '\'');
  }
  if (text.find_first_of(",\"\r\n") == std::string::npos) {
    return text;
  }
  std::string out = "\"";
  for (const char c : text) {
    out += c;
    if (c == '"') {
      out += c;
    }
  }
  return out + "\"";
}

std::string next_link(const Request& request, const json::value& cursor) {
  std::string out = "<" + request.target.path + "?";
  for (const auto& [name, value] : request.target.query) {
    if (name != "cursor") {
      out += escape_query(name) + "=" + escape_query(value) + "&";
    }
  }
  return out + "cursor=" + std::string(cursor.as_string()) + ">; rel=\"next\"";
}

}  // namespace

std::string csv_of(const json::array& rows) {
  if (rows.empty()) {
    return "";
  }
  std::string out;
  std::vector<std::string> columns;
  for (const auto& field : rows.front().as_object()) {
    out += (columns.empty() ? "" : ",") + cell(json::value(field.key()));
    columns.emplace_back(field.key());
  }
  out += "\r\n";
  for (const json::value& row : rows) {
    bool first = true;
    for (const std::string& column : columns) {
      const json::value* value = row.as_object().if_contains(column);
      out += (first ? "" : ",") + (value != nullptr ? cell(*value) : "");
      first = false;
    }
    out += "\r\n";
  }
  return out;
}

std::string jsonl_of(const json::array& rows) {
  std::string out;
  for (const json::value& row : rows) {
    out += json::serialize(row) + "\n";
  }
  return out;
}

Response in_asked_form(const Request& request, Response response) {
  const std::string form = request.query("form");
  if (response.status != 200 || request.method != "GET" || (form != "csv" && form != "jsonl") ||
      response.content_type != "application/json") {
    return response;
  }
  boost::system::error_code ec;
  const json::value body = json::parse(response.body, ec);
  const json::object* page = ec ? nullptr : body.if_object();
  const json::value* rows = page != nullptr ? page->if_contains("rows") : nullptr;
  if (rows == nullptr || !rows->is_array()) {
    return response;
  }
  response.content_type = form == "csv" ? "text/csv; charset=utf-8" : "application/jsonl";
  response.body = form == "csv" ? csv_of(rows->as_array()) : jsonl_of(rows->as_array());
  if (const json::value* cursor = page->if_contains("cursor"); cursor != nullptr && cursor->is_string()) {
    response.headers.emplace_back("Link", next_link(request, *cursor));
  }
  return response;
}

}  // namespace qw::api
