package dev.whiteboard.chat.search;

import java.util.List;

/** Tokens as PostgreSQL's types of text search have them. */
final class Words {
  private Words() {}

  /** A {@code tsvector} as text, each token with its position; empty where there are none. */
  static String vector(List<Token> tokens) {
    var vector = new StringBuilder();
    for (var i = 0; i < tokens.size(); i++) {
      vector.append(quote(tokens.get(i).text())).append(':').append(i + 1).append(' ');
    }
    return vector.toString().strip();
  }

  /** A lexeme as text. A token holds neither quotes nor backslashes: see {@link Sort}. */
  static String quote(String token) {
    return "'" + token + "'";
  }
}
