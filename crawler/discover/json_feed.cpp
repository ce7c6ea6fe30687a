#include "crawler/discover/json_feed.hpp"

#include "crawler/discover/entry_dates.hpp"
#include "crawler/discover/list_text.hpp"
#include "crawler/discover/plain_text.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <string>

namespace qw::discover {
namespace {

namespace json = boost::json;

/// Numbers stand as ids too.
std::string text_of(const json::object& object, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const json::value* value = object.if_contains(name);
    if (value == nullptr) {
      continue;
    }
    if (const json::string* text = value->if_string(); text != nullptr && !text->empty()) {
      return std::string(*text);
    }
    if (value->is_number()) {
      return json::serialize(*value);
    }
  }
  return "";
}

}  // namespace

Result<> read_json_feed(std::string_view text, const ListInput& input, Links& links) {
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = 32;
  options.allow_invalid_utf8 = true;
  const json::value root = json::parse(text, error, {}, options);
  const json::object* feed = error ? nullptr : root.if_object();
  const json::value* items = feed != nullptr ? feed->if_contains("items") : nullptr;
  const json::array* list = items != nullptr ? items->if_array() : nullptr;
  if (list == nullptr) {
    return fail(Errc::malformed,
                error ? "the JSON of the feed is broken" : "the JSON has no list named items");
  }
  links.form = "jsonfeed";
  links.title = plain_text(text_of(*feed, {"title"}), most_title);
  for (const json::value& value : *list) {
    const json::object* item = value.if_object();
    if (item == nullptr) {
      continue;
    }
    if (links.links.size() == most_links) {
      remark(links, "too_many_entries");
      break;
    }
    Link link;
    link.id = text_of(*item, {"id"});
    link.url = absolute_link(text_of(*item, {"url", "external_url", "id"}), input.url);
    link.title = plain_text(text_of(*item, {"title"}), most_title);
    link.summary = plain_text(text_of(*item, {"summary", "content_text", "content_html"}), most_summary);
    link.published_raw = text_of(*item, {"date_published", "date_modified"});
    links.links.push_back(std::move(link));
  }
  return {};
}

}  // namespace qw::discover
