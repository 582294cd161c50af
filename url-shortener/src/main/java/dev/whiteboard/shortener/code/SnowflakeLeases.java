package dev.whiteboard.shortener.code;

/** Leases time to workers: a window of milliseconds that one worker number has to itself. */
public interface SnowflakeLeases {
  /** A window that nobody had or will have. May block for the database. */
  Lease lease();

  /**
   * A worker's number, and from when until when it may be used.
   *
   * @param worker from 0 to 1,023
   * @param fromMillis the first millisecond, since the snowflakes' epoch
   * @param untilMillis the first one past the window
   */
  record Lease(int worker, long fromMillis, long untilMillis) {
    /** Refuses what does not fit into a snowflake. */
    public Lease {
      if (worker < 0 || worker > Snowflake.WORKER_MAX) {
        throw new IllegalArgumentException("no such worker: " + worker);
      }
      if (fromMillis < 0 || fromMillis >= untilMillis || untilMillis > Snowflake.MILLIS_MAX) {
        throw new IllegalArgumentException("no window: " + fromMillis + " to " + untilMillis);
      }
    }
  }
}
