package dev.whiteboard.cdn.proxy;

import dev.whiteboard.cdn.caching.CachingRules.Why;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** This node's member of {@code Cache-Status} (RFC 9211). */
final class StatusLine {
  private final Node node;

  StatusLine(Node node) {
    this.node = node;
  }

  /** Answered from what is kept; stale where the seconds are below 0. */
  String hit(long freshForSeconds) {
    return node.name() + "; hit; ttl=" + freshForSeconds;
  }

  /**
   * Went forward.
   *
   * @param status of the answer from above; 0 for none
   * @param kept whether it is kept
   * @param collapsed whether another had asked
   * @param detail a word more; empty for none
   */
  String forward(@Nullable Why why, int status, boolean kept, boolean collapsed, String detail) {
    var text = new StringBuilder(node.name());
    text.append("; fwd=").append(word(why));
    if (status != 0) {
      text.append("; fwd-status=").append(status);
    }
    if (kept) {
      text.append("; stored");
    }
    if (collapsed) {
      text.append("; collapsed");
    }
    if (!detail.isEmpty()) {
      text.append("; detail=\"").append(detail.replaceAll("[^ !#-\\[\\]-~]", "")).append('"');
    }
    return text.toString();
  }

  /** Neither: this node answered by itself. */
  String detail(String word) {
    return node.name() + "; detail=" + word;
  }

  private static String word(@Nullable Why why) {
    return why == null ? "miss" : why.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
