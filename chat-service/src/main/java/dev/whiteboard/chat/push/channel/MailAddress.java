package dev.whiteboard.chat.push.channel;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An address of a mailbox, of those that RFC 5321 allows the plain ones: no quotes, no comments, no
 * list. What it is made of can stand in a header without ending it.
 *
 * @param text its domain in lower case
 */
public record MailAddress(String text) {
  /** The most characters (RFC 5321, section 4.5.3.1.3, without the brackets). */
  public static final int CHARS_MAX = 254;

  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final Pattern FORM =
      Pattern.compile(
          "(?=.{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@"
              + LABEL
              + "(?:\\."
              + LABEL
              + ")*");

  /** Reads one; empty where it is none. */
  public static Optional<MailAddress> parse(String text) {
    if (text.length() > CHARS_MAX || !FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    var at = text.lastIndexOf('@');
    return Optional.of(
        new MailAddress(text.substring(0, at) + text.substring(at).toLowerCase(Locale.ROOT)));
  }

  @Override
  public String toString() {
    return "a mail address";
  }
}
