#include "daemon/api/teach.hpp"

#include "crawler/text/language_data.hpp"
#include "daemon/api/pattern_acts.hpp"
#include "daemon/patterns/feedback.hpp"

#include <algorithm>

namespace qw::api {
namespace {

std::string taught_key(const model::Case& of, const std::string& group) {
  return "taught/" + of.id + "/" + group;
}

bool teaches(model::Verdict verdict) {
  return verdict == model::Verdict::genuine || verdict == model::Verdict::reports_or_debunks ||
         verdict == model::Verdict::extraction_error;
}

/// The sentences of the excerpt in which the quote stands, on one line.
std::string sentence_of(const Services& services, const model::Occurrence& copy) {
  const std::string text = copy.excerpt.empty() ? copy.headline : copy.excerpt;
  std::size_t begin = 0;
  std::size_t end = text.size();
  const auto quotes = services.quotes ? services.quotes() : nullptr;
  const auto data = quotes ? quotes->language_data() : nullptr;
  if (data != nullptr && !copy.quote_in_excerpt.empty()) {
    const text::Document document = data->read(text);
    begin = end;
    std::size_t last = 0;
    for (const text::TokenRange& sentence : document.sentences) {
      if (sentence.empty()) {
        continue;
      }
      const std::size_t from = document.tokens[sentence.begin].begin;
      const std::size_t to = document.tokens[sentence.end - 1].end;
      if (from < copy.quote_in_excerpt.end && to > copy.quote_in_excerpt.begin) {
        begin = std::min(begin, from);
        last = std::max(last, to);
      }
    }
    end = last > begin ? last : text.size();
    begin = last > begin ? begin : 0;
  }
  std::string out = text.substr(begin, end - begin);
  std::ranges::replace(out, '\n', ' ');
  return out;
}

}  // namespace

Result<std::map<std::string, Proposal>> proposals_for(Call& call, const model::Case& of) {
  std::map<std::string, Proposal> out;
  for (const model::CopyGroup& group : of.groups) {
    const model::Occurrence* copy =
        group.verdict && teaches(group.verdict->verdict) ? patterns::telling_copy(of, group) : nullptr;
    if (copy == nullptr) {
      continue;
    }
    TRY(const auto taught, call.services.store.setting(taught_key(of, group.id)));
    out[group.id] = {sentence_of(call.services, *copy), taught.value_or("")};
  }
  return out;
}

Result<> teach(Call& call, const model::Case& of, const std::string& group, const std::string& into,
               const cases::Actor& actor) {
  if (into != "silent" && into != "regression") {
    return fail(Errc::usage, "a sentence goes to 'silent' or to 'regression'");
  }
  if (actor.role < model::UserRole::reviewer) {
    return fail(Errc::refused, "teaching is for a reviewer or higher");
  }
  TRY(const auto proposals, proposals_for(call, of));
  const auto found = proposals.find(group);
  if (found == proposals.end()) {
    return fail(Errc::conflict, "this group has no verdict that teaches");
  }
  if (!found->second.taught.empty()) {
    return fail(Errc::conflict, "this was done before");
  }
  const std::string reason = "case " + of.id + " " + group;
  if (into == "silent") {
    const PatternActed done =
        act_on_pattern(call, of.pattern, "*", [&](const patterns::Catalog&, const patterns::Entry* entry) {
          return patterns::teach(*entry, found->second.sentence, reason, actor, call.now);
        });
    if (done.end != PatternActed::End::done) {
      return std::unexpected(done.error);
    }
  }
  store::ActBatch batch;
  batch.settings.emplace_back(taught_key(of, group), into);
  model::AuditRecord record;
  record.at = call.now;
  record.who = actor.id;
  record.act = "case.teach";
  record.subject = "case:" + of.id;
  record.after = found->second.sentence;
  record.reason = group + " to " + into;
  batch.audit.push_back(std::move(record));
  return call.services.store.commit(std::move(batch));
}

}  // namespace qw::api
