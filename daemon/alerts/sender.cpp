#include "daemon/alerts/sender.hpp"

#include "base/log.hpp"
#include "daemon/alerts/hours.hpp"
#include "daemon/alerts/retry.hpp"
#include "daemon/alerts/silences.hpp"
#include "daemon/alerts/story.hpp"
#include "daemon/alerts/tame.hpp"
#include "daemon/desk/texts.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace qw::alerts {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t most_in_memory = 32;
constexpr Millis idle = 60s;
constexpr Millis usual_first = 5s;
constexpr Millis probe_every = 5min;
constexpr int failures_that_open_the_circuit = 5;

/// What the receiver did not hear of a case, and by whose decision.
std::vector<std::string> notes_of(const std::vector<Silence>& silences, const Subject& about,
                                  const config::Receiver& receiver, Time now) {
  const desk::Texts texts(receiver.language);
  std::vector<std::string> out;
  for (const Silence* each : over_since(silences, about, now)) {
    out.push_back(texts.filled("alert.silenced",
                               {each->author, desk::local_time(each->until, receiver.zone), each->reason}));
  }
  return out;
}

}  // namespace

Sender::Sender(asio::any_io_executor executor, const Clock& clock, Outbox& outbox,
               std::unique_ptr<Channel> channel, config::Receiver receiver, std::function<double()> chance)
    : clock_(clock),
      outbox_(outbox),
      channel_(std::move(channel)),
      receiver_(std::move(receiver)),
      chance_(std::move(chance)),
      wake_(executor) {
  if (is_for_people(receiver_.kind)) {
    budget_.emplace(clock_.now());
  }
}

Millis Sender::scaled(Millis of_the_usual) const {
  return of_the_usual * receiver_.retry_first.count() / usual_first.count();
}

asio::awaitable<void> Sender::run() {
  for (;;) {
    const Millis wait = co_await send_due();
    co_await wake_.wait(wait);
  }
}

asio::awaitable<Millis> Sender::send_due() {
  const Result<std::string> disabled = co_await outbox_.disabled(receiver_.id);
  if (!disabled || !disabled->empty()) {
    co_return idle;
  }
  const Result<std::vector<Silence>> silences = co_await outbox_.silences(clock_.now());
  if (!silences) {
    log::warning("outbox", {{"receiver", receiver_.id}, {"problem", silences.error().text()}});
    co_return idle;
  }
  for (;;) {
    const Time now = clock_.now();
    if (receiver_.quiet) {
      if (const auto until = quiet_until(*receiver_.quiet, receiver_.zone, now)) {
        co_return std::clamp<Millis>(*until - now, 10ms, idle);
      }
    }
    if (now < not_before_) {
      co_return std::min<Millis>(not_before_ - now, idle);
    }
    Result<std::vector<model::OutboxEntry>> due = co_await outbox_.due(receiver_.id, now, most_in_memory);
    if (!due) {
      log::warning("outbox", {{"receiver", receiver_.id}, {"problem", due.error().text()}});
      co_return idle;
    }
    if (due->empty()) {
      break;
    }
    std::vector<model::OutboxEntry> together = beyond_budget(*due, now);
    for (model::OutboxEntry& entry : *due) {
      const bool go_on = co_await send_one(std::move(entry), *silences);
      if (!go_on) {
        co_return std::clamp<Millis>(not_before_ - clock_.now(), 10ms, idle);
      }
    }
    if (budget_ && !together.empty()) {
      if (budget_->places(now) == 0) {  // they wait for the next place, and what becomes due goes with them
        co_return std::clamp<Millis>(budget_->next() - clock_.now(), 10ms, idle);
      }
      budget_->take();
      const bool go_on = co_await send_together(std::move(together), *silences);
      if (!go_on) {
        co_return std::clamp<Millis>(not_before_ - clock_.now(), 10ms, idle);
      }
    }
  }
  const Result<std::optional<Time>> next = co_await outbox_.next(receiver_.id);
  const std::optional<Time> due_next = next ? *next : std::nullopt;
  co_return due_next ? std::clamp<Millis>(*due_next - clock_.now(), 10ms, idle) : idle;
}

asio::awaitable<bool> Sender::hold_back(model::OutboxEntry entry, Silence silence) {
  model::Delivery delivery;
  delivery.entry = std::move(entry);
  delivery.entry.last_problem =
      "silenced by " + silence.author + " until " + to_iso(silence.until) + ": " + silence.reason;
  delivery.state = model::DeliveryState::silenced;
  delivery.finished = clock_.now();
  log::info("silenced", {{"receiver", receiver_.id},
                         {"event", delivery.entry.event},
                         {"case", delivery.entry.case_id},
                         {"silence", silence.id}});
  const Result<> recorded = co_await outbox_.finish(std::move(delivery));
  if (!recorded) {
    log::error("delivery.record", {{"receiver", receiver_.id}, {"problem", recorded.error().text()}});
    not_before_ = clock_.now() + scaled(usual_first);
  }
  co_return recorded.has_value();
}

std::vector<model::OutboxEntry> Sender::beyond_budget(std::vector<model::OutboxEntry>& due, Time now) {
  std::vector<model::OutboxEntry> beyond;
  const auto wanted = static_cast<std::size_t>(std::ranges::count_if(due, may_be_summed));
  const std::size_t places = budget_ ? budget_->places(now) : 0;
  if (!budget_ || wanted <= places) {
    return beyond;
  }
  std::size_t alone = places == 0 ? 0 : places - 1;  // the last place is that of the summary
  std::vector<model::OutboxEntry> kept;
  for (model::OutboxEntry& entry : due) {
    const bool counts = may_be_summed(entry);
    (counts && alone == 0 ? beyond : kept).push_back(std::move(entry));
    alone -= counts && alone > 0 ? 1U : 0U;
  }
  due = std::move(kept);
  return beyond;
}

