#pragma once

#include "crawler/quotes/frames.hpp"

/// Speech in marks, each pair asked in one order: broken by its cue, a cue behind, a colon or a verb before,
/// a whole sentence.
namespace qw::quotes {

class DirectReader {
 public:
  explicit DirectReader(Reading& reading) : r_(reading), a_(reading.a) {}
  void run();

 private:
  TokenRange inside(const Pair& pair) const { return {pair.open + 1, pair.close}; }
  Index after(const Pair& pair) const { return pair.closed ? pair.close + 1 : pair.close; }

  Draft draft_of(Index n) const;
  void take(Index n, Draft draft);
  /// The cue that begins behind `i`, at most three adverbs away; its token or no_index.
  Index cue_near(Index i, Index end) const;
  Subject document_owner(const Cue& cue, Index end) const;
  Subject subject_of(TokenRange clause, const Cue& cue, Look look) const;
  Index first_word(TokenRange sentence) const;
  /// «Деньги есть, — пояснил X, — но нужна подпись».
  bool read_broken(Index n);
  /// A whole sentence in marks goes to the speaker of the record before.
  void read_floating(Index n);
  /// «Он сказал мне: „Нам нужен мир“» inside other marks.
  void read_inner(Index n);

  // Words behind the pair (frames_direct_behind.cpp).
  /// «…», — сказал X.  «…» — X.  «…»: X показала план
  bool read_behind(Index n);
  /// "Нужны гарантии", чтобы было понятно, "кто придёт", — сказала она: one record from the first mark.
  void join_before(Index n, TokenRange sentence, Draft& draft);
  /// «Разговор был «очень добрым», оценил X», «гурту «Мандри» – так …»: a few words inside a clause of the
  /// writer's are no speech of their own.
  bool is_fragment(Index n, TokenRange sentence) const;
  /// «…», — сказал он, — «…»: one record from the first to the last.
  void join_next(Index n, Index cue_token, TokenRange sentence, Draft& draft);
  /// «…» — Кубилюс о планах ЕС.
  bool read_signature(Index n, Index named, TokenRange sentence);
  /// «…», — кричали с трибуны; «…», — в Еврокомиссии.
  bool read_place(Index n, Index i, TokenRange sentence);
  /// "…": фон дер Ляєн представила план
  bool read_announced(Index n, Index colon, TokenRange sentence);

  // Words before the pair (frames_direct_before.cpp).
  /// Каллас ответила: «…».   Каллас в эфире CNN: ¶ «…»
  bool read_colon(Index n);
  /// Tokens behind the last direct speech in `left`.
  Index speech_before(TokenRange left) const;
  /// The speaker in the words before a colon. False when nobody speaks there.
  bool read_left(TokenRange left, Draft& draft);
  /// «отметил, что город готов: «…»»: the clause is a record of its own.
  bool has_clause(const Cue& cue, Index colon) const;
  /// A noun that carries speech within three words of `i`.
  bool beside_speech_noun(Index i, TokenRange left) const;
  /// сказала «Мы готовы …» without a colon.
  bool read_bare(Index n);
  /// она «полностью согласна».
  bool read_predicate(Index n);

  Reading& r_;
  const Analysis& a_;
};

/// A finite verb, short adjective or impersonal form that reports words.
bool reports_words(const Cue& cue);
/// Could the mention stand as the one who says the words beside it?
bool can_name(const Mention& m);

inline constexpr Index few_words = 3;

}  // namespace qw::quotes
