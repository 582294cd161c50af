package dev.whiteboard.kit.health;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The dependencies of a service, each asked for real, all at once, with a deadline.
 *
 * <p>Ready means that every dependency answers. A service that degrades goes on serving what it can
 * while one is away and is not ready all the same: a load balancer that should let it do so watches
 * {@code /health/live}.
 */
public final class HealthChecks implements AutoCloseable {
  /** A dependency that takes longer is down for our purposes. */
  private static final Duration DEADLINE = Duration.ofSeconds(1);

  /** An answer this young is given again, so that asking often costs little. */
  private static final Duration FRESH = Duration.ofMillis(250);

  private final Map<String, Check> checks = new LinkedHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private @Nullable Readiness latest;
  private long latestAtNanos;

  /** Asks one dependency; to return is to say that it answered. */
  @FunctionalInterface
  public interface Check {
    /** Throws whatever went wrong. */
    void run() throws Exception;
  }

  /** Adds a dependency; call before the service listens. */
  public HealthChecks add(String dependency, Check check) {
    checks.put(dependency, check);
    return this;
  }

  /** Which dependencies answer, as of a moment ago at most. Blocks up to the deadline. */
  public synchronized Readiness ready() throws InterruptedException {
    var known = latest;
    if (known == null || System.nanoTime() - latestAtNanos > FRESH.toNanos()) {
      known = ask();
      latest = known;
      latestAtNanos = System.nanoTime();
    }
    return known;
  }

  private Readiness ask() throws InterruptedException {
    var running = new LinkedHashMap<String, Future<?>>();
    checks.forEach((name, check) -> running.put(name, threads.submit(() -> run(check))));
    var deadlineNanos = System.nanoTime() + DEADLINE.toNanos();
    var up = new LinkedHashMap<String, Boolean>();
    for (var check : running.entrySet()) {
      up.put(check.getKey(), answered(check.getValue(), deadlineNanos));
    }
    return new Readiness(up);
  }

  private static boolean run(Check check) throws Exception {
    check.run();
    return true;
  }

  private static boolean answered(Future<?> check, long deadlineNanos) throws InterruptedException {
    try {
      check.get(Math.max(0, deadlineNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      check.cancel(true);
      return false;
    }
  }

  /** Stops asking. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
