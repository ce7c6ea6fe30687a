#pragma once

#include "base/clock.hpp"
#include "base/result.hpp"
#include "config/config.hpp"
#include "model/names.hpp"
#include "store/store.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// When the pages of cases were last looked at and what was seen, and the wish that they be looked at now.
/// The pipeline writes a look with the batch of the visit; the API reads it, and brings visits forward before
/// a case leaves the house. Settings, so that they are as durable as the rest:
///   look/ARTICLE          the last look at a page that stands in a case
///   look.article/TASK     the article of a task whose page names another address as its own
namespace qw::looks {

enum class Seen : std::uint8_t {
  first,      ///< the page as it stands in the case
  unchanged,  ///< the same text as before
  changed,    ///< another text than before
  gone,       ///< the page says that it is no more
  blocked,    ///< a wall stands in front of it
  forbidden,  ///< by robots.txt
  failed      ///< no answer, or one that is no page
};
constexpr auto names_of(Seen) {
  using enum Seen;
  return std::to_array<model::Named<Seen>>({{first, "first"},
                                            {unchanged, "unchanged"},
                                            {changed, "changed"},
                                            {gone, "gone"},
                                            {blocked, "blocked"},
                                            {forbidden, "forbidden"},
                                            {failed, "failed"}});
}

struct Look {
  std::string article;  ///< id
  std::string task;     ///< of the frontier, that visits it
  Time since{};         ///< when it came into a case first
  Time at{};
  Seen seen = Seen::first;
  std::string detail;  ///< in words, "" = nothing to say
};

/// Key and value, as batches of the store take them.
std::pair<std::string, std::string> setting_of(const Look& look);
/// Errc::malformed for anything that setting_of() did not write.
Result<Look> read_look(std::string article, std::string_view value);
/// Blocks on the store.
Result<std::optional<Look>> last_look(store::Store& store, const std::string& article);

std::pair<std::string, std::string> alias_of(const std::string& task, const std::string& article);
/// The article that a task visits: its own id when its page names no other address. Blocks on the store.
Result<std::string> article_of(store::Store& store, const std::string& task);

/// The visit to an article that the frontier holds, else a new one (without a time); empty when it has no
/// address. Blocks on the store.
Result<std::optional<model::Task>> visit_to(store::Store& store, const model::Revision& revision);

/// Why a page is not looked at, or was not in time.
enum class NotNow : std::uint8_t {
  none,
  declined,       ///< whoever exports wants the case as it stands
  paused,         ///< nothing is fetched at all
  outlet_paused,  ///< by a person or in its file
  no_outlet,      ///< none of the configured ones
  no_page,        ///< no address of a page is known: a post, a text that was handed in
  late,           ///< its host's turn or its answer took longer than was waited
};
constexpr auto names_of(NotNow) {
  using enum NotNow;
  return std::to_array<model::Named<NotNow>>({{none, "none"},
                                              {declined, "declined"},
                                              {paused, "paused"},
                                              {outlet_paused, "outlet_paused"},
                                              {no_outlet, "no_outlet"},
                                              {no_page, "no_page"},
                                              {late, "late"}});
}

/// A page of a case, as it is before an export.
struct CasePage {
  std::string article;                   ///< id; "" when no page was ever read
  std::vector<std::string> occurrences;  ///< ids
  std::optional<Look> look;
  std::optional<Time> fetched;  ///< of the stored page: what is known of cases older than looks
  bool asked = false;           ///< its visit was brought forward
  NotNow not_now = NotNow::none;

  /// Last time somebody saw or tried it.
  std::optional<Time> last() const;
};

/// The pages of a case with what is known of them, in the order of the copies. Blocks on the store.
Result<std::vector<CasePage>> pages_of(store::Store& store, const model::Case& of);

/// Brings forward the visits to pages that nobody looked at since `before`; a page whose visits are over gets
/// a new one. Politeness is untouched: the visit is first in its host's lane, and takes the host's next turn.
/// Blocks on the store.
Result<> ask_for_looks(store::Store& store, const config::Config& config, std::vector<CasePage>& pages,
                       Time before, Time now);

/// Renews what is known of the pages that were asked for; true when all of them were looked at since
/// `before`. Blocks on the store.
Result<bool> came(store::Store& store, std::vector<CasePage>& pages, Time before);

}  // namespace qw::looks
