package dev.whiteboard.cdn.resp;

/** Bytes that are no command: nobody knows where the next one begins, so the connection ends. */
final class ProtocolException extends Exception {
  private static final long serialVersionUID = 1;

  private final String answer;

  ProtocolException(String what) {
    super(what, null, false, false);
    this.answer = "ERR Protocol error: " + what;
  }

  String answer() {
    return answer;
  }
}
