#include "crawler/article/block_features.hpp"

#include "crawler/article/block_text.hpp"
#include "crawler/article/words.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace qw::article {
namespace {

float log_of(double n) {
  static const std::array<float, 2048> small = [] {
    std::array<float, 2048> out{};
    for (std::size_t i = 0; i < out.size(); ++i) {
      out.at(i) = static_cast<float>(std::log1p(static_cast<double>(i)));
    }
    return out;
  }();
  const auto whole = static_cast<std::size_t>(std::max(n, 0.0));
  return whole < small.size() && static_cast<double>(whole) == n ? small[whole]
                                                                 : static_cast<float>(std::log1p(n));
}
float share(double part, double whole) { return whole <= 0 ? 0 : static_cast<float>(part / whole); }

/// Writes numbers one behind the other, or, asked for `names`, only notes what each is called.
class Row {
 public:
  explicit Row(float* to) : to_(to) {}
  explicit Row(std::vector<std::string>& names) : names_(&names) {}
  void add(std::string_view name, double value) { add("", name, value); }
  void add(std::string_view prefix, std::string_view name, double value) {
    if (names_ == nullptr) {
      *to_++ = static_cast<float>(value);
    } else {
      note(prefix, name);
    }
  }
  void add_bits(std::string_view name, std::uint32_t bits, unsigned count) {
    for (unsigned i = 0; i < count; ++i) {
      if (names_ == nullptr) {
        *to_++ = static_cast<float>((bits >> i) & 1U);
      } else {
        note(name, std::to_string(i));
      }
    }
  }

 private:
  void note(std::string_view prefix, std::string_view name) {
    names_->push_back(std::string(prefix) + std::string(name));
  }

  float* to_ = nullptr;
  std::vector<std::string>* names_ = nullptr;
};

constexpr unsigned place_bits = 19;
constexpr unsigned hint_bits = static_cast<unsigned>(hint_names.size());

class Writer {
 public:
  Writer(const BlockGroups& groups, const std::vector<Block>& blocks, const FeatureContext& context)
      : blocks_(blocks),
        context_(context),
        groups_(groups),
        title_(bare(context.title)),
        lead_(bare(context.lead)) {
    texts_.reserve(blocks.size());
    for (const Block& block : blocks) {
      texts_.push_back(text_measures(block.text));
    }
  }

  void write(std::size_t i, Row& row) const {
    own(i, row);
    place(i, row);
    groups(i, row);
    for (const int step : {-2, -1, 1, 2}) {
      neighbour(i, step, row);
    }
  }

 private:
  void own(std::size_t i, Row& row) const {
    const Block& block = blocks_[i];
    const TextMeasures& text = texts_[i];
    row.add("words", log_of(block.words));
    row.add("link_density", share(block.link_words, block.words));
    row.add("links", log_of(block.links));
    row.add("word_length", share(text.letters, block.words));
    row.add("commas", share(text.commas, block.words));
    row.add("sentences", log_of(text.sentence_ends));
    row.add("ends_sentence", text.ends_sentence ? 1 : 0);
    row.add("begins", text.begins);
    row.add("digits", share(text.digits, text.letters + text.digits));
    row.add("capitals", share(text.capitals, text.letters));
    row.add("quotes", text.quote_marks > 0 ? 1 : 0);
    row.add("lines", log_of(text.lines));
    row.add("odd_marks", text.odd_marks);
    row.add("edge_phrase", text.edge_phrase ? 1 : 0);
    row.add("p", block.tag == Tag::p ? 1 : 0);
    row.add("div", block.tag == Tag::div ? 1 : 0);
    row.add("li", block.tag == Tag::li ? 1 : 0);
    row.add("td", block.tag == Tag::td ? 1 : 0);
    row.add("heading", block.heading);
    const std::size_t bytes = block.text.size();
    const bool like_title = bytes >= title_.size() && bytes <= 3 * title_.size() + 40;
    const bool like_lead = bytes > 20 && block.words >= 3 && block.words <= 60 && !lead_.empty();
    const std::string plain = like_title || like_lead ? bare(block.text) : std::string();
    row.add("is_title", !plain.empty() && block.words <= 60 && plain == title_ ? 1 : 0);
    row.add("is_lead",
            like_lead && plain.size() > 20 && (lead_.starts_with(plain) || plain.starts_with(lead_)) ? 1 : 0);
  }

  void place(std::size_t i, Row& row) const {
    const Block& block = blocks_[i];
    row.add_bits("inside", block.place.inside, place_bits);
    row.add_bits("hint", block.place.hints, hint_bits);
    row.add_bits("near", block.near, hint_bits);
    const double n = static_cast<double>(blocks_.size());
    row.add("position", static_cast<double>(i) / n);
    row.add("position_words", share(groups_.words_before(i), groups_.all().words));
    const double behind = static_cast<double>(i) - static_cast<double>(context_.headline);
    row.add("behind_headline", std::clamp(behind, -50.0, 300.0));
    row.add("words_behind_headline",
            behind < 0 ? -1 : log_of(groups_.words_before(i) - groups_.words_before(context_.headline)));
    row.add("page_words", log_of(groups_.all().words));
    row.add("page_blocks", log_of(n));
    row.add("page_density", share(groups_.all().link_words, groups_.all().words));
    row.add("page_paragraphs", share(groups_.all().paragraph_words, groups_.all().words));
    row.add("copies", groups_.copies(i));
  }

