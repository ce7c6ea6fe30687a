#include "crawler/article/claim_review.hpp"

#include "crawler/article/words.hpp"

#include <boost/json.hpp>

#include <optional>

namespace qw::article {
namespace {

namespace json = boost::json;

constexpr std::size_t most_bytes = 1U << 20U;
constexpr std::size_t most_depth = 40;
constexpr std::size_t most_places = 20;

std::string text_at(const json::object& of, std::string_view key) {
  const json::value* value = of.if_contains(key);
  const json::string* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? "" : cleaned(without_entities(std::string_view(text->data(), text->size())));
}

/// The object under a key, or the first one of a list.
const json::object* object_at(const json::object& of, std::string_view key) {
  const json::value* value = of.if_contains(key);
  if (value != nullptr && value->is_array() && !value->get_array().empty()) {
    value = &value->get_array().front();
  }
  return value == nullptr ? nullptr : value->if_object();
}

bool is_claim_review(const json::object& of) {
  const json::value* type = of.if_contains("@type");
  if (type == nullptr) {
    return false;
  }
  if (const json::array* list = type->if_array()) {
    for (const json::value& each : *list) {
      if (each.is_string() && each.get_string() == "ClaimReview") {
        return true;
      }
    }
    return false;
  }
  return type->is_string() && type->get_string() == "ClaimReview";
}

void add_place(ClaimReview& review, const json::value& place) {
  std::string address;
  if (const json::string* text = place.if_string()) {
    address = std::string(*text);
  } else if (const json::object* object = place.if_object()) {
    address = text_at(*object, "url");
  }
  if (!address.empty() && review.appeared_at.size() < most_places) {
    review.appeared_at.push_back(cleaned(address));
  }
}

void add_places(ClaimReview& review, const json::object& item, std::string_view key) {
  const json::value* value = item.if_contains(key);
  if (value == nullptr) {
    return;
  }
  if (const json::array* list = value->if_array()) {
    for (const json::value& each : *list) {
      add_place(review, each);
    }
  } else {
    add_place(review, *value);
  }
}

ClaimReview read_review(const json::object& of) {
  ClaimReview out;
  out.claim = text_at(of, "claimReviewed");
  if (const json::object* rating = object_at(of, "reviewRating")) {
    out.verdict = text_at(*rating, "alternateName");
  }
  if (const json::object* item = object_at(of, "itemReviewed")) {
    out.claimed = text_at(*item, "datePublished");
    if (const json::object* author = object_at(*item, "author")) {
      out.claimant = text_at(*author, "name");
    }
    for (const std::string_view key : {"firstAppearance", "appearance", "sameAs"}) {
      add_places(out, *item, key);
    }
  }
  return out;
}

/// Depth first, in the order of the document.
std::optional<ClaimReview> find_review(const json::value& in) {
  if (const json::array* list = in.if_array()) {
    for (const json::value& each : *list) {
      if (auto found = find_review(each)) {
        return found;
      }
    }
    return std::nullopt;
  }
  const json::object* object = in.if_object();
  if (object == nullptr) {
    return std::nullopt;
  }
  if (is_claim_review(*object)) {
    ClaimReview review = read_review(*object);
    return review.claim.empty() ? std::nullopt : std::optional(std::move(review));
  }
  for (const auto& field : *object) {
    if (field.value().is_structured()) {
      if (auto found = find_review(field.value())) {
        return found;
      }
    }
  }
  return std::nullopt;
}

}  // namespace

ClaimReview claim_review_in(const std::vector<std::string_view>& json_ld) {
  json::parse_options options;
  options.max_depth = most_depth;
  options.allow_trailing_commas = true;
  options.allow_invalid_utf8 = true;
  for (const std::string_view text : json_ld) {
    boost::system::error_code bad;
    const json::value value = json::parse(text.substr(0, most_bytes), bad, {}, options);
    if (bad) {
      continue;
    }
    if (auto found = find_review(value)) {
      return *std::move(found);
    }
  }
  return {};
}

}  // namespace qw::article
