#include "daemon/api/desk_handlers.hpp"
#include "daemon/api/problem.hpp"

#include <boost/json.hpp>

#include <charconv>
#include <set>

// Server-Sent Events: which cases changed, by the sequence of the audit records, so that a browser that was
// away goes on where it was. Ids only: the page asks for what it may see.
namespace qw::api {
namespace {

constexpr std::size_t most_records = 500;
constexpr std::uint64_t most_behind = 10'000;
constexpr Millis check_session_every = std::chrono::seconds(15);
constexpr Millis longest = std::chrono::minutes(30);  // then the browser comes again by itself
constexpr std::string_view subject = "case:";

/// One browser. Asked by the server about once a second, on the pool, one call at a time.
class CaseEvents : public EventStream {
 public:
  CaseEvents(Request request, Services& services, std::uint64_t seen)
      : request_(std::move(request)),
        services_(services),
        seen_(seen),
        began_(services.clock.steady_now()),
        checked_(began_) {}

  std::optional<std::string> next() override {
    const SteadyTime now = services_.clock.steady_now();
    const std::uint64_t head = services_.store.health().audit_seq;
    const bool news = head > seen_;
    if (now >= began_ + longest) {
      return std::nullopt;
    }
    if (news || now >= checked_ + check_session_every) {
      checked_ = now;
      const auto who = session_of(request_, services_, Touch::no);
      if (!who || !*who) {
        return std::nullopt;
      }
    }
    return news ? news_until(head) : std::string();
  }

 private:
  std::string news_until(std::uint64_t head) {
    if (head - seen_ > most_behind) {
      seen_ = head;
      return "id: " + std::to_string(head) + "\nevent: cases\ndata: {\"cases\":[],\"all\":true}\n\n";
    }
    const auto page = services_.store.audit(seen_ + 1, most_records);
    if (!page || page->rows.empty()) {
      return "";
    }
    std::set<std::string> ids;
    for (const model::AuditRecord& record : page->rows) {
      if (record.subject.starts_with(subject)) {
        ids.insert(record.subject.substr(subject.size()));
      }
    }
    seen_ = page->rows.back().seq;
    if (ids.empty()) {
      return "";
    }
    boost::json::object data;
    data["cases"] = boost::json::array(ids.begin(), ids.end());
    return "id: " + std::to_string(seen_) + "\nevent: cases\ndata: " + boost::json::serialize(data) + "\n\n";
  }

  Request request_;
  Services& services_;
  std::uint64_t seen_;
  SteadyTime began_, checked_;
};

Response stream(Call& call, const LoggedIn&) {
  const std::string_view last = call.request.header("last-event-id");
  const std::uint64_t head = call.services.store.health().audit_seq;
  std::uint64_t seen = head;
  // A browser that was away says what it heard last, a new one what its page already shows.
  const std::string since = last.empty() ? call.request.query("since") : std::string(last);
  if (!since.empty()) {
    const auto [end, bad] = std::from_chars(since.data(), since.data() + since.size(), seen);
    if (bad != std::errc() || end != since.data() + since.size() || seen > head) {
      seen = head;
    }
  }
  Response out;
  out.content_type = "text/event-stream";
  out.headers.emplace_back("X-Accel-Buffering", "no");
  out.body = "retry: 3000\n\n";
  out.events = std::make_shared<CaseEvents>(call.request, call.services, seen);
  return out;
}

}  // namespace

Response desk_events(Call& call) { return with_login(call, stream); }

}  // namespace qw::api
