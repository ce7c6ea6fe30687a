#include "base/utf8.hpp"
#include "crawler/quotes/analysis.hpp"

#include <algorithm>

namespace qw::quotes {
namespace {

enum class Side : std::uint8_t { none, open, close, either };

/// Families close only their own: «…», „…“ and “…”, "…", ‘…’.
enum class Family : std::uint8_t { guillemet, curly, straight, single };

constexpr std::size_t most_depth = 8;
constexpr std::size_t most_paragraphs = 8;  ///< of one quotation

struct Read {
  Side side = Side::none;
  Family family = Family::straight;
};

Read read_mark(const text::Token& token) {
  switch (token.mark) {
    case utf8::left_guillemet:
    case 0x2039:
      return {Side::open, Family::guillemet};
    case utf8::right_guillemet:
    case 0x203A:
      return {Side::close, Family::guillemet};
    case utf8::low_double_quote:
      return {Side::open, Family::curly};
    case utf8::left_double_quote:
    case 0x201F:
      return {Side::either, Family::curly};
    case utf8::right_double_quote:
      return {Side::either, Family::curly};
    case '"':
      return {Side::either, Family::straight};
    default:
      return {Side::either, Family::single};
  }
}

class Pairer {
 public:
  explicit Pairer(Analysis& analysis) : a_(analysis) {}

  void run() {
    const auto& paragraphs = a_.document->paragraphs;
    for (std::size_t p = 0; p < paragraphs.size(); ++p) {
      stack_.clear();
      const std::size_t first = a_.pairs.size();
      read_paragraph(paragraphs[p].tokens.begin, paragraphs[p].tokens.end);
      p = finish_paragraph(p, first);
    }
    std::ranges::sort(a_.pairs, {}, &Pair::open);
    nest();
  }

 private:
  struct Open {
    Index token;
    Family family;
  };

  void read_paragraph(Index begin, Index end) {
    for (Index i = begin; i < end; ++i) {
      if (a_.token(i).kind == TokenKind::quote) {
        read(i, begin, end);
      }
    }
  }

  Side side_of(Index i, const Read& mark, Index begin, Index end) const {
    if (mark.side != Side::either) {
      return mark.side;
    }
    const text::Token& token = a_.token(i);
    const bool open_before =
        std::ranges::any_of(stack_, [&](const Open& o) { return o.family == mark.family; });
    if (mark.family == Family::curly) {
      if (token.mark == utf8::left_double_quote) {
        // „…“ closes with the mark that opens “…”.
        const bool low = !stack_.empty() && stack_.back().family == Family::curly &&
                         a_.token(stack_.back().token).mark == utf8::low_double_quote;
        const bool ends = i > begin && !token.space_before &&
                          (token.space_after || i + 1 == end || a_.token(i + 1).kind == TokenKind::comma ||
                           a_.token(i + 1).kind == TokenKind::stop);
        if (ends && a_.token(i - 1).kind != TokenKind::open_bracket) {
          return open_before ? Side::close : Side::none;
        }
        return low && !(token.space_before && !token.space_after) ? Side::close : Side::open;
      }
      return open_before ? Side::close : (token.space_before && !token.space_after ? Side::open : Side::none);
    }
    const bool start = i == begin || token.space_before || a_.token(i - 1).kind == TokenKind::open_bracket ||
                       a_.token(i - 1).kind == TokenKind::dash ||
                       (a_.token(i - 1).kind == TokenKind::quote && a_.token(i - 1).space_before);
    const bool stop = i + 1 == end || token.space_after || a_.token(i + 1).kind == TokenKind::close_bracket ||
                      a_.token(i + 1).kind == TokenKind::comma || a_.token(i + 1).kind == TokenKind::stop ||
                      a_.token(i + 1).kind == TokenKind::colon || a_.token(i + 1).kind == TokenKind::quote;
    if (start && !stop) {
      return Side::open;
    }
    if (stop && !start) {
      return open_before ? Side::close : Side::none;
    }
    return open_before ? Side::close : Side::open;
  }

  void read(Index i, Index begin, Index end) {
    const Read mark = read_mark(a_.token(i));
    const Side side = side_of(i, mark, begin, end);
    if (side == Side::open) {
      if (stack_.size() < most_depth) {
        stack_.push_back({i, mark.family});
      }
      return;
    }
    if (side != Side::close) {
      return;
    }
    for (std::size_t depth = stack_.size(); depth > 0; --depth) {
      if (stack_[depth - 1].family == mark.family) {
        add(stack_[depth - 1].token, i, true);
        stack_.resize(depth - 1);
        return;
      }
    }
  }

