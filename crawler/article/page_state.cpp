#include "crawler/article/page_state.hpp"

#include "crawler/article/tables.hpp"
#include "crawler/article/words.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace qw::article {
namespace {

constexpr std::size_t short_text = 120;   // words: below, the page may be anything
constexpr std::size_t least_text = 8;     // words
constexpr std::size_t most_page = 20000;  // bytes of a page's text that are searched

struct Phrases {
  std::vector<std::string> wall, missing, paywall;
};

const Phrases& phrases() {
  static const Phrases loaded = [] {
    Phrases out;
    for (const config::TableRow& row : load_table("page_words", {"phrase", "state", "lang"}).rows) {
      const std::string& state = row.cells[1];
      (state == "wall" ? out.wall : state == "missing" ? out.missing : out.paywall).push_back(row.cells[0]);
    }
    return out;
  }();
  return loaded;
}

bool holds(std::string_view text, const std::vector<std::string>& wanted) {
  return std::ranges::any_of(wanted, [&](const std::string& each) { return text.contains(each); });
}

}  // namespace

model::Looked state_of(std::string_view title, std::string_view title_element, std::string_view text,
                       std::string_view whole_page, const JsonFacts& json) {
  using model::Looked;
  const std::size_t words = count_words(text);
  if (words >= short_text) {
    return json.paywalled && words < 2 * short_text &&
                   holds(lower_case(whole_page.substr(0, most_page)), phrases().paywall)
               ? Looked::paywall_stub
               : Looked::article;
  }
  const std::string titles = lower_case(std::string(title) + "\n" + std::string(title_element));
  const std::string page = lower_case(whole_page.substr(0, most_page));
  const bool small_page = count_words(page) < 4 * short_text;
  if (holds(titles, phrases().wall) ||
      (small_page && words < short_text / 2 && holds(page, phrases().wall))) {
    return Looked::wall;
  }
  if (holds(titles, phrases().missing)) {
    return Looked::soft_404;
  }
  if (json.paywalled || holds(page, phrases().paywall)) {
    return words >= least_text ? Looked::paywall_stub : Looked::wall;
  }
  if (small_page && words < short_text / 4 && holds(page, phrases().missing)) {
    return Looked::soft_404;
  }
  return words >= least_text ? Looked::article : Looked::no_text;
}

}  // namespace qw::article
