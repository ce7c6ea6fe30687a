#include "crawler/article/main_text.hpp"

#include "base/utf8.hpp"

#include <algorithm>

namespace qw::article {
namespace {

constexpr float core_chance = 0.5F;
constexpr float near_chance = 0.35F;
constexpr float quote_chance = 0.12F;     // enough for a block that holds a quotation
constexpr std::uint32_t quote_words = 5;  // a shorter block in marks is a name or a title
constexpr double teaser_density = 0.8;

/// Quotation marks, or a dash that begins speech.
bool bears_quote(const std::string& text) {
  for (const std::string_view mark : {"\u00AB", "\u201E", "\u201C", "\u201D", "\""}) {
    if (text.contains(mark)) {
      return true;
    }
  }
  return text.starts_with("\u2014 ") || text.starts_with("\u2013 ");
}

bool is_teaser(const Block& block) {
  return block.words > 0 && block.link_words >= teaser_density * block.words && !block.target.empty() &&
         !block.target.starts_with('#');
}

}  // namespace

Judged judge_blocks(const Dom& dom, const std::vector<Block>& blocks, const FeatureContext& context) {
  Judged judged;
  judged.chances = block_chances(dom, blocks, context);
  judged.tiers.assign(blocks.size(), Tier::edge);
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const float chance = judged.chances[i];
    const Block& block = blocks[i];
    if (chance >= core_chance) {
      judged.tiers[i] = Tier::core;
    } else if (chance >= near_chance) {
      judged.tiers[i] = Tier::near;
    } else if (is_teaser(block)) {
      judged.tiers[i] = Tier::teaser;
    } else if (chance >= quote_chance && block.words >= quote_words && bears_quote(block.text)) {
      judged.tiers[i] = Tier::near;
    }
  }
  return judged;
}

std::string text_of_tiers(const std::vector<Block>& blocks, const std::vector<Tier>& tiers) {
  std::string text;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (tiers[i] == Tier::core || tiers[i] == Tier::near) {
      if (!text.empty()) {
        text += '\n';
      }
      text += blocks[i].text;
    }
  }
  return text;
}

}  // namespace qw::article
