package dev.whiteboard.shortener.link;

/** A URL that a link must not lead to. The message says why, to be read after "url". */
public final class BadUrlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadUrlException(String reason) {
    super(reason, null, false, false);
  }

  /** Why. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
