#include "daemon/desk/reasons.hpp"

#include <algorithm>
#include <array>

namespace qw::desk {
namespace {

/// Keys of crawler/match/why.hpp that speak against the match or make it less sure.
constexpr auto weakening = std::to_array<std::string_view>(
    {"missing",        "condition_kept",   "possibility",   "question",         "authentic_words",
     "number_differs", "place_differs",    "deed_differs",  "little_in_common", "hedged",
     "by_account",     "claims_to_debunk", "fact_checker",  "institution",      "denial",
     "other_speaker",  "outside_period",   "headline_only", "headline_bent",    "deed_told",
     "speaker_unsure", "not_separable",    "false_debunk"});
constexpr std::string_view not_seen = "body_not_seen";

bool is_in(const auto& list, std::string_view key) { return std::ranges::find(list, key) != list.end(); }

void list_of(Html& h, const Frame& frame, std::string_view key, std::string_view css,
             const std::vector<std::string>& sentences) {
  if (sentences.empty()) {
    return;
  }
  h.leaf("h3", frame.texts(key));
  h.in("ul", {{"class", css}}, [&] {
    for (const std::string& each : sentences) {
      h.leaf("li", {{"class", "foreign"}}, each);
    }
  });
}

}  // namespace

Reasons reasons_of(const Frame& frame, const model::Occurrence& of,
                   const std::vector<std::string>& sentences) {
  const Texts& t = frame.texts;
  Reasons out;
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    const std::string_view key = i < of.decision.why.size() ? of.decision.why[i].key : std::string_view();
    (key == not_seen         ? out.unchecked
     : is_in(weakening, key) ? out.lowered
                             : out.matched)
        .push_back(sentences[i]);
  }
  if (!of.page_remark.empty()) {
    out.unchecked.push_back(of.page_remark);
  }
  if (of.revision.empty()) {
    out.unchecked.emplace_back(t("unchecked.no_page"));
  }
  if (!of.says_published) {
    out.unchecked.emplace_back(t("unchecked.no_date"));
  }
  if (!of.not_there_at) {
    out.unchecked.emplace_back(t("unchecked.no_poll_before"));
  }
  out.unchecked.emplace_back(t("unchecked.pictures"));
  return out;
}

void write_reasons(Html& h, const Frame& frame, const Reasons& reasons) {
  list_of(h, frame, "case.why", "why", reasons.matched);
  list_of(h, frame, "case.lowered", "why lowered", reasons.lowered);
  list_of(h, frame, "case.unchecked", "why unchecked", reasons.unchecked);
}

}  // namespace qw::desk
