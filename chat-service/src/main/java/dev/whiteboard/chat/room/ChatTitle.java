package dev.whiteboard.chat.room;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a group is called, in a line. It is for members to read and names nothing: two groups may
 * have the same. Also that of an encrypted group is kept as it is.
 *
 * @param text normalized (NFC)
 */
public record ChatTitle(String text) {
  /** The most characters (code points). */
  public static final int CHARS_MAX = 100;

  /** What a title must be like, for who gave one that is not. */
  public static final String RULE = "must be 1 to 100 characters on one line";

  /** Line ends, and what turns the direction of all that stands behind it. */
  private static final Pattern REFUSED =
      Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]");

  /** Reads one; empty where it is none. Spaces around it are passed over. */
  public static Optional<ChatTitle> parse(String given) {
    var text = Normalizer.normalize(given, Form.NFC).strip();
    var fits =
        !text.isEmpty()
            && text.codePointCount(0, text.length()) <= CHARS_MAX
            && !REFUSED.matcher(text).find();
    return fits ? Optional.of(new ChatTitle(text)) : Optional.empty();
  }
}
