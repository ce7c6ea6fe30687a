#include "crawler/article/charset.hpp"

#include "base/utf8.hpp"
#include "crawler/article/charset_label.hpp"
#include "crawler/article/code_pages.hpp"
#include "crawler/article/html_scan.hpp"
#include "crawler/article/letter_score.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace qw::article {
namespace {

constexpr std::size_t statistics_bytes = 4096;  // non-ASCII bytes; the decision is safe with a tenth of them
constexpr double label_slack = 0.5;       // nats a letter that a label may be worse than the best reading
constexpr double mac_charge = 8;          // nats
constexpr double text_at_most = 4.2;      // nats a letter; readings above are no Russian or Ukrainian
constexpr double runs_of_cyrillic = 0.4;  // share of non-ASCII bytes that stand beside another one
constexpr double utf8_with_faults = 0.1;  // invalid bytes per valid sequence up to which it still is UTF-8

bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }

struct Utf8Look {
  std::size_t sequences = 0;  ///< valid multi-byte sequences
  std::size_t invalid = 0;    ///< bytes
  bool cut_tail = false;      ///< the only invalid bytes are at most three at the end
};

Utf8Look look_for_utf8(std::string_view bytes) {
  Utf8Look look;
  std::size_t first_invalid = bytes.size();
  for (std::size_t at = skip_ascii(bytes, 0); at < bytes.size(); at = skip_ascii(bytes, at)) {
    const utf8::Decoded d = utf8::decode(bytes, at);
    if (d.valid) {
      ++look.sequences;
    } else {
      first_invalid = std::min(first_invalid, at);
      ++look.invalid;
    }
    at += d.length;
  }
  look.cut_tail = look.invalid > 0 && bytes.size() - first_invalid <= 3;
  return look;
}

/// The words with non-ASCII bytes, parted by spaces.
std::string sample_of(std::string_view bytes) {
  std::string sample;
  std::size_t high = 0;
  for (const char c : bytes) {
    if (is_high(c)) {
      sample += c;
      if (++high >= statistics_bytes) {
        break;
      }
    } else if (!sample.empty() && sample.back() != ' ') {
      sample += ' ';
    }
  }
  return sample;
}

LetterScore score_as(std::string_view sample, const CodePage& page) {
  std::u32string text;
  text.reserve(sample.size());
  for (const char c : sample) {
    text += page.at(static_cast<unsigned char>(c));
  }
  return letter_score(text);
}

struct Reading {
  std::string_view charset;
  double cost = 1e9;
};

Reading best_cyrillic(std::string_view sample) {
  Reading best;
  for (const std::string_view charset : cyrillic_charsets()) {
    const CodePage* page = find_code_page(charset);
    if (page == nullptr) {
      continue;
    }
    // The likelier charsets come first and win ties: short lower-case text is the same in 1251 and Mac.
    const LetterScore score = score_as(sample, *page);
    // Mac shares nearly all small letters with 1251 and is hardly met: a rare letter must not decide for it.
    const double charge =
        charset == "x-mac-cyrillic" && score.seen != 0 ? mac_charge / static_cast<double>(score.seen) : 0;
    if (const double cost = score.cost + charge; cost + 0.02 < best.cost) {
      best = {charset, cost};
    }
  }
  return best;
}

double share_in_runs(std::string_view bytes) {
  std::size_t high = 0, beside = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (is_high(bytes[i])) {
      ++high;
      beside += (i > 0 && is_high(bytes[i - 1])) || (i + 1 < bytes.size() && is_high(bytes[i + 1])) ? 1 : 0;
    }
  }
  return high == 0 ? 0 : static_cast<double>(beside) / static_cast<double>(high);
}

/// UTF-16 without a mark: every other byte of the beginning is zero, or 4 as in Cyrillic.
std::string_view utf16_by_pattern(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, 4096);
  std::array<std::size_t, 2> hits{};
  for (std::size_t i = 0; i < head.size(); ++i) {
    hits.at(i % 2) += head[i] == '\0' || head[i] == '\4' ? 1 : 0;
  }
  const std::size_t half = head.size() / 2;
  if (half < 8) {
    return {};
  }
  if (hits[1] * 10 > half * 8 && hits[0] * 10 < half * 3) {
    return "utf-16le";
  }
  return hits[0] * 10 > half * 8 && hits[1] * 10 < half * 3 ? "utf-16be" : "";
}

std::string from_code_page(std::string_view bytes, const CodePage& page) {
  std::string out;
  out.reserve(bytes.size() + bytes.size() / 2);
  for (const char c : bytes) {
    if (is_high(c)) {
      utf8::append(out, page.at(static_cast<unsigned char>(c)));
    } else {
      out += c;
    }
  }
  return out;
}

/// What was decided, before the conversion.
struct Decision {
  std::string charset;
  std::string overridden;  ///< the label that was not believed
};

bool is_cyrillic_charset(std::string_view charset) {
  return charset == "koi8-r" || std::ranges::find(cyrillic_charsets(), charset) != cyrillic_charsets().end();
}

