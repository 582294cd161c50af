package dev.whiteboard.chat.client.mls;

/** The delivery service can't be reached, or can't do it now: later it may. */
final class ServiceAwayException extends MlsException {
  private static final long serialVersionUID = 1;

  ServiceAwayException(String message, Throwable cause) {
    super(message, cause);
  }
}
