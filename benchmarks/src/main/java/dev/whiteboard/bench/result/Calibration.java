package dev.whiteboard.bench.result;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * How fast this machine is just now: a fixed piece of work on one thread, so many times a second of
 * processor time. Higher is faster. It tells a machine that was slower for a while from code that
 * got slower; whether others had the processor meanwhile is told by the load average, and not by
 * this.
 */
final class Calibration {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int ROUNDS = 5;
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long SEED = 42;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final MessageDigest sha256;

  private Calibration() {
    new SplittableRandom(SEED).nextBytes(buffer);
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /** SHA-256 of 64 KB, times a second: the median of five rounds behind one to get warm. */
  static long score() {
    var work = new Calibration();
    var rounds = new ArrayList<Double>();
    for (var i = 0; i <= ROUNDS; i++) {
      var perSecond = work.round();
      if (i > 0) {
        rounds.add(perSecond);
      }
    }
    return Math.round(Spread.of(rounds).median());
  }

  /** Each digest goes into the next buffer, so that none can be left out. */
  private double round() {
    var startNanos = THREADS.getCurrentThreadCpuTime();
    var done = 0;
    var tookNanos = 0L;
    while (tookNanos < ROUND_NANOS) {
      var digest = sha256.digest(buffer);
      System.arraycopy(digest, 0, buffer, 0, digest.length);
      done++;
      tookNanos = THREADS.getCurrentThreadCpuTime() - startNanos;
    }
    return done / (tookNanos / 1e9);
  }
}
