#include "daemon/api/json_out.hpp"

#include "daemon/cases/acts.hpp"
#include "daemon/cases/copies.hpp"
#include "daemon/cases/spread.hpp"

#include <algorithm>

namespace qw::api {
namespace {

namespace json = boost::json;

json::object spread_json(const cases::Spread& spread) {
  json::object out;
  out["occurrences"] = spread.occurrences;
  out["publishers"] = spread.publishers;
  out["outlets"] = spread.outlets;
  out["languages"] = texts_json(spread.languages);
  return out;
}

json::value verdict_json(const std::optional<model::VerdictRecord>& record, bool hidden) {
  if (!record) {
    return nullptr;
  }
  json::object out;
  out["verdict"] = hidden ? json::value(nullptr) : json::value(model::name_of(record->verdict));
  out["by"] = record->by;
  out["at"] = to_iso(record->at);
  out["reason"] = hidden ? "" : record->reason;
  out["hidden"] = hidden;
  return out;
}

json::array groups_json(const model::Case& of, const View& view) {
  json::array out;
  for (const model::CopyGroup& group : of.groups) {
    const bool blind = of.state == model::CaseState::awaiting_second && group.first_reading &&
                       group.first_reading->by != view.actor.id;
    const cases::Ordered order = cases::ordered(of, group);
    json::object one;
    one["id"] = group.id;
    one["alert"] = cases::is_alert_group(of, group);
    one["spread"] = spread_json(cases::spread_of(of, group));
    json::array members;
    for (const model::Occurrence* member : order.members) {
      members.emplace_back(member->id);
    }
    one["occurrences"] = std::move(members);
    one["first_is_known"] = order.known_first;
    one["verdict"] = verdict_json(group.verdict, false);
    one["first_reading"] = verdict_json(group.first_reading, blind);
    one["previous"] = verdict_json(group.previous, false);
    out.push_back(std::move(one));
  }
  return out;
}

json::array notes_json(const model::Case& of) {
  json::array out;
  for (const model::Note& note : of.notes) {
    json::object one;
    one["by"] = note.by;
    one["at"] = to_iso(note.at);
    one["text"] = note.text;
    out.push_back(std::move(one));
  }
  return out;
}

json::object span_json(const model::ByteSpan& span) {
  json::object out;
  out["begin"] = span.begin;
  out["end"] = span.end;
  return out;
}

std::string part(std::string_view text, const model::ByteSpan& span) {
  return span.begin <= span.end && span.end <= text.size()
             ? std::string(text.substr(span.begin, span.end - span.begin))
             : "";
}

}  // namespace

json::value time_json(const std::optional<Time>& time) {
  return time ? json::value(to_iso(*time)) : json::value(nullptr);
}

json::object case_summary_json(const model::Case& of, const View& view) {
  const model::Pattern* pattern = view.config.find_pattern(of.pattern);
  const model::Official* official = view.config.find_official(of.official);
  json::object out;
  out["id"] = of.id;
  out["rev"] = of.rev;
  out["state"] = model::name_of(of.state);
  out["severity"] = model::name_of(of.severity);
  out["trial"] = of.trial;
  out["pattern"] = of.pattern;
  out["pattern_title"] = pattern != nullptr ? pattern->title : "";
  out["official"] = of.official;
  out["official_name"] = official != nullptr ? official->name : "";
  out["opened"] = to_iso(of.opened);
  out["last_new"] = to_iso(of.last_new);
  out["spread"] = spread_json(cases::spread_of(of));
  out["claimed_by"] = of.claimed_by;
  out["lease_until"] = time_json(of.lease_until);
  out["snoozed_until"] = time_json(of.snoozed_until);
  out["reopened_why"] = of.reopened_why;
  out["alerted"] = of.alerted;
  const model::Occurrence* newest = of.occurrences.empty() ? nullptr : &of.occurrences.back();
  out["words"] = newest != nullptr ? std::string(cases::quoted_words(*newest)) : "";
  out["headline"] = newest != nullptr ? newest->headline : "";
  out["copy_groups"] = of.groups.size();
  out["open_groups"] = std::ranges::count_if(of.groups, [](const model::CopyGroup& g) { return !g.verdict; });
  return out;
}

json::object decision_json(const model::Decision& of, const View& view, std::string_view text) {
  json::object out;
  out["pattern"] = of.pattern;
  out["outcome"] = model::name_of(of.outcome);
  out["label"] = model::name_of(of.label);
  out["text"] = model::name_of(of.text);
  out["confidence"] = of.confidence;
  out["quote"] = of.quote ? json::value(*of.quote) : json::value(nullptr);
  out["why"] = view.match ? texts_json(view.match->explain(of, "en")) : json::array();
  json::array keys;
  for (const model::Why& why : of.why) {
    json::object one;
    one["key"] = why.key;
    one["arguments"] = texts_json(why.arguments);
    keys.push_back(std::move(one));
  }
  out["why_keys"] = std::move(keys);
  json::array words;
  for (const model::MatchedWords& matched : of.words) {
    json::object one;
    one["text"] = model::name_of(matched.text);
    one["span"] = span_json(matched.span);
    one["part"] = matched.part;
    one["words"] = part(text, matched.span);
    words.push_back(std::move(one));
  }
  out["words"] = std::move(words);
  return out;
}

json::object occurrence_json(const model::Occurrence& of, const View& view) {
  json::object out;
  out["id"] = of.id;
  out["outlet"] = of.outlet;
  out["publisher"] = of.voice;
  out["tier"] = of.tier;
  out["language"] = of.language;
  out["url"] = of.url;
  out["revision"] = of.revision;
  out["page_remark"] = of.page_remark;
  out["headline"] = of.headline;
  out["excerpt"] = of.excerpt;
  out["quote_in_excerpt"] = span_json(of.quote_in_excerpt);
  out["words"] = std::string(cases::quoted_words(of));
  out["speaker"] = of.speaker;
  out["cue"] = of.cue;
  out["via"] = texts_json(of.via);
  out["says_published"] = time_json(of.says_published);
  out["not_there_at"] = time_json(of.not_there_at);
  out["seen_at"] = to_iso(of.seen_at);
  out["digest"] = of.digest;
  out["decision"] = decision_json(of.decision, view, of.excerpt);
  return out;
}

json::object case_json(const model::Case& of, const View& view) {
  json::object out = case_summary_json(of, view);
  const model::Pattern* pattern = view.config.find_pattern(of.pattern);
  out["false_wordings"] = pattern != nullptr ? texts_json(pattern->false_wordings) : json::array();
  out["authentic"] = pattern != nullptr ? texts_json(pattern->authentic) : json::array();
  out["pattern_why"] = pattern != nullptr ? pattern->why : "";
  out["fact_check"] = pattern != nullptr ? pattern->source : "";
  out["groups"] = groups_json(of, view);
  json::array occurrences;
  for (const model::Occurrence& each : of.occurrences) {
    occurrences.push_back(occurrence_json(each, view));
  }
  out["occurrences"] = std::move(occurrences);
  out["notes"] = notes_json(of);
  out["allowed_acts"] = texts_json(cases::allowed_acts(of, view.actor, view.now, view.rules));
  return out;
}

}  // namespace qw::api
