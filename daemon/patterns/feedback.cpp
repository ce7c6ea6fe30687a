#include "daemon/patterns/feedback.hpp"

#include "base/utf8.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <tuple>

namespace qw::patterns {
namespace {

namespace json = boost::json;
using model::Verdict;

struct Expected {
  std::string_view expect, label;
};

std::optional<Expected> expected_of(Verdict verdict, model::OutletKind kind) {
  const bool checker = kind == model::OutletKind::fact_checker || kind == model::OutletKind::institution;
  switch (verdict) {
    case Verdict::false_quote:
      return Expected{"alert", "false_quote"};
    case Verdict::misleading_headline:
      return Expected{"review", "mixed"};
    case Verdict::genuine:
      return Expected{"silent", "authentic"};
    case Verdict::reports_or_debunks:
      return checker ? Expected{"silent", "debunk"} : Expected{"review", "claims_to_debunk"};
    case Verdict::extraction_error:
    case Verdict::unclear:
      break;
  }
  return std::nullopt;
}

std::string day_text(const model::Occurrence& copy, const std::optional<model::Revision>& revision) {
  if (revision && revision->published_day) {
    return to_iso(*revision->published_day);
  }
  return to_iso(day_of(copy.says_published.value_or(copy.seen_at)));
}

std::string_view kind_text(model::OutletKind kind) {
  return kind == model::OutletKind::fact_checker  ? "fact-checker"
         : kind == model::OutletKind::institution ? "institution"
                                                  : "media";
}

std::string item_id(const model::Case& of, const model::CopyGroup& group) {
  return "fb-" + of.id + "-" + group.id;
}

std::uint64_t code_points(std::string_view text, std::uint32_t bytes) {
  return utf8::count(text.substr(0, std::min<std::size_t>(bytes, text.size())));
}

json::object record_of(const model::Quote& quote, std::string_view text) {
  json::object out;
  out["start"] = code_points(text, quote.content.begin);
  out["end"] = code_points(text, quote.content.end);
  out["form"] = model::name_of(quote.form);
  out["speaker"] = quote.speaker;
  out["official"] = quote.official ? json::value(*quote.official) : json::value(nullptr);
  out["polarity"] = model::name_of(quote.polarity);
  out["modality"] = model::name_of(quote.modality);
  out["via"] = json::array(quote.via.begin(), quote.via.end());
  return out;
}

}  // namespace

const model::Occurrence* telling_copy(const model::Case& of, const model::CopyGroup& group) {
  const model::Occurrence* best = nullptr;
  const auto rank = [](const model::Occurrence& each) {
    return std::tuple(each.revision.empty(), each.seen_at);
  };
  for (const model::Occurrence& each : of.occurrences) {
    const bool member = std::ranges::find(group.occurrences, each.id) != group.occurrences.end();
    if (member && (best == nullptr || rank(each) < rank(*best))) {
      best = &each;
    }
  }
  return best;
}

std::optional<json::object> claim_item(const model::Case& of, const model::CopyGroup& group,
                                       const model::Occurrence& copy,
                                       const std::optional<model::Revision>& revision,
                                       model::OutletKind kind) {
  const auto expected = group.verdict ? expected_of(group.verdict->verdict, kind) : std::nullopt;
  if (!expected) {
    return std::nullopt;
  }
  json::object out;
  out["id"] = item_id(of, group);
  out["lang"] = copy.language;
  out["date"] = day_text(copy, revision);
  out["outlet_kind"] = kind_text(kind);
  out["headline"] = revision ? revision->title : copy.headline;
  out["body"] = revision ? revision->text : "";
  out["expect"] = expected->expect;
  out["pattern"] = of.pattern;
  out["label"] = expected->label;
  out["note"] = group.verdict->reason;
  return out;
}

std::optional<json::object> quote_item(const model::Case& of, const model::CopyGroup& group,
                                       const model::Occurrence& copy,
                                       const std::optional<model::Revision>& revision,
                                       const std::vector<store::QuoteRow>& quotes) {
  const bool wanted = group.verdict && (group.verdict->verdict == Verdict::extraction_error ||
                                        group.verdict->verdict == Verdict::unclear);
  const model::TextKind kind = copy.decision.text;
  const bool title = kind == model::TextKind::headline || kind == model::TextKind::feed_title;
  const std::string text = title || !revision ? copy.headline : revision->text;
  if (!wanted || text.empty()) {
    return std::nullopt;
  }
  json::object out;
  out["id"] = item_id(of, group);
  out["lang"] = copy.language;
  out["kind"] = title || !revision ? "headline" : kind == model::TextKind::post ? "post" : "body";
  out["date"] = day_text(copy, revision);
  out["text"] = text;
  json::array records;
  for (const store::QuoteRow& row : quotes) {
    if (row.text == kind && row.quote.content.end <= text.size()) {
      records.push_back(record_of(row.quote, text));
    }
  }
  out["quotes"] = std::move(records);
  out["note"] = std::string(model::name_of(group.verdict->verdict)) +
                (group.verdict->reason.empty() ? "" : ": " + group.verdict->reason);
  return out;
}

}  // namespace qw::patterns
