package dev.whiteboard.ratelimit.local;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.Verdict;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.SplittableRandom;

/** How far each algorithm is from an exact log: 100 permits a minute, ten times 6 h of arrivals. */
final class Accuracy {
  static final long PERMITS = 100;
  static final Duration PER = Duration.ofMinutes(1);

  private static final long PER_NANOS = PER.toNanos();
  private static final long SEEDS = 10;
  private static final long END_NANOS = Duration.ofHours(6).toNanos();

  private static final Algorithm[] COMPARED = {
    Algorithm.FIXED_WINDOW,
    Algorithm.SLIDING_WINDOW,
    Algorithm.TOKEN_BUCKET,
    Algorithm.LEAKY_BUCKET,
    Algorithm.LEAKY_QUEUE,
    Algorithm.GCRA,
    Algorithm.SLIDING_LOG
  };

  private Accuracy() {}

  /** Who comes when. */
  enum Traffic {
    POISSON_0_8("Poisson 0.8x", 0.8),
    POISSON_1_0("Poisson 1.0x", 1.0),
    POISSON_1_2("Poisson 1.2x", 1.2),
    POISSON_3("Poisson 3x", 3),
    BURSTS("Poisson 6x, on for 20 s of each 91.7 s", 6);

    /** No multiple of a period: bursts begin anywhere in a window. */
    private static final long CYCLE_NANOS = Duration.ofMillis(91_700).toNanos();

    private final String text;
    private final double load;

    Traffic(String text, double load) {
      this.text = text;
      this.load = load;
    }

    private long next(SplittableRandom random, long now) {
      var mean = PER_NANOS / (PERMITS * load);
      var next = now + (long) (-mean * Math.log(1 - random.nextDouble()));
      var isOff = this == BURSTS && next % CYCLE_NANOS > PER_NANOS / 3;
      return isOff ? next - next % CYCLE_NANOS + CYCLE_NANOS : next;
    }
  }

  /**
   * What came of it.
   *
   * @param admitted all in all
   * @param worst the most in any period
   */
  record Result(long admitted, long worst) {
    double worstRatio() {
      return (double) worst / PERMITS;
    }
  }

  /** Runs over random arrivals, the same for each algorithm: what they admit together. */
  static Result run(Algorithm algorithm, Traffic traffic) {
    var admitted = 0L;
    var worst = 0L;
    for (var seed = 0; seed < SEEDS; seed++) {
      var result = run(algorithm, traffic, new SplittableRandom(seed));
      admitted += result.admitted();
      worst = Math.max(worst, result.worst());
    }
    return new Result(admitted, worst);
  }

  private static Result run(Algorithm algorithm, Traffic traffic, SplittableRandom random) {
    var run = new Run(algorithm);
    for (var now = traffic.next(random, 0); now < END_NANOS; now = traffic.next(random, now)) {
      run.ask(now);
    }
    return run.result();
  }

  /**
   * The worst case that a search finds: a burst of some size, anywhere in a window to 1/200 of it,
   * and a flood of a period that begins up to a period after it, to 1/10.
   */
  static Result worst(Algorithm algorithm) {
    var worst = new Result(0, 0);
    for (var start = PER_NANOS; start <= 2 * PER_NANOS; start += PER_NANOS / 200) {
      for (var pause = 0L; pause <= PER_NANOS; pause += PER_NANOS / 10) {
        for (var burst = PERMITS / 2; burst <= PERMITS; burst += PERMITS / 4) {
          var result = burstAndFlood(algorithm, burst, start, start + pause);
          worst = result.worst() > worst.worst() ? result : worst;
        }
      }
    }
    return worst;
  }

  private static Result burstAndFlood(Algorithm algorithm, long burst, long start, long flood) {
    var run = new Run(algorithm);
    for (var i = 0; i < burst; i++) {
      run.ask(start - 1);
    }
    for (var now = flood; now < flood + PER_NANOS; now += PER_NANOS / 400) {
      run.ask(now);
      run.ask(now);
    }
    return run.result();
  }

  /** A limiter, and what it admitted within the last period. */
  private static final class Run {
    private final HandClock clock = new HandClock(0);
    private final LocalLimiter limiter;
    private final Verdict verdict = new Verdict();
    private final ArrayDeque<Long> lately = new ArrayDeque<>();
    private long admitted;
    private long worst;

    Run(Algorithm algorithm) {
      limiter = LocalLimiters.of(Limit.of(algorithm, PERMITS, PER), clock);
    }

    void ask(long now) {
      clock.set(now);
      if (!limiter.tryAcquire("a", 1, verdict)) {
        return;
      }
      admitted++;
      var turn = now + verdict.delayNanos(); // when it goes on, later than it was admitted
      lately.add(turn);
      while (turn - lately.element() >= PER_NANOS) {
        lately.remove();
      }
      worst = Math.max(worst, lately.size());
    }

    Result result() {
      return new Result(admitted, worst);
    }
  }

  /** Prints the table as Markdown. */
  public static void main(String[] args) {
    var table = new StringBuilder("| arrivals |");
    for (var algorithm : COMPARED) {
      table.append(' ').append(algorithm.text()).append(" |");
    }
    table.append("\n|---|").append("---|".repeat(COMPARED.length)).append('\n');
    for (var traffic : Traffic.values()) {
      table.append("| ").append(traffic.text).append(" |");
      var exact = run(Algorithm.SLIDING_LOG, traffic).admitted();
      for (var algorithm : COMPARED) {
        var result = run(algorithm, traffic);
        var more = 100.0 * (result.admitted() - exact) / exact;
        table.append(String.format(Locale.ROOT, " %+.1f %%, %.2fx |", more, result.worstRatio()));
      }
      table.append('\n');
    }
    table.append("| worst case found |");
    for (var algorithm : COMPARED) {
      table.append(String.format(Locale.ROOT, " %.2fx |", worst(algorithm).worstRatio()));
    }
    System.out.println(table);
  }
}
