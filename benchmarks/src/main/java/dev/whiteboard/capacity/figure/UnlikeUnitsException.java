package dev.whiteboard.capacity.figure;

/** Somebody added or compared what cannot be: links and messages, bytes and seconds. */
public final class UnlikeUnitsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnlikeUnitsException(Unit one, Unit other) {
    super("%s and %s are unlike".formatted(one, other));
  }
}
