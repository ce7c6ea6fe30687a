#include "base/fold.hpp"
#include "base/utf8.hpp"
#include "store/store_impl.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace qw::store {
namespace {

constexpr std::size_t most_words = 700;          // code points of one case
constexpr std::size_t most_words_a_group = 250;  // so that a second text is found, too
constexpr std::size_t most_looked_at = 20'000;  // entries for one page: an answer comes soon, or says "go on"

/// Headline and quoted words of the first copy of each group, folded.
std::string words_of(const model::Case& item) {
  std::string out;
  for (const model::CopyGroup& group : item.groups) {
    const auto first = std::ranges::find_if(item.occurrences, [&](const model::Occurrence& each) {
      return !group.occurrences.empty() && each.id == group.occurrences.front();
    });
    if (first == item.occurrences.end()) {
      continue;
    }
    const auto [begin, end] = first->quote_in_excerpt;
    const std::string_view quoted = begin <= end && end <= first->excerpt.size()
                                        ? std::string_view(first->excerpt).substr(begin, end - begin)
                                        : std::string_view();
    out += folded_utf8(first->headline, most_words_a_group) + " " + folded_utf8(quoted, most_words_a_group) +
           " ";
  }
  return utf8::cut(out, most_words);
}

CaseSummary summary_of(const model::Case& item) {
  std::set<std::string> outlets, languages, publishers;
  for (const model::Occurrence& occurrence : item.occurrences) {
    outlets.insert(occurrence.outlet);
    languages.insert(occurrence.language);
    publishers.insert(occurrence.voice);
  }
  return {item.id,
          item.pattern,
          item.official,
          item.state,
          item.severity,
          {outlets.begin(), outlets.end()},
          {languages.begin(), languages.end()},
          {publishers.begin(), publishers.end()},
          item.opened,
          item.last_new,
          words_of(item)};
}

bool has_words(const CaseSummary& item, const CaseFilter& filter) {
  return filter.words.empty() ||
         std::ranges::find(filter.words_or_patterns, item.pattern) != filter.words_or_patterns.end() ||
         std::ranges::all_of(filter.words,
                             [&](const std::string& word) { return item.words.contains(word); });
}

bool fits(const CaseSummary& item, const CaseFilter& filter) {
  return (!filter.state || item.state == *filter.state) &&
         (filter.pattern.empty() || item.pattern == filter.pattern) &&
         (filter.official.empty() || item.official == filter.official) &&
         (filter.outlet.empty() || std::ranges::binary_search(item.outlets, filter.outlet)) &&
         (filter.publisher.empty() || std::ranges::binary_search(item.publishers, filter.publisher)) &&
         (filter.language.empty() || std::ranges::binary_search(item.languages, filter.language)) &&
         (!filter.least_severity || item.severity >= *filter.least_severity) &&
         (!filter.open_only || item.state != model::CaseState::decided) &&
         (!filter.since || item.last_new >= *filter.since) &&
         (!filter.until || item.opened <= *filter.until) && has_words(item, filter);
}

Key by_opened(Time opened, std::string_view id) { return Key('o').newest_first(opened).text(id); }
Key by_state(model::CaseState state, Time opened, std::string_view id) {
  return Key('s').byte(static_cast<std::uint8_t>(state)).newest_first(opened).text(id);
}
Key by_pattern(std::string_view pattern, Time opened, std::string_view id) {
  return Key('p').text(pattern).newest_first(opened).text(id);
}

}  // namespace

/// The newest case of a pattern; read through the batch, so that cases of one sync see each other.
Result<> StoreImpl::put_newest(Batch& batch, const model::Case& made,
                               const std::map<std::string, std::string>& newest_seen) {
  const Key key = Key('n').text(made.pattern);
  TRY(const auto newest, batch.get(Family::cases, key));
  const auto seen = newest_seen.find(made.pattern);
  if (newest && seen != newest_seen.end() && *newest != seen->second) {
    return fail(Errc::conflict, fmt::format("case {} of the pattern {} was opened meanwhile; read it again",
                                            *newest, made.pattern));
  }
  if (newest) {  // in the order of newest_case_of
    TRY(const auto place, load<CasePlace>(batch, Family::cases, Key('i').text(*newest)));
    if (place && (place->opened > made.opened || (place->opened == made.opened && *newest < made.id))) {
      return {};
    }
  }
  batch.put(Family::cases, key, made.id);
  return {};
}

