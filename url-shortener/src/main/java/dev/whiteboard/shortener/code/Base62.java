package dev.whiteboard.shortener.code;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Numbers as text in the digits 0-9, A-Z, a-z: what goes into a URL without escaping. */
public final class Base62 {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private static final int BASE = DIGITS.length();

  /** The largest {@code long} has eleven base-62 digits. */
  private static final int DIGITS_MAX = 11;

  private static final byte[] VALUES = values();

  private Base62() {}

  /**
   * The number in so many digits, with leading zeros.
   *
   * @param number not negative
   * @param digits from 1 to 11
   * @throws IllegalArgumentException where the number needs more digits
   */
  public static String encode(long number, int digits) {
    if (number < 0 || digits < 1 || digits > DIGITS_MAX) {
      throw new IllegalArgumentException("cannot write " + number + " in " + digits + " digits");
    }
    var text = new byte[digits];
    var rest = number;
    for (var i = digits - 1; i >= 0; i--) {
      text[i] = (byte) DIGITS.charAt((int) (rest % BASE));
      rest /= BASE;
    }
    if (rest != 0) {
      throw new IllegalArgumentException(number + " has more than " + digits + " digits");
    }
    return new String(text, US_ASCII);
  }

  /**
   * The number that the digits stand for.
   *
   * @throws IllegalArgumentException where the text is empty, has another character, or stands for
   *     more than a {@code long} holds
   */
  public static long decode(String text) {
    if (text.isEmpty() || text.length() > DIGITS_MAX) {
      throw new IllegalArgumentException("not 1 to 11 digits: '" + text + "'");
    }
    var number = 0L;
    for (var i = 0; i < text.length(); i++) {
      number = Math.addExact(Math.multiplyExact(number, BASE), valueOf(text.charAt(i)));
    }
    return number;
  }

  private static int valueOf(char digit) {
    var value = digit < VALUES.length ? VALUES[digit] : -1;
    if (value < 0) {
      throw new IllegalArgumentException("not a base-62 digit: '" + digit + "'");
    }
    return value;
  }

  private static byte[] values() {
    var values = new byte[128];
    for (var character = 0; character < values.length; character++) {
      values[character] = (byte) DIGITS.indexOf(character);
    }
    return values;
  }
}
