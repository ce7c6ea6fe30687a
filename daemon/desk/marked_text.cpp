#include "daemon/desk/marked_text.hpp"

#include <algorithm>
#include <set>

namespace qw::desk {
namespace {

bool on_border(std::string_view text, std::size_t at) {
  return at == text.size() || (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U);
}

bool fits(std::string_view text, const model::ByteSpan& span) {
  return span.begin < span.end && on_border(text, span.begin) && on_border(text, span.end);
}

model::ByteSpan nearest(std::string_view text, std::string_view words, std::size_t to) {
  model::ByteSpan best;
  std::size_t distance = text.size() + 1;
  for (std::size_t at = words.empty() ? std::string_view::npos : text.find(words);
       at != std::string_view::npos; at = text.find(words, at + 1)) {
    const std::size_t away = at > to ? at - to : to - at;
    if (away < distance) {
      distance = away;
      best = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + words.size())};
    }
  }
  return best;
}

}  // namespace

void marked_text(Html& h, std::string_view text, const std::vector<Mark>& marks) {
  std::vector<Mark> good;
  std::ranges::copy_if(marks, std::back_inserter(good),
                       [&](const Mark& mark) { return fits(text, mark.span); });
  std::set<std::size_t> borders{0, text.size()};
  for (const Mark& mark : good) {
    borders.insert(mark.span.begin);
    borders.insert(mark.span.end);
  }
  for (auto from = borders.begin(); std::next(from) != borders.end(); ++from) {
    const std::size_t end = *std::next(from);
    std::set<std::string> css;
    for (const Mark& mark : good) {
      if (mark.span.begin <= *from && end <= mark.span.end) {
        css.insert(mark.css);
      }
    }
    const std::string_view part = text.substr(*from, end - *from);
    if (css.empty()) {
      h.text(part);
      continue;
    }
    std::string classes;
    for (const std::string& each : css) {
      classes += (classes.empty() ? "" : " ") + each;
    }
    h.leaf("mark", {{"class", classes}}, part);
  }
}

std::vector<Mark> marks_of(const model::Occurrence& of) {
  std::vector<Mark> out;
  out.push_back({of.quote_in_excerpt, "quote"});
  for (const model::MatchedWords& words : of.decision.words) {
    out.push_back({words.span, "pattern"});
  }
  const std::size_t quote = of.quote_in_excerpt.begin;
  out.push_back({nearest(of.excerpt, of.speaker, quote), "speaker"});
  out.push_back({nearest(of.excerpt, of.cue, quote), "cue"});
  return out;
}

}  // namespace qw::desk