Result<> StoreImpl::put_cases(Batch& batch, const std::vector<std::pair<std::uint64_t, model::Case>>& cases,
                              const std::vector<EvidenceCopy>& copies,
                              const std::map<std::string, std::string>& newest_seen) {
  for (const auto& [expected, given] : cases) {
    if (expected == 0) {
      TRY_OK(put_newest(batch, given, newest_seen));
    }
    const Key place_key = Key('i').text(given.id);
    TRY(const auto old, load<CasePlace>(batch, Family::cases, place_key));
    const std::uint64_t stored_rev = old ? old->rev : 0;
    if (stored_rev != expected) {
      return fail(Errc::conflict,
                  fmt::format("case {} is at revision {}, not {}: somebody changed it first; read it "
                              "again",
                              given.id, stored_rev, expected));
    }
    model::Case item = given;
    item.rev = expected + 1;
    CasePlace place = old.value_or(CasePlace{});
    if (old) {
      batch.erase(Family::cases, by_opened(old->opened, item.id));
      batch.erase(Family::cases, by_state(old->state, old->opened, item.id));
      batch.erase(Family::cases, by_pattern(old->pattern, old->opened, item.id));
    }
    place.rev = item.rev;
    place.opened = item.opened;
    place.state = item.state;
    place.pattern = item.pattern;
    for (const model::Occurrence& occurrence : item.occurrences) {
      if (occurrence.revision.empty() ||
          std::ranges::find(place.revisions, occurrence.revision) != place.revisions.end()) {
        continue;
      }
      TRY(const auto revision,
          load<RevisionPlace>(batch, Family::revisions, Key('r').text(occurrence.revision)));
      if (revision) {
        batch.put(Family::cases, Key('a').text(revision->article).text(item.id), "");
        place.revisions.push_back(occurrence.revision);
      }
    }
    for (const EvidenceCopy& copy : copies) {
      if (copy.case_id == item.id) {
        batch.put(Family::pages, Key('e').text(copy.page).text(item.id), encode(copy.place));
        TRY_OK(note_warc(batch, copy.place.file, copy.place.offset + copy.place.length, item.last_new));
        place.pages.push_back(copy.page);
      }
    }
    const std::string summary = encode(summary_of(item));
    batch.put(Family::cases, Key('c').text(item.id), encode(item));
    batch.put(Family::cases, place_key, encode(place));
    batch.put(Family::cases, by_opened(item.opened, item.id), summary);
    batch.put(Family::cases, by_state(item.state, item.opened, item.id), summary);
    batch.put(Family::cases, by_pattern(item.pattern, item.opened, item.id), summary);
  }
  return {};
}

/// Copies for cases that the batch does not write: a later state of an article that gave no occurrence.
Result<> StoreImpl::put_more_evidence(Batch& batch, const std::vector<EvidenceCopy>& copies,
                                      const std::vector<std::pair<std::uint64_t, model::Case>>& cases) {
  for (const EvidenceCopy& copy : copies) {
    const bool written =
        std::ranges::any_of(cases, [&](const auto& each) { return each.second.id == copy.case_id; });
    const Key key = Key('i').text(copy.case_id);
    TRY(auto place, load<CasePlace>(batch, Family::cases, key));
    if (written || !place || std::ranges::find(place->pages, copy.page) != place->pages.end()) {
      continue;
    }
    place->pages.push_back(copy.page);
    batch.put(Family::cases, key, encode(*place));
    batch.put(Family::pages, Key('e').text(copy.page).text(copy.case_id), encode(copy.place));
    TRY_OK(note_warc(batch, copy.place.file, copy.place.offset + copy.place.length, now()));
  }
  return {};
}

Result<std::optional<model::Case>> StoreImpl::find_case(std::string_view id) {
  return load<model::Case>(Family::cases, Key('c').text(id));
}

Result<std::optional<model::Case>> StoreImpl::newest_case_of(std::string_view pattern) {
  std::string id;
  const Key prefix = Key('p').text(pattern);
  TRY_OK(db_->scan(Family::cases, prefix, behind(prefix), [&](auto, auto value) -> Result<Go> {
    TRY(const CaseSummary summary, decode<CaseSummary>(value));
    id = summary.id;
    return Go::stop;
  }));
  if (id.empty()) {
    return std::nullopt;
  }
  return find_case(id);
}

Result<Page<model::Case>> StoreImpl::cases(const CaseFilter& filter, std::size_t most,
                                           std::string_view cursor) {
  Key prefix('o');
  if (!filter.pattern.empty()) {
    prefix = Key('p').text(filter.pattern);
  } else if (filter.state) {
    prefix = Key('s').byte(static_cast<std::uint8_t>(*filter.state));
  }
  const std::string end = behind(prefix);
  Key first = prefix;
  if (filter.until) {
    first.newest_first(*filter.until);
  }
  TRY(const std::string start, start_of(cursor, first, end));
  Page<model::Case> page;
  std::string last_key;
  std::size_t looked_at = 0;
  TRY_OK(db_->scan(Family::cases, start, end, [&](auto key, auto value) -> Result<Go> {
    if (++looked_at > most_looked_at) {
      page.cursor = cursor_of(last_key);
      return Go::stop;
    }
    TRY(const CaseSummary summary, decode<CaseSummary>(value));
    if (!fits(summary, filter)) {
      last_key = key;
      return Go::on;
    }
    if (page.rows.size() == most) {
      page.cursor = cursor_of(last_key);
      return Go::stop;
    }
    last_key = key;
    TRY(auto item, find_case(summary.id));
    if (item) {
      page.rows.push_back(*std::move(item));
    }
    return Go::on;
  }));
  return page;
}

Result<std::vector<std::string>> StoreImpl::cases_with_article(std::string_view article) {
  std::vector<std::string> ids;
  const Key prefix = Key('a').text(article);
  TRY_OK(db_->scan(Family::cases, prefix, behind(prefix), [&](auto key, auto) -> Result<Go> {
    KeyParts parts(key);
    parts.text();
    ids.push_back(parts.text().value_or(""));
    return Go::on;
  }));
  return ids;
}

}  // namespace qw::store
