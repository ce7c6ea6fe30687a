#include "daemon/api/case_looks.hpp"

namespace qw::api {
namespace {

void say_why_not(std::vector<looks::CasePage>& pages, looks::NotNow why, Time before) {
  for (looks::CasePage& page : pages) {
    if (page.last() < std::optional(before)) {
      page.not_now = why;
    }
  }
}

}  // namespace

Result<std::vector<looks::CasePage>> look_before_export(Call& call, const model::Case& of, LookWish wish) {
  store::Store& store = call.services.store;
  TRY(auto pages, looks::pages_of(store, of));
  const Time before = wish == LookWish::now ? call.now : call.now - look_is_fresh;
  if (wish == LookWish::no) {
    say_why_not(pages, looks::NotNow::declined, before);
    return pages;
  }
  const bool crawls = call.services.let_crawl && call.services.crawl && !call.services.crawl().paused;
  if (!crawls) {
    say_why_not(pages, looks::NotNow::paused, before);
    return pages;
  }
  TRY_OK(looks::ask_for_looks(store, *call.config, pages, before, call.now));
  TRY(bool all, looks::came(store, pages, before));
  if (const std::unique_lock waits(call.api.export_lock(), std::try_to_lock); !all && waits.owns_lock()) {
    TRY_OK(call.services.let_crawl(
        [&]() -> Result<bool> {
          TRY(all, looks::came(store, pages, before));
          return all;
        },
        longest_wait_for_looks));
  }
  return pages;
}

}  // namespace qw::api
