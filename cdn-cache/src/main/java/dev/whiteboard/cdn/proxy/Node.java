package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.message.CdnLoop;
import dev.whiteboard.cdn.message.RequestHead;
import dev.whiteboard.cdn.message.Via;
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

  /** Checks the name. */
  public Node {
    if (!TOKEN.matcher(name).matches()) {
      throw new IllegalArgumentException("no token: " + name);
    }
  }

  /** Whether clients talk to it, and no other node. */
  boolean isEdge() {
    return tier.equals("edge");
  }

  /** Whether a request has been here before (RFC 8586). */
  boolean isLoop(RequestHead head) {
    return CdnLoop.passed(head.fields(), name) > 0;
  }

  /** The request as it leaves this node. */
  RequestHead passing(RequestHead head, String requestId) {
    var fields = CdnLoop.passing(Via.passing(head.fields(), "1.1", name), name);
    return head.withFields(fields.with("x-request-id", requestId));
  }

  /** What this node adds to {@code Via} of an answer. */
  String via() {
    return "1.1 " + name;
  }
}