  void add(Index open, Index close, bool closed) {
    Pair pair;
    pair.open = open;
    pair.close = close;
    pair.closed = closed;
    a_.pairs.push_back(pair);
  }

  /// What is still open at the end of paragraph `p`; gives the last paragraph that was used up.
  std::size_t finish_paragraph(std::size_t p, std::size_t first) {
    if (stack_.empty()) {
      return p;
    }
    const Open open = stack_.front();
    const Index end = a_.document->paragraphs[p].tokens.end;
    // «ООО «Мечта»: the inner pair's mark closes both.
    for (std::size_t i = first; i < a_.pairs.size(); ++i) {
      if (a_.pairs[i].open > open.token && read_mark(a_.token(a_.pairs[i].close)).family == open.family) {
        Index last = a_.pairs[i].close;
        for (std::size_t j = i; j < a_.pairs.size(); ++j) {
          last = std::max(last, a_.pairs[j].close);
        }
        add(open.token, last, true);
        return p;
      }
    }
    if (stack_.size() == 1 && end - open.token > 3) {
      if (const std::size_t last = continue_paragraphs(p, open); last > p) {
        return last;
      }
    }
    if (end - open.token > 2) {
      add(open.token, end, false);
    }
    return p;
  }

  /// A quotation of several paragraphs: each begins with an opening mark and the last closes, or the mark is
  /// closed in a later paragraph that opens none of its own.
  std::size_t continue_paragraphs(std::size_t p, const Open& open) {
    const auto& paragraphs = a_.document->paragraphs;
    for (std::size_t q = p + 1; q < paragraphs.size() && q <= p + most_paragraphs; ++q) {
      const TokenRange tokens = paragraphs[q].tokens;
      const bool reopened = a_.token(tokens.begin).kind == TokenKind::quote &&
                            read_mark(a_.token(tokens.begin)).family == open.family;
      std::vector<Open> saved = std::move(stack_);
      stack_.assign(1, open);
      const std::size_t first = a_.pairs.size();
      Index closed_at = no_index;
      for (Index i = tokens.begin + (reopened ? 1 : 0); i < tokens.end; ++i) {
        if (a_.token(i).kind != TokenKind::quote) {
          continue;
        }
        read(i, tokens.begin, tokens.end);
        if (stack_.empty()) {
          closed_at = i;
          break;
        }
      }
      stack_ = std::move(saved);
      if (closed_at != no_index) {
        // The marks behind the closing one belong to the rest of the paragraph.
        stack_.clear();
        read_paragraph(closed_at + 1, tokens.end);
        if (!stack_.empty()) {
          return finish_paragraph(q, first);
        }
        return q;
      }
      a_.pairs.resize(first);
      if (!reopened && a_.token(tokens.begin).kind == TokenKind::dash) {
        return p;
      }
    }
    return p;
  }

  void nest() {
    std::vector<Index> open;
    for (Index n = 0; n < a_.pairs.size(); ++n) {
      Pair& pair = a_.pairs[n];
      while (!open.empty() && a_.pairs[open.back()].close <= pair.open) {
        open.pop_back();
      }
      pair.parent = open.empty() ? no_index : open.back();
      open.push_back(n);
      a_.marks[pair.open].pair = n;
      if (pair.close < a_.size() && pair.closed) {
        a_.marks[pair.close].pair = n;
      }
    }
    // Words and the innermost pair around each token, in one pass.
    open.clear();
    Index next = 0;
    for (Index i = 0; i < a_.size(); ++i) {
      while (!open.empty() && a_.pairs[open.back()].close <= i) {
        open.pop_back();
      }
      a_.marks[i].inside = open.empty() ? no_index : open.back();
      if (next < a_.pairs.size() && a_.pairs[next].open == i) {
        open.push_back(next);
        ++next;
      }
      if (a_.token(i).kind == TokenKind::word || a_.token(i).kind == TokenKind::number) {
        for (const Index pair : open) {
          ++a_.pairs[pair].words;
        }
      }
    }
  }

  Analysis& a_;
  std::vector<Open> stack_;
};

}  // namespace

void find_pairs(Analysis& analysis) { Pairer(analysis).run(); }

}  // namespace qw::quotes
