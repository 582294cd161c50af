package dev.whiteboard.shortener.url;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An IPv6 address.
 *
 * <p>It is read here and not by the JDK, which turns {@code ::ffff:1.2.3.4} into an IPv4 address
 * and takes zone ids; a browser does neither.
 *
 * @param high its first 64 bits
 * @param low its last 64 bits
 */
public record Ipv6(long high, long low) implements UrlHost {
  private static final int PIECES = 8;
  private static final Pattern PIECE = Pattern.compile("[0-9A-Fa-f]{1,4}");
  private static final Pattern DECIMAL_BYTE = Pattern.compile("0|[1-9][0-9]{0,2}");

  /**
   * Reads an address.
   *
   * @param given in its brackets
   * @throws UrlSyntaxException where it is none
   */
  static Ipv6 parse(String given) {
    if (!given.endsWith("]")) {
      throw UrlHost.invalid();
    }
    var sides = given.substring(1, given.length() - 1).split("::", -1);
    return switch (sides.length) {
      case 1 -> of(pieces(sides[0], true));
      case 2 -> of(filled(pieces(sides[0], false), pieces(sides[1], true)));
      default -> throw UrlHost.invalid();
    };
  }

  /** The two sides of a {@code ::}, which stands for at least one piece. */
  private static List<Integer> filled(List<Integer> left, List<Integer> right) {
    var pieces = new ArrayList<>(left);
    do {
      pieces.add(0);
    } while (pieces.size() + right.size() < PIECES);
    pieces.addAll(right);
    return pieces;
  }

  private static List<Integer> pieces(String text, boolean mayEndInIpv4) {
    var pieces = new ArrayList<Integer>();
    var groups = text.isEmpty() ? List.<String>of() : List.of(text.split(":", -1));
    for (var i = 0; i < groups.size(); i++) {
      var group = groups.get(i);
      if (PIECE.matcher(group).matches()) {
        pieces.add(Integer.parseInt(group, 16));
      } else if (mayEndInIpv4 && i == groups.size() - 1) {
        addIpv4(pieces, group.split("\\.", -1));
      } else {
        throw UrlHost.invalid();
      }
    }
    return pieces;
  }

  private static void addIpv4(List<Integer> pieces, String... decimals) {
    if (decimals.length != 4) {
      throw UrlHost.invalid();
    }
    pieces.add((decimalByte(decimals[0]) << 8) | decimalByte(decimals[1]));
    pieces.add((decimalByte(decimals[2]) << 8) | decimalByte(decimals[3]));
  }

  private static int decimalByte(String text) {
    if (!DECIMAL_BYTE.matcher(text).matches() || Integer.parseInt(text) > 255) {
      throw UrlHost.invalid();
    }
    return Integer.parseInt(text);
  }

  private static Ipv6 of(List<Integer> pieces) {
    if (pieces.size() != PIECES) {
      throw UrlHost.invalid();
    }
    return new Ipv6(joined(pieces.subList(0, 4)), joined(pieces.subList(4, PIECES)));
  }

  private static long joined(List<Integer> pieces) {
    return pieces.stream()
        .mapToLong(Integer::longValue)
        .reduce(0, (all, piece) -> (all << 16) | piece);
  }

  /** In brackets, the first of the longest runs of zeros as {@code ::} (RFC 5952). */
  @Override
  public String text() {
    var zeros = longestZeros();
    var text = new StringBuilder("[");
    for (var i = 0; i < PIECES; i++) {
      if (i == zeros.start) {
        text.append("::");
        i += zeros.length - 1;
      } else {
        text.append(i == 0 || i == zeros.start + zeros.length ? "" : ":")
            .append(Integer.toHexString(piece(i)));
      }
    }
    return text.append(']').toString();
  }

  private int piece(int i) {
    return (int) ((i < 4 ? high : low) >>> (16 * (3 - i % 4))) & 0xFFFF;
  }

  private record Run(int start, int length) {}

  /** The first of the longest runs of two zeros or more. */
  private Run longestZeros() {
    var longest = new Run(PIECES, 1);
    for (var start = 0; start < PIECES; start++) {
      var end = start;
      while (end < PIECES && piece(end) == 0) {
        end++;
      }
      if (end - start > longest.length) {
        longest = new Run(start, end - start);
      }
    }
    return longest;
  }
}
