#include "store/store_impl.hpp"

#include <shared_mutex>

/// The stages of the pipeline and a person's acts, each one batch: input out, output in.
namespace qw::store {

Result<> StoreImpl::commit(PolledBatch polled) {
  return writer_->run(
      [&](Batch& batch) -> Result<> {
        TRY_OK(consume(batch, polled.consumed_task));
        if (polled.page) {
          TRY_OK(put_page(batch, *polled.page));
        }
        put_outlet_state(batch, polled.state);
        TRY_OK(add_links(batch, polled.new_tasks));
        if (polled.next_poll) {
          TRY_OK(place(batch, *polled.next_poll, std::nullopt));
        }
        return {};
      },
      Sync::yes);
}

Result<> StoreImpl::commit(FetchedBatch fetched) {
  return writer_->run(
      [&](Batch& batch) -> Result<> {
        TRY_OK(consume(batch, fetched.consumed_task));
        if (fetched.page) {
          TRY_OK(put_page(batch, *fetched.page));
        }
        if (fetched.next) {
          TRY_OK(place(batch, *fetched.next, std::nullopt));
        }
        put_settings(batch, fetched.settings);
        return {};
      },
      Sync::yes);
}

Result<> StoreImpl::commit(ReadBatch read) {
  const std::shared_lock evidence(evidence_mutex_);
  TRY(auto copies, copy_evidence(read.cases, read.revision));
  for (const auto& [case_id, page] : read.kept) {
    TRY_OK(copy_page(case_id, page, copies));
  }
  return writer_->run(
      [&](Batch& batch) -> Result<> {
        TRY_OK(consume(batch, read.consumed_task));
        if (read.revision) {
          TRY_OK(put_revision(batch, *read.revision));
        }
        TRY_OK(count_quotes(batch, read));
        put_quotes(batch, read.quotes);
        put_decisions(batch, read.decisions);
        TRY_OK(put_cases(batch, read.cases, copies, read.newest_seen));
        TRY_OK(put_more_evidence(batch, copies, read.cases));
        put_audit(batch, read.audit);
        TRY_OK(put_outbox(batch, read.outbox));
        if (read.next_visit) {
          TRY_OK(place(batch, *read.next_visit, std::nullopt));
        }
        if (read.state) {
          put_outlet_state(batch, *read.state);
        }
        put_settings(batch, read.settings);
        return {};
      },
      Sync::yes);
}

Result<> StoreImpl::commit(ActBatch act) {
  const std::shared_lock evidence(evidence_mutex_);
  TRY(const auto copies, copy_evidence(act.cases, std::nullopt));
  return writer_->run(
      [&](Batch& batch) -> Result<> {
        TRY_OK(put_cases(batch, act.cases, copies, {}));
        put_audit(batch, act.audit);
        TRY_OK(put_outbox(batch, act.outbox));
        for (const std::string& id : act.dropped_outbox) {
          TRY_OK(erase_delivery(batch, id));
        }
        for (const model::OutletState& state : act.outlet_states) {
          put_outlet_state(batch, state);
        }
        put_settings(batch, act.settings);
        return put_people(batch, act);
      },
      Sync::yes);
}

Result<> StoreImpl::commit_delivery(const model::Delivery& delivery) {
  return writer_->run([&](Batch& batch) { return put_delivery(batch, delivery); }, Sync::yes);
}

}  // namespace qw::store
