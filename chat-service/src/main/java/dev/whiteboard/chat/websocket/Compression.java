package dev.whiteboard.chat.websocket;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;

/**
 * Reads an offer of permessage-deflate (RFC 7692, section 7.1). It is agreed to in one form only:
 * no message needs the memory of an earlier one, on either side.
 */
final class Compression {
  /**
   * What is answered. A client that can't do without its own memory would have offered {@code
   * client_no_context_takeover} as well; whether it did or not, it must obey.
   */
  static final String AGREED =
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

  private static final String NAME = "permessage-deflate";

  private static final int WINDOW_BITS_MIN = 8;

  /** What our own side has, and can't have smaller. */
  private static final int WINDOW_BITS_MAX = 15;

  private Compression() {}

  /** Whether {@link #AGREED} answers this one offer of an extension. */
  static boolean answers(String offer) {
    var parts = offer.split(";", -1);
    var seen = new HashSet<String>();
    return NAME.equalsIgnoreCase(parts[0].strip())
        && Arrays.stream(parts)
            .skip(1)
            .map(parameter -> parameter.strip().toLowerCase(Locale.ROOT).split("=", 2))
            .allMatch(parameter -> seen.add(parameter[0].strip()) && isFine(parameter));
  }

  private static boolean isFine(String[] parameter) {
    var hasValue = parameter.length == 2;
    return switch (parameter[0].strip()) {
      case "server_no_context_takeover", "client_no_context_takeover" -> !hasValue;
      case "client_max_window_bits" -> !hasValue || bits(parameter[1]) >= WINDOW_BITS_MIN;
      case "server_max_window_bits" -> hasValue && bits(parameter[1]) == WINDOW_BITS_MAX;
      default -> false;
    };
  }

  /** The number of one or two digits, quoted or not; 0 for what is none of 8 to 15. */
  private static int bits(String value) {
    var digits = value.strip().replaceAll("^\"(.*)\"$", "$1");
    if (!digits.matches("[89]|1[0-5]")) {
      return 0;
    }
    return Integer.parseInt(digits);
  }
}
