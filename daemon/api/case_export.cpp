#include "daemon/api/case_export.hpp"

#include "base/ids.hpp"
#include "daemon/api/case_files.hpp"
#include "daemon/api/case_looks.hpp"
#include "daemon/api/desk_case.hpp"
#include "daemon/api/desk_handlers.hpp"
#include "daemon/desk/page_frame.hpp"
#include "daemon/desk/report.hpp"
#include "daemon/evidence/wacz.hpp"
#include "store/warc_records.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace qw::api {
namespace {

namespace json = boost::json;

constexpr std::string_view export_act = "case.export";

bool may_leave(const config::Config& config, const std::string& outlet) {
  const auto found = std::ranges::find(config.outlets, outlet, &model::Outlet::id);
  return found == config.outlets.end() || !found->restricted;
}

/// Takes the copies away that may not leave; gives how many.
std::size_t leave_out_restricted(model::Case& of, const config::Config& config) {
  std::set<std::string> gone;
  for (const model::Occurrence& each : of.occurrences) {
    if (!may_leave(config, each.outlet)) {
      gone.insert(each.id);
    }
  }
  std::erase_if(of.occurrences, [&](const model::Occurrence& each) { return gone.contains(each.id); });
  for (model::CopyGroup& group : of.groups) {
    std::erase_if(group.occurrences, [&](const std::string& id) { return gone.contains(id); });
  }
  std::erase_if(of.groups, [](const model::CopyGroup& group) { return group.occurrences.empty(); });
  return gone.size();
}

Result<std::optional<model::PageRecord>> page_of(store::Store& store, const model::Occurrence& of) {
  std::string page = of.page;
  if (page.empty() && !of.revision.empty()) {
    TRY(const auto revision, store.find_revision(of.revision));
    page = revision ? revision->page : "";
  }
  if (page.empty()) {
    return std::nullopt;
  }
  return store.find_page(page);
}

/// Collects what goes into the file; everything is of the case's last change or older.
class Export {
 public:
  Export(Call& call, const desk::Frame& frame, const model::Case& of,
         const std::vector<looks::CasePage>& looked, const ExportWish& wish)
      : call_(call), store_(call.services.store), frame_(frame), looked_(looked), wish_(wish) {
    view_.of = of;
    view_.full = wish.full;
  }

  Result<evidence::Package> package() {
    view_.left_out = leave_out_restricted(view_.of, *call_.config);
    TRY_OK(add_history());
    add_looks();
    view_.why = reasons_in_words(call_.services, view_.of, frame_.texts.language());
    if (wish_.names) {
      view_.names = user_names(store_);
    }
    evidence::Package out;
    TRY_OK(add_pages(out));
    if (wish_.full) {
      TRY_OK(add_files(out));
    }
    out.case_id = view_.of.id;
    out.title =
        desk::official_name(frame_, view_.of.official) + ": " + desk::pattern_name(frame_, view_.of.pattern);
    out.description = frame_.texts(wish_.full ? "report.level_internal" : "report.level_share");
    out.as_of = view_.as_of;
    out.report_html = desk::report_html(frame_, view_);
    return out;
  }

 private:
  Result<> add_history() {
    TRY(auto history, store_.audit_of("case:" + view_.of.id));
    std::erase_if(history, [](const model::AuditRecord& each) { return each.act == export_act; });
    view_.as_of = view_.of.opened;
    if (!history.empty()) {
      view_.as_of = history.back().at;
      view_.ledger_seq = history.back().seq;
      view_.ledger_hash = history.back().hash;
    }
    if (view_.full) {
      view_.history = std::move(history);
    }
    return {};
  }

