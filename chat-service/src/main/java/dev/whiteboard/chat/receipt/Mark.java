package dev.whiteboard.chat.receipt;

/**
 * How far a member is.
 *
 * @param delivered all up to this is on one of his devices
 * @param read all up to this he has seen; never beyond {@code delivered}
 */
public record Mark(long delivered, long read) {
  /** Nothing is known. */
  static final Mark NONE = new Mark(0, 0);

  /** Who has read it has it. */
  public Mark {
    delivered = Math.max(delivered, read);
  }

  /** The furthest of both; in whatever order marks come, the same is left. */
  public Mark furthest(Mark other) {
    return new Mark(Math.max(delivered, other.delivered), Math.max(read, other.read));
  }
}
