#include "daemon/pipeline/excerpt.hpp"

#include <algorithm>

namespace qw::pipeline {
namespace {

constexpr std::uint32_t most_bytes = 2000;

/// Steps back to the start of a code point.
std::uint32_t border_before(const std::string& text, std::uint32_t at) {
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) {
    --at;
  }
  return at;
}

}  // namespace

model::ByteSpan span_to_show(const model::Decision& decision, const model::Quote* quote) {
  if (quote != nullptr) {
    return quote->content;
  }
  model::ByteSpan span;
  for (const model::MatchedWords& words : decision.words) {
    if (words.text == decision.text) {
      span.begin = span.empty() ? words.span.begin : std::min(span.begin, words.span.begin);
      span.end = std::max(span.end, words.span.end);
    }
  }
  return span;
}

Excerpt excerpt_around(const text::LanguageData& language_data, const std::string& text,
                       model::ByteSpan shown) {
  const auto size = static_cast<std::uint32_t>(text.size());
  shown.begin = std::min(shown.begin, size);
  shown.end = std::clamp(shown.end, shown.begin, size);
  const text::Document document = language_data.read(text);
  std::uint32_t begin = shown.begin;
  std::uint32_t end = shown.end;
  const auto& sentences = document.sentences;
  const auto holds = [&](const text::TokenRange& range) {
    const model::ByteSpan bytes = document.span(range);
    return bytes.begin <= shown.begin && shown.begin < std::max(bytes.end, bytes.begin + 1);
  };
  const auto first = std::ranges::find_if(sentences, holds);
  if (first != sentences.end()) {
    const auto before = first == sentences.begin() ? first : first - 1;
    begin = std::min(begin, document.span(*before).begin);
    auto last = first;
    while (last + 1 != sentences.end() && document.span(*last).end < shown.end) {
      ++last;
    }
    const auto behind = last + 1 == sentences.end() ? last : last + 1;
    end = std::max(end, document.span(*behind).end);
  }
  if (shown.begin - begin > most_bytes / 2) {
    begin = border_before(text, shown.begin - most_bytes / 2);
  }
  if (end - begin > most_bytes) {
    end = border_before(text, begin + most_bytes);
  }
  Excerpt out;
  out.text = text.substr(begin, end - begin);
  out.begin = begin;
  out.marked = {shown.begin - begin, std::clamp(shown.end, shown.begin, std::max(end, shown.begin)) - begin};
  return out;
}

std::vector<model::MatchedWords> words_in(const Excerpt& excerpt, const model::Decision& decision) {
  std::vector<model::MatchedWords> out;
  for (model::MatchedWords words : decision.words) {
    if (words.text == decision.text && words.span.begin >= excerpt.begin &&
        words.span.end <= excerpt.begin + excerpt.text.size()) {
      words.span.begin -= excerpt.begin;
      words.span.end -= excerpt.begin;
      out.push_back(std::move(words));
    }
  }
  return out;
}

}  // namespace qw::pipeline
