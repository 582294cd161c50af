package dev.whiteboard.chat.search;

import dev.whiteboard.chat.search.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Tokens that follow one another: a word, what stands between quotes, or a word that is cut in
 * parts, as e-mail is.
 *
 * @param parts in their order, at least one
 */
record Phrase(List<Part> parts) {
  /** Characters that a word has to have for it alone to be looked for. */
  static final int WORD_CHARS_MIN = 2;

  /** Characters that must stand before a {@code *}. */
  static final int PREFIX_CHARS_MIN = 3;

  /**
   * A token that is looked for.
   *
   * @param at how far behind the first one
   * @param text what it is, or begins with
   * @param kind how it came to be
   * @param match how much of it must fit
   */
  record Part(int at, String text, Kind kind, Match match) {
    boolean fits(Token token) {
      return match == Match.WHOLE ? token.text().equals(text) : token.text().startsWith(text);
    }

    /** Where what is to be highlighted ends, of a token that fits. */
    int endIn(Token token) {
      return match == Match.FIRST ? token.firstEnd() : token.end();
    }

    String tsquery() {
      return Words.quote(text) + (match == Match.WHOLE ? "" : ":*");
    }

    /** Whether it is enough to be looked for alone: a single letter is in every other message. */
    boolean isEnough() {
      return kind != Kind.WORD || text.codePointCount(0, text.length()) >= WORD_CHARS_MIN;
    }
  }

  /** How much of a token must fit. */
  enum Match {
    /** All of it. */
    WHOLE,
    /** The beginning of a word. */
    PREFIX,
    /** The first character of a pair: a character that is looked for alone. */
    FIRST
  }

  Phrase {
    parts = List.copyOf(parts);
  }

  /**
   * Reads one.
   *
   * @param text of the query
   * @param isPrefix whether the last word goes on
   * @return with no parts where there is nothing in the text
   */
  static Phrase of(String text, boolean isPrefix) {
    var tokens = Tokenizer.tokens(text);
    var parts = new ArrayList<Part>();
    for (var i = 0; i < tokens.size(); i++) {
      var token = tokens.get(i);
      if (token.kind() != Kind.LAST) {
        parts.add(new Part(i, token.text(), token.kind(), match(tokens, i, isPrefix)));
      } else if (i == 0 || tokens.get(i - 1).kind() != Kind.PAIR) {
        parts.add(new Part(i, token.text(), token.kind(), Match.FIRST));
      }
    }
    return new Phrase(parts);
  }

  private static Match match(List<Token> tokens, int i, boolean isPrefix) {
    var token = tokens.get(i);
    var isLong = token.text().codePointCount(0, token.text().length()) >= PREFIX_CHARS_MIN;
    return isPrefix && isLong && i == tokens.size() - 1 && token.kind() == Kind.WORD
        ? Match.PREFIX
        : Match.WHOLE;
  }

  /** Whether there is nothing in it. */
  boolean isEmpty() {
    return parts.isEmpty();
  }

  /** Whether it may be looked for alone. */
  boolean isEnough() {
    return parts.stream().anyMatch(Part::isEnough);
  }

  /** As PostgreSQL reads it: {@code ('fat' <-> 'rat')}. */
  String tsquery() {
    var query = new StringBuilder("(").append(parts.getFirst().tsquery());
    for (var i = 1; i < parts.size(); i++) {
      var distance = parts.get(i).at() - parts.get(i - 1).at();
      query.append(" <").append(distance).append("> ").append(parts.get(i).tsquery());
    }
    return query.append(')').toString();
  }

  /**
   * Marks where it stands among the tokens of a text.
   *
   * @param ends of each token, where its highlight ends; 0 for none
   */
  void mark(List<Token> tokens, int[] ends) {
    for (var from = 0; from < tokens.size(); from++) {
      if (fits(tokens, from)) {
        for (var part : parts) {
          var at = from + part.at();
          ends[at] = Math.max(ends[at], part.endIn(tokens.get(at)));
        }
      }
    }
  }

  private boolean fits(List<Token> tokens, int from) {
    for (var part : parts) {
      var at = from + part.at();
      if (at >= tokens.size() || !part.fits(tokens.get(at))) {
        return false;
      }
    }
    return true;
  }
}
