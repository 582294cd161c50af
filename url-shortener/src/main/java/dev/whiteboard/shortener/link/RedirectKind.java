package dev.whiteboard.shortener.link;

import java.util.Arrays;
import java.util.Optional;

/**
 * How a browser is sent on (RFC 9110, section 15.4).
 *
 * <p>A browser may keep a permanent redirect for as long as it is told, and what it keeps is never
 * counted and never edited: so the default is a temporary one.
 */
public enum RedirectKind {
  /** 301. */
  MOVED_PERMANENTLY(301, "Moved Permanently"),
  /** 302, the default. */
  FOUND(302, "Found"),
  /** 307: like 302, and the method stays. */
  TEMPORARY_REDIRECT(307, "Temporary Redirect"),
  /** 308: like 301, and the method stays. */
  PERMANENT_REDIRECT(308, "Permanent Redirect");

  private final int status;
  private final String reason;

  RedirectKind(int status, String reason) {
    this.status = status;
    this.reason = reason;
  }

  /** The kind with this HTTP status, none for another status. */
  public static Optional<RedirectKind> ofStatus(int status) {
    return Arrays.stream(values()).filter(kind -> kind.status == status).findFirst();
  }

  /** Its HTTP status. */
  public int status() {
    return status;
  }

  /** As people write it: {@code 302 Found}. */
  public String inWords() {
    return status + " " + reason;
  }

  /** Whether a browser may keep it. */
  public boolean isPermanent() {
    return this == MOVED_PERMANENTLY || this == PERMANENT_REDIRECT;
  }
}
