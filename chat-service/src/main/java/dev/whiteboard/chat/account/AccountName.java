package dev.whiteboard.chat.account;

import dev.whiteboard.chat.text.Folding;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a user is called: letters and digits of any script, and behind the first {@code . _ -} and
 * single spaces.
 *
 * <p>Two names are one where they differ in case or in how Unicode spells them. Letters of two
 * scripts that look alike stay two: a name is for people to read, and the id says who it is.
 *
 * @param shown as the user wrote it, normalized (NFKC, Unicode annex 15)
 * @param key as it is compared: case folded
 */
public record AccountName(String shown, String key) {
  /** The most characters (code points) of a name. */
  public static final int CHARS_MAX = 32;

  /** What a name must be like, for who gave one that is not. */
  public static final String RULE =
      "must be 1 to 32 characters: letters and digits of any script, '.', '_', '-' and single"
          + " spaces, and a letter or digit first";

  private static final Pattern FORM =
      Pattern.compile("[\\p{L}\\p{Nd}](?:[\\p{L}\\p{Nd}\\p{Mn}\\p{Mc}._-]| (?=[\\p{L}\\p{Nd}]))*");

  /** Letters and marks that nobody sees: fillers of Hangul, joiners, selectors of variants. */
  private static final Pattern INVISIBLE =
      Pattern.compile(
          "[\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u3164\\uFE00-\\uFE0F\\uFFA0"
              + "\\x{E0100}-\\x{E01EF}]");

  /** Reads a name; empty where it is none. Spaces around it are passed over. */
  public static Optional<AccountName> parse(String text) {
    var shown = Normalizer.normalize(text, Form.NFKC).strip();
    var fits =
        shown.codePointCount(0, shown.length()) <= CHARS_MAX
            && FORM.matcher(shown).matches()
            && !INVISIBLE.matcher(shown).find();
    return fits ? Optional.of(new AccountName(shown, keyOf(shown))) : Optional.empty();
  }

  /** What the keys of all names begin with that begin like this, be it a name or not. */
  public static String keyOf(String text) {
    return Folding.fold(text);
  }
}
