#include "crawler/article/blocks.hpp"

#include "crawler/article/charset.hpp"
#include "crawler/article/html_scan.hpp"
#include "crawler/article/words.hpp"

#include <algorithm>
#include <unordered_map>

namespace qw::article {
namespace {

bool is_inline(Tag tag) {
  using enum Tag;
  return tag == text || tag == other || tag == span || tag == a || tag == q || tag == time || tag == label ||
         tag == br;
}

bool is_skipped(Tag tag) {
  using enum Tag;
  return tag == head || tag == button || tag == title || tag == meta || tag == link;
}

std::uint32_t bits_of(const Dom& dom, std::uint32_t node) {
  using enum Tag;
  std::uint32_t bits = 0;
  switch (dom[node].tag) {
    case nav:
      bits = inside_nav;
      break;
    case aside:
      bits = inside_aside;
      break;
    case footer:
      bits = inside_footer;
      break;
    case header:
      bits = inside_header;
      break;
    case figure:
    case figcaption:
      bits = inside_figure;
      break;
    case li:
    case dd:
    case dt:
      bits = inside_item;
      break;
    case table:
      bits = inside_table;
      break;
    case blockquote:
    case q:
      bits = inside_quote;
      break;
    case form:
      bits = inside_form;
      break;
    case article:
      bits = inside_article;
      break;
    case main:
      bits = inside_main;
      break;
    case p:
      bits = inside_paragraph;
      break;
    case a:
      bits = inside_link;
      break;
    case address:
      bits = inside_address;
      break;
    case pre:
      bits = inside_pre;
      break;
    case details:
      bits = inside_details;
      break;
    case h1:
    case h2:
    case h3:
    case h4:
    case h5:
    case h6:
      bits = inside_heading;
      break;
    default:
      break;
  }
  if (dom[node].attribute_count != 0) {
    const std::string_view role = dom.attr(node, Attr::role);
    bits |= role == "navigation" ? inside_nav : role == "complementary" ? inside_aside : 0U;
    bits |= role == "main" ? inside_main : role == "contentinfo" ? inside_footer : 0U;
    bits |= dom.has(node, Attr::hidden) ? inside_hidden : 0U;
    bits |= contains_ignoring_case(dom.attr(node, Attr::itemprop), "articlebody") ? inside_body_item : 0U;
  }
  return bits;
}

std::uint8_t heading_level(Tag tag) {
  return tag >= Tag::h1 && tag <= Tag::h6
             ? static_cast<std::uint8_t>(static_cast<unsigned>(tag) - static_cast<unsigned>(Tag::h1) + 1)
             : std::uint8_t{0};
}

/// Hints of names that were seen before on the page: classes repeat.
class HintMemory {
 public:
  Hints of(const Dom& dom, std::uint32_t node) {
    Hints hints = 0;
    if (dom[node].attribute_count != 0) {
      for (const Attr attribute : {Attr::cls, Attr::id, Attr::testid, Attr::component}) {
        if (const std::string_view names = dom.attr(node, attribute); !names.empty()) {
          const auto [known, fresh] = known_.try_emplace(names, 0);
          if (fresh) {
            known->second = hints_in(names);
          }
          hints |= known->second;
        }
      }
    }
    return hints;
  }

 private:
  std::unordered_map<std::string_view, Hints> known_;
};

/// Walks the nodes and cuts their text into blocks.
class Cutter {
 public:
  Cutter(const Dom& dom, const std::vector<Place>& places) : dom_(dom), places_(places) {}

  std::vector<Block> run() {
    for (std::uint32_t i = 0; i < dom_.size();) {
      leave_until(i);
      const Node& node = dom_[i];
      if (is_skipped(node.tag)) {
        i = node.end;
        continue;
      }
      enter(i);
      ++i;
    }
    leave_until(dom_.size());
    flush();
    return std::move(blocks_);
  }

 private:
  /// Ends the elements whose subtree ends at or before `node`.
  void leave_until(std::uint32_t node) {
    while (!open_.empty() && dom_[open_.back()].end <= node) {
      const Tag tag = dom_[open_.back()].tag;
      if (tag == Tag::q) {
        put_quote_mark(false);
      } else if (!is_inline(tag)) {
        flush();
      }
      open_.pop_back();
    }
  }

