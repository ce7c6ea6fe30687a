#pragma once

#include <string>
#include <string_view>
#include <vector>

/// What the JSON of a page says about its article (schema.org, and the data that sites ship for their own
/// scripts). Pure; O(bytes); at most 1 MiB and depth 40 of each piece is read, broken JSON is mended or left.
namespace qw::article {

struct JsonFacts {
  std::string headline, alternative_headline, description;
  std::string date_published, date_modified;
  std::vector<std::string> authors;        ///< persons
  std::vector<std::string> organisations;  ///< that are named as authors
  std::string article_body;
  std::string claim_reviewed;
  std::string type;        ///< of the object that was believed: "NewsArticle", …
  bool paywalled = false;  ///< isAccessibleForFree is false
};

/// `json_ld`: bodies of ld+json scripts.
JsonFacts json_facts(const std::vector<std::string_view>& json_ld);

/// The longest article body in the data of the page's own scripts (__NEXT_DATA__ and kin), without markup;
/// "" when there is none of 400 characters.
std::string body_in_page_json(const std::vector<std::string_view>& page_json);

}  // namespace qw::article
