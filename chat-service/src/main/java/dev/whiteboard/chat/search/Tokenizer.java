package dev.whiteboard.chat.search;

import dev.whiteboard.chat.search.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Cuts texts into what can be found in them: messages and queries alike, and once more to see what
 * is to be highlighted. Whatever it does, it does to all three, and so they fit.
 */
final class Tokenizer {
  /*
   *   The new iPhone手机 in 東京都, 👍🏽
   *
   *   the 1   new 2   iphone 3   手机 4   机 5   in 6   東京 7   京都 8   都 9   👍 10
   *
   * Words of scripts with spaces are tokens as they stand. Where words can't be told apart without
   * a dictionary, each two neighbours are a token, and the last one alone. So each character of
   * such a run begins exactly one token, and is found alone as the beginning of it; and any part of
   * two characters or more is found as its pairs, one behind the other: 京都 in 東京都, which a
   * dictionary would not find, and which one who searches may well not mean. That is the price.
   *
   * A token's place in the list, from 1, is its position in the index.
   */

  /** Tokens of one text: a tsvector counts no further. What is behind them can't be found. */
  static final int TOKENS_MAX = 16_383;

  /** Characters of one token; the rest of a longer word is the next one. */
  static final int WORD_CHARS_MAX = 64;

  private final List<Letter> letters;
  private final List<Sort> sorts;
  private final List<Token> tokens = new ArrayList<>();

  private Tokenizer(List<Letter> letters) {
    this.letters = letters;
    this.sorts = new ArrayList<>(letters.size());
    var before = Sort.NONE;
    for (var letter : letters) {
      before = Sort.of(letter.character(), before);
      sorts.add(before);
    }
  }

  /** The tokens of a text in their order. */
  static List<Token> tokens(String text) {
    var tokenizer = new Tokenizer(Letter.of(text));
    tokenizer.cut();
    var tokens = tokenizer.tokens;
    return tokens.size() > TOKENS_MAX ? tokens.subList(0, TOKENS_MAX) : tokens;
  }

  private void cut() {
    for (var at = 0; at < letters.size() && tokens.size() < TOKENS_MAX; ) {
      at =
          switch (sorts.get(at)) {
            case SPACED -> word(at);
            case DENSE -> pairs(at);
            case PICTURE -> picture(at);
            case NONE -> at + 1;
          };
    }
  }

  private int word(int from) {
    var end = runEnd(from, i -> sorts.get(i) == Sort.SPACED);
    for (var at = from; at < end; at += WORD_CHARS_MAX) {
      add(Kind.WORD, at, Math.min(at + WORD_CHARS_MAX, end));
    }
    return end;
  }

  private int pairs(int from) {
    var end = runEnd(from, i -> sorts.get(i) == Sort.DENSE);
    for (var at = from; at < end - 1; at++) {
      add(Kind.PAIR, at, at + 2);
    }
    add(Kind.LAST, end - 1, end);
    return end;
  }

  /** A picture may be of several characters, as a flag is; and two may stand side by side. */
  private int picture(int from) {
    var start = letters.get(from).start();
    var end = runEnd(from, i -> sorts.get(i) == Sort.PICTURE && letters.get(i).start() == start);
    add(Kind.PICTURE, from, end);
    return end;
  }

  private int runEnd(int from, IntPredicate belongs) {
    var end = from + 1;
    while (end < letters.size() && belongs.test(end)) {
      end++;
    }
    return end;
  }

  private void add(Kind kind, int from, int to) {
    var text = new StringBuilder();
    for (var letter : letters.subList(from, to)) {
      text.appendCodePoint(letter.character());
    }
    var first = letters.get(from);
    tokens.add(
        new Token(text.toString(), kind, first.start(), first.end(), letters.get(to - 1).end()));
  }
}
