package dev.whiteboard.cdn.upstream;

import dev.whiteboard.cdn.message.Fields;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Fields that are about one connection and end with it (RFC 9110, 7.6.1): those that {@code
 * Connection} lists, and those that senders forget to list.
 */
public final class ConnectionFields {
  private static final Set<String> ALWAYS =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "transfer-encoding",
          "upgrade",
          "http2-settings");

  private ConnectionFields() {}

  /** The fields that go on to the next connection. */
  public static Fields strip(Fields fields) {
    var listed = fields.has("connection") ? listed(fields) : ALWAYS;
    for (var line = 0; line < fields.size(); line++) {
      if (listed.contains(fields.name(line))) {
        return fields.without(listed);
      }
    }
    return fields;
  }

  private static Set<String> listed(Fields fields) {
    var names = new HashSet<>(ALWAYS);
    for (var value : fields.all("connection")) {
      for (var name : value.split(",", -1)) {
        names.add(name.strip().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }
}
