package dev.whiteboard.capacity.claim;

/** What somebody set is no input, or no value of one; the message is one line that says which. */
public final class BadInputException extends Exception {
  private static final long serialVersionUID = 1;

  BadInputException(String message) {
    super(message);
  }
}
