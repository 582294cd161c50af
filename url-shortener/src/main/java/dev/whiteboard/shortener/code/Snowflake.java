package dev.whiteboard.shortener.code;

import dev.whiteboard.shortener.code.SnowflakeLeases.Lease;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Snowflake ids in base 62: sorted by time, unique without asking anybody for each, eleven
 * characters long.
 *
 * <pre>
 *   0 │ 41 bits: ms since 2026 │ 10 bits: worker │ 12 bits: sequence
 *     └ until 2095             └ 1,024 of them   └ 4,096 in a millisecond and worker
 * </pre>
 */
public final class Snowflake implements CodeGenerator {
  /*
   * How is it designed, and why?
   *
   * The textbook takes the time from the clock and fixes a worker's number in its configuration. Then
   * two nodes with one configuration give out the same ids, and so does one node whose clock is set
   * back: the milliseconds come a second time. Waiting helps against a step of ten, not of an hour;
   * and a restart forgets that there is anything to wait for.
   *
   * So the number is leased together with the time in which it may be used. The database hands out
   * windows, and the windows of one worker never overlap: what the clock says then only chooses a
   * place inside the window. A clock that is behind stays at the place it had reached, one that is
   * ahead stays at the window's end; when the sequence of a millisecond is used up the next one
   * begins, whatever the clock says; when the window is used up another is leased. No step of the
   * clock, no restart and no copied configuration can repeat an id.
   *
   * It costs a lease a window (10 s), and what is left of a window at the end is lost.
   *
   * An id has 63 bits, and 62^10 < 2^63: eleven digits. In VARCHAR(7), which the interview draws, it
   * fits for 14 minutes after the epoch.
   */

  /** The start of time, chosen late so that the 41 bits last long. */
  public static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  /** A code's length. */
  public static final int DIGITS = 11;

  static final int WORKER_BITS = 10;
  static final int SEQUENCE_BITS = 12;
  static final int WORKER_MAX = (1 << WORKER_BITS) - 1;
  static final long MILLIS_MAX = (1L << 41) - 1;

  private static final int SEQUENCE_MAX = (1 << SEQUENCE_BITS) - 1;

  private final SnowflakeLeases leases;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  private int worker;
  private long untilMillis;
  private long millis;
  private int sequence = SEQUENCE_MAX;

  /** Takes windows from there, and places in them from the clock. */
  public Snowflake(SnowflakeLeases leases, InstantSource clock) {
    this.leases = leases;
    this.clock = clock;
  }

  @Override
  public String code(String url, int attempt) {
    return Base62.encode(nextId(), DIGITS);
  }

  private long nextId() {
    lock.lock();
    try {
      advance();
      return (millis << (WORKER_BITS + SEQUENCE_BITS))
          | ((long) worker << SEQUENCE_BITS)
          | sequence;
    } finally {
      lock.unlock();
    }
  }

  /** To the next place in the window: now where that lies ahead, else right behind the last one. */
  private void advance() {
    var now = Math.min(clock.millis() - EPOCH.toEpochMilli(), untilMillis - 1);
    if (now > millis) {
      millis = now;
      sequence = 0;
    } else if (sequence < SEQUENCE_MAX) {
      sequence++;
    } else if (millis + 1 < untilMillis) {
      millis++;
      sequence = 0;
    } else {
      begin(leases.lease());
    }
  }

  private void begin(Lease lease) {
    worker = lease.worker();
    millis = lease.fromMillis();
    untilMillis = lease.untilMillis();
    sequence = 0;
  }
}
