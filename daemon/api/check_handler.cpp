#include "daemon/api/check.hpp"
#include "daemon/api/handlers.hpp"
#include "daemon/api/problem.hpp"

#include <algorithm>
#include <tuple>

namespace qw::api {

namespace json = boost::json;

Result<Checked> check(const Services& services, const CheckWish& wish) {
  const auto quotes = services.quotes ? services.quotes() : nullptr;
  const auto match = services.match ? services.match() : nullptr;
  if (!quotes || !match) {
    return fail(Errc::busy, "the language engine is not loaded yet; try again in some seconds");
  }
  const Day day = wish.date.value_or(day_of(services.clock.now()));
  Checked out;
  out.text_quotes = quotes->extract({wish.text, model::TextKind::body, wish.language, day});
  match::JudgedArticle article;
  article.language = wish.language;
  article.date = day;
  if (!wish.title.empty()) {
    out.title_quotes = quotes->extract({wish.title, model::TextKind::headline, wish.language, day});
    article.texts.push_back({model::TextKind::headline, wish.title, &out.title_quotes});
  }
  article.texts.push_back({model::TextKind::body, wish.text, &out.text_quotes});
  out.decisions = match->judge(article);
  std::ranges::sort(out.decisions, [](const model::Decision& a, const model::Decision& b) {
    return std::tie(b.outcome, b.confidence, a.pattern) < std::tie(a.outcome, a.confidence, b.pattern);
  });
  return out;
}

Response check_text(Call& call) {
  const auto wish = read_check(call.request.body);
  if (!wish) {
    return problem(wish.error(), call.request.id);
  }
  const auto checked = check(call.services, *wish);
  if (!checked) {
    return problem(checked.error(), call.request.id);
  }
  const View view = view_of(call);
  json::array quotes;
  for (const model::Quote& each : checked->title_quotes) {
    json::object row = quote_json(each, wish->title);
    row["text"] = "headline";
    quotes.push_back(std::move(row));
  }
  for (const model::Quote& each : checked->text_quotes) {
    json::object row = quote_json(each, wish->text);
    row["text"] = "body";
    quotes.push_back(std::move(row));
  }
  json::array decisions;
  for (const model::Decision& each : checked->decisions) {
    decisions.push_back(
        decision_json(each, view, each.text == model::TextKind::headline ? wish->title : wish->text));
  }
  json::object body;
  body["quotes"] = std::move(quotes);
  body["decisions"] = std::move(decisions);
  const bool found =
      !checked->decisions.empty() && checked->decisions.front().outcome != model::Outcome::silent;
  body["outcome"] = found ? model::name_of(checked->decisions.front().outcome) : "silent";
  return json_response(200, body);
}

}  // namespace qw::api
