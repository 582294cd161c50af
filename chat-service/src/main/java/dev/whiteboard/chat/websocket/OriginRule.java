package dev.whiteboard.chat.websocket;

/**
 * Says of more pages that they may connect than those that are listed and those of the same host.
 */
public interface OriginRule {
  /** No others. */
  OriginRule NO_OTHERS = (_, _) -> false;

  /**
   * Whether a page may connect.
   *
   * @param origin where it is from, in lower case, as {@code https://chat.example:8443}
   * @param host what it connects to, in lower case, with the port as far as it was named
   */
  boolean admits(String origin, String host);
}
