package dev.whiteboard.cdn.proxy;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Host and port of a request in one form. */
final class Authorities {
  /** As long as a name of the DNS and a port can be. */
  private static final int CHARS_MAX = 260;

  private static final Pattern FORM =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[0-9A-Za-z._-]+)(?::([0-9]{1,5}))?");

  private static final int PORT_MAX = 65_535;

  private Authorities() {}

  /** In lower case, without the scheme's own port; null where it is none. */
  static @Nullable String of(String scheme, String text) {
    if (text.length() > CHARS_MAX) {
      return null;
    }
    var parts = FORM.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    var host = parts.group(1).toLowerCase(Locale.ROOT);
    var port = parts.group(2);
    if (port == null || isDefault(scheme, Integer.parseInt(port))) {
      return host;
    }
    var number = Integer.parseInt(port);
    return number < 1 || number > PORT_MAX ? null : host + ":" + number;
  }

  private static boolean isDefault(String scheme, int port) {
    return port == ("https".equals(scheme) ? 443 : 80);
  }
}
