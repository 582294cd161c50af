package dev.whiteboard.cdn.resp;

/** A command that is answered with an error; the connection goes on. */
final class CommandException extends Exception {
  static final String SYNTAX = "ERR syntax error";
  static final String NOT_AN_INTEGER = "ERR value is not an integer or out of range";

  private static final long serialVersionUID = 1;

  private final String answer;

  /** As Redis words it: a code in capitals, then why. */
  CommandException(String message) {
    super(message, null, false, false);
    this.answer = message;
  }

  String answer() {
    return answer;
  }
}
