/// Foreign words on their way into a message, and foreign bytes as a service's answer: whatever comes, every
/// form is valid, within its limit and without a link, no field of a mail breaks, and every answer has an
/// outcome.
#include "base/utf8.hpp"
#include "daemon/alerts/answers.hpp"
#include "daemon/alerts/forms.hpp"
#include "daemon/alerts/tame.hpp"

#include <boost/json.hpp>

#include <cstdlib>

namespace {

void hold(bool what) {
  if (!what) {
    std::abort();
  }
}

void forms_of(const std::string& words) {
  using namespace qw;
  namespace json = boost::json;
  config::Receiver receiver;
  receiver.id = "r";
  receiver.language = "uk";
  receiver.from = "q@a.example";
  receiver.to = "t@a.example";
  const std::string valid = utf8::repaired(words);
  json::object copy{{"words", valid}, {"headline", valid}, {"outlet", valid}, {"url", "hxxps://a[.]example"}};
  json::object of{{"id", "c1"},
                  {"official_name", valid},
                  {"copies", json::array{copy, copy, copy}},
                  {"pattern", json::object{{"title", valid}, {"authentic", json::array{valid}}}}};
  const json::object body{{"type", "match.new"}, {"data", json::object{{"why", valid}, {"case", of}}}};
  const auto story = alerts::story_of(json::serialize(body), receiver, {valid});
  hold(story.has_value());
  const std::string text = alerts::as_text(*story);
  hold(utf8::is_valid(text) && text.find("http://") == std::string::npos &&
       text.find("https://") == std::string::npos);
  hold(utf8::count(alerts::slack_body(*story, "uk", alerts::Form::full)) <= 9'500);
  const json::value telegram = json::parse(alerts::telegram_body(*story, "1", "uk", alerts::Form::full));
  const std::size_t units = alerts::utf16_units(std::string(telegram.at("text").as_string()));
  hold(units <= 4'096);
  for (const json::value& each : telegram.at("entities").as_array()) {
    hold(each.at("offset").to_number<std::size_t>() + each.at("length").to_number<std::size_t>() <= units);
  }
  hold(alerts::matrix_body(*story, "uk").size() <= 30'000);
  hold(utf8::is_valid(alerts::mattermost_body(*story, "uk")));
  const std::string mail = alerts::mail_bytes(*story, receiver, "id1", Time{});
  hold(mail.find("\r\nMIME-Version: 1.0\r\n") < mail.find("\r\n\r\n"));
  for (std::size_t at = 0; at < mail.size(); ++at) {
    hold(mail[at] != '\n' || (at > 0 && mail[at - 1] == '\r'));
    hold(mail[at] != '\r' || (at + 1 < mail.size() && mail[at + 1] == '\n'));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qw;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.empty() || bytes.size() > 8'000) {
    return 0;
  }
  const int status = 100 + static_cast<unsigned char>(bytes[0]) * 2;
  for (const auto& read : {alerts::hook_answer, alerts::telegram_answer, alerts::matrix_answer}) {
    const auto outcome = alerts::outcome_of({}, read({status, bytes.substr(0, 20), bytes.substr(1)}), Time{},
                                            Millis(5000), 0.5);
    hold(outcome.delivery.state == model::DeliveryState::sent ||
         !outcome.delivery.entry.last_problem.empty());
    hold(utf8::is_valid(outcome.delivery.entry.last_problem));
  }
  forms_of(bytes);
  return 0;
}
