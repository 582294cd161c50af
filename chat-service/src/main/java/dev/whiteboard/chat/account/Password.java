package dev.whiteboard.chat.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Optional;

/**
 * A password as it was typed, normalized (NFC, as RFC 8265 has it), so that it is the same from
 * every keyboard. Shows nothing of itself.
 */
public final class Password {
  /** The fewest characters (code points) of a new one. */
  public static final int CHARS_MIN = 8;

  /** The most; of four bytes each at most. */
  public static final int CHARS_MAX = 128;

  private final String text;

  private Password(String text) {
    this.text = text;
  }

  /** This text. */
  public static Password of(String text) {
    return new Password(Normalizer.normalize(text, Form.NFC));
  }

  /** Why a user of this name can't take it as a new one; empty where he can. */
  public Optional<String> whyUnfit(AccountName name) {
    var chars = text.codePointCount(0, text.length());
    if (chars < CHARS_MIN || chars > CHARS_MAX) {
      return Optional.of("must have %d to %d characters".formatted(CHARS_MIN, CHARS_MAX));
    }
    return AccountName.keyOf(text.strip()).equals(name.key())
        ? Optional.of("must not be the name")
        : Optional.empty();
  }

  byte[] bytes() {
    return text.getBytes(UTF_8);
  }

  @Override
  public String toString() {
    return "a password";
  }
}
