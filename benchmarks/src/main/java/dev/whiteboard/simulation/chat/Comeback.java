package dev.whiteboard.simulation.chat;

import dev.whiteboard.cdn.simulation.VirtualTime;
import dev.whiteboard.chat.client.Backoff;
import dev.whiteboard.chat.client.ClientLimits;
import dev.whiteboard.simulation.chat.Gateway.Answer;
import dev.whiteboard.simulation.chat.Loss.Notice;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** All clients of a gateway come back, in virtual time, with the waits of the chat's library. */
final class Comeback {
  /*
   * A client waits, comes, and waits for its welcome:
   *
   *   lost ─▸ back-off ─▸ comes ─┬─ welcomed in time ─▸ done
   *     ▴                        ├─ sent away, told when ─┐
   *     │                        └─ 10 s, gives up ───────┤
   *     └─────────────────────────────────────────────────┘
   *
   * What was begun for a client that has given up is finished all the same. So a gateway that
   * takes everybody works in vain for all who stand further back than 10 s, and they come again
   * behind their own ghosts. Of K clients at r/s the first 10 r are served, K - 10 r wait in vain,
   * and when they come again K - 10 r ghosts are before them: with K below 20 r some of them are
   * served in time, and it ends; with more nobody is.
   */

  private static final ClientLimits LIMITS = ClientLimits.DEFAULT;

  /** Arrivals are counted by so much. */
  private static final Duration WINDOW = Duration.ofMillis(100);

  private final Crowd crowd;
  private final Duration timeMax;
  private final VirtualTime time = new VirtualTime();
  private final RandomGenerator random;
  private final Gateway[] gateways;
  private final int[][] arrivals;
  private final long[] backNanos;
  private long attempts;
  private long inVain;
  private long welcomes;
  private int back;

  /**
   * What came of it.
   *
   * @param backPercent of the clients, by the end
   * @param p50Seconds until half of them were back; NaN where they were not
   * @param p99Seconds the same
   * @param lastSeconds until all were
   * @param peakPerSecond arrivals at the survivor that had most at once, in 100 ms
   * @param attempts of a client, on average
   * @param inVainPercent of all welcomes
   */
  record Result(
      double backPercent,
      double p50Seconds,
      double p99Seconds,
      double lastSeconds,
      double peakPerSecond,
      double attempts,
      double inVainPercent) {}

  private Comeback(Crowd crowd, Duration timeMax, long seed) {
    this.crowd = crowd;
    this.timeMax = timeMax;
    this.random = new SplittableRandom(seed);
    this.gateways =
        Stream.generate(() -> new Gateway(time, random, crowd.perSecond(), crowd.policy()))
            .limit(crowd.survivors())
            .toArray(Gateway[]::new);
    this.arrivals = new int[gateways.length][(int) timeMax.dividedBy(WINDOW) + 1];
    this.backNanos = new long[crowd.clients()];
    Arrays.fill(backNanos, Long.MAX_VALUE);
  }

  /**
   * Runs it.
   *
   * @param timeMax who is not back by then is not back
   */
  static Result run(Crowd crowd, Duration timeMax, long seed) {
    return new Comeback(crowd, timeMax, seed).run();
  }

  private Result run() {
    for (var i = 0; i < crowd.clients(); i++) {
      var client = new Client(i);
      switch (crowd.loss().notice(random)) {
        case Notice.After(var time) -> this.time.after(time, () -> client.lost(0));
        case Notice.Told(var afterMs) -> client.lost(afterMs);
      }
    }
    time.run(timeMax, () -> back == crowd.clients());
    return result();
  }

  /** One that has lost its gateway. */
  private final class Client {
    private final int number;
    private final Backoff backoff = new Backoff(LIMITS.backoffFirst(), LIMITS.backoffMax(), random);
    private int tries;

    Client(int number) {
      this.number = number;
    }

    void lost(long afterMs) {
      var waitMs = Math.max(afterMs, backoff.failed());
      time.after(Duration.ofMillis(waitMs), this::come);
    }

    private void come() {
      var gateway = crowd.inTurn() ? tries++ % gateways.length : random.nextInt(gateways.length);
      attempts++;
      arrivals[gateway][(int) (time.nanos() / WINDOW.toNanos())]++;
      switch (gateways[gateway].arrive()) {
        case Answer.Away(var afterMs) -> lost(afterMs);
        case Answer.Welcome(var atNanos) -> await(atNanos - time.nanos());
      }
    }

    private void await(long nanos) {
      welcomes++;
      if (nanos <= LIMITS.connectMax().toNanos()) {
        time.after(Duration.ofNanos(nanos), this::welcomed);
      } else {
        inVain++;
        time.after(LIMITS.connectMax(), () -> lost(0));
      }
    }

    private void welcomed() {
      backNanos[number] = time.nanos();
      back++;
    }
  }

  private Result result() {
    Arrays.sort(backNanos);
    var most = Arrays.stream(arrivals).flatMapToInt(Arrays::stream).max().orElse(0);
    return new Result(
        100.0 * back / crowd.clients(),
        seconds(0.5),
        seconds(0.99),
        seconds(1),
        (double) most * Duration.ofSeconds(1).dividedBy(WINDOW),
        (double) attempts / crowd.clients(),
        100.0 * inVain / Math.max(1, welcomes));
  }

  private double seconds(double share) {
    var place = (int) Math.ceil(share * backNanos.length) - 1;
    var nanos = backNanos[place];
    return nanos == Long.MAX_VALUE ? Double.NaN : (double) nanos / TimeUnit.SECONDS.toNanos(1);
  }
}
