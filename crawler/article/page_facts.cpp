#include "crawler/article/page_facts.hpp"

#include "crawler/article/html_scan.hpp"
#include "crawler/article/words.hpp"

namespace qw::article {
namespace {

constexpr std::size_t most_contents = 20;  // of one key

void add_meta(PageFacts& facts, std::string_view keys, std::string_view content) {
  for (const std::string_view key : split_words(keys)) {
    std::vector<std::string>& contents = facts.meta[lower_case(key.substr(0, 100))];
    if (contents.size() < most_contents) {
      if (std::string text = cleaned(without_entities(content)); !text.empty()) {
        contents.push_back(std::move(text));
      }
    }
  }
}

}  // namespace

std::string_view PageFacts::first(std::initializer_list<std::string_view> keys) const {
  for (const std::string_view key : keys) {
    if (const auto found = meta.find(key); found != meta.end() && !found->second.empty()) {
      return found->second.front();
    }
  }
  return {};
}

PageFacts page_facts(const Dom& dom) {
  PageFacts facts;
  for (std::uint32_t i = 0; i < dom.size(); ++i) {
    switch (dom[i].tag) {
      case Tag::html:
        facts.language = lower_case(dom.attr(i, Attr::lang).substr(0, 2));
        break;
      case Tag::meta:
        for (const Attr key : {Attr::property, Attr::name, Attr::itemprop}) {
          add_meta(facts, dom.attr(i, key), dom.attr(i, Attr::content));
        }
        break;
      case Tag::link:
        if (facts.canonical.empty() && contains_ignoring_case(dom.attr(i, Attr::rel), "canonical")) {
          facts.canonical = dom.attr(i, Attr::href);
        }
        break;
      case Tag::title:
        if (facts.title_element.empty()) {
          facts.title_element = cleaned(dom.text_of(i));
        }
        break;
      case Tag::h1:
        facts.h1.push_back(i);
        break;
      case Tag::h2:
        facts.h2.push_back(i);
        break;
      case Tag::time:
        facts.times.push_back(i);
        break;
      default:
        if (contains_ignoring_case(dom.attr(i, Attr::itemprop), "datepublished")) {
          facts.times.push_back(i);
        }
        break;
    }
  }
  return facts;
}

}  // namespace qw::article
