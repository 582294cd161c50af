package dev.whiteboard.cdn.proxy;

/** What a node counts. For any thread. */
public interface ProxyMeters {
  /** How a request was answered. */
  enum Result {
    /** From what is kept. */
    HIT,
    /** From what is kept, though stale. */
    STALE,
    /** From what is kept, after it was asked whether it holds. */
    REVALIDATED,
    /** From above, and kept. */
    MISS,
    /** From above, and not kept. */
    PASS,
    /** Not at all: nobody above answered. */
    ERROR,
    /** Not at all: it was not to be served. */
    REFUSED
  }

  /** A request was answered. */
  void served(Result result, long nanos);

  /** A request was refused. */
  void refused(Refusal.Kind kind);

  /** A request waits for an answer that another asked for. */
  void coalesced();
}
