package dev.whiteboard.chat.push;

import dev.whiteboard.kit.secret.TokenHash;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * What is sent to a mailbox and brought back by who reads it. 99 bits: nobody guesses it, so wrong
 * ones need not be counted.
 */
record ConfirmCode(String text) {
  /** Without the letters that are read as others. */
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

  private static final int CHARS = 20;

  /** A new one. */
  static ConfirmCode create(RandomGenerator random) {
    var text = new StringBuilder();
    for (var i = 0; i < CHARS; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return new ConfirmCode(text.toString());
  }

  /** All of it that is kept. */
  TokenHash hash() {
    return hashOf(text);
  }

  /** The same of what somebody brings, however he wrote it. */
  static TokenHash hashOf(String brought) {
    return TokenHash.of(brought.strip().toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return "a code";
  }
}
