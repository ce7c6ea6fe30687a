#include "crawler/article/json_facts.hpp"

#include "crawler/article/words.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace json = boost::json;

namespace qw::article {
namespace {

constexpr std::size_t most_bytes = 1U << 20U;
constexpr std::size_t most_depth = 40;
constexpr std::size_t most_authors = 20;
constexpr std::size_t least_body = 400;

/// Raw newlines and other control characters inside strings are the commonest fault of JSON-LD.
std::string mended(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return out;
}

std::optional<json::value> parsed(std::string_view text) {
  if (text.size() > most_bytes) {
    return std::nullopt;
  }
  const std::size_t from = text.find_first_of("{[");
  const std::size_t to = text.find_last_of("}]");
  if (from == std::string_view::npos || to == std::string_view::npos || to < from) {
    return std::nullopt;
  }
  json::parse_options options;
  options.max_depth = most_depth;
  options.allow_trailing_commas = true;
  options.allow_invalid_utf8 = true;
  options.allow_comments = true;
  json::error_code error;
  json::value value = json::parse(mended(text.substr(from, to - from + 1)), error, {}, options);
  return error ? std::nullopt : std::optional(std::move(value));
}

std::string_view text_of(const json::value* value) {
  if (value == nullptr) {
    return {};
  }
  if (const json::string* text = value->if_string()) {
    return {text->data(), text->size()};
  }
  if (const json::array* list = value->if_array(); list != nullptr && !list->empty()) {
    return text_of(&list->front());
  }
  return {};
}

/// The types of an object, as one text of words.
std::string types_of(const json::object& object) {
  std::string out;
  if (const json::value* type = object.if_contains("@type")) {
    if (const json::array* list = type->if_array()) {
      for (const json::value& each : *list) {
        out += std::string(text_of(&each)) + ' ';
      }
    } else {
      out = text_of(type);
    }
  }
  return out;
}

bool is_article(std::string_view types) {
  constexpr auto known = std::to_array<std::string_view>(
      {"Article", "BlogPosting", "NewsPosting", "Reportage", "LiveBlog", "Report"});
  return std::ranges::any_of(known, [&](std::string_view each) { return types.contains(each); });
}

void add_author(std::vector<std::string>& authors, std::string_view name) {
  std::string text = cleaned(without_entities(without_entities(name)));
  if (!text.empty() && authors.size() < most_authors && std::ranges::find(authors, text) == authors.end()) {
    authors.push_back(std::move(text));
  }
}

/// Persons, or organisations alone; a bare text counts as a person.
void add_authors(std::vector<std::string>& authors, const json::value* value, bool organisations) {
  if (value == nullptr) {
    return;
  }
  if (const json::array* list = value->if_array()) {
    for (const json::value& each : *list) {
      if (!each.is_array()) {
        add_authors(authors, &each, organisations);
      }
    }
  } else if (const json::object* object = value->if_object()) {
    const std::string types = types_of(*object);
    if ((types.contains("Organization") && !types.contains("Person")) == organisations) {
      const json::value* name = object->if_contains("name");
      if (name != nullptr && name->is_array()) {
        for (const json::value& each : name->get_array()) {
          add_author(authors, text_of(&each));
        }
      } else {
        add_author(authors, text_of(name));
      }
    }
  } else if (!organisations) {
    add_author(authors, text_of(value));
  }
}

void set_if_empty(std::string& field, std::string_view text) {
  if (field.empty()) {
    field = cleaned(without_entities(text));
  }
}

bool says_false(const json::value* value) {
  if (value == nullptr) {
    return false;
  }
  if (const bool* flag = value->if_bool()) {
    return !*flag;
  }
  const std::string_view text = text_of(value);
  return text == "False" || text == "false" || text.ends_with("/False");
}

class Reader {
 public:
  /// An author may be a reference to a person elsewhere in the graph.
  void resolve_references() {
    for (const std::string& id : references_) {
      if (const auto person = persons_.find(id); person != persons_.end()) {
        add_author(facts.authors, person->second);
      }
    }
  }