  void add_looks() {
    for (const looks::CasePage& page : looked_) {
      desk::ReportView::Look look;
      look.at = page.last();
      look.seen = std::string(model::name_of(page.look ? page.look->seen : looks::Seen::first));
      look.detail = page.look ? page.look->detail : "";
      look.not_now = page.not_now == looks::NotNow::none ? "" : std::string(model::name_of(page.not_now));
      for (const std::string& occurrence : page.occurrences) {
        view_.looks[occurrence] = look;
      }
      if (look.at) {
        view_.as_of = std::max(view_.as_of, *look.at);
      }
    }
  }

  Result<> add_pages(evidence::Package& out) {
    TRY(const auto kept, store_.kept_pages(view_.of.id));
    std::map<std::string, evidence::ListedPage> pages;
    for (const model::Occurrence& each : view_.of.occurrences) {
      TRY(const auto page, page_of(store_, each));
      if (!page) {
        continue;
      }
      const std::string& url = page->final_url.empty() ? page->url : page->final_url;
      view_.bytes[each.id] = {
          page->fetched, page->status, url, page->payload_digest, store::record_id(page->id, "response"),
          page->problem};
      if (std::ranges::binary_search(kept, page->id)) {
        pages.try_emplace(page->id, url, each.headline, page->fetched);
      }
    }
    if (!wish_.full) {
      return {};
    }
    for (const auto& [id, listed] : pages) {
      TRY(std::string records, store_.load_kept_records(view_.of.id, id));
      out.records.push_back(std::move(records));
      out.pages.push_back(listed);
    }
    return {};
  }

  Result<> add_files(evidence::Package& out) {
    TRY(const auto files, files_of_case(store_, view_.of.id));
    for (const CaseFile& each : files) {
      view_.files.push_back(
          {each.id, each.name, each.source, each.kind, each.digest, each.who, each.at, each.bytes});
      TRY(auto loaded, load_case_file(store_, view_.of.id, each.id));
      out.files.push_back({each.id + "." + each.kind,
                           each.kind == "pdf" ? "application/pdf" : "image/" + each.kind,
                           std::move(loaded.second), each.at});
    }
    return {};
  }

  Call& call_;
  store::Store& store_;
  const desk::Frame& frame_;
  const std::vector<looks::CasePage>& looked_;
  const ExportWish& wish_;
  desk::ReportView view_;
};

Result<> record_export(Call& call, const model::Case& of, const ExportWish& wish, const cases::Actor& actor,
                       const std::string& bytes) {
  model::AuditRecord record;
  record.at = call.now;
  record.who = actor.id;
  record.act = export_act;
  record.subject = "case:" + of.id;
  record.after = json::serialize(json::object{{"bytes", bytes.size()},
                                              {"digest", digest_text(bytes)},
                                              {"level", wish.full ? "internal" : "share"},
                                              {"names", wish.names}});
  record.reason = wish.full ? "internal" : "share";
  store::ActBatch batch;
  batch.audit.push_back(std::move(record));
  return call.services.store.commit(std::move(batch));
}

}  // namespace

Result<Exported> export_case(Call& call, const desk::Frame& frame, const std::string& case_id,
                             const ExportWish& wish, const cases::Actor& actor) {
  if (actor.role < model::UserRole::reviewer) {
    return fail(Errc::refused, "a reviewer exports evidence");
  }
  if ((wish.full || wish.names) && actor.role < model::UserRole::lead) {
    return fail(Errc::refused,
                "stored pages and names of reviewers are exported by a lead; level 'share' "
                "without names is open to reviewers");
  }
  TRY(const model::Case before, load_case(call.services.store, case_id));
  TRY(const auto looked, look_before_export(call, before, wish.look));
  TRY(const model::Case of, load_case(call.services.store, case_id));
  TRY(const evidence::Package package, Export(call, frame, of, looked, wish).package());
  Exported out;
  TRY(out.bytes, evidence::wacz_of(package));
  TRY_OK(record_export(call, of, wish, actor, out.bytes));
  out.name = "case-" + of.id + (wish.full ? "-internal" : "") + ".wacz";
  return out;
}

}  // namespace qw::api
