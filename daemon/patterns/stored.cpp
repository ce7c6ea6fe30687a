#include "daemon/patterns/catalog.hpp"

#include <boost/json.hpp>

namespace qw::patterns {
namespace {

namespace json = boost::json;

constexpr std::string_view room = "pattern/";

std::optional<std::string> text_at(const json::object& of, std::string_view key) {
  const json::value* value = of.if_contains(key);
  return value != nullptr && value->is_string() ? std::optional(std::string(value->get_string()))
                                                : std::nullopt;
}

}  // namespace

std::string stored_key(std::string_view id) { return std::string(room) + std::string(id); }

std::string stored_text(const Stored& of) {
  json::object out;
  out["id"] = of.id;
  out["rev"] = of.rev;
  out["toml"] = of.toml;
  out["state"] = model::name_of(of.state);
  out["file_state"] = of.file_state ? json::value(model::name_of(*of.file_state)) : json::value(nullptr);
  out["silent"] = json::array(of.silent.begin(), of.silent.end());
  out["instead_of_file"] = of.instead_of_file;
  out["made_by"] = of.made_by;
  out["made"] = to_iso(of.made);
  out["changed_by"] = of.changed_by;
  out["changed"] = to_iso(of.changed);
  return json::serialize(out);
}

Result<Stored> read_stored(std::string_view text) {
  const auto bad = [] { return fail(Errc::corrupt, "a stored pattern cannot be read; restore a backup"); };
  json::parse_options options;
  options.max_depth = 4;
  boost::system::error_code failed;
  const json::value value = json::parse(text, failed, {}, options);
  const json::object* of = failed ? nullptr : value.if_object();
  if (of == nullptr) {
    return bad();
  }
  const auto id = text_at(*of, "id");
  const auto toml = text_at(*of, "toml");
  const auto state = model::from_name<model::PatternState>(text_at(*of, "state").value_or(""));
  const auto made = parse_time(text_at(*of, "made").value_or(""));
  const auto changed = parse_time(text_at(*of, "changed").value_or(""));
  const json::value* rev = of->if_contains("rev");
  const json::value* instead = of->if_contains("instead_of_file");
  const json::value* silent = of->if_contains("silent");
  const bool whole = id && toml && state && made && changed && rev != nullptr && rev->is_int64() &&
                     instead != nullptr && instead->is_bool() && silent != nullptr && silent->is_array();
  if (!whole) {
    return bad();
  }
  Stored out;
  out.id = *id;
  out.toml = *toml;
  out.state = *state;
  out.made = *made;
  out.changed = *changed;
  out.rev = static_cast<std::uint64_t>(rev->get_int64());
  out.instead_of_file = instead->get_bool();
  out.file_state = model::from_name<model::PatternState>(text_at(*of, "file_state").value_or(""));
  out.made_by = text_at(*of, "made_by").value_or("");
  out.changed_by = text_at(*of, "changed_by").value_or("");
  for (const json::value& each : silent->get_array()) {
    if (!each.is_string()) {
      return bad();
    }
    out.silent.emplace_back(each.get_string());
  }
  return out;
}

Result<std::vector<Stored>> load_stored(store::Store& store) {
  TRY(const auto rows, store.settings(room));
  std::vector<Stored> out;
  for (const auto& [key, value] : rows) {
    TRY(Stored stored, read_stored(value));
    out.push_back(std::move(stored));
  }
  return out;
}

}  // namespace qw::patterns
