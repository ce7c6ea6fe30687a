#include "daemon/looks/looks.hpp"

#include "base/ids.hpp"
#include "base/url.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <utility>

namespace qw::looks {
namespace {

namespace json = boost::json;

constexpr std::string_view look_room = "look/";
constexpr std::string_view alias_room = "look.article/";

std::string text_at(const json::object& in, std::string_view key) {
  const json::value* value = in.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : "";
}

Result<std::optional<model::Task>> visit_to_page(store::Store& store, const CasePage& page) {
  TRY(const auto revision, store.latest_revision(page.article));
  if (revision) {
    return visit_to(store, *revision);
  }
  return store.find_task(page.article);
}

Result<NotNow> ask_for(store::Store& store, const config::Config& config, const CasePage& page, Time now) {
  if (page.article.empty()) {
    return NotNow::no_page;
  }
  TRY(auto task, visit_to_page(store, page));
  if (!task) {
    return NotNow::no_page;
  }
  const model::Outlet* outlet = config.find_outlet(task->outlet);
  if (outlet == nullptr) {
    return NotNow::no_outlet;
  }
  TRY(const auto paused_by, store.setting("paused/" + task->outlet));
  if (outlet->paused || (paused_by && !paused_by->empty())) {
    return NotNow::outlet_paused;
  }
  // One that is fetched already (`read`) or due is on its way.
  if (task->kind != model::TaskKind::read && (task->due > now || task->due == Time{})) {
    task->due = now;
    task->priority = 0;
    TRY_OK(store.put_task(*task));
  }
  return NotNow::none;
}

}  // namespace

std::pair<std::string, std::string> setting_of(const Look& look) {
  const json::object out{{"task", look.task},
                         {"since", to_iso(look.since)},
                         {"at", to_iso(look.at)},
                         {"seen", std::string(model::name_of(look.seen))},
                         {"detail", look.detail}};
  return {std::string(look_room) + look.article, json::serialize(out)};
}

Result<Look> read_look(std::string article, std::string_view value) {
  boost::system::error_code ec;
  const json::value parsed = json::parse(value, ec);
  if (ec || !parsed.is_object()) {
    return fail(Errc::malformed, "the record of a look is no JSON object");
  }
  const json::object& in = parsed.as_object();
  const auto seen = model::from_name<Seen>(text_at(in, "seen"));
  if (!seen) {
    return fail(Errc::malformed, "the record of a look does not say what was seen");
  }
  Look out;
  out.article = std::move(article);
  out.task = text_at(in, "task");
  out.seen = *seen;
  out.detail = text_at(in, "detail");
  TRY(out.since, parse_time(text_at(in, "since")));
  TRY(out.at, parse_time(text_at(in, "at")));
  return out;
}

Result<std::optional<Look>> last_look(store::Store& store, const std::string& article) {
  TRY(const auto value, store.setting(std::string(look_room) + article));
  if (!value) {
    return std::nullopt;
  }
  TRY(Look look, read_look(article, *value));
  return look;
}

std::pair<std::string, std::string> alias_of(const std::string& task, const std::string& article) {
  return {std::string(alias_room) + task, article};
}

Result<std::string> article_of(store::Store& store, const std::string& task) {
  TRY(const auto alias, store.setting(std::string(alias_room) + task));
  return alias.value_or(task);
}

Result<std::optional<model::Task>> visit_to(store::Store& store, const model::Revision& revision) {
  TRY(const auto look, last_look(store, revision.article));
  const std::string id = look && !look->task.empty() ? look->task : revision.article;
  TRY(auto known, store.find_task(id));
  const auto url = parse_url(revision.url);
  if (known || !url) {
    return known;
  }
  model::Task task;
  task.id = id;
  task.kind = model::TaskKind::revisit;
  task.outlet = revision.outlet;
  task.url = url->text();
  task.canonical_url = revision.canonical_url;
  task.host = url->authority();
  task.sighting = revision.sighting;
  task.visits = 1;
  return task;
}

std::optional<Time> CasePage::last() const {
  const std::optional<Time> looked = look ? std::optional(look->at) : std::nullopt;
  return std::max(looked, fetched);  // an empty one is less than any time
}

Result<std::vector<CasePage>> pages_of(store::Store& store, const model::Case& of) {
  std::vector<CasePage> out;
  for (const model::Occurrence& each : of.occurrences) {
    CasePage page;
    if (!each.revision.empty()) {
      TRY(const auto revision, store.find_revision(each.revision));
      page.article = revision ? revision->article : "";
    } else if (parse_url(each.url)) {  // a title alone; its page may have come since, or is still asked for
      page.article = content_id(each.url);
    }
    const auto known =
        page.article.empty() ? out.end() : std::ranges::find(out, page.article, &CasePage::article);
    if (known != out.end()) {
      known->occurrences.push_back(each.id);
      continue;
    }
    page.occurrences = {each.id};
    if (!page.article.empty()) {
      TRY(page.look, last_look(store, page.article));
    }
    if (!each.page.empty()) {
      TRY(const auto stored, store.find_page(each.page));
      page.fetched = stored ? std::optional(stored->fetched) : std::nullopt;
    }
    out.push_back(std::move(page));
  }
  return out;
}

Result<> ask_for_looks(store::Store& store, const config::Config& config, std::vector<CasePage>& pages,
                       Time before, Time now) {
  for (CasePage& page : pages) {
    if (page.last() >= std::optional(before)) {
      continue;
    }
    TRY(page.not_now, ask_for(store, config, page, now));
    page.asked = page.not_now == NotNow::none;
  }
  return {};
}

Result<bool> came(store::Store& store, std::vector<CasePage>& pages, Time before) {
  bool all = true;
  for (CasePage& page : pages) {
    if (!page.asked) {
      continue;
    }
    TRY(page.look, last_look(store, page.article));
    const bool looked = page.look && page.look->at >= before;
    page.not_now = looked ? NotNow::none : NotNow::late;
    all = all && looked;
  }
  return all;
}

}  // namespace qw::looks
