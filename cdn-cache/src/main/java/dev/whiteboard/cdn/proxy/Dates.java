package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.message.HttpDate;
import dev.whiteboard.cdn.upstream.Incoming;

/**
 * The {@code Date} of an answer that came without: whoever receives it adds it (RFC 9110, 6.6.1).
 */
final class Dates {
  private Dates() {}

  static Incoming dated(Incoming incoming, long nowMillis) {
    var head = incoming.head();
    if (head.fields().has("date")) {
      return incoming;
    }
    var fields = head.fields().plus("date", HttpDate.format(nowMillis));
    return new Incoming(
        head.withFields(fields), incoming.body(), incoming.trailers(), incoming.cancel());
  }
}
