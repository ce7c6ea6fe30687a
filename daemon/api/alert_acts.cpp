#include "daemon/api/alert_acts.hpp"

#include "base/ids.hpp"
#include "daemon/alerts/store_outbox.hpp"

#include <algorithm>
#include <utility>

namespace qw::api {
namespace {

model::AuditRecord record_of(const Services& services, const std::string& who, std::string act,
                             std::string subject) {
  model::AuditRecord out;
  out.at = services.clock.now();
  out.who = who;
  out.act = std::move(act);
  out.subject = std::move(subject);
  return out;
}

void ring(const Services& services) {
  if (services.outbox_grew) {
    services.outbox_grew();
  }
}

Result<> put_silence(Services& services, const alerts::Silence& of, const std::string& act,
                     const std::string& before, const std::string& who) {
  store::ActBatch batch;
  batch.settings.emplace_back(alerts::silence_setting(of.id), alerts::silence_text(of));
  model::AuditRecord record = record_of(services, who, act, "silence:" + of.id);
  record.before = before;
  record.after = alerts::silence_text(of);
  record.reason = of.reason;
  batch.audit.push_back(std::move(record));
  TRY_OK(services.store.commit(std::move(batch)));
  ring(services);
  return {};
}

}  // namespace

Result<model::Delivery> send_again(Services& services, model::Delivery delivery, const std::string& who) {
  if (delivery.state == model::DeliveryState::sent) {
    return fail(Errc::conflict, "it was delivered already");
  }
  model::AuditRecord record = record_of(services, who, "delivery.retry", "delivery:" + delivery.entry.id);
  record.before = model::name_of(delivery.state);
  delivery.state = model::DeliveryState::pending;
  delivery.entry.due = services.clock.now();
  delivery.entry.tries = 0;
  delivery.finished.reset();
  TRY_OK(services.store.commit_delivery(delivery));
  store::ActBatch batch;
  batch.audit.push_back(std::move(record));
  TRY_OK(services.store.commit(std::move(batch)));
  ring(services);
  return delivery;
}

Result<> enable_receiver_now(Services& services, const std::string& receiver, const std::string& who) {
  const std::string key = alerts::disabled_setting(receiver);
  TRY(const auto before, services.store.setting(key));
  store::ActBatch batch;
  batch.settings.emplace_back(key, "");
  model::AuditRecord record = record_of(services, who, "receiver.enable", "receiver:" + receiver);
  record.before = before.value_or("");
  batch.audit.push_back(std::move(record));
  TRY_OK(services.store.commit(std::move(batch)));
  ring(services);
  return {};
}

Result<alerts::Silence> add_silence(Services& services, alerts::Silence wish, const std::string& who) {
  const auto config = services.config();
  const bool receiver =
      wish.receiver.empty() ||
      std::ranges::find(config->receivers, wish.receiver, &config::Receiver::id) != config->receivers.end();
  const bool official = wish.official.empty() || config->find_official(wish.official) != nullptr;
  const bool pattern = wish.pattern.empty() || config->find_pattern(wish.pattern) != nullptr;
  if (!receiver || !official || !pattern) {
    return fail(Errc::usage, "no such receiver, official or pattern: the silence would hold nothing");
  }
  TRY_OK(alerts::check(wish, services.clock.now()));
  wish.id = time_id(services.clock.now());
  wish.author = who;
  TRY_OK(put_silence(services, wish, "silence.create", "", who));
  return wish;
}

Result<alerts::Silence> end_silence_now(Services& services, const std::string& id, const std::string& who) {
  TRY(const auto text, services.store.setting(alerts::silence_setting(id)));
  if (!text) {
    return fail(Errc::not_found, "there is no silence '" + id + "'");
  }
  TRY(alerts::Silence found, alerts::read_silence(*text));
  if (found.until <= services.clock.now()) {
    return fail(Errc::conflict, "this silence is over");
  }
  found.until = services.clock.now();
  found.ended_by = who;
  TRY_OK(put_silence(services, found, "silence.end", *text, who));
  return found;
}

}  // namespace qw::api
