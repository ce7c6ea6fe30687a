#include "store/store_impl.hpp"

#include <algorithm>

/// What is old goes, what belongs to a case stays. In pieces, so that the pipeline never waits long.
namespace qw::store {
namespace {

constexpr std::size_t piece = 500;

}  // namespace

Result<> StoreImpl::apply_retention(Time before) {
  const std::scoped_lock lock(retention_mutex_);
  TRY_OK(retain_revisions(before));
  TRY_OK(drop_quote_counts(before));
  TRY_OK(retain_pages(before));
  TRY_OK(retain_queue(before));
  return retain_warc(before);
}

/// Of a revision, or of the page of a feed.
Result<> StoreImpl::erase_decisions(Batch& batch, const std::string& of) {
  const Key prefix = Key('d').text(of);
  return db_->scan(Family::decisions, prefix, behind(prefix), [&batch](auto found, auto) -> Result<Go> {
    batch.erase(Family::decisions, found);
    return Go::on;
  });
}

/// The next keys between `from` and `until`, at most a piece; `from` is moved behind them. Empty: no more.
Result<std::vector<std::string>> StoreImpl::next_piece(Family family, std::string& from,
                                                       std::string_view until) {
  std::vector<std::string> keys;
  TRY_OK(db_->scan(family, from, until, [&](auto key, auto) -> Result<Go> {
    keys.emplace_back(key);
    from = std::string(key) + '\0';
    return keys.size() < piece ? Go::on : Go::stop;
  }));
  return keys;
}

Result<> StoreImpl::retain_revisions(Time before) {
  std::string from = Key('t').bytes();
  const std::string until = Key('t').time(before).bytes();
  for (;;) {
    TRY(const auto old, next_piece(Family::revisions, from, until));
    if (old.empty()) {
      return {};
    }
    TRY_OK(writer_->run(
        [&](Batch& batch) -> Result<> {
          for (const std::string& time_key : old) {
            KeyParts parts(time_key);
            parts.time();
            const std::string article = parts.text().value_or("");
            const std::uint64_t number = parts.number().value_or(0);
            TRY(const auto kept, cases_with_article(article));
            if (!kept.empty()) {
              continue;
            }
            const Key key = Key('v').text(article).number(number);
            TRY(const auto revision, load<model::Revision>(batch, Family::revisions, key));
            batch.erase(Family::revisions, time_key);
            batch.erase(Family::revisions, key);
            if (!revision) {
              continue;
            }
            TRY(const auto place, load<RevisionPlace>(batch, Family::revisions, Key('r').text(revision->id)));
            if (place && place->number != number) {
              continue;  // a later revision went back to this text: the rest belongs to it
            }
            batch.erase(Family::revisions, Key('r').text(revision->id));
            TRY(const auto quotes, quotes_in(revision->id));
            erase_quotes(batch, quotes);
            TRY_OK(erase_decisions(batch, revision->id));
          }
          return {};
        },
        Sync::yes));
  }
}

Result<> StoreImpl::retain_pages(Time before) {
  std::string from = Key('t').bytes();
  const std::string until = Key('t').time(before).bytes();
  for (;;) {
    TRY(const auto old, next_piece(Family::pages, from, until));
    if (old.empty()) {
      return {};
    }
    TRY_OK(writer_->run(
        [&](Batch& batch) -> Result<> {
          for (const std::string& time_key : old) {
            KeyParts parts(time_key);
            parts.time();
            const std::string id = parts.text().value_or("");
            bool kept = false;
            const Key evidence = Key('e').text(id);
            TRY_OK(db_->scan(Family::pages, evidence, behind(evidence), [&](auto, auto) -> Result<Go> {
              kept = true;
              return Go::stop;
            }));
            if (kept) {
              continue;
            }
            TRY(const auto page, load<model::PageRecord>(batch, Family::pages, Key('p').text(id)));
            batch.erase(Family::pages, time_key);
            batch.erase(Family::pages, Key('p').text(id));
            if (page) {
              const Key address = Key('u').text(page->final_url.empty() ? page->url : page->final_url);
              TRY(const auto newest, batch.get(Family::pages, address));
              if (newest == id) {
                batch.erase(Family::pages, address);
              }
            }
            TRY_OK(erase_decisions(batch, id));  // of a title that was seen in a feed alone
          }
          return {};
        },
        Sync::yes));
  }
}

/// Links that are known, deliveries that were sent, sessions: each only stops something for a while.
Result<> StoreImpl::retain_queue(Time before) {
  std::vector<std::string> links, sessions, sent;
  TRY_OK(db_->scan(Family::frontier, "x", behind("x"), [&](auto key, auto value) -> Result<Go> {
    TRY(const WarcPlace mark, decode<WarcPlace>(value));
    if (mark.newest < before) {
      links.emplace_back(key);
    }
    return Go::on;
  }));
  TRY_OK(db_->scan(Family::users, "s", behind("s"), [&](auto key, auto value) -> Result<Go> {
    TRY(const model::Session session, decode<model::Session>(value));
    if (session.last_seen < before) {
      sessions.emplace_back(key);
    }
    return Go::on;
  }));
  TRY_OK(db_->scan(Family::outbox, "x", behind("x"), [&](auto, auto value) -> Result<Go> {
    TRY(const model::Delivery delivery, decode<model::Delivery>(value));
    if (delivery.state == model::DeliveryState::sent && delivery.finished && *delivery.finished < before) {
      sent.push_back(delivery.entry.id);
    }
    return Go::on;
  }));
  for (std::size_t at = 0; at < std::max({links.size(), sessions.size(), sent.size()}); at += piece) {
    TRY_OK(writer_->run(
        [&](Batch& batch) -> Result<> {
          for (std::size_t i = at; i < at + piece; ++i) {
            if (i < links.size()) {
              batch.erase(Family::frontier, links[i]);
            }
            if (i < sessions.size()) {
              batch.erase(Family::users, sessions[i]);
            }
            if (i < sent.size()) {
              TRY_OK(forget_sent(batch, sent[i]));
            }
          }
          return {};
        },
        Sync::yes));
  }
  return {};
}

Result<> StoreImpl::retain_warc(Time before) {
  std::vector<std::string> old;
  TRY_OK(db_->scan(Family::meta, "W", behind("W"), [&](auto key, auto value) -> Result<Go> {
    TRY(const WarcPlace place, decode<WarcPlace>(value));
    std::string file = KeyParts(key).text().value_or("");
    // Evidence stays until a person releases it; the file that is written to has no old end.
    if (file.starts_with("warc/") && place.newest < before && file != warc_->current_file()) {
      old.push_back(std::move(file));
    }
    return Go::on;
  }));
  for (const std::string& file : old) {
    // The record first: a crash in between leaves a file that the next start removes.
    TRY_OK(writer_->run(
        [&](Batch& batch) -> Result<> {
          batch.erase(Family::meta, Key('W').text(file));
          return {};
        },
        Sync::yes));
    TRY_OK(warc_->remove(file));
  }
  return {};
}

}  // namespace qw::store