  void group(std::string_view name, const GroupSums& sums, Row& row) const {
    row.add(name, "_words", log_of(sums.words));
    row.add(name, "_share", share(sums.words, groups_.all().words));
    row.add(name, "_density", share(sums.link_words, sums.words));
    row.add(name, "_blocks", log_of(sums.blocks));
    row.add(name, "_mean", log_of(share(sums.words, sums.blocks)));
    row.add(name, "_paragraphs", share(sums.paragraph_words, sums.words));
  }

  void groups(std::size_t i, Row& row) const {
    const Block& block = blocks_[i];
    group("holder", groups_.of_node(block.node), row);
    group("parent", groups_.of_ancestor(block.node, 1), row);
    group("grand", groups_.of_ancestor(block.node, 2), row);
    group("great", groups_.of_ancestor(block.node, 3), row);
    group("article", groups_.of_article(block.node), row);
    group("kind", groups_.of_kind(i), row);
    row.add("depth", groups_.depth(block.node));
    row.add("best_share", share(groups_.shared_with_best(i), groups_.all().words));
    row.add("in_best", groups_.in_best(i) ? 1 : 0);
    row.add("best_words", log_of(groups_.best().words));
  }

  void neighbour(std::size_t i, int step, Row& row) const {
    const auto at = static_cast<std::ptrdiff_t>(i) + step;
    const bool there = at >= 0 && at < static_cast<std::ptrdiff_t>(blocks_.size());
    const std::string_view prefix = step == -2   ? "step-2"
                                    : step == -1 ? "step-1"
                                    : step == 1  ? "step+1"
                                                 : "step+2";
    const Block* other = there ? &blocks_[static_cast<std::size_t>(at)] : nullptr;
    row.add(prefix, "_words", there ? log_of(other->words) : -1);
    row.add(prefix, "_density", there ? share(other->link_words, other->words) : -1);
    row.add(prefix, "_ends", there && texts_[static_cast<std::size_t>(at)].ends_sentence ? 1 : 0);
    row.add(prefix, "_p", there && other->tag == Tag::p ? 1 : 0);
    row.add(prefix, "_heading", there ? other->heading : 0);
    row.add(prefix, "_same", there && groups_.same_parent(i, static_cast<std::size_t>(at)) ? 1 : 0);
  }

  const std::vector<Block>& blocks_;
  const FeatureContext& context_;
  const BlockGroups& groups_;
  std::string title_, lead_;
  std::vector<TextMeasures> texts_;
};

}  // namespace

std::span<const std::string> feature_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> out;
    const Dom dom("<p>text");
    const std::vector<Block> blocks = blocks_of(dom, places_of(dom));
    const FeatureContext context;
    Row named(out);
    const BlockGroups groups(dom, blocks);
    Writer(groups, blocks, context).write(0, named);
    return out;
  }();
  return names;
}

std::vector<float> block_features(const BlockGroups& groups, const std::vector<Block>& blocks,
                                  const FeatureContext& context) {
  std::vector<float> out;
  if (blocks.empty()) {
    return out;
  }
  const std::size_t width = feature_names().size();
  out.resize(blocks.size() * width);
  const Writer writer(groups, blocks, context);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    Row row(out.data() + i * width);
    writer.write(i, row);
  }
  return out;
}

std::span<const std::string> second_look_names() {
  static const std::vector<std::string> names = {
      "chance",        "chance-3",       "chance-2",      "chance-1",      "chance+1",
      "chance+2",      "chance+3",       "holder_chance", "parent_chance", "grand_chance",
      "great_chance",  "article_chance", "kind_chance",   "page_chance",   "chance_before",
      "chance_behind", "top_chance",     "before_5",      "behind_5"};
  return names;
}

std::vector<float> second_look_features(const BlockGroups& groups, const std::vector<Block>& blocks,
                                        const std::vector<float>& chances) {
  std::vector<float> out;
  const auto at = [&](std::size_t i, int step) {
    const auto index = static_cast<std::ptrdiff_t>(i) + step;
    return index < 0 || index >= static_cast<std::ptrdiff_t>(chances.size())
               ? -1.0F
               : chances[static_cast<std::size_t>(index)];
  };
  const auto mean = [](const GroupSums& sums) { return share(sums.chance_words, sums.words); };
  const auto stretch = [&](std::size_t i, int from, int to) {
    double best = 0;
    for (int step = from; step <= to; ++step) {
      best += std::max(0.0F, at(i, step));
    }
    return static_cast<float>(best / 5);
  };
  const float top = chances.empty() ? 0 : std::ranges::max(chances);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    for (const int step : {0, -3, -2, -1, 1, 2, 3}) {
      out.push_back(at(i, step));
    }
    const std::uint32_t node = blocks[i].node;
    for (const GroupSums& sums :
         {groups.of_node(node), groups.of_ancestor(node, 1), groups.of_ancestor(node, 2),
          groups.of_ancestor(node, 3), groups.of_article(node), groups.of_kind(i)}) {
      out.push_back(mean(sums));
    }
    out.push_back(mean(groups.all()));
    const double before = groups.chance_before(i), all = groups.all().chance_words;
    out.push_back(share(before, all));
    out.push_back(share(all - before, all));
    out.push_back(top);
    out.push_back(stretch(i, -5, -1));
    out.push_back(stretch(i, 1, 5));
  }
  return out;
}

}  // namespace qw::article