  void enter(std::uint32_t i) {
    const Node& node = dom_[i];
    if (node.tag == Tag::text) {
      add_text(i);
      return;
    }
    if (node.tag == Tag::br) {
      if (++breaks_ >= 2) {
        flush();
      } else {
        raw_ += '\n';
      }
      return;
    }
    if (!is_inline(node.tag)) {
      flush();
    } else if (node.tag == Tag::q) {
      put_quote_mark(true);
    }
    open_.push_back(i);
  }

  /// q elements are shown with marks, so the text gets them, unless the page has written its own.
  void put_quote_mark(bool opening) {
    if (opening) {
      raw_ += "\u201C";
    } else if (raw_.ends_with("\u201C")) {
      raw_.resize(raw_.size() - 3);
    } else {
      raw_ += "\u201D";
    }
  }

  void add_text(std::uint32_t i) {
    const std::string_view text = dom_[i].text;
    const bool blank = std::ranges::all_of(text, is_html_space);
    if (!blank) {
      breaks_ = 0;
      if (block_.words == 0 && block_.first == 0) {
        begin(i);
      }
      const auto words = static_cast<std::uint32_t>(count_words(text));
      block_.words += words;
      if ((places_[i].inside & inside_link) != 0) {
        block_.link_words += words;
        note_link(i);
      }
    }
    // Newlines of the source are spaces; in pre they are lines.
    const std::size_t from = raw_.size();
    raw_ += text;
    if ((places_[i].inside & inside_pre) == 0) {
      std::replace(raw_.begin() + static_cast<std::ptrdiff_t>(from), raw_.end(), '\n', ' ');
    }
  }

  void begin(std::uint32_t i) {
    block_.first = i;
    std::uint32_t holder = dom_[i].parent;
    while (is_inline(dom_[holder].tag) && holder != 0) {
      holder = dom_[holder].parent;
    }
    block_.node = holder;
    block_.tag = dom_[holder].tag;
    block_.place = places_[i];
    block_.near = places_[i].hints;
    std::uint32_t up = holder;
    for (int level = 0; level < 2; ++level) {
      up = dom_[up].parent;
    }
    block_.near &= ~places_[up].hints | near_hints(i, up);
    for (std::uint32_t each = holder; each != 0; each = dom_[each].parent) {
      if (const std::uint8_t level = heading_level(dom_[each].tag); level != 0) {
        block_.heading = level;
        break;
      }
    }
  }

  /// Hints of the elements from the text node up to, but without, `up`.
  Hints near_hints(std::uint32_t node, std::uint32_t up) const {
    Hints hints = 0;
    for (std::uint32_t each = dom_[node].parent; each != up && each != 0; each = dom_[each].parent) {
      hints |= places_[each].own;
    }
    return hints;
  }

  void note_link(std::uint32_t i) {
    std::uint32_t link = dom_[i].parent;
    while (dom_[link].tag != Tag::a && link != 0) {
      link = dom_[link].parent;
    }
    if (link != last_link_) {
      last_link_ = link;
      ++block_.links;
      if (block_.target.empty()) {
        block_.target = dom_.attr(link, Attr::href);
      }
    }
  }

  void flush() {
    breaks_ = 0;
    if (block_.first != 0) {
      block_.text = cleaned(raw_, Lines::keep);
      if (auto undone = undone_double_encoding(block_.text)) {
        block_.text = *std::move(undone);
      }
      if (!block_.text.empty()) {
        blocks_.push_back(std::move(block_));
      }
    }
    block_ = Block{};
    raw_.clear();
  }

  const Dom& dom_;
  const std::vector<Place>& places_;
  std::vector<Block> blocks_;
  Block block_;
  std::string raw_;
  std::vector<std::uint32_t> open_;
  std::uint32_t last_link_ = 0;
  int breaks_ = 0;
};

}  // namespace

std::vector<Place> places_of(const Dom& dom) {
  std::vector<Place> places(dom.size());
  HintMemory memory;
  for (std::uint32_t i = 0; i < dom.size(); ++i) {
    if (i != 0) {
      places[i] = places[dom[i].parent];
    }
    places[i].own = 0;
    places[i].inside |= bits_of(dom, i);
    // The body element's classes name the kind of page, and would colour every block.
    if (dom[i].tag != Tag::body && dom[i].tag != Tag::html) {
      places[i].own = memory.of(dom, i);
      places[i].hints |= places[i].own;
    }
  }
  return places;
}

std::vector<Block> blocks_of(const Dom& dom, const std::vector<Place>& places) {
  return Cutter(dom, places).run();
}

}  // namespace qw::article
