package dev.whiteboard.kit.http;

/** The client of a stream hung up, or took too long. Nobody is there to be told. */
public final class StreamBrokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StreamBrokenException(String reason) {
    super(reason, null, false, false);
  }
}
