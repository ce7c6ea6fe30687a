#include "store/store_impl.hpp"

#include <fmt/format.h>

/// Messages that have to leave, and what is known of those that left.
namespace qw::store {
namespace {

using model::Delivery;
using model::DeliveryState;

Key delivery_key(std::string_view id) { return Key('x').text(id); }
Key due_key(const model::OutboxEntry& entry) {
  return Key('d').text(entry.receiver).time(entry.due).text(entry.id);
}
Key by_made(const model::OutboxEntry& entry) { return Key('m').newest_first(entry.made).text(entry.id); }
Key by_state(DeliveryState state, const model::OutboxEntry& entry) {
  return Key('s').byte(static_cast<std::uint8_t>(state)).newest_first(entry.made).text(entry.id);
}

std::string id_behind_time(std::string_view key, bool with_state) {
  KeyParts parts(key);
  if (with_state) {
    parts.byte();
  }
  parts.newest_first();
  return parts.text().value_or("");
}

void write(Batch& batch, const Delivery& delivery) {
  batch.put(Family::outbox, delivery_key(delivery.entry.id), encode(delivery));
  batch.put(Family::outbox, by_made(delivery.entry), "");
  batch.put(Family::outbox, by_state(delivery.state, delivery.entry), "");
  if (delivery.state == DeliveryState::pending) {
    batch.put(Family::outbox, due_key(delivery.entry), "");
  }
}
void wipe(Batch& batch, const Delivery& delivery) {
  batch.erase(Family::outbox, delivery_key(delivery.entry.id));
  batch.erase(Family::outbox, by_made(delivery.entry));
  batch.erase(Family::outbox, by_state(delivery.state, delivery.entry));
  if (delivery.state == DeliveryState::pending) {
    batch.erase(Family::outbox, due_key(delivery.entry));
  }
}

}  // namespace

Result<> StoreImpl::put_outbox(Batch& batch, const std::vector<model::OutboxEntry>& entries) {
  TRY(const auto restored, batch.get(Family::meta, Key('R')));
  for (const model::OutboxEntry& entry : entries) {
    TRY(const auto known, batch.get(Family::outbox, delivery_key(entry.id)));
    if (!known) {  // the same event found again makes the same id: it is told once
      write(batch, {entry, restored ? DeliveryState::held : DeliveryState::pending, std::nullopt, 0});
    }
  }
  return {};
}

Result<> StoreImpl::put_delivery(Batch& batch, const Delivery& delivery) {
  TRY(const auto old, load<Delivery>(batch, Family::outbox, delivery_key(delivery.entry.id)));
  if (old && old->state == DeliveryState::sent) {
    return {};  // sent stays sent
  }
  if (old) {
    wipe(batch, *old);
  }
  write(batch, delivery);
  if (delivery.state == DeliveryState::sent) {
    draft_.sent.push_back(delivery.entry.id);
  }
  return {};
}

Result<> StoreImpl::erase_delivery(Batch& batch, std::string_view id) {
  TRY(const auto old, load<Delivery>(batch, Family::outbox, delivery_key(id)));
  if (old && old->state != DeliveryState::sent) {
    wipe(batch, *old);
  }
  return {};
}

Result<> StoreImpl::forget_sent(Batch& batch, std::string_view id) {
  TRY(const auto old, load<Delivery>(batch, Family::outbox, delivery_key(id)));
  if (old) {
    wipe(batch, *old);
  }
  return {};
}

Result<std::vector<model::OutboxEntry>> StoreImpl::due_deliveries(std::string_view receiver, Time now,
                                                                  std::size_t most) {
  std::vector<model::OutboxEntry> due;
  const Key prefix = Key('d').text(receiver);
  const std::string end = Key(prefix).time(now + Millis(1)).bytes();
  TRY_OK(db_->scan(Family::outbox, prefix, end, [&](auto key, auto) -> Result<Go> {
    if (due.size() == most) {
      return Go::stop;
    }
    KeyParts parts(key);
    parts.text();
    parts.time();
    TRY(auto delivery, load<Delivery>(Family::outbox, delivery_key(parts.text().value_or(""))));
    if (delivery && delivery->state == DeliveryState::pending) {
      due.push_back(std::move(delivery->entry));
    }
    return Go::on;
  }));
  return due;
}

Result<std::optional<Time>> StoreImpl::next_delivery(std::string_view receiver) {
  std::optional<Time> next;
  const Key prefix = Key('d').text(receiver);
  TRY_OK(db_->scan(Family::outbox, prefix, behind(prefix), [&](auto key, auto) -> Result<Go> {
    KeyParts parts(key);
    parts.text();
    next = parts.time();
    return Go::stop;
  }));
  return next;
}

Result<Page<Delivery>> StoreImpl::deliveries(std::optional<DeliveryState> state, std::size_t most,
                                             std::string_view cursor) {
  const Key prefix = state ? Key('s').byte(static_cast<std::uint8_t>(*state)) : Key('m');
  const std::string end = behind(prefix);
  TRY(const std::string start, start_of(cursor, prefix, end));
  Page<Delivery> page;
  std::string last_key;
  TRY_OK(db_->scan(Family::outbox, start, end, [&](auto key, auto) -> Result<Go> {
    if (page.rows.size() == most) {
      page.cursor = cursor_of(last_key);
      return Go::stop;
    }
    last_key = key;
    TRY(auto delivery, find_delivery(id_behind_time(key, state.has_value())));
    if (delivery) {
      page.rows.push_back(*std::move(delivery));
    }
    return Go::on;
  }));
  return page;
}

Result<std::optional<Delivery>> StoreImpl::find_delivery(std::string_view id) {
  return load<Delivery>(Family::outbox, delivery_key(id));
}

Result<bool> StoreImpl::deliveries_held() {
  TRY(const auto restored, db_->get(Family::meta, Key('R')));
  return restored.has_value();
}

Result<> StoreImpl::resume_deliveries() {
  // One batch: either all of them may leave or none.
  std::vector<Delivery> held;
  const Key prefix = Key('s').byte(static_cast<std::uint8_t>(DeliveryState::held));
  return writer_->run(
      [&](Batch& batch) -> Result<> {
        TRY_OK(db_->scan(Family::outbox, prefix, behind(prefix), [&](auto key, auto) -> Result<Go> {
          TRY(auto delivery, load<Delivery>(batch, Family::outbox, delivery_key(id_behind_time(key, true))));
          if (delivery && delivery->state == DeliveryState::held) {
            held.push_back(*std::move(delivery));
          }
          return Go::on;
        }));
        for (Delivery& delivery : held) {
          wipe(batch, delivery);
          delivery.state = DeliveryState::pending;
          write(batch, delivery);
        }
        batch.erase(Family::meta, Key('R'));
        return {};
      },
      Sync::yes);
}

/// A restored database knows less than the world: what the list outside says was sent is marked so, even when
/// the database has never heard of it (the same event found again must not go out twice); what waits is held.
Result<> StoreImpl::merge_sent_log() {
  TRY(const auto restored, db_->get(Family::meta, Key('R')));
  if (!restored || *restored != restored_just_now) {
    return {};
  }
  TRY(const auto sent, SentLog::read(options_.directory + "/sent.log"));
  const Time at = now();
  return writer_->run(
      [&](Batch& batch) -> Result<> {
        for (const std::string& id : sent) {
          TRY(auto known, load<Delivery>(batch, Family::outbox, delivery_key(id)));
          if (known && known->state == DeliveryState::sent) {
            continue;
          }
          if (known) {
            wipe(batch, *known);
          }
          Delivery delivery = known.value_or(Delivery{});
          delivery.entry.id = id;
          delivery.state = DeliveryState::sent;
          delivery.finished = at;
          write(batch, delivery);
        }
        const Key prefix = Key('s').byte(static_cast<std::uint8_t>(DeliveryState::pending));
        std::vector<Delivery> waiting;
        TRY_OK(db_->scan(Family::outbox, prefix, behind(prefix), [&](auto key, auto) -> Result<Go> {
          TRY(auto delivery, load<Delivery>(batch, Family::outbox, delivery_key(id_behind_time(key, true))));
          if (delivery && delivery->state == DeliveryState::pending) {
            waiting.push_back(*std::move(delivery));
          }
          return Go::on;
        }));
        for (Delivery& delivery : waiting) {
          wipe(batch, delivery);
          delivery.state = DeliveryState::held;
          write(batch, delivery);
        }
        model::AuditRecord record;
        record.at = at;
        record.who = "daemon";
        record.act = "store.restored";
        record.subject = "store";
        record.after = fmt::format(R"({{"held":{},"sent_outside":{}}})", waiting.size(), sent.size());
        put_audit(batch, {record});
        batch.put(Family::meta, Key('R'), deliveries_wait);
        return {};
      },
      Sync::yes);
}

}  // namespace qw::store
