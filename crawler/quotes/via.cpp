#include "crawler/quotes/via.hpp"

#include <algorithm>

namespace qw::quotes {
namespace {

bool is_named(const Analysis& a, const Mention& m) {
  const text::Token& first = a.token(m.name.begin);
  return first.capital || m.name.size() > 1;
}

class Accounts {
 public:
  Accounts(const Analysis& analysis, const std::vector<Draft>& drafts)
      : a_(analysis), drafts_(drafts), around_(analysis.size(), no_index) {
    for (Index d = 0; d < drafts.size(); ++d) {
      for (Index i = drafts[d].content.begin; i < drafts[d].content.end; ++i) {
        around_[i] = d;
      }
    }
  }

  std::vector<std::vector<std::string>> run() {
    std::vector<std::vector<std::string>> all;
    std::vector<std::string> last;
    const std::vector<std::string> dateline = read_dateline();
    for (const Draft& draft : drafts_) {
      std::vector<std::string> names;
      bool points = false;
      const TokenRange words = a_.sentences[draft.sentence];
      collect(draft, words, names, points);
      const Index content_sentence = sentence_at(draft.content.begin);
      if (content_sentence != draft.sentence) {
        collect(draft, a_.sentences[content_sentence], names, points);
      }
      collect_pointers(draft, names, points);
      for (const std::string& name : dateline) {
        if (std::ranges::find(names, name) == names.end()) {
          names.insert(names.begin(), name);
        }
      }
      if (names.empty() && points) {
        names = last;
      }
      if (!names.empty()) {
        last = names;
      } else if (draft.subject.mention != no_index && a_.mentions[draft.subject.mention].who == Who::media &&
                 is_named(a_, a_.mentions[draft.subject.mention])) {
        last = {std::string(a_.bytes(a_.mentions[draft.subject.mention].name))};
      }
      all.push_back(std::move(names));
    }
    return all;
  }

 private:
  /// «МОСКВА, 15 дек — РИА Новости.», «БРЮССЕЛЬ, 18 апреля. /ТАСС/.»: place, day and agency before the first
  /// words of a text hold for all of it.
  std::vector<std::string> read_dateline() const {
    constexpr Index most_tokens = 14;
    const Index end = std::min(most_tokens, a_.size());
    Index i = 0;
    while (i < end && a_.token(i).kind == TokenKind::symbol) {
      ++i;
    }
    if (i >= end || a_.token(i).kind != TokenKind::word || !a_.token(i).capital) {
      return {};
    }
    bool dated = false;
    for (; i < end; ++i) {
      const text::Token& token = a_.token(i);
      if (token.kind == TokenKind::number) {
        dated = true;
        continue;
      }
      if (token.kind != TokenKind::word) {
        continue;
      }
      const Index id = a_.marks[i].mention;
      if (id != no_index && a_.mentions[id].who == Who::media && is_named(a_, a_.mentions[id])) {
        const Index behind = a_.mentions[id].tokens.end;
        const TokenKind next = behind < a_.size() ? a_.token(behind).kind : TokenKind::stop;
        const bool closes = next == TokenKind::stop || next == TokenKind::symbol || next == TokenKind::dash ||
                            next == TokenKind::close_bracket || (dated && next == TokenKind::quote);
        return dated && closes ? std::vector<std::string>{std::string(a_.bytes(a_.mentions[id].name))}
                               : std::vector<std::string>{};
      }
      const bool month = a_.has(i, Tag::time) || (i > 0 && a_.token(i - 1).kind == TokenKind::number);
      if (!month && !token.capital) {
        return {};
      }
    }
    return {};
  }

  /// «Об этом сообщает X», «Его слова приводит X», «Як повідомляє X, заяву наводить Y» right behind the
  /// record: a sentence that only says whence the words come.
  void collect_pointers(const Draft& draft, std::vector<std::string>& names, bool& points) const {
    const Index next = draft.sentence + 1;
    if (next >= a_.sentences.size() || has_record(next)) {
      return;
    }
    const TokenRange words = a_.sentences[next];
    bool refers = false;
    for (Index i = words.begin; i < words.end; ++i) {
      const Index c = a_.marks[i].cue;
      refers = refers || (a_.has(i, Tag::cataphora) && i < words.begin + 3) ||
               (c != no_index && (a_.cues[c].traits & (Trait::cites | Trait::relay)) != 0);
    }
    if (refers) {
      collect(draft, words, names, points);
    }
  }

  bool has_record(Index sentence) const {
    return std::ranges::any_of(drafts_, [&](const Draft& d) {
      return d.sentence == sentence || sentence_at(d.content.begin) == sentence;
    });
  }

  Index sentence_at(Index token) const {
    const auto after =
        std::ranges::upper_bound(a_.sentences, token, {}, [](TokenRange r) { return r.begin; });
    return static_cast<Index>(after - a_.sentences.begin()) - 1;
  }

  void collect(const Draft& draft, TokenRange sentence, std::vector<std::string>& names, bool& points) const {
    auto mention = std::ranges::lower_bound(a_.mentions, sentence.begin, {},
                                            [](const Mention& m) { return m.tokens.begin; });
    for (; mention != a_.mentions.end() && mention->tokens.begin < sentence.end; ++mention) {
      const auto n = static_cast<Index>(mention - a_.mentions.begin());
      if (mention->who != Who::media || n == draft.subject.mention) {
        if (mention->who == Who::anonymous && n == draft.subject.mention) {
          points = points || source_of_outlet(*mention);
        }
        continue;
      }
      if (in_words(*mention)) {
        continue;
      }
      if (!is_named(a_, *mention)) {
        points = points || !mention->plural;
        continue;
      }
      const std::string name(a_.bytes(mention->name));
      if (std::ranges::find(names, name) == names.end()) {
        names.push_back(name);
      }
    }
  }

  /// «Источники агентства утверждают»
  bool source_of_outlet(const Mention& m) const {
    const Index next = m.tokens.end;
    return next < a_.size() && a_.marks[next].mention != no_index &&
           a_.mentions[a_.marks[next].mention].who == Who::media;
  }

  /// What somebody says about an outlet is no account of it.
  bool in_words(const Mention& m) const {
    const Index at = m.tokens.begin;
    if (around_[at] == no_index) {
      return false;
    }
    const Draft& d = drafts_[around_[at]];
    // An insertion that holds the cue lies in the content and is not said.
    if (d.cue_token < d.content.begin || d.cue_token >= d.content.end) {
      return true;
    }
    Index begin = std::min(at, d.cue_token);
    const Index end = std::max(at, d.cue_token);
    for (; begin < end; ++begin) {
      const TokenKind kind = a_.token(begin).kind;
      if (kind == TokenKind::comma || kind == TokenKind::dash || kind == TokenKind::stop) {
        return true;
      }
    }
    return false;
  }

  const Analysis& a_;
  const std::vector<Draft>& drafts_;
  std::vector<Index> around_;  ///< by token: a draft whose content holds it
};

}  // namespace

std::vector<std::vector<std::string>> find_accounts(const Analysis& analysis,
                                                    const std::vector<Draft>& drafts) {
  return Accounts(analysis, drafts).run();
}

}  // namespace qw::quotes
