package dev.whiteboard.shortener.url;

import java.math.BigInteger;
import java.util.List;

/**
 * An IPv4 address. Browsers take far more spellings than four decimal bytes.
 *
 * <p>One to four parts, each decimal, octal ({@code 017}) or hexadecimal ({@code 0x7f}), the last
 * standing for all bytes that are left: {@code 127.1}, {@code 0x7f000001} and {@code 017700000001}
 * are the same machine.
 *
 * @param bits the address, its first byte highest
 */
public record Ipv4(int bits) implements UrlHost {
  private static final int PARTS_MAX = 4;

  /** The standard's "ends in a number": then it is an address, or nothing at all. */
  static boolean isMeantBy(String name) {
    return labels(name).getLast().matches("[0-9]+|0x[0-9a-f]*");
  }

  /**
   * Reads an address.
   *
   * @param name in lower case
   * @throws UrlSyntaxException where it is none
   */
  static Ipv4 parse(String name) {
    var parts = labels(name);
    if (parts.size() > PARTS_MAX) {
      throw UrlHost.invalid();
    }
    var bits = 0L;
    for (var part : parts.subList(0, parts.size() - 1)) {
      bits = (bits << Byte.SIZE) | number(part, Byte.SIZE);
    }
    var bitsLeft = Byte.SIZE * (PARTS_MAX + 1 - parts.size());
    return new Ipv4((int) ((bits << bitsLeft) | number(parts.getLast(), bitsLeft)));
  }

  /** The labels between the dots; a dot at the end is the root and no label. */
  private static List<String> labels(String name) {
    var text = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return List.of(text.split("\\.", -1));
  }

  private static long number(String part, int bitsMax) {
    try {
      var number = number(part);
      if (number.bitLength() > bitsMax) {
        throw UrlHost.invalid();
      }
      return number.longValue();
    } catch (NumberFormatException e) {
      throw UrlHost.invalid();
    }
  }

  /** Of any length: zeros in front change nothing. */
  private static BigInteger number(String part) {
    if (!part.matches("[0-9a-fx]+")) { // a sign would be read as one
      throw UrlHost.invalid();
    }
    if (part.startsWith("0x")) {
      return part.length() == 2 ? BigInteger.ZERO : new BigInteger(part.substring(2), 16);
    }
    return new BigInteger(part, part.startsWith("0") ? 8 : 10);
  }

  /** Four decimal bytes. */
  @Override
  public String text() {
    return "%d.%d.%d.%d"
        .formatted(bits >>> 24, (bits >>> 16) & 0xFF, (bits >>> 8) & 0xFF, bits & 0xFF);
  }
}
