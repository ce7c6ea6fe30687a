#include "crawler/article/main_text.hpp"

#include <algorithm>
#include <cmath>

namespace qw::article {
namespace {

double score_of(const Block& block) {
  const double words = block.words;
  const double density = block.words == 0 ? 0 : block.link_words / words;
  const auto commas = static_cast<double>(std::ranges::count(block.text, ','));
  double score =
      2 * std::log(1 + words) + 200 * commas / static_cast<double>(block.text.size() + 40) / 2 - 6 * density;
  const std::uint32_t inside = block.place.inside;
  score += (inside & (inside_article | inside_main | inside_body_item)) != 0 ? 2 : 0;
  score -= (inside & (inside_nav | inside_footer | inside_aside)) != 0 ? 6 : 0;
  score -= block.place.hints & (bit(HintKind::comment) | bit(HintKind::related) | bit(HintKind::footer) |
                                bit(HintKind::sidebar) | bit(HintKind::nav))
               ? 4
               : 0;
  score += block.place.hints & bit(HintKind::body) ? 3 : 0;
  return score - 7;
}

}  // namespace

std::vector<Tier> tiers_of(const Dom& /*dom*/, const std::vector<Block>& blocks,
                           const TextContext& /*context*/) {
  std::vector<Tier> tiers(blocks.size(), Tier::edge);
  double best = 0, sum = 0;
  std::size_t from = 0, best_from = 0, best_to = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (sum <= 0) {
      sum = 0;
      from = i;
    }
    sum += score_of(blocks[i]);
    if (sum > best) {
      best = sum;
      best_from = from;
      best_to = i + 1;
    }
  }
  for (std::size_t i = best_from; i < best_to; ++i) {
    tiers[i] = score_of(blocks[i]) > -3 ? Tier::core : Tier::edge;
  }
  return tiers;
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
