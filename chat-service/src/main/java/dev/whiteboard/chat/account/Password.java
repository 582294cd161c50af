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

  /**
   * Why it can't be a new one; empty where it can.
   *
   * @param name of the user it is for, where that is known
   */
  public Optional<String> whyUnfit(Optional<AccountName> name) {
    var chars = text.codePointCount(0, text.length());
    if (chars < CHARS_MIN || chars > CHARS_MAX) {
      return Optional.of("must have %d to %d characters".formatted(CHARS_MIN, CHARS_MAX));
    }
    var key = AccountName.keyOf(text.strip());
    return name.filter(own -> own.key().equals(key)).map(_ -> "must not be the name");
  }

  byte[] bytes() {
    return text.getBytes(UTF_8);
  }

  @Override
  public String toString() {
    return "a password";
  }
}
