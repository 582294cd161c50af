package dev.whiteboard.shortener.url;

import java.text.Normalizer;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * One of the ways to write an IPv4 address that browsers accept, for tests.
 *
 * @param radixes one for each part: 1 to 4
 * @param disguise what is done to the whole
 * @param dotAtEnd whether the root is spelt out
 */
public record Ipv4Spelling(List<Radix> radixes, Disguise disguise, boolean dotAtEnd) {
  /** How a part is written. */
  public enum Radix {
    DECIMAL("%d"),
    OCTAL("0%o"),
    OCTAL_PADDED("0000%o"),
    HEX("0x%x"),
    HEX_PADDED("0X00%X");

    private final String format;

    Radix(String format) {
      this.format = format;
    }
  }

  /** What is done to all characters. */
  public enum Disguise {
    NONE,
    FULL_WIDTH,
    FULL_WIDTH_PERCENT,
    IDEOGRAPHIC_DOTS,
    PERCENT
  }

  /** Any of them. */
  public static Arbitrary<Ipv4Spelling> any() {
    return Combinators.combine(
            Arbitraries.of(Radix.class).list().ofMinSize(1).ofMaxSize(4),
            Arbitraries.of(Disguise.class),
            Arbitraries.of(true, false))
        .as(Ipv4Spelling::new);
  }

  /** The address, spelt so. */
  public String of(int bits) {
    var text = new StringBuilder();
    for (var i = 0; i < radixes.size() - 1; i++) {
      text.append(radixes.get(i).format.formatted((bits >>> (24 - 8 * i)) & 0xFF)).append('.');
    }
    var rest = Integer.toUnsignedLong(bits) & (0xFFFF_FFFFL >>> (8 * (radixes.size() - 1)));
    text.append(radixes.getLast().format.formatted(rest)).append(dotAtEnd ? "." : "");
    return disguised(text.toString());
  }

  private String disguised(String text) {
    return switch (disguise) {
      case NONE -> text;
      case FULL_WIDTH -> fullWidth(text);
      case FULL_WIDTH_PERCENT -> percent(fullWidth(text));
      case IDEOGRAPHIC_DOTS -> text.replace('.', '。');
      case PERCENT -> percent(text);
    };
  }

  private static String fullWidth(String text) {
    var wide =
        text.chars().mapToObj(c -> Character.toString(c + 0xFEE0)).collect(Collectors.joining());
    assert Normalizer.normalize(wide, Normalizer.Form.NFKC).equals(text);
    return wide;
  }

  private static String percent(String text) {
    var bytes = new StringBuilder();
    for (var b : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      bytes.append("%%%02x".formatted(b));
    }
    return bytes.toString();
  }
}
