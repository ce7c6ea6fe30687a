#include "daemon/alerts/silences.hpp"

#include "daemon/alerts/facts.hpp"
#include "daemon/cases/spread.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace qw::alerts {
namespace {

namespace json = boost::json;

constexpr std::size_t most_reason = 500;

bool lets(const std::string& wanted, const std::string& value) { return wanted.empty() || wanted == value; }

}  // namespace

Subject subject_of(const model::OutboxEntry& entry) {
  Subject out;
  out.event = entry.event;
  out.receiver = entry.receiver;
  out.case_id = entry.case_id;
  boost::system::error_code bad;
  const json::value body = json::parse(entry.payload, bad);
  if (!bad) {
    const Facts of = Facts(&body).at("data").at("case");
    out.official = of.text("official");
    out.pattern = of.at("pattern").text("id");
    out.languages = of.texts("languages");
    const auto opened = parse_time(of.text("opened"));
    out.opened = opened ? std::optional(*opened) : std::nullopt;
  }
  return out;
}

Subject subject_of(const std::string& event, const std::string& receiver, const model::Case& of) {
  return {event, receiver, of.official, of.pattern, of.id, cases::spread_of(of).languages, of.opened};
}

bool fits(const Silence& silence, const Subject& about) {
  if (about.case_id.empty() || about.event == "case.corrected") {
    return false;
  }
  const bool language = silence.language.empty() ||
                        std::ranges::find(about.languages, silence.language) != about.languages.end();
  return language && lets(silence.receiver, about.receiver) && lets(silence.official, about.official) &&
         lets(silence.pattern, about.pattern) && lets(silence.case_id, about.case_id);
}

const Silence* held_by(const std::vector<Silence>& all, const Subject& about, Time now) {
  const auto found =
      std::ranges::find_if(all, [&](const Silence& each) { return each.holds(now) && fits(each, about); });
  return found == all.end() ? nullptr : &*found;
}

std::vector<const Silence*> over_since(const std::vector<Silence>& all, const Subject& about, Time now) {
  std::vector<const Silence*> out;
  for (const Silence& each : all) {
    if (each.until <= now && about.opened && *about.opened < each.until && fits(each, about)) {
      out.push_back(&each);
    }
  }
  return out;
}

std::string silence_text(const Silence& of) {
  json::object out;
  out["id"] = of.id;
  out["author"] = of.author;
  out["reason"] = of.reason;
  out["from"] = to_iso(of.from);
  out["until"] = to_iso(of.until);
  out["receiver"] = of.receiver;
  out["official"] = of.official;
  out["pattern"] = of.pattern;
  out["language"] = of.language;
  out["case"] = of.case_id;
  out["ended_by"] = of.ended_by;
  return json::serialize(out);
}

Result<Silence> read_silence(std::string_view text) {
  boost::system::error_code bad;
  const json::value value = json::parse(text, bad);
  const Facts in(&value);
  const auto from = parse_time(in.text("from"));
  const auto until = parse_time(in.text("until"));
  if (bad || !from || !until) {
    return fail(Errc::corrupt, "a stored silence cannot be read");
  }
  return Silence{in.text("id"),
                 in.text("author"),
                 in.text("reason"),
                 *from,
                 *until,
                 in.text("receiver"),
                 in.text("official"),
                 in.text("pattern"),
                 in.text("language"),
                 in.text("case"),
                 in.text("ended_by")};
}

Result<std::vector<Silence>> silences_of(store::Store& store, Time now) {
  TRY(const auto rows, store.settings(silence_setting("")));
  std::vector<Silence> out;
  for (const auto& [key, text] : rows) {
    TRY(Silence each, read_silence(text));
    if (now < each.until + longest_silence) {
      out.push_back(std::move(each));
    }
  }
  return out;
}

Result<> check(const Silence& silence, Time now) {
  if (silence.receiver.empty() && silence.official.empty() && silence.pattern.empty() &&
      silence.language.empty() && silence.case_id.empty()) {
    return fail(Errc::usage, "a silence needs at least one of receiver, official, pattern, language, case");
  }
  if (silence.reason.empty() || silence.reason.size() > most_reason) {
    return fail(Errc::usage, "a silence needs a reason of at most 500 bytes; colleagues will ask");
  }
  if (silence.until <= now || silence.until > now + longest_silence) {
    return fail(Errc::usage, "a silence ends at a time within the next 30 days");
  }
  return {};
}

}  // namespace qw::alerts