asio::awaitable<bool> Sender::send_together(std::vector<model::OutboxEntry> entries,
                                            std::vector<Silence> silences) {
  std::vector<model::OutboxEntry> told;
  std::vector<std::string> lines;
  std::string desk;
  for (model::OutboxEntry& entry : entries) {
    const Result<Story> story = story_of(entry.payload, receiver_, {});
    const bool alone = entries.size() == 1 || !story || entry.last_problem.starts_with("silenced by ") ||
                       held_by(silences, subject_of(entry), clock_.now()) != nullptr;
    if (alone) {  // what is silenced, unreadable or sent by hand goes its own way
      const bool go_on = co_await send_one(std::move(entry), silences);
      if (!go_on) {
        co_return false;
      }
      continue;
    }
    desk = desk.empty() ? story->link.substr(0, story->link.rfind("/cases/")) : desk;
    lines.push_back(story->headline);
    told.push_back(std::move(entry));
  }
  if (told.empty()) {
    co_return true;
  }
  model::OutboxEntry summary = summary_of(told, lines, desk, clock_.now());
  const std::string id = summary.id;
  const Answer answer = co_await channel_->send(std::move(summary), {});
  if (answer.error && answer.error->code == Errc::cancelled) {
    co_return false;
  }
  bool go_on = true;
  const int failures = failures_in_a_row_;
  for (model::OutboxEntry& entry : told) {
    failures_in_a_row_ = failures;  // it is one message
    Answer same = answer;
    const bool recorded = co_await settle(std::move(entry), std::move(same), "in summary " + id);
    go_on = go_on && recorded;
  }
  co_return go_on;
}

asio::awaitable<void> Sender::say(model::OutboxEntry entry) {
  const Answer answer = co_await channel_->send(entry, {});
  log::warning("delivery.unrecorded", {{"receiver", receiver_.id},
                                       {"event", entry.event},
                                       {"status", answer.status},
                                       {"problem", answer.error ? answer.error->what : answer.problem}});
}

asio::awaitable<bool> Sender::send_one(model::OutboxEntry entry, std::vector<Silence> silences) {
  const Subject about = subject_of(entry);
  // A person who sends a silenced message by hand has decided.
  const bool by_hand = entry.last_problem.starts_with("silenced by ");
  if (const Silence* silence = by_hand ? nullptr : held_by(silences, about, clock_.now())) {
    co_return co_await hold_back(std::move(entry), *silence);
  }
  if (budget_ && may_be_summed(entry)) {
    budget_->take();
  }
  std::vector<std::string> notes = notes_of(silences, about, receiver_, clock_.now());
  Answer answer = co_await channel_->send(entry, std::move(notes));
  co_return co_await settle(std::move(entry), std::move(answer), "");
}

asio::awaitable<bool> Sender::settle(model::OutboxEntry entry, Answer answer, std::string told_as) {
  if (answer.error && answer.error->code == Errc::cancelled) {
    co_return false;  // we are stopping; the entry stays due
  }
  const Time now = clock_.now();
  Outcome outcome = outcome_of(std::move(entry), answer, now, receiver_.retry_first, chance_());
  const bool sent = outcome.delivery.state == model::DeliveryState::sent;
  if (sent && !told_as.empty()) {
    outcome.delivery.entry.last_problem = told_as;
    ++counts_.summed;
  }
  const model::Delivery& delivery = outcome.delivery;
  log::event(sent ? log::Level::info : log::Level::warning, "delivery",
             {{"receiver", receiver_.id},
              {"event", delivery.entry.event},
              {"case", delivery.entry.case_id},
              {"id", delivery.entry.id},
              {"state", model::name_of(delivery.state)},
              {"try", delivery.entry.tries},
              {"problem", delivery.entry.last_problem}});
  if (sent) {
    ++counts_.sent;
    counts_.last_sent = now;
    failures_in_a_row_ = 0;
  } else {
    delivery.state == model::DeliveryState::dead ? ++counts_.dead : ++counts_.failed;
    ++failures_in_a_row_;
  }
  const bool gone = outcome.receiver_is_gone;
  const std::string problem = delivery.entry.last_problem;
  const Result<> recorded = co_await outbox_.finish(std::move(outcome.delivery));
  if (!recorded) {
    log::error("delivery.record", {{"receiver", receiver_.id}, {"problem", recorded.error().text()}});
    not_before_ = clock_.now() + scaled(usual_first);  // else the message would go out again at once
    co_return false;
  }
  if (gone) {
    const Result<> noted = co_await outbox_.disable(receiver_.id, problem);
    if (!noted) {
      log::error("receiver.disable", {{"receiver", receiver_.id}, {"problem", noted.error().text()}});
    }
    not_before_ = clock_.now() + idle;
    co_return false;
  }
  if (failures_in_a_row_ >= failures_that_open_the_circuit) {
    not_before_ = clock_.now() + scaled(probe_every);
    co_return false;
  }
  if (channel_->least_gap() > Millis(0)) {
    not_before_ = clock_.now() + channel_->least_gap();
    co_return false;
  }
  co_return true;
}

}  // namespace qw::alerts
