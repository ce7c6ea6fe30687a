#include "store/store_impl.hpp"

/// Outlets' states, revisions, quotes and decisions.
namespace qw::store {
namespace {

std::uint8_t number_of(model::TextKind kind) { return static_cast<std::uint8_t>(kind); }

Key by_official(const QuoteRow& row) {
  return Key('o')
      .text(row.quote.official.value_or(""))
      .newest_first(row.seen)
      .text(row.revision)
      .byte(number_of(row.text))
      .number(row.number);
}
Key by_time(const QuoteRow& row) {
  return Key('t').newest_first(row.seen).text(row.revision).byte(number_of(row.text)).number(row.number);
}

}  // namespace

Key quote_key(const QuoteRow& row) {
  return Key('q').text(row.revision).byte(number_of(row.text)).number(row.number);
}

void StoreImpl::put_outlet_state(Batch& batch, const model::OutletState& state) {
  batch.put(Family::outlet_state, Key('o').text(state.outlet).text(state.address), encode(state));
}

Result<std::vector<model::OutletState>> StoreImpl::outlet_states() {
  return load_all<model::OutletState>(Family::outlet_state, Key('o'));
}

Result<std::optional<model::OutletState>> StoreImpl::find_outlet_state(std::string_view outlet,
                                                                       std::string_view address) {
  return load<model::OutletState>(Family::outlet_state, Key('o').text(outlet).text(address));
}

Result<> StoreImpl::put_revision(Batch& batch, const model::Revision& revision) {
  const Key key = Key('v').text(revision.article).number(revision.number);
  batch.put(Family::revisions, key, encode(revision));
  batch.put(Family::revisions, Key('r').text(revision.id),
            encode(RevisionPlace{revision.article, revision.number}));
  batch.put(Family::revisions, Key('t').time(revision.fetched).text(revision.article).number(revision.number),
            "");
  return {};
}

Result<std::optional<model::Revision>> StoreImpl::find_revision(std::string_view id) {
  TRY(const auto place, load<RevisionPlace>(Family::revisions, Key('r').text(id)));
  if (!place) {
    return std::nullopt;
  }
  return load<model::Revision>(Family::revisions, Key('v').text(place->article).number(place->number));
}

Result<std::optional<model::Revision>> StoreImpl::latest_revision(std::string_view article) {
  std::optional<model::Revision> latest;
  const Key prefix = Key('v').text(article);
  TRY_OK(db_->scan_back(Family::revisions, prefix, behind(prefix), [&](auto, auto value) -> Result<Go> {
    TRY(latest, decode<model::Revision>(value));
    return Go::stop;
  }));
  return latest;
}

Result<std::vector<model::Revision>> StoreImpl::revisions_of(std::string_view article) {
  return load_all<model::Revision>(Family::revisions, Key('v').text(article));
}

void StoreImpl::put_quotes(Batch& batch, const std::vector<QuoteRow>& quotes) {
  for (const QuoteRow& row : quotes) {
    batch.put(Family::quotes, quote_key(row), encode(row));
    if (row.quote.official) {
      batch.put(Family::quotes, by_official(row), "");
      batch.put(Family::quotes, by_time(row), "");
    }
  }
}

void StoreImpl::erase_quotes(Batch& batch, const std::vector<QuoteRow>& quotes) {
  for (const QuoteRow& row : quotes) {
    batch.erase(Family::quotes, quote_key(row));
    if (row.quote.official) {
      batch.erase(Family::quotes, by_official(row));
      batch.erase(Family::quotes, by_time(row));
    }
  }
}

Result<Page<QuoteRow>> StoreImpl::quotes_of(std::string_view official, Time from, Time until,
                                            std::size_t most, std::string_view cursor) {
  const Key prefix = official.empty() ? Key('t') : Key('o').text(official);
  // Newest first: the range begins at the last millisecond before `until` and ends behind `from`.
  const std::string first = Key(prefix).newest_first(until - Millis(1)).bytes();
  const std::string last = behind(Key(prefix).newest_first(from));
  TRY(const std::string start, start_of(cursor, first, last));
  Page<QuoteRow> page;
  std::string last_key;
  TRY_OK(db_->scan(Family::quotes, start, last, [&](auto key, auto) -> Result<Go> {
    if (page.rows.size() == most) {
      page.cursor = cursor_of(last_key);
      return Go::stop;
    }
    last_key = key;
    KeyParts parts(key);
    if (!official.empty()) {
      parts.text();
    }
    parts.newest_first();
    const std::string revision = parts.text().value_or("");
    const std::uint8_t text = parts.byte().value_or(0);
    const std::uint64_t number = parts.number().value_or(0);
    TRY(auto row, load<QuoteRow>(Family::quotes, Key('q').text(revision).byte(text).number(number)));
    if (row) {
      page.rows.push_back(*std::move(row));
    }
    return Go::on;
  }));
  return page;
}

Result<std::vector<QuoteRow>> StoreImpl::quotes_in(std::string_view revision) {
  return load_all<QuoteRow>(Family::quotes, Key('q').text(revision));
}

void StoreImpl::put_decisions(Batch& batch, const std::vector<DecisionRow>& decisions) {
  for (const DecisionRow& row : decisions) {
    batch.put(Family::decisions,
              Key('d').text(row.revision).text(row.decision.pattern).byte(number_of(row.decision.text)),
              encode(row));
  }
}

Result<std::vector<DecisionRow>> StoreImpl::decisions_in(std::string_view revision) {
  return load_all<DecisionRow>(Family::decisions, Key('d').text(revision));
}

}  // namespace qw::store
