package dev.whiteboard.cdn.store;

/**
 * What is kept of a body in a second coding. It lives with the response that it was made of: what
 * purges, renews or evicts the one does so to the other.
 */
public sealed interface Coded {
  /** It is not to be coded. */
  enum Never implements Coded {
    /** The only one. */
    NEVER
  }

  /** It may be, and nobody has asked for it. */
  enum NotYet implements Coded {
    /** The only one. */
    NOT_YET
  }

  /** It is there, in gzip. */
  record Gzip(Body body) implements Coded {}

  /** What it takes. */
  default long bytes() {
    return this instanceof Gzip(var body) ? body.bytes() : 0;
  }
}
