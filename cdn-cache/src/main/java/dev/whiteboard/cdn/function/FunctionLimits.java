package dev.whiteboard.cdn.function;

import java.time.Duration;

/**
 * How much functions may take.
 *
 * @param functionsMax names at once
 * @param threads runs at once; each has a thread of its own
 * @param queueMax runs that may wait for a thread
 * @param waitMax the longest that one waits
 * @param runMax the longest that one runs, start function and hook together
 * @param compileMax the longest for a new module: reading, compiling, and one instance as a trial
 * @param memoryPagesMax an instance's memory, in pages of 64 KiB
 * @param hostCallsMax calls from one run to the host
 * @param outputBytesMax all that one run may hand over: names, values, target, body, log lines
 */
public record FunctionLimits(
    int functionsMax,
    int threads,
    int queueMax,
    Duration waitMax,
    Duration runMax,
    Duration compileMax,
    int memoryPagesMax,
    int hostCallsMax,
    int outputBytesMax) {
  /** A page of WebAssembly memory, in bytes. */
  static final int PAGE_BYTES = 1 << 16;

  /**
   * 64 names; 4 threads with 16 MiB each at most; 50 ms to run. A first compilation in a JVM that
   * has just begun takes near a second, so that it has five.
   */
  public static final FunctionLimits DEFAULT =
      new FunctionLimits(
          64,
          4,
          256,
          Duration.ofMillis(50),
          Duration.ofMillis(50),
          Duration.ofSeconds(5),
          256,
          10_000,
          1 << 16);

  /** All are positive. */
  public FunctionLimits {
    requirePositive("functionsMax", functionsMax);
    requirePositive("threads", threads);
    requirePositive("queueMax", queueMax);
    requirePositive("waitMax in ms", waitMax.toMillis());
    requirePositive("runMax in ms", runMax.toMillis());
    requirePositive("compileMax in ms", compileMax.toMillis());
    requirePositive("memoryPagesMax", memoryPagesMax);
    requirePositive("hostCallsMax", hostCallsMax);
    requirePositive("outputBytesMax", outputBytesMax);
  }

  /** As much as any function may take. */
  public FunctionBounds most() {
    return new FunctionBounds(runMax, memoryPagesMax);
  }

  /** Whether a function may be given so much. */
  boolean allow(FunctionBounds bounds) {
    return bounds.runMax().toMillis() >= 1
        && bounds.runMax().compareTo(runMax) <= 0
        && bounds.memoryPagesMax() >= 1
        && bounds.memoryPagesMax() <= memoryPagesMax;
  }

  /** The same for a function that may take less. */
  FunctionLimits within(FunctionBounds bounds) {
    return with(bounds.runMax(), bounds.memoryPagesMax());
  }

  /** The same with another time to run, and as much to wait before; and another memory. */
  public FunctionLimits with(Duration run, int memoryPages) {
    return new FunctionLimits(
        functionsMax,
        threads,
        queueMax,
        run,
        run,
        compileMax,
        memoryPages,
        hostCallsMax,
        outputBytesMax);
  }

  private static void requirePositive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be positive, not " + value);
    }
  }
}
