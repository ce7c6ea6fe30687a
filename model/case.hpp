#pragma once

#include "base/clock.hpp"
#include "model/decision.hpp"
#include "model/names.hpp"
#include "model/pattern.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace qw::model {

enum class CaseState : std::uint8_t { new_, claimed, awaiting_second, decided, disputed, snoozed, reopened };
constexpr auto names_of(CaseState) {
  using enum CaseState;
  return std::to_array<Named<CaseState>>({{new_, "new"},
                                          {claimed, "claimed"},
                                          {awaiting_second, "awaiting_second"},
                                          {decided, "decided"},
                                          {disputed, "disputed"},
                                          {snoozed, "snoozed"},
                                          {reopened, "reopened"}});
}

enum class Verdict : std::uint8_t {
  false_quote,
  misleading_headline,
  genuine,
  reports_or_debunks,
  extraction_error,
  unclear
};
constexpr auto names_of(Verdict) {
  using enum Verdict;
  return std::to_array<Named<Verdict>>({{false_quote, "false_quote"},
                                        {misleading_headline, "misleading_headline"},
                                        {genuine, "genuine"},
                                        {reports_or_debunks, "reports_or_debunks"},
                                        {extraction_error, "extraction_error"},
                                        {unclear, "unclear"}});
}

/// One text with a decision of alert or review: an article revision, or one feed title or post without a
/// page.
struct Occurrence {
  std::string id;
  std::string outlet;
  std::string voice;  ///< publisher, or the outlet when that is unknown
  int tier = 2;
  std::string language;
  std::string url;
  std::string revision;     ///< revision id, "" when only the feed title was seen
  std::string page;         ///< id of the stored page (or feed) whose bytes are its evidence
  std::string page_remark;  ///< "" or e.g. "page not seen (403)"
  std::string headline;
  std::string excerpt;       ///< the quote with two sentences of context
  Decision decision;         ///< its matched words have their places in the excerpt
  std::string speaker, cue;  ///< as they stand in the text
  ByteSpan quote_in_excerpt;
  std::vector<std::string> via;
  std::optional<Time> says_published;
  std::optional<Time> not_there_at;        ///< last poll without it
  Time seen_at{};                          ///< first poll with it
  std::string digest;                      ///< of the stored bytes
  std::vector<std::uint32_t> fingerprint;  ///< winnowed, of the text: makes copy groups
};

struct VerdictRecord {
  Verdict verdict = Verdict::unclear;
  std::string by;
  Time at{};
  std::string reason;

  friend bool operator==(const VerdictRecord&, const VerdictRecord&) = default;
};

/// Occurrences whose text is one text.
struct CopyGroup {
  std::string id;
  std::vector<std::string> occurrences;
  std::optional<VerdictRecord> verdict;        ///< the standing one
  std::optional<VerdictRecord> first_reading;  ///< while a second reader is awaited or in dispute
  std::optional<VerdictRecord> previous;       ///< what stood before the case was reopened or disputed
};

struct Note {
  std::string by;
  Time at{};
  std::string text;
};

/// One outbreak of one pattern.
struct Case {
  std::string id;
  std::uint64_t rev = 0;
  std::string pattern;
  std::string official;
  CaseState state = CaseState::new_;
  CaseState state_before_snooze = CaseState::new_;
  Severity severity = Severity::low;
  bool trial = false;  ///< the pattern is on trial: no alerts
  Time opened{};
  Time last_new{};  ///< first-seen time of its newest occurrence
  std::vector<Occurrence> occurrences;
  std::vector<CopyGroup> groups;
  std::string claimed_by;
  std::optional<Time> lease_until;
  std::optional<Time> snoozed_until;
  std::vector<Note> notes;
  std::string reopened_why;
  bool alerted = false;            ///< match.new was put into the outbox
  bool announced = false;          ///< a verdict was, so that a later other one is case.corrected
  std::vector<std::string> told;   ///< receivers for which a message about it was made: they get the last too
  std::optional<Time> alerted_at;  ///< when it was alerted
  std::optional<Time> lowered_at;  ///< since then low, since it grew faster than people read
};

}  // namespace qw::model
