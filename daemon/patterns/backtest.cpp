#include "daemon/patterns/backtest.hpp"

#include <boost/json.hpp>

namespace qw::patterns {
namespace {

namespace json = boost::json;

json::value time_or_null(const std::optional<Time>& time) {
  return time ? json::value(to_iso(*time)) : json::value(nullptr);
}

json::array rows_of(const std::vector<Caught>& rows) {
  json::array out;
  for (const Caught& each : rows) {
    json::object row;
    row["outlet"] = each.outlet;
    row["url"] = each.url;
    row["title"] = each.title;
    row["excerpt"] = each.excerpt;
    row["outcome"] = model::name_of(each.outcome);
    row["label"] = model::name_of(each.label);
    row["says_published"] = time_or_null(each.says_published);
    row["seen"] = to_iso(each.seen);
    row["why"] = json::array(each.why.begin(), each.why.end());
    out.push_back(std::move(row));
  }
  return out;
}

/// Reads fields; the first that does not fit is remembered.
class Reader {
 public:
  explicit Reader(const json::object& of, bool& fits) : of_(of), fits_(fits) {}

  void text(std::string_view key, std::string& into) {
    const json::value* value = of_.if_contains(key);
    if (value != nullptr && value->is_string()) {
      into = std::string(value->get_string());
    } else {
      fits_ = false;
    }
  }
  void number(std::string_view key, std::size_t& into) {
    const json::value* value = of_.if_contains(key);
    const bool whole = value != nullptr && value->is_int64() && value->get_int64() >= 0;
    fits_ = fits_ && whole;
    into = whole ? static_cast<std::size_t>(value->get_int64()) : 0;
  }
  void time(std::string_view key, std::optional<Time>& into) {
    const json::value* value = of_.if_contains(key);
    if (value != nullptr && value->is_null()) {
      return;
    }
    std::string written;
    text(key, written);
    const auto read = parse_time(written);
    fits_ = fits_ && read.has_value();
    into = read ? std::optional(*read) : std::nullopt;
  }
  void time(std::string_view key, Time& into) {
    std::optional<Time> read;
    time(key, read);
    fits_ = fits_ && read.has_value();
    into = read.value_or(Time{});
  }
  template <class E>
  void choice(std::string_view key, E& into) {
    std::string written;
    text(key, written);
    const auto known = model::from_name<E>(written);
    fits_ = fits_ && known.has_value();
    into = known.value_or(into);
  }
  const json::array& list(std::string_view key) {
    static const json::array none;
    const json::value* value = of_.if_contains(key);
    if (value == nullptr || !value->is_array()) {
      fits_ = false;
      return none;
    }
    return value->get_array();
  }

 private:
  const json::object& of_;
  bool& fits_;
};

std::vector<Caught> read_rows(const json::array& rows, bool& fits) {
  std::vector<Caught> out;
  for (const json::value& each : rows) {
    if (!each.is_object()) {
      fits = false;
      break;
    }
    Caught row;
    Reader in(each.get_object(), fits);
    in.text("outlet", row.outlet);
    in.text("url", row.url);
    in.text("title", row.title);
    in.text("excerpt", row.excerpt);
    in.choice("outcome", row.outcome);
    in.choice("label", row.label);
    in.time("says_published", row.says_published);
    in.time("seen", row.seen);
    for (const json::value& why : in.list("why")) {
      if (why.is_string()) {
        row.why.emplace_back(why.get_string());
      }
    }
    out.push_back(std::move(row));
  }
  return out;
}

std::vector<CaughtCase> read_cases(const json::array& rows, bool& fits) {
  std::vector<CaughtCase> out;
  for (const json::value& each : rows) {
    if (!each.is_object()) {
      fits = false;
      break;
    }
    CaughtCase row;
    Reader in(each.get_object(), fits);
    in.time("first", row.first);
    in.time("last", row.last);
    in.number("occurrences", row.occurrences);
    in.number("alerts", row.alerts);
    in.number("reviews", row.reviews);
    in.number("copy_groups", row.copy_groups);
    in.number("publishers", row.publishers);
    const json::value* alerts = each.get_object().if_contains("would_alert");
    row.would_alert = alerts != nullptr && alerts->is_bool() && alerts->get_bool();
    out.push_back(row);
  }
  return out;
}

std::vector<Finding> read_findings(const json::array& rows, bool& fits) {
  std::vector<Finding> out;
  for (const json::value& each : rows) {
    if (!each.is_object()) {
      fits = false;
      break;
    }
    Finding row;
    Reader in(each.get_object(), fits);
    in.choice("remark", row.remark);
    in.text("words", row.words);
    in.text("other", row.other);
    in.text("got", row.got);
    out.push_back(std::move(row));
  }
  return out;
}

}  // namespace

std::string backtest_text(const Backtest& of) {
  json::object out;
  out["pattern"] = of.pattern;
  out["digest"] = of.digest;
  out["at"] = to_iso(of.at);
  out["from"] = time_or_null(of.from);
  out["until"] = time_or_null(of.until);
  out["articles"] = of.articles;
  out["quotes"] = of.quotes;
  out["unread"] = of.unread;
  out["alerts"] = of.alerts;
  out["reviews"] = of.reviews;
  out["silent"] = of.silent;
  out["outside"] = of.outside;
  out["cut_short"] = of.cut_short;
  json::array cases;
  for (const CaughtCase& each : of.cases) {
    json::object row;
    row["first"] = to_iso(each.first);
    row["last"] = to_iso(each.last);
    row["occurrences"] = each.occurrences;
    row["alerts"] = each.alerts;
    row["reviews"] = each.reviews;
    row["copy_groups"] = each.copy_groups;
    row["publishers"] = each.publishers;
    row["would_alert"] = each.would_alert;
    cases.push_back(std::move(row));
  }
  out["cases"] = std::move(cases);
  out["caught"] = rows_of(of.caught);
  out["misses"] = rows_of(of.misses);
  json::array findings;
  for (const Finding& each : of.findings) {
    json::object row;
    row["remark"] = model::name_of(each.remark);
    row["words"] = each.words;
    row["other"] = each.other;
    row["got"] = each.got;
    findings.push_back(std::move(row));
  }
  out["findings"] = std::move(findings);
  return json::serialize(out);
}

Result<Backtest> read_backtest(std::string_view text) {
  json::parse_options options;
  options.max_depth = 8;
  boost::system::error_code bad;
  const json::value value = json::parse(text, bad, {}, options);
  if (bad || !value.is_object()) {
    return fail(Errc::malformed, "a stored backtest is no JSON object; run it again");
  }
  Backtest out;
  bool fits = true;
  Reader in(value.get_object(), fits);
  in.text("pattern", out.pattern);
  in.text("digest", out.digest);
  in.time("at", out.at);
  in.time("from", out.from);
  in.time("until", out.until);
  in.number("articles", out.articles);
  in.number("quotes", out.quotes);
  in.number("unread", out.unread);
  in.number("alerts", out.alerts);
  in.number("reviews", out.reviews);
  in.number("silent", out.silent);
  in.number("outside", out.outside);
  in.text("cut_short", out.cut_short);
  out.cases = read_cases(in.list("cases"), fits);
  out.caught = read_rows(in.list("caught"), fits);
  out.misses = read_rows(in.list("misses"), fits);
  out.findings = read_findings(in.list("findings"), fits);
  if (!fits) {
    return fail(Errc::malformed, "a stored backtest lacks a field; run it again");
  }
  return out;
}

}  // namespace qw::patterns
