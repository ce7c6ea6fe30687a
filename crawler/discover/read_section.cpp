#include "base/url.hpp"
#include "base/utf8.hpp"
#include "crawler/discover/article_shape.hpp"
#include "crawler/discover/canonical_url.hpp"
#include "crawler/discover/entry_dates.hpp"
#include "crawler/discover/html_list.hpp"
#include "crawler/discover/links.hpp"
#include "crawler/discover/list_text.hpp"
#include "crawler/discover/plain_text.hpp"
#include "crawler/fetch/politeness.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

namespace qw::discover {
namespace {

using article::Attr;
using article::Dom;
using article::Tag;

constexpr std::size_t headline_characters = 25;
constexpr std::size_t kin_for_a_shape = 3;
constexpr std::uint32_t card_nodes = 80;

struct Candidate {
  Link link;
  std::string shape;
  AddressKind kind = AddressKind::unclear;
  std::size_t characters = 0;  ///< of its longest words
  bool in_furniture = false;   ///< every time inside nav, footer or form
};

bool in_furniture(const Dom& dom, std::uint32_t node) {
  for (std::uint32_t i = node; i != 0; i = dom[i].parent) {
    const Tag tag = dom[i].tag;
    if (tag == Tag::nav || tag == Tag::footer || tag == Tag::form) {
      return true;
    }
  }
  return false;
}

/// Takes "11:16" off the front of the words.
std::string take_clock(std::string& words) {
  const auto digit = [&](std::size_t i) { return i < words.size() && words[i] >= '0' && words[i] <= '9'; };
  if (digit(0) && digit(1) && words.size() > 6 && words[2] == ':' && digit(3) && digit(4) &&
      words[5] == ' ') {
    std::string clock = words.substr(0, 5);
    words.erase(0, 6);
    return clock;
  }
  return "";
}

/// datetime of the one <time> in the card around a link: the largest small ancestor that links nowhere else.
std::string time_beside(const Dom& dom, std::uint32_t node) {
  const std::string_view href = dom.attr(node, Attr::href);
  std::string found;
  for (std::uint32_t up = node, steps = 0; steps < 4; ++steps) {
    up = dom[up].parent;
    if (dom[up].end - up > card_nodes) {
      break;
    }
    std::size_t times = 0;
    std::string here;
    for (std::uint32_t i = up; i < dom[up].end; ++i) {
      if (dom[i].tag == Tag::a && !dom.attr(i, Attr::href).empty() && dom.attr(i, Attr::href) != href &&
          dom.text_of(i).size() > 2 * headline_characters) {
        return found;
      }
      if (dom[i].tag == Tag::time) {
        ++times;
        here = dom.has(i, Attr::datetime) ? std::string(dom.attr(i, Attr::datetime)) : dom.text_of(i);
      }
    }
    if (times == 1) {
      found = here;
    }
  }
  return found;
}

class Section {
 public:
  Section(const HtmlList& page, Url url)
      : dom_(*page.dom),
        base_(page.base),
        own_(std::move(url)),
        domain_(fetch::registrable_domain(own_.host)) {}

  void collect() {
    for (std::uint32_t i = 0; i < dom_.size() && candidates_.size() < 5000; ++i) {
      if (dom_[i].tag == Tag::a) {
        take(i);
      }
    }
  }

  /// An address is believed by its own look, or by the company of others of its shape under headlines.
  void choose(Links& links) {
    std::map<std::string, std::size_t> kin;
    for (const Candidate& each : candidates_) {
      kin[each.shape] += each.characters >= headline_characters && !each.in_furniture ? 1 : 0;
    }
    for (Candidate& each : candidates_) {
      const bool headline = each.characters >= headline_characters;
      const bool sure = each.kind == AddressKind::article && each.characters >= 10;
      const bool by_company =
          each.kind == AddressKind::unclear && headline && kin[each.shape] >= kin_for_a_shape;
      if (each.in_furniture || !(sure || by_company)) {
        continue;
      }
      if (links.links.size() == most_links) {
        remark(links, "too_many_entries");
        return;
      }
      links.links.push_back(std::move(each.link));
    }
  }

 private:
  void take(std::uint32_t node) {
    const std::string address = absolute_link(dom_.attr(node, Attr::href), base_);
    const auto url = parse_url(address);
    if (!url || fetch::registrable_domain(url->host) != domain_) {
      return;
    }
    const AddressKind kind = kind_of_address(*url);
    const std::string key = canonical_url(*url);
    if (kind == AddressKind::other || key == canonical_url(own_)) {
      return;
    }
    std::string words = plain_text(dom_.text_of(node), most_title);
    std::string date = take_clock(words);
    const std::size_t characters = utf8::count(words);
    const bool furniture = in_furniture(dom_, node);
    const auto [at, is_new] = by_key_.try_emplace(key, candidates_.size());
    if (is_new) {
      candidates_.push_back({{}, shape_of(*url), kind, 0, furniture});
      candidates_.back().link.url = address;
    }
    Candidate& candidate = candidates_[at->second];
    candidate.in_furniture = candidate.in_furniture && furniture;
    if (characters > candidate.characters) {
      candidate.characters = characters;
      candidate.link.title = std::move(words);
    }
    if (candidate.link.published_raw.empty()) {
      candidate.link.published_raw = date.empty() ? time_beside(dom_, node) : std::move(date);
    }
  }

  const Dom& dom_;
  std::string base_;
  Url own_;
  std::string domain_;
  std::vector<Candidate> candidates_;
  std::unordered_map<std::string, std::size_t> by_key_;
};

}  // namespace

Result<Links> read_section(const ListInput& input) {
  Links links;
  links.form = "section";
  TRY(Url url, parse_url(input.url));
  TRY(const HtmlList page, parse_list(input, links));
  for (std::uint32_t i = 0; i < page.dom->size(); ++i) {
    if ((*page.dom)[i].tag == Tag::title) {
      links.title = plain_text(page.dom->text_of(i), most_title);
      break;
    }
  }
  Section section(page, std::move(url));
  section.collect();
  section.choose(links);
  set_dates(links, input);
  return links;
}

}  // namespace qw::discover
