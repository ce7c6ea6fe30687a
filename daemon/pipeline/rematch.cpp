#include "daemon/pipeline/rematch.hpp"

#include "base/log.hpp"
#include "daemon/cases/messages.hpp"
#include "daemon/cases/promotion.hpp"
#include "daemon/pipeline/backtest.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <chrono>
#include <set>

namespace qw::pipeline {
namespace {

namespace json = boost::json;

constexpr std::string_view waiting_room = "rematch/";
constexpr std::string_view done_room = "matched/";
constexpr auto window = std::chrono::days(1);
constexpr std::size_t rows_a_page = 200;

std::string key_in(std::string_view room, const std::string& pattern) { return std::string(room) + pattern; }

/// The first day on which the pattern can match that is still kept.
Time first_time(const model::Pattern& pattern, const config::Config& config, Time now) {
  const Time kept = now - std::chrono::days(config.store.keep_days);
  return std::max(kept, Time(pattern.since) - window);
}

Result<std::vector<Rematch>> jobs_in(store::Store& store, std::string_view room) {
  TRY(const auto rows, store.settings(room));
  std::vector<Rematch> out;
  for (const auto& [key, value] : rows) {
    auto job = read_rematch(value);
    if (!job) {  // then it is planned anew
      job = Rematch{};
      job->pattern = key.substr(room.size());
    }
    out.push_back(*std::move(job));
  }
  return out;
}

const Rematch* job_of(const std::vector<Rematch>& jobs, const std::string& pattern) {
  const auto found = std::ranges::find(jobs, pattern, &Rematch::pattern);
  return found == jobs.end() ? nullptr : &*found;
}

Result<> commit(store::Store& store, std::vector<std::pair<std::string, std::string>> settings) {
  if (settings.empty()) {
    return {};
  }
  store::ActBatch batch;
  batch.settings = std::move(settings);
  return store.commit(std::move(batch));
}

}  // namespace

std::string rematch_text(const Rematch& of) {
  json::object out;
  out["pattern"] = of.pattern;
  out["digest"] = of.digest;
  out["next"] = to_iso(of.next);
  out["until"] = to_iso(of.until);
  out["started"] = to_iso(of.started);
  out["articles"] = of.articles;
  out["alerts"] = of.alerts;
  out["reviews"] = of.reviews;
  out["unread"] = of.unread;
  out["touched"] = of.touched;
  return json::serialize(out);
}

Result<Rematch> read_rematch(std::string_view text) {
  boost::system::error_code bad;
  const json::value value = json::parse(text, bad);
  const json::object* of = bad ? nullptr : value.if_object();
  Rematch out;
  bool fits = of != nullptr;
  const auto text_at = [&](std::string_view key) {
    const json::value* each = fits ? of->if_contains(key) : nullptr;
    fits = each != nullptr && each->is_string();
    return fits ? std::string(each->get_string()) : std::string();
  };
  const auto time_at = [&](std::string_view key) {
    const auto time = parse_time(text_at(key));
    fits = fits && time.has_value();
    return time.value_or(Time{});
  };
  const auto number_at = [&](std::string_view key) {
    const json::value* each = fits ? of->if_contains(key) : nullptr;
    fits = each != nullptr && each->is_int64() && each->get_int64() >= 0;
    return fits ? static_cast<std::size_t>(each->get_int64()) : 0;
  };
  out.pattern = text_at("pattern");
  out.digest = text_at("digest");
  out.next = time_at("next");
  out.until = time_at("until");
  out.started = time_at("started");
  out.articles = number_at("articles");
  out.alerts = number_at("alerts");
  out.reviews = number_at("reviews");
  out.unread = number_at("unread");
  out.touched = fits && of->contains("touched") ? number_at("touched") : 0;  // not in jobs of before
  if (!fits) {
    return fail(Errc::malformed, "a stored rematch cannot be read");
  }
  return out;
}

Result<std::size_t> plan_rematches(store::Store& store, const Engines& engines, Time now) {
  TRY(const auto waiting, jobs_in(store, waiting_room));
  TRY(const auto done, jobs_in(store, done_room));
  std::vector<std::pair<std::string, std::string>> settings;
  std::size_t jobs = 0;
  for (const model::Pattern& pattern : engines.config->patterns) {
    if (!model::is_matched(pattern.state)) {
      continue;
    }
    const std::string digest = matched_digest(pattern);
    const Rematch* runs = job_of(waiting, pattern.id);
    const Rematch* ran = job_of(done, pattern.id);
    if (runs != nullptr && runs->digest == digest) {
      ++jobs;
    } else if (runs != nullptr || ran == nullptr || ran->digest != digest) {
      Rematch job;
      job.pattern = pattern.id;
      job.digest = digest;
      job.started = job.until = now;
      job.next = std::min(first_time(pattern, *engines.config, now), now);
      settings.emplace_back(key_in(waiting_room, pattern.id), rematch_text(job));
      ++jobs;
    }
  }
  // What is not matched now misses articles from now on: when it comes back, everything is looked at again.
  const auto forget = [&](std::string_view room, const std::vector<Rematch>& rows) {
    for (const Rematch& each : rows) {
      const model::Pattern* pattern = engines.config->find_pattern(each.pattern);
      if (pattern == nullptr || !model::is_matched(pattern->state)) {
        settings.emplace_back(key_in(room, each.pattern), "");
      }
    }
  };
  forget(waiting_room, waiting);
  forget(done_room, done);
  TRY_OK(commit(store, std::move(settings)));
  return jobs;
}

Result<std::size_t> follow_patterns(store::Store& store, const Engines& engines, Time now) {
  std::size_t messages = 0;
  for (const model::Pattern& pattern : engines.config->patterns) {
    TRY(const auto newest, store.newest_case_of(pattern.id));
    if (!newest) {
      continue;
    }
    auto change = cases::follow_pattern(*newest, pattern, {"daemon", model::UserRole::admin}, now,
                                        cases::rules_of(*engines.config));
    if (!change) {
      continue;
    }
    store::ActBatch batch;
    batch.outbox = cases::tell(*change, *engines.config, now);
    batch.cases.emplace_back(change->expected_rev, change->changed);
    batch.audit = change->audit;
    messages += batch.outbox.size();
    TRY_OK(store.commit(std::move(batch)));
  }
  return messages;
}

Result<std::optional<Rematch>> next_rematch(store::Store& store, const Engines& engines) {
  TRY(const auto waiting, jobs_in(store, waiting_room));
  for (const Rematch& job : waiting) {
    const model::Pattern* pattern = engines.config->find_pattern(job.pattern);
    if (pattern != nullptr && model::is_matched(pattern->state) && matched_digest(*pattern) == job.digest) {
      return job;
    }
  }
  return std::nullopt;
}

Result<RematchDay> load_day(store::Store& store, const Engines& engines, const Rematch& job) {
  RematchDay out;
  out.after = job;
  out.after.next = std::min(job.next + window, job.until);
  const model::Pattern* pattern = engines.config->find_pattern(job.pattern);
  if (pattern == nullptr) {
    return fail(Errc::not_found, "the pattern '" + job.pattern + "' is gone");
  }
  std::set<std::string> known;
  std::string cursor;
  do {
    TRY(auto page, store.quotes_of(pattern->official, job.next, out.after.next, rows_a_page, cursor));
    for (const store::QuoteRow& row : page.rows) {
      if (row.revision.empty()) {
        ++out.after.unread;
      } else if (known.insert(row.revision).second) {
        out.revisions.push_back(row.revision);
      }
    }
    cursor = page.cursor;
  } while (!cursor.empty());
  std::ranges::reverse(out.revisions);
  return out;
}

Result<std::size_t> put_rematch(store::Store& store, const Engines& engines, const Rematch& job, Time now) {
  std::vector<std::pair<std::string, std::string>> settings;
  store::ActBatch batch;
  std::size_t messages = 0;
  const model::Pattern* pattern = engines.config->find_pattern(job.pattern);
  if (job.done() && job.touched > 0 && pattern != nullptr) {
    TRY(const auto newest, store.newest_case_of(job.pattern));
    const cases::Rematched counts{job.articles, job.alerts, job.reviews};
    auto change =
        newest ? cases::announce_rematch(*newest, *pattern, counts, now, cases::rules_of(*engines.config))
               : std::nullopt;
    if (change) {
      batch.outbox = cases::tell(*change, *engines.config, now);
      batch.cases.emplace_back(change->expected_rev, change->changed);
      batch.audit = change->audit;
      messages = batch.outbox.size();
    }
  }
  settings.emplace_back(key_in(waiting_room, job.pattern), job.done() ? "" : rematch_text(job));
  if (job.done()) {
    settings.emplace_back(key_in(done_room, job.pattern), rematch_text(job));
    log::info("rematched", {{"pattern", job.pattern},
                            {"articles", job.articles},
                            {"alerts", job.alerts},
                            {"reviews", job.reviews},
                            {"unread", job.unread}});
  }
  batch.settings = std::move(settings);
  TRY_OK(store.commit(std::move(batch)));
  return messages;
}

Judged only_of(Judged judged, const std::string& pattern, Time now, Millis alert_max_age) {
  judged.revision.reset();
  judged.quotes.clear();
  std::erase_if(judged.decisions,
                [&](const store::DecisionRow& row) { return row.decision.pattern != pattern; });
  std::erase_if(judged.found,
                [&](const Found& found) { return found.occurrence.decision.pattern != pattern; });
  for (Found& found : judged.found) {
    const bool old = found.occurrence.seen_at + alert_max_age < now;
    found.freshness = old ? cases::Freshness::history : cases::Freshness::rematch;
  }
  return judged;
}

}  // namespace qw::pipeline
