package dev.whiteboard.cdn.purge;

/** Hears at the control plane who has applied what. Called on the scheduler's thread. */
public interface SpreadListener {
  /** Nobody listens. */
  SpreadListener NONE =
      new SpreadListener() {
        @Override
        public void applied(long sequence, String node) {}

        @Override
        public void compared(String node, Digest digest) {}
      };

  /** A node has applied it. */
  void applied(long sequence, String node);

  /** A node told all that it has applied. */
  void compared(String node, Digest digest);
}
