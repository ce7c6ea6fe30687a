#pragma once

#include "daemon/cases/copies.hpp"
#include "daemon/cases/outbreak.hpp"

#include <string>

namespace qw::test {

inline Time at(const char* iso) { return *parse_time(iso); }
inline const Time start = at("2026-11-20T10:00:00Z");

inline model::Pattern pattern() {
  model::Pattern p;
  p.id = "kallas-nato";
  p.official = "kallas";
  p.false_wordings = {"Европа больше не обсуждает членство Украины в НАТО"};
  p.authentic = {"If membership is not in question, then the security guarantees have to be tangible"};
  return p;
}

/// An alert of one outlet; `words` stand in the excerpt as the quote.
inline model::Occurrence seen(const std::string& outlet, Time when, const std::string& words) {
  model::Occurrence o;
  o.id = outlet + "-1";
  o.outlet = outlet;
  o.voice = outlet;
  o.language = "ru";
  o.url = "https://" + outlet + ".example/a";
  o.revision = outlet + "-rev-1";
  o.headline = "Каллас сделала заявление";
  o.excerpt = "Об этом пишет издание. " + words + " Так она сказала.";
  const std::size_t begin = std::string("Об этом пишет издание. ").size();
  o.quote_in_excerpt = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + words.size())};
  o.decision.pattern = "kallas-nato";
  o.decision.outcome = model::Outcome::alert;
  o.decision.label = model::Label::false_quote;
  o.seen_at = when;
  o.fingerprint = cases::copy_fingerprint(words);
  return o;
}

inline const std::string bent = "Европа больше не обсуждает членство Украины в НАТО";
inline const std::string other = "вопрос о вступлении Киева в альянс снят с повестки дня союза";

}  // namespace qw::test
