#include "store/store_impl.hpp"

#include <algorithm>

/// The queue of tasks. A queue deletes at its head, and every scan from the front would walk the tombstones
/// again; so the place of the last pop is remembered, scans begin there, and every insert before it lowers
/// it.
namespace qw::store {
namespace {

Key due_key(const model::Task& task) {
  return Key('d')
      .time(task.due)
      .byte(static_cast<std::uint8_t>(std::clamp(task.priority, 0, 255)))
      .text(task.id);
}
Key lease_key(std::string_view id, Time until) { return Key('l').time(until).text(id); }
Key task_key(std::string_view id) { return Key('u').text(id); }

std::string id_of_due(std::string_view key) {
  KeyParts parts(key);
  parts.time();
  parts.byte();
  return parts.text().value_or("");
}
std::string id_of_lease(std::string_view key) {
  KeyParts parts(key);
  parts.time();
  return parts.text().value_or("");
}

/// The least key behind all that lie before or at `now`.
std::string until_key(char type, Time now) { return Key(type).time(now + Millis(1)).bytes(); }

void lower(std::string& bound, const std::string& key) {
  if (bound.empty() || key < bound) {
    bound = key;
  }
}

}  // namespace

Result<> StoreImpl::place(Batch& batch, const model::Task& task, std::optional<Time> leased_until) {
  TRY(const bool was_there, displace(batch, task.id));
  static_cast<void>(was_there);
  batch.put(Family::frontier, task_key(task.id), encode(Placed<model::Task>{task, leased_until}));
  ++draft_.head.tasks;
  if (leased_until) {
    const Key key = lease_key(task.id, *leased_until);
    batch.put(Family::frontier, key, "");
    lower(draft_.lowest_lease_put, key.bytes());
    draft_.lease_cursor = std::min(draft_.lease_cursor, key.bytes());
  } else {
    const Key key = due_key(task);
    batch.put(Family::frontier, key, "");
    lower(draft_.lowest_due_put, key.bytes());
    draft_.due_cursor = std::min(draft_.due_cursor, key.bytes());
  }
  return {};
}

/// Takes a task out of the queue; false when it is not there.
Result<bool> StoreImpl::displace(Batch& batch, std::string_view task) {
  TRY(const auto old, load<Placed<model::Task>>(batch, Family::frontier, task_key(task)));
  if (!old) {
    return false;
  }
  batch.erase(Family::frontier, old->leased_until ? lease_key(task, *old->leased_until) : due_key(old->task));
  batch.erase(Family::frontier, task_key(task));
  --draft_.head.tasks;
  return true;
}

/// Takes tasks out for good: their links count as known, waiting or not.
Result<> StoreImpl::forget_tasks(Batch& batch, const std::set<std::string>& tasks) {
  for (const std::string& task : tasks) {
    TRY(const bool was_there, displace(batch, task));
    static_cast<void>(was_there);
    batch.put(Family::frontier, Key('x').text(task), encode(WarcPlace{0, now()}));
  }
  return {};
}

Result<> StoreImpl::consume(Batch& batch, const std::string& task) {
  if (task.empty()) {
    return {};
  }
  TRY(const bool was_there, displace(batch, task));
  if (!was_there) {
    return fail(Errc::not_found,
                "task " + task + " is not in the frontier: it was finished already; drop this work");
  }
  batch.put(Family::frontier, Key('x').text(task), encode(WarcPlace{0, now()}));
  return {};
}

Result<> StoreImpl::add_links(Batch& batch, const std::vector<model::Task>& tasks) {
  for (const model::Task& task : tasks) {
    TRY(const auto waiting, batch.get(Family::frontier, task_key(task.id)));
    TRY(const auto known, batch.get(Family::frontier, Key('x').text(task.id)));
    if (!waiting && !known) {
      TRY_OK(place(batch, task, std::nullopt));
    }
  }
  return {};
}

Result<std::vector<model::Task>> StoreImpl::take_due(Time at, std::size_t most, Time lease_until) {
  std::vector<model::Task> taken;
  // Not synced: a lease that a power cut takes back only gives its task out again.
  TRY_OK(writer_->run(
      [&](Batch& batch) -> Result<> {
        TRY(taken, take(batch, at, most, lease_until));
        return {};
      },
      Sync::no));
  return taken;
}

Result<std::vector<model::Task>> StoreImpl::take(Batch& batch, Time at, std::size_t most, Time lease_until) {
  std::vector<model::Task> taken;
  std::vector<std::string> stale;
  const auto collect = [&](char type, std::string& cursor, const std::string& lowest_put) -> Result<> {
    std::string behind_last;
    TRY_OK(db_->scan(Family::frontier, cursor, until_key(type, at), [&](auto key, auto) -> Result<Go> {
      if (taken.size() >= most) {
        return Go::stop;
      }
      behind_last = std::string(key) + '\0';
      TRY(const auto placed,
          load<Placed<model::Task>>(batch, Family::frontier,
                                    task_key(type == 'l' ? id_of_lease(key) : id_of_due(key))));
      // An earlier job of this group may have moved or finished it: the batch knows, the scan does not.
      const bool here =
          placed && (placed->leased_until ? lease_key(placed->task.id, *placed->leased_until).bytes()
                                          : due_key(placed->task).bytes()) == key;
      if (here) {
        taken.push_back(placed->task);
      }
      return Go::on;
    }));
    if (!behind_last.empty()) {
      cursor = lowest_put.empty() ? behind_last : std::min(behind_last, lowest_put);
    }
    return {};
  };
  // Leases that ended first: their tasks have waited longest.
  TRY_OK(collect('l', draft_.lease_cursor, draft_.lowest_lease_put));
  TRY_OK(collect('d', draft_.due_cursor, draft_.lowest_due_put));
  for (const model::Task& task : taken) {
    TRY_OK(place(batch, task, lease_until));
  }
  return taken;
}

Result<std::optional<Time>> StoreImpl::next_due() {
  std::string due, lease;
  {
    const std::scoped_lock lock(live_mutex_);
    due = live_.due_cursor;
    lease = live_.lease_cursor;
  }
  std::optional<Time> next;
  const auto look = [&](const std::string& from, char type) -> Result<> {
    return db_->scan(Family::frontier, from, behind(Key(type)), [&](auto key, auto) -> Result<Go> {
      const auto time = KeyParts(key).time();
      if (time && (!next || *time < *next)) {
        next = time;
      }
      return Go::stop;
    });
  };
  TRY_OK(look(due, 'd'));
  TRY_OK(look(lease, 'l'));
  return next;
}

Result<> StoreImpl::put_task(const model::Task& task) {
  return writer_->run([&](Batch& batch) { return place(batch, task, std::nullopt); }, Sync::yes);
}

Result<> StoreImpl::put_tasks(const std::vector<model::Task>& tasks) {
  return writer_->run(
      [&](Batch& batch) -> Result<> {
        for (const model::Task& task : tasks) {
          TRY_OK(place(batch, task, std::nullopt));
        }
        return {};
      },
      Sync::yes);
}

Result<> StoreImpl::drop_task(std::string_view id) {
  return writer_->run(
      [&](Batch& batch) -> Result<> {
        TRY(const bool was_there, displace(batch, id));
        static_cast<void>(was_there);  // dropping what is gone is what was asked for
        return {};
      },
      Sync::yes);
}

Result<std::optional<model::Task>> StoreImpl::find_task(std::string_view id) {
  TRY(auto placed, load<Placed<model::Task>>(Family::frontier, task_key(id)));
  if (!placed) {
    return std::nullopt;
  }
  return std::move(placed->task);
}

Result<std::size_t> StoreImpl::count_tasks() { return live_head().tasks; }

Result<> StoreImpl::put_host(const model::HostState& host) {
  return writer_->run(
      [&](Batch& batch) -> Result<> {
        batch.put(Family::hosts, Key('h').text(host.host), encode(host));
        return {};
      },
      Sync::yes);
}

Result<std::optional<model::HostState>> StoreImpl::find_host(std::string_view host) {
  return load<model::HostState>(Family::hosts, Key('h').text(host));
}

}  // namespace qw::store
