package dev.whiteboard.ratelimit.local;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.limit.Verdict;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.SplittableRandom;

/** How far each algorithm is from an exact log: 100 permits a minute, 6 h of arrivals. */
final class Accuracy {
  static final long PERMITS = 100;
  static final Duration PER = Duration.ofMinutes(1);

  private static final long PER_NANOS = PER.toNanos();
  private static final long END_NANOS = Duration.ofHours(6).toNanos();

  private static final Algorithm[] COMPARED = {
    Algorithm.FIXED_WINDOW, Algorithm.SLIDING_WINDOW, Algorithm.TOKEN_BUCKET,
    Algorithm.LEAKY_BUCKET, Algorithm.GCRA, Algorithm.SLIDING_LOG
  };

  private Accuracy() {}

  /** Who comes when. */
  enum Traffic {
    POISSON_0_8("Poisson 0.8x", 0.8),
    POISSON_1_0("Poisson 1.0x", 1.0),
    POISSON_1_2("Poisson 1.2x", 1.2),
    POISSON_3("Poisson 3x", 3),
    BURSTS("Poisson 6x, on for 20 s, off for 70 s", 6);

    private final String text;
    private final double load;

    Traffic(String text, double load) {
      this.text = text;
      this.load = load;
    }

    private long next(SplittableRandom random, long now) {
      var mean = PER_NANOS / (PERMITS * load);
      var next = now + (long) (-mean * Math.log(1 - random.nextDouble()));
      var cycle = PER_NANOS * 3 / 2;
      var isOff = this == BURSTS && next % cycle > PER_NANOS / 3;
      return isOff ? next - next % cycle + cycle : next;
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

  /** One run over random arrivals, the same for each algorithm. */
  static Result run(Algorithm algorithm, Traffic traffic) {
    var run = new Run(algorithm);
    var random = new SplittableRandom(7);
    for (var now = 0L; now < END_NANOS; now = traffic.next(random, now)) {
      run.ask(now);
    }
    return run.result();
  }

  /**
   * The worst case that a search finds: bursts of some size at one moment, then a flood from
   * another on, each tried over a grid of 1/200 of a period.
   */
  static Result worst(Algorithm algorithm) {
    var worst = new Result(0, 0);
    for (var first = 0; first <= 400; first += 1) {
      for (var burst = PERMITS / 2; burst <= PERMITS; burst += PERMITS / 4) {
        var run = new Run(algorithm);
        var start = first * PER_NANOS / 200;
        for (var i = 0; i < burst; i++) {
          run.ask(Math.max(start - 1, 0));
        }
        for (var now = start; now < start + PER_NANOS; now += PER_NANOS / 400) {
          run.ask(now);
          run.ask(now);
        }
        worst = run.result().worst() > worst.worst() ? run.result() : worst;
      }
    }
    return worst;
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
      lately.add(now);
      while (now - lately.element() >= PER_NANOS) {
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
