package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.message.RequestHead;
import java.util.regex.Pattern;

/**
 * A node, as messages name it.
 *
 * @param name a token, its own in the whole hierarchy: {@code Via}, {@code CDN-Loop} and {@code
 *     Cache-Status} have it
 * @param tier {@code edge}, {@code regional}, {@code central} or {@code shield}
 */
public record Node(String name, String tier) {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z][0-9A-Za-z._-]{0,63}");

  /** A request that passed so many nodes goes round in a circle, whoever they are. */
  private static final int NODES_MAX = 16;

  /** Checks the name. */
  public Node {
    if (!TOKEN.matcher(name).matches()) {
      throw new IllegalArgumentException("no token: " + name);
    }
  }

  /** Whether a request has been here before, or has been to too many (RFC 8586). */
  boolean isLoop(RequestHead head) {
    var passed = head.fields().combined("cdn-loop");
    if (passed == null) {
      return false;
    }
    var nodes = passed.split(",", NODES_MAX + 1);
    for (var node : nodes) {
      var end = node.indexOf(';');
      if ((end < 0 ? node : node.substring(0, end)).strip().equalsIgnoreCase(name)) {
        return true;
      }
    }
    return nodes.length > NODES_MAX;
  }

  /** The request as it leaves this node. */
  RequestHead passing(RequestHead head, String requestId) {
    return head.withFields(
        head.fields().toBuilder()
            .add("via", via())
            .add("cdn-loop", name)
            .set("x-request-id", requestId)
            .build());
  }

  String via() {
    return "1.1 " + name;
  }
}
