package dev.whiteboard.shortener.url;

/** A text that no browser takes for an absolute http or https URL. */
public final class UrlSyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UrlSyntaxException(String reason) {
    super(reason, null, false, false);
  }

  /** Why, to be read after "url". */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
