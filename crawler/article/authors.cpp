#include "crawler/article/authors.hpp"

#include "crawler/article/html_scan.hpp"
#include "crawler/article/names_in.hpp"
#include "crawler/article/words.hpp"

#include <algorithm>

namespace qw::article {
namespace {

constexpr std::size_t most_authors = 12;
constexpr std::size_t blocks_before_headline = 4, blocks_behind_headline = 10, blocks_behind_text = 5;
constexpr std::size_t most_byline_words = 16;

class Finder {
 public:
  Finder(const Dom& dom, const PageFacts& facts, const JsonFacts& json, const std::vector<Block>& blocks,
         const AuthorContext& context)
      : dom_(dom), facts_(facts), json_(json), blocks_(blocks), context_(context) {}

  std::vector<std::string> run() {
    for (const auto look : {&Finder::in_json, &Finder::in_meta, &Finder::in_marked, &Finder::in_bylines,
                            &Finder::in_organisations}) {
      (this->*look)();
      if (!authors_.empty()) {
        break;
      }
    }
    return std::move(authors_);
  }

 private:
  void add(std::string_view text, NameForm form) {
    for (std::string& name : names_in(text, form)) {
      if (authors_.size() < most_authors && std::ranges::find(authors_, name) == authors_.end()) {
        authors_.push_back(std::move(name));
      }
    }
  }

  bool is_site(std::string_view name) const {
    const std::string plain = bare(name);
    const std::string site = bare(facts_.first({"og:site_name", "application-name"}));
    return name.contains(".com") || name.contains(".de") || name.contains(".org") || name.contains(".ru") ||
           (!site.empty() && plain == site);
  }

  void in_json() {
    for (const std::string& name : json_.authors) {
      add(name, NameForm::labelled);
    }
  }

  /// A newsroom or agency that signs for want of a person.
  void in_organisations() {
    for (const std::string& name : json_.organisations) {
      add(name, NameForm::labelled);
    }
  }

  void in_meta() {
    for (const std::string_view key :
         {"cxenseparse:author", "parsely-author", "sailthru.author", "author", "article:author", "dc.creator",
          "dcterms.creator", "byl", "dcsext.author", "article.author", "article_author", "news_author",
          "mediator_author"}) {
      const auto found = facts_.meta.find(key);
      if (found == facts_.meta.end()) {
        continue;
      }
      for (const std::string& each : found->second) {
        if (!is_site(each)) {
          add(each, NameForm::labelled);
        }
      }
      if (!authors_.empty()) {
        return;
      }
    }
    // Shared pages show two labelled values; one of them often is the author.
    for (const auto& [label, data] :
         {std::pair{"twitter:label1", "twitter:data1"}, {"twitter:label2", "twitter:data2"}}) {
      if (authors_.empty() && begins_with_by(facts_.first({label}))) {
        add(facts_.first({data}), NameForm::labelled);
      }
    }
  }

  /// The nodes between which a byline is looked for.
  bool is_near(std::uint32_t node) const {
    if (blocks_.empty()) {
      return true;
    }
    const auto first_of = [&](std::size_t block) {
      return block < blocks_.size() ? blocks_[block].first : dom_.size();
    };
    const std::size_t from =
        context_.headline > blocks_before_headline ? context_.headline - blocks_before_headline : 0;
    return node + 4 >= first_of(from) && node <= first_of(context_.last_core + blocks_behind_text);
  }

  bool is_foreign(std::uint32_t node) const {
    constexpr Hints foreign = bit(HintKind::comment) | bit(HintKind::related) | bit(HintKind::sidebar);
    for (std::uint32_t each = node; each != 0; each = dom_[each].parent) {
      if ((hints_in(dom_.attr(each, Attr::cls)) & foreign) != 0 || dom_[each].tag == Tag::aside ||
          dom_[each].tag == Tag::footer) {
        return true;
      }
    }
    return false;
  }

  /// Elements that say that they hold the author.
  void in_marked() {
    for (std::uint32_t i = 0; i < dom_.size(); ++i) {
      if (dom_[i].attribute_count == 0 || dom_[i].tag == Tag::link || dom_[i].tag == Tag::meta) {
        continue;
      }
      if (is_near(i) && marks_author(i) && !is_foreign(i) && !holds_author(i)) {
        const std::string text = author_text(i);
        add(text, count_words(text) <= 3 ? NameForm::marked : NameForm::shown);
      }
    }
  }

  bool marks_author(std::uint32_t node) const {
    const std::string_view link = dom_.attr(node, Attr::href);
    return contains_ignoring_case(dom_.attr(node, Attr::rel), "author") ||
           contains_ignoring_case(dom_.attr(node, Attr::itemprop), "author") || link.contains("/author/") ||
           link.contains("/autor/") || link.contains("/authors/") || link.contains("/autoren/") ||
           ((hints_in(dom_.attr(node, Attr::cls)) & bit(HintKind::byline)) != 0 &&
            dom_[node].end - node <= 12);
  }

  /// An element below says it more exactly.
  bool holds_author(std::uint32_t node) const {
    for (std::uint32_t i = node + 1; i < dom_[node].end; ++i) {
      if (dom_[i].attribute_count != 0 && marks_author(i) && !dom_.text_of(i).empty()) {
        return true;
      }
    }
    return false;
  }

  /// The name inside an author element that also holds other things.
  std::string author_text(std::uint32_t node) const {
    for (std::uint32_t i = node; i < dom_[node].end; ++i) {
      if (dom_.attr(i, Attr::itemprop) == "name") {
        return dom_.has(i, Attr::content) ? std::string(dom_.attr(i, Attr::content)) : dom_.text_of(i);
      }
    }
    return dom_.text_of(node);
  }

  void in_bylines() {
    const std::size_t from =
        context_.headline > blocks_before_headline ? context_.headline - blocks_before_headline : 0;
    // Behind the headline first, then the end of the text, then in front of the headline.
    look_at(context_.headline + 1, context_.headline + blocks_behind_headline);
    if (authors_.empty()) {
      look_at(std::max(context_.last_core, context_.headline + 1), context_.last_core + blocks_behind_text);
    }
    if (authors_.empty()) {
      look_at(from, context_.headline);
    }
  }

  void look_at(std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < std::min(to, blocks_.size()) && authors_.empty(); ++i) {
      const Block& block = blocks_[i];
      const bool marked = (block.near & (bit(HintKind::byline) | bit(HintKind::bio))) != 0;
      const bool signed_by = begins_with_by(block.text);
      if (block.words <= most_byline_words && (marked || signed_by) &&
          (block.place.hints & (bit(HintKind::comment) | bit(HintKind::related))) == 0) {
        add(block.text, NameForm::shown);
      }
    }
  }

  const Dom& dom_;
  const PageFacts& facts_;
  const JsonFacts& json_;
  const std::vector<Block>& blocks_;
  const AuthorContext& context_;
  std::vector<std::string> authors_;
};

}  // namespace

std::vector<std::string> authors_of(const Dom& dom, const PageFacts& facts, const JsonFacts& json,
                                    const std::vector<Block>& blocks, const AuthorContext& context) {
  return Finder(dom, facts, json, blocks, context).run();
}

}  // namespace qw::article
