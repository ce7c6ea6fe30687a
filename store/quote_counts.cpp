#include "store/store_impl.hpp"

#include <set>
#include <tuple>

/// How many quotes of officials an outlet brought on a day: a counter that the batch of the quotes moves, so
/// that a list of outlets reads seven small records an outlet, however many quotes there are.
namespace qw::store {
namespace {

constexpr Schema with_counts{1, 1, 1};  ///< stores of before have no counters

Key count_key(Day day, std::string_view outlet) { return Key('n').time(Time(day)).text(outlet); }

/// Who said what: the same in a later revision, or in headline and body, is one quote.
using Said = std::pair<std::string, std::string>;
std::optional<Said> said(const QuoteRow& row) {
  return row.quote.official ? std::optional(Said{*row.quote.official, row.words}) : std::nullopt;
}

}  // namespace

Result<> StoreImpl::count_quotes(Batch& batch, const ReadBatch& read) {
  std::set<Said> before;
  if (read.revision && read.revision->number > 0 && !read.quotes.empty()) {
    const Key previous = Key('v').text(read.revision->article).number(read.revision->number - 1);
    TRY(const auto revision, load<model::Revision>(batch, Family::revisions, previous));
    if (revision) {
      TRY(const auto rows, quotes_in(revision->id));
      for (const QuoteRow& row : rows) {
        if (const auto each = said(row)) {
          before.insert(*each);
        }
      }
    }
  }
  std::map<Day, std::uint64_t> fresh;
  for (const QuoteRow& row : read.quotes) {
    const auto each = said(row);
    if (!each || !before.insert(*each).second) {
      continue;
    }
    TRY(const auto stored, batch.get(Family::quotes, quote_key(row)));
    fresh[day_of(row.seen)] += stored ? 0U : 1U;  // a stage that is repeated brings what is there
  }
  const std::string outlet = read.revision ? read.revision->outlet : read.state ? read.state->outlet : "";
  for (const auto& [day, more] : fresh) {
    if (more > 0) {
      const Key key = count_key(day, outlet);
      TRY(const auto count, load<QuoteCount>(batch, Family::quotes, key));
      batch.put(Family::quotes, key, encode(QuoteCount{(count ? count->quotes : 0) + more}));
    }
  }
  return {};
}

Result<std::map<std::string, std::uint64_t>> StoreImpl::quotes_by_outlet(Day first, Day last) {
  std::map<std::string, std::uint64_t> out;
  const std::string from = Key('n').time(Time(first)).bytes();
  const std::string until = Key('n').time(Time(last + std::chrono::days(1))).bytes();
  TRY_OK(db_->scan(Family::quotes, from, until, [&](auto key, auto value) -> Result<Go> {
    KeyParts parts(key);
    parts.time();
    TRY(const QuoteCount count, decode<QuoteCount>(value));
    out[parts.text().value_or("")] += count.quotes;
    return Go::on;
  }));
  return out;
}

Result<> StoreImpl::drop_quote_counts(Time before) {
  return db_->erase_range(Family::quotes, Key('n').bytes(), Key('n').time(Time(day_of(before))).bytes());
}

/// Once, in a store that an earlier version wrote: the days that people are still shown.
Result<> StoreImpl::count_stored_quotes() {
  TRY(const auto schema, load<Schema>(Family::meta, Key('S')));
  if (schema && std::tie(schema->major, schema->minor) >= std::tie(with_counts.major, with_counts.minor)) {
    return {};
  }
  constexpr std::size_t a_page = 1000;
  std::map<std::tuple<std::string, std::string, Said>, Day> first_said;  // outlet, article
  std::string cursor;
  do {
    TRY(auto page, quotes_of("", now() - std::chrono::days(8), now() + std::chrono::days(1), a_page, cursor));
    for (const QuoteRow& row : page.rows) {  // newest first: the last that is put down was the first
      TRY(const auto revision, find_revision(row.revision));
      if (const auto words = said(row)) {
        first_said[{revision ? revision->outlet : "", revision ? revision->article : row.revision, *words}] =
            day_of(row.seen);
      }
    }
    cursor = std::move(page.cursor);
  } while (!cursor.empty());
  std::map<std::pair<Day, std::string>, std::uint64_t> counts;
  for (const auto& [what, day] : first_said) {
    ++counts[{day, std::get<0>(what)}];
  }
  return writer_->run(
      [&](Batch& batch) -> Result<> {
        for (const auto& [of, count] : counts) {
          batch.put(Family::quotes, count_key(of.first, of.second), encode(QuoteCount{count}));
        }
        batch.put(Family::meta, Key('S'), encode(with_counts));
        return {};
      },
      Sync::yes);
}

}  // namespace qw::store
