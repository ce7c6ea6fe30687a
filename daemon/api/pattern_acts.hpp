#pragma once

#include "daemon/api/api.hpp"
#include "daemon/patterns/acts.hpp"
#include "daemon/patterns/backtest.hpp"
#include "daemon/patterns/draft.hpp"
#include "daemon/pipeline/rematch.hpp"

#include <functional>
#include <optional>
#include <string>

/// What API and desk share of the work on patterns. Every change is judged and committed under one lock of
/// the Api, so that two people cannot overwrite each other. Blocks on the store.
namespace qw::api {

struct KnownPattern {
  patterns::Entry entry;
  std::string etag;
  std::optional<patterns::Backtest> backtest;  ///< the last one, maybe of another text
  bool backtest_is_present = false;            ///< it is of this text
  std::optional<pipeline::Rematch> rematch;    ///< of stored quotes: runs, or was done
  bool rematch_runs = false;
};
/// Errc::not_found with a sentence.
Result<KnownPattern> find_pattern(Services& services, const std::string& id);
std::string etag_of_pattern(const patterns::Entry& entry);

/// How an act on a pattern ended.
struct PatternActed {
  enum class End : std::uint8_t { done, stale, failed } end = End::failed;
  std::string id;
  Error error;
};
/// Judges on the present catalog; `entry` is nullptr for a new pattern.
using PatternAct =
    std::function<Result<patterns::Change>(const patterns::Catalog& catalog, const patterns::Entry* entry)>;
/// `id` "" = a new one. `seen`: the ETag that the person saw, "*" = whatever it is.
PatternActed act_on_pattern(Call& call, const std::string& id, const std::string& seen,
                            const PatternAct& act);

/// The act of giving it another state, which looks for the backtest of the present text.
PatternAct state_act(Call& call, model::PatternState to, std::string reason, cases::Actor actor);

inline constexpr std::chrono::days usual_backtest{30};
/// One at a time in the daemon: Errc::busy while another one runs. The result is put down for the pattern.
Result<patterns::Backtest> run_backtest(Call& call, const model::Pattern& pattern, std::chrono::days days);
Result<> keep_backtest(Services& services, const patterns::Backtest& of);

/// A draft from the page of a fact-check, which is fetched. Errc::refused, unreachable … as the fetch.
Result<patterns::Draft> draft_from(Call& call, const std::string& url);

}  // namespace qw::api