Decision decide_by_letters(std::string_view bytes, const std::vector<std::string>& labels) {
  const bool in_runs = share_in_runs(bytes) >= runs_of_cyrillic;
  const std::string sample = sample_of(bytes);
  const Reading best = in_runs ? best_cyrillic(sample) : Reading{};
  const bool is_text = best.cost <= text_at_most;
  for (const std::string& label : labels) {
    const CodePage* page = find_code_page(label);
    if (page == nullptr) {
      // Multi-byte charsets of East Asia have runs of high bytes that read as no Russian.
      if (label != "utf-8" && !label.starts_with("utf-16") && !is_text && convert("", label)) {
        return {label, ""};
      }
      continue;
    }
    const bool believed =
        is_text ? is_cyrillic_charset(label) && score_as(sample, *page).cost <= best.cost + label_slack
                : !is_cyrillic_charset(label) || in_runs;
    if (believed) {
      return {label, labels.front() == label ? "" : labels.front()};
    }
  }
  const std::string charset(is_text ? best.charset : "windows-1252");
  return {charset, labels.empty() ? "" : labels.front()};
}

std::vector<std::string> labels_of(std::string_view bytes, std::string_view content_type, Inside inside) {
  std::vector<std::string> labels;
  for (const std::string& label : {label_of_content_type(content_type), label_inside(bytes, inside)}) {
    if (!label.empty()) {
      labels.push_back(canonical_charset(label));
    }
  }
  return labels;
}

Decision decide(std::string_view bytes, const std::vector<std::string>& labels) {
  const std::string first = labels.empty() ? "" : labels.front();
  const Utf8Look look = look_for_utf8(bytes);
  const bool ascii = look.sequences == 0 && look.invalid == 0;
  if (const std::string_view utf16 = utf16_by_pattern(bytes); !utf16.empty()) {
    return {std::string(utf16), first.empty() || first.starts_with("utf-16") ? "" : first};
  }
  const bool clean = look.invalid == 0 || look.cut_tail;
  if (ascii || (clean && look.sequences >= 3)) {
    // Escape-coded charsets look like ASCII, and nothing else does.
    if (ascii && first == "iso-2022-jp") {
      return {first, ""};
    }
    return {"utf-8", first.empty() || first == "utf-8" || ascii ? "" : first};
  }
  const bool says_utf8 = std::ranges::find(labels, "utf-8") != labels.end();
  if (clean && (says_utf8 || labels.empty())) {
    return {"utf-8", ""};
  }
  if (static_cast<double>(look.invalid) <= utf8_with_faults * static_cast<double>(look.sequences)) {
    return {"utf-8", first.empty() || first == "utf-8" ? "" : first};
  }
  return decide_by_letters(bytes, labels);
}

void note_faults(Utf8Text& out, std::string_view bytes, bool was_utf8) {
  const std::string_view mark = "\xEF\xBF\xBD";
  std::size_t faults = 0;
  if (was_utf8) {
    faults = look_for_utf8(bytes).invalid;
  } else {
    for (std::size_t at = 0; (at = out.text.find(mark, at)) != std::string::npos; at += mark.size()) {
      ++faults;
    }
  }
  if (faults != 0) {
    out.remarks.push_back("bad_bytes: " + std::to_string(faults));
  }
}

void replace_nul(std::string& text) {
  if (text.find('\0') == std::string::npos) {
    return;
  }
  std::string out;
  out.reserve(text.size() + 64);
  for (const char c : text) {
    if (c == '\0') {
      utf8::append(out, utf8::replacement);
    } else {
      out += c;
    }
  }
  text = std::move(out);
}

Utf8Text converted(std::string_view bytes, const Decision& decision) {
  Utf8Text out;
  out.charset = decision.charset;
  const bool is_utf8 = decision.charset == "utf-8";
  if (is_utf8) {
    out.text = look_for_utf8(bytes).invalid == 0 ? std::string(bytes) : utf8::repaired(bytes);
  } else if (const CodePage* page = find_code_page(decision.charset); page != nullptr) {
    out.text = from_code_page(bytes, *page);
  } else if (auto text = convert(bytes, decision.charset)) {
    out.text = *std::move(text);
  } else {
    out.text = utf8::repaired(bytes);
  }
  if (!decision.overridden.empty() && decision.overridden != decision.charset) {
    out.remarks.push_back("charset_override: said " + decision.overridden + ", reads as " + decision.charset);
  }
  if (!is_utf8 || out.text.size() != bytes.size()) {
    note_faults(out, bytes, is_utf8);
  }
  return out;
}

}  // namespace

Utf8Text to_utf8(std::string_view bytes, std::string_view content_type, Inside inside) {
  Decision decision;
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    bytes.remove_prefix(3);
    decision.charset = "utf-8";
  } else if (bytes.starts_with("\xFF\xFE")) {
    bytes.remove_prefix(2);
    decision.charset = "utf-16le";
  } else if (bytes.starts_with("\xFE\xFF")) {
    bytes.remove_prefix(2);
    decision.charset = "utf-16be";
  } else {
    decision = decide(bytes, labels_of(bytes, content_type, inside));
  }
  Utf8Text out = converted(bytes, decision);
  replace_nul(out.text);
  if (auto undone = undone_double_encoding(out.text)) {
    out.text = *std::move(undone);
    out.remarks.emplace_back("double_encoding");
  }
  return out;
}

}  // namespace qw::article