  void read(const json::value& value, int depth) {
    if (depth > 12) {
      return;
    }
    if (const json::array* list = value.if_array()) {
      for (const json::value& each : *list) {
        read(each, depth + 1);
      }
      return;
    }
    const json::object* object = value.if_object();
    if (object == nullptr) {
      return;
    }
    const std::string types = types_of(*object);
    if (types.contains("Person")) {
      persons_.emplace(text_of(object->if_contains("@id")), text_of(object->if_contains("name")));
    }
    if (types.contains("ClaimReview")) {
      set_if_empty(facts.claim_reviewed, text_of(object->if_contains("claimReviewed")));
    }
    if (is_article(types) || (types.contains("WebPage") && object->contains("headline"))) {
      read_article(*object, types);
    }
    for (const std::string_view key :
         {"@graph", "mainEntity", "mainEntityOfPage", "itemReviewed", "hasPart"}) {
      if (const json::value* below = object->if_contains(key); below != nullptr && !below->is_string()) {
        read(*below, depth + 1);
      }
    }
  }

  JsonFacts facts;

 private:
  void read_article(const json::object& object, std::string_view types) {
    set_if_empty(facts.headline, text_of(object.if_contains("headline")));
    set_if_empty(facts.alternative_headline, text_of(object.if_contains("alternativeHeadline")));
    set_if_empty(facts.description, text_of(object.if_contains("description")));
    set_if_empty(facts.date_published, text_of(object.if_contains("datePublished")));
    set_if_empty(facts.date_published, text_of(object.if_contains("dateCreated")));
    set_if_empty(facts.date_modified, text_of(object.if_contains("dateModified")));
    set_if_empty(facts.type, types);
    if (const json::value* author = object.if_contains("author"); author != nullptr && references_.empty()) {
      const json::array one{*author};
      for (const json::value& each : author->is_array() ? author->get_array() : one) {
        if (const json::object* reference = each.if_object();
            reference != nullptr && !reference->contains("name")) {
          references_.emplace_back(text_of(reference->if_contains("@id")));
        }
      }
    }
    for (const bool organisations : {false, true}) {
      for (const std::string_view key : {"author", "creator"}) {
        std::vector<std::string>& into = organisations ? facts.organisations : facts.authors;
        if (into.empty()) {
          add_authors(into, object.if_contains(key), organisations);
        }
      }
    }
    if (facts.article_body.empty()) {
      facts.article_body = without_markup(without_entities(text_of(object.if_contains("articleBody"))));
    }
    facts.paywalled = facts.paywalled || says_false(object.if_contains("isAccessibleForFree"));
  }

  std::map<std::string, std::string, std::less<>> persons_;  ///< names by @id
  std::vector<std::string> references_;
};

/// The longest string under a key that names a body, anywhere in the value.
void find_body(const json::value& value, int depth, std::string_view& best) {
  constexpr auto keys = std::to_array<std::string_view>(
      {"articleBody", "body", "content", "text", "html", "bodyHtml", "body_html", "contentHtml", "fullText"});
  if (depth > 30) {
    return;
  }
  if (const json::array* list = value.if_array()) {
    for (const json::value& each : *list) {
      find_body(each, depth + 1, best);
    }
  } else if (const json::object* object = value.if_object()) {
    for (const auto& [key, each] : *object) {
      if (const json::string* text = each.if_string()) {
        if (text->size() > best.size() && std::ranges::find(keys, std::string_view(key)) != keys.end()) {
          best = {text->data(), text->size()};
        }
      } else {
        find_body(each, depth + 1, best);
      }
    }
  }
}

}  // namespace

JsonFacts json_facts(const std::vector<std::string_view>& json_ld) {
  Reader reader;
  for (const std::string_view text : json_ld) {
    if (const auto value = parsed(text)) {
      reader.read(*value, 0);
    }
  }
  if (reader.facts.authors.empty()) {
    reader.resolve_references();
  }
  return std::move(reader.facts);
}

std::string body_in_page_json(const std::vector<std::string_view>& page_json) {
  std::string best;
  for (const std::string_view text : page_json) {
    if (const auto value = parsed(text)) {
      std::string_view found;
      find_body(*value, 0, found);
      if (found.size() >= least_body && found.size() > best.size()) {
        best = without_markup(found);
      }
    }
  }
  return best.size() >= least_body ? best : "";
}

}  // namespace qw::article
