package dev.whiteboard.chat.client.mls;

/** The delivery service does not take a commit, and never will. */
final class RefusedCommitException extends MlsException {
  private static final long serialVersionUID = 1;

  RefusedCommitException(Throwable cause) {
    super("the commit is refused", cause);
  }
}
