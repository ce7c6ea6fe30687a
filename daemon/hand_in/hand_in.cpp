#include "daemon/hand_in/hand_in.hpp"

#include <boost/json.hpp>

namespace qw::hand_in {
namespace {

namespace json = boost::json;

std::string text_at(const json::object& in, std::string_view key) {
  const json::value* value = in.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : "";
}

std::uint64_t number_at(const json::object& in, std::string_view key) {
  const json::value* value = in.if_contains(key);
  return value != nullptr && value->is_int64() && value->as_int64() > 0
             ? static_cast<std::uint64_t>(value->as_int64())
             : 0;
}

std::vector<std::string> texts_at(const json::object& in, std::string_view key) {
  std::vector<std::string> out;
  if (const json::value* value = in.if_contains(key); value != nullptr && value->is_array()) {
    for (const json::value& each : value->as_array()) {
      if (each.is_string()) {
        out.emplace_back(each.as_string());
      }
    }
  }
  return out;
}

json::array texts(const std::vector<std::string>& from) { return json::array(from.begin(), from.end()); }

template <class Name>
Name name_at(const json::object& in, std::string_view key) {
  return model::from_name<Name>(text_at(in, key)).value_or(Name{});
}

Result<json::object> object_in(std::string_view text) {
  boost::system::error_code ec;
  json::value value = json::parse(text, ec);
  if (ec || !value.is_object()) {
    return fail(Errc::malformed, "the record of a hand-in is no JSON object");
  }
  return std::move(value.as_object());
}

/// The objects of a list; what is no object is left out.
template <class Each>
void each_object(const json::object& in, std::string_view key, Each each) {
  if (const json::value* value = in.if_contains(key); value != nullptr && value->is_array()) {
    for (const json::value& one : value->as_array()) {
      if (one.is_object()) {
        each(one.as_object());
      }
    }
  }
}

json::object quote_json(const SeenQuote& of) {
  json::object out;
  out["text"] = of.text;
  out["words"] = of.words;
  out["speaker"] = of.speaker;
  out["official"] = of.official;
  out["form"] = of.form;
  out["polarity"] = of.polarity;
  out["modality"] = of.modality;
  out["candidates"] = texts(of.candidates);
  return out;
}

SeenQuote quote_in(const json::object& in) {
  SeenQuote out;
  out.text = text_at(in, "text");
  out.words = text_at(in, "words");
  out.speaker = text_at(in, "speaker");
  out.official = text_at(in, "official");
  out.form = text_at(in, "form");
  out.polarity = text_at(in, "polarity");
  out.modality = text_at(in, "modality");
  out.candidates = texts_at(in, "candidates");
  return out;
}

json::object decision_json(const SeenDecision& of) {
  json::object out;
  out["pattern"] = of.decision.pattern;
  out["outcome"] = model::name_of(of.decision.outcome);
  out["label"] = model::name_of(of.decision.label);
  out["text"] = model::name_of(of.decision.text);
  out["confidence"] = of.decision.confidence;
  out["words"] = texts(of.words);
  json::array why;
  for (const model::Why& each : of.decision.why) {
    json::object one;
    one["key"] = each.key;
    one["arguments"] = texts(each.arguments);
    why.push_back(std::move(one));
  }
  out["why_keys"] = std::move(why);
  return out;
}

SeenDecision decision_in(const json::object& in) {
  SeenDecision out;
  out.decision.pattern = text_at(in, "pattern");
  out.decision.outcome = name_at<model::Outcome>(in, "outcome");
  out.decision.label = name_at<model::Label>(in, "label");
  out.decision.text = name_at<model::TextKind>(in, "text");
  if (const json::value* value = in.if_contains("confidence"); value != nullptr && value->is_number()) {
    out.decision.confidence = value->to_number<double>();
  }
  out.words = texts_at(in, "words");
  each_object(in, "why_keys", [&](const json::object& one) {
    out.decision.why.push_back({text_at(one, "key"), texts_at(one, "arguments")});
  });
  return out;
}

}  // namespace

std::string to_text(const Wish& wish) {
  json::object out;
  out["id"] = wish.id;
  out["who"] = wish.who;
  out["name"] = wish.name;
  out["at"] = to_iso(wish.at);
  out["url"] = wish.url;
  out["title"] = wish.title;
  out["text"] = wish.text;
  out["language"] = wish.language;
  out["date"] = wish.date ? to_iso(*wish.date) : "";
  return json::serialize(out);
}

Result<Wish> read_wish(std::string_view text) {
  TRY(const json::object in, object_in(text));
  Wish out;
  out.id = text_at(in, "id");
  out.who = text_at(in, "who");
  out.name = text_at(in, "name");
  TRY(out.at, parse_time(text_at(in, "at")));
  out.url = text_at(in, "url");
  out.title = text_at(in, "title");
  out.text = text_at(in, "text");
  out.language = text_at(in, "language");
  if (const auto date = parse_day(text_at(in, "date"))) {
    out.date = *date;
  }
  return out;
}

std::string to_text(const Order& order) {
  json::object out;
  out["open_case"] = order.open_case;
  out["pattern"] = order.pattern;
  out["who"] = order.who;
  out["name"] = order.name;
  return json::serialize(out);
}

Result<Order> read_order(std::string_view text) {
  TRY(const json::object in, object_in(text));
  Order out;
  const json::value* open = in.if_contains("open_case");
  out.open_case = open != nullptr && open->is_bool() && open->as_bool();
  out.pattern = text_at(in, "pattern");
  out.who = text_at(in, "who");
  out.name = text_at(in, "name");
  return out;
}

std::string to_text(const Report& report) {
  json::object out;
  out["id"] = report.id;
  out["at"] = to_iso(report.at);
  out["obstacle"] = model::name_of(report.obstacle);
  out["detail"] = report.detail;
  out["status"] = report.status;
  out["final_address"] = report.final_address;
  out["outlet"] = report.outlet;
  out["title"] = report.title;
  out["language"] = report.language;
  out["published"] = report.published;
  out["text_bytes"] = report.text_bytes;
  out["page"] = report.page;
  out["digest"] = report.digest;
  json::array quotes;
  for (const SeenQuote& each : report.quotes) {
    quotes.push_back(quote_json(each));
  }
  out["quotes"] = std::move(quotes);
  json::array decisions;
  for (const SeenDecision& each : report.decisions) {
    decisions.push_back(decision_json(each));
  }
  out["decisions"] = std::move(decisions);
  out["cases"] = texts(report.cases);
  return json::serialize(out);
}

Result<Report> read_report(std::string_view text) {
  TRY(const json::object in, object_in(text));
  Report out;
  out.id = text_at(in, "id");
  TRY(out.at, parse_time(text_at(in, "at")));
  out.obstacle = name_at<Obstacle>(in, "obstacle");
  out.detail = text_at(in, "detail");
  out.status = static_cast<int>(number_at(in, "status"));
  out.final_address = text_at(in, "final_address");
  out.outlet = text_at(in, "outlet");
  out.title = text_at(in, "title");
  out.language = text_at(in, "language");
  out.published = text_at(in, "published");
  out.text_bytes = number_at(in, "text_bytes");
  out.page = text_at(in, "page");
  out.digest = text_at(in, "digest");
  each_object(in, "quotes", [&](const json::object& one) { out.quotes.push_back(quote_in(one)); });
  each_object(in, "decisions", [&](const json::object& one) { out.decisions.push_back(decision_in(one)); });
  out.cases = texts_at(in, "cases");
  return out;
}

bool is_address(std::string_view handed_in) {
  const bool scheme = handed_in.starts_with("https://") || handed_in.starts_with("http://");
  return scheme && handed_in.find_first_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace qw::hand_in
