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
    for (const Draft& draft : drafts_) {
      std::vector<std::string> names;
      bool points = false;
      const TokenRange words = a_.sentences[draft.sentence];
      collect(draft, words, names, points);
      const Index content_sentence = sentence_at(draft.content.begin);
      if (content_sentence != draft.sentence) {
        collect(draft, a_.sentences[content_sentence], names, points);
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
