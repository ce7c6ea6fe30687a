#include "daemon/cli/online.hpp"
#include "daemon/cli/online_verbs.hpp"

#include <charconv>
#include <iostream>

// tokens and users.
namespace qw::cli {
namespace {

namespace json = boost::json;

json::array split(const std::string& text) {
  json::array out;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    if (end > 0) {
      out.emplace_back(rest.substr(0, end));
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return out;
}

int create_token(Online& online, const std::string& name) {
  json::object body{{"name", name}, {"scopes", split(online.line().option("scopes"))}};
  if (const std::string days = online.line().option("days"); !days.empty()) {
    int n = 0;
    if (std::from_chars(days.data(), days.data() + days.size(), n).ec != std::errc()) {
      return usage_error("tokens", "--days takes a number");
    }
    body["days"] = n;
  }
  const auto made = online.send("POST", "/api/v1/tokens", body);
  if (!made) {
    return online.failed(made.error());
  }
  if (!online.printed_json(*made)) {
    std::cout << text_at(*made, "token") << '\n';
    if (online.screen().terminal) {
      std::cerr << "id " << text_at(*made, "id") << "; it is shown this once, the daemon keeps a hash\n";
    }
  }
  return 0;
}

int list_tokens(Online& online) {
  const auto tokens = online.rows("/api/v1/tokens", 100'000);
  if (!tokens) {
    return online.failed(tokens.error());
  }
  if (online.printed_json(*tokens)) {
    return 0;
  }
  std::vector<Row> rows;
  for (const json::value& each : *tokens) {
    const std::string revoked = text_at(each, "revoked");
    rows.push_back({text_at(each, "id"), text_at(each, "name"), text_at(each, "owner"),
                    joined(each, "scopes"), when(online.screen(), text_at(each, "created")),
                    when(online.screen(), text_at(each, "last_used")),
                    revoked.empty() ? when(online.screen(), text_at(each, "expires")) : "revoked"});
  }
  put(online.screen(),
      table(online.screen(), {"ID", "NAME", "OWNER", "SCOPES", "MADE", "USED", "ENDS"}, rows));
  return 0;
}

int revoke_token(Online& online, const std::string& id) {
  const auto done = online.send("DELETE", "/api/v1/tokens/" + escaped_for_path(id), nullptr, "*");
  if (!done) {
    return online.failed(done.error());
  }
  if (!online.printed_json(*done)) {
    put(online.screen(), text_at(*done, "id") + "\trevoked\n");
  }
  return 0;
}

int list_users(Online& online) {
  const auto users = online.rows("/api/v1/users", 100'000);
  if (!users) {
    return online.failed(users.error());
  }
  if (online.printed_json(*users)) {
    return 0;
  }
  std::vector<Row> rows;
  for (const json::value& each : *users) {
    rows.push_back({text_at(each, "id"), text_at(each, "role"), text_at(each, "language"),
                    when(online.screen(), text_at(each, "created")), text_at(each, "name")});
  }
  put(online.screen(), table(online.screen(), {"ID", "ROLE", "LANG", "MADE", "NAME"}, rows));
  return 0;
}

std::string asked_password(const Online& online) {
  std::string password;
  if (online.screen().terminal) {
    std::cerr << "password (first line of standard input): ";
  }
  std::getline(std::cin, password);
  return password;
}

int add_user(Online& online, const std::string& name) {
  const std::string password = asked_password(online);
  json::object body{{"name", name}, {"password", password}};
  for (const char* key : {"role", "language"}) {
    if (const std::string value = online.line().option(key); !value.empty()) {
      body[key] = value;
    }
  }
  const auto made = online.send("POST", "/api/v1/users", body);
  if (!made) {
    return online.failed(made.error());
  }
  if (!online.printed_json(*made)) {
    put(online.screen(),
        text_at(*made, "id") + "\t" + text_at(*made, "role") + "\t" + safe(text_at(*made, "name")) + "\n");
  }
  return 0;
}

// One change of an account: its role, its password, or whether it may sign in. Its sessions end with it.
int change_user(Online& online, const std::string& id, const json::object& body) {
  const auto done = online.send("PATCH", "/api/v1/users/" + escaped_for_path(id), body, "*");
  if (!done) {
    return online.failed(done.error());
  }
  if (!online.printed_json(*done)) {
    const json::value* disabled = done->as_object().if_contains("disabled");
    const bool off = disabled != nullptr && disabled->is_bool() && disabled->as_bool();
    put(online.screen(), text_at(*done, "id") + "\t" + text_at(*done, "role") + "\t" +
                             (off ? "disabled" : "enabled") + "\t" + safe(text_at(*done, "name")) + "\n");
  }
  return 0;
}

}  // namespace

int run_tokens(Arguments arguments) {
  auto line = read_line(arguments, {"--scopes", "--days"});
  if (!line) {
    return usage_error("tokens", line.error().what);
  }
  const std::vector<std::string> words = line->words;
  Online online("tokens", *std::move(line));
  if (words.empty() || (words[0] == "list" && words.size() == 1)) {
    return list_tokens(online);
  }
  if (words[0] == "create" && words.size() == 2) {
    return create_token(online, words[1]);
  }
  if (words[0] == "revoke" && words.size() == 2) {
    return revoke_token(online, words[1]);
  }
  return usage_error("tokens", "this is not create NAME, list or revoke ID");
}

int run_users(Arguments arguments) {
  auto line = read_line(arguments, {"--role", "--language"});
  if (!line) {
    return usage_error("users", line.error().what);
  }
  const std::vector<std::string> words = line->words;
  Online online("users", *std::move(line));
  if (words.empty() || (words[0] == "list" && words.size() == 1)) {
    return list_users(online);
  }
  if (words[0] == "add" && words.size() == 2) {
    return add_user(online, words[1]);
  }
  if (words[0] == "role" && words.size() == 3) {
    return change_user(online, words[1], {{"role", words[2]}});
  }
  if (words[0] == "password" && words.size() == 2) {
    return change_user(online, words[1], {{"password", asked_password(online)}});
  }
  if ((words[0] == "disable" || words[0] == "enable") && words.size() == 2) {
    return change_user(online, words[1], {{"disabled", words[0] == "disable"}});
  }
  return usage_error("users",
                     "this is not list, add NAME, role ID ROLE, password ID, disable ID or enable ID");
}

}  // namespace qw::cli
