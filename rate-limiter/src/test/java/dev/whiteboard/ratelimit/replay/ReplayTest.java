package dev.whiteboard.ratelimit.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whiteboard.ratelimit.limit.Algorithm;
import dev.whiteboard.ratelimit.limit.Limit;
import dev.whiteboard.ratelimit.local.LocalLimiters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ReplayTest {
  private static final Duration PER = Duration.ofSeconds(5);
  private static final int PER_MS = 5_000;

  private final Replay replay = new Replay(LocalLimiters::of);

  record Case(int permits, int burst, int perMs, int holdMs, List<Integer> arrivalsMs) {
    Limit limit(Algorithm algorithm) {
      var limit = Limit.of(algorithm, permits, Duration.ofMillis(perMs));
      return algorithm.takesBurst() ? limit.withBurst(burst) : limit;
    }

    Traffic traffic() {
      return new Traffic(arrivalsMs, holdMs);
    }
  }

  @Provide
  Arbitrary<Case> cases() {
    var arrivals =
        Arbitraries.integers()
            .between(0, 3_000)
            .list()
            .ofMaxSize(80)
            .map(moments -> moments.stream().sorted().toList());
    return Combinators.combine(
            Arbitraries.integers().between(1, 9),
            Arbitraries.integers().between(1, 12),
            Arbitraries.integers().between(7, 900),
            Arbitraries.integers().between(1, 400),
            arrivals)
        .as(Case::new);
  }

  /** The oracle: remembers all that passed, and looks at each arrival's own period. */
  private static List<Boolean> exact(Case given) {
    var passed = new ArrayList<Integer>();
    var decisions = new ArrayList<Boolean>();
    for (var at : given.arrivalsMs) {
      var inPeriod = passed.stream().filter(earlier -> at - earlier < given.perMs).count();
      decisions.add(inPeriod < given.permits);
      if (inPeriod < given.permits) {
        passed.add(at);
      }
    }
    return decisions;
  }

  @Property(tries = 400)
  void run_slidingLog_decidesAsTheOracle(@ForAll("cases") Case given) {
    var run = replay.run(given.limit(Algorithm.SLIDING_LOG), given.traffic());

    assertThat(run.decisions()).extracting(Decision::admitted).isEqualTo(exact(given));
    assertThat(run.most()).isLessThanOrEqualTo(given.permits);
  }

  /** What an algorithm may let pass in a period, wherever that is laid, by its definition. */
  @Property(tries = 400)
  void run_anyAlgorithm_neverPassesMoreThanItsDefinition(@ForAll("cases") Case given) {
    for (var algorithm : Algorithm.values()) {
      var most = replay.run(given.limit(algorithm), given.traffic()).most();
      assertThat(most).as(algorithm.text()).isLessThanOrEqualTo(mostOf(algorithm, given));
    }
  }

  private static int mostOf(Algorithm algorithm, Case given) {
    return switch (algorithm) {
      case SLIDING_LOG, CONCURRENCY -> given.permits;
      case FIXED_WINDOW, SLIDING_WINDOW -> 2 * given.permits;
      // Full at its start; the last permit that comes back within it would be there at its end.
      case TOKEN_BUCKET, LEAKY_BUCKET, GCRA -> given.burst + given.permits - 1;
      case LEAKY_QUEUE -> given.permits;
    };
  }

  @Property(tries = 200)
  void run_anyAlgorithm_levelsRiseInTimeAndStayWithinTheBurst(@ForAll("cases") Case given) {
    for (var algorithm : Algorithm.values()) {
      var limit = given.limit(algorithm);
      var run = replay.run(limit, given.traffic());

      assertThat(run.decisions()).hasSameSizeAs(given.arrivalsMs);
      assertThat(run.levels()).extracting(Level::atNanos).isSorted();
      assertThat(run.levels())
          .as(algorithm.text())
          .allSatisfy(level -> assertThat(level.left()).isBetween(0.0, (double) limit.burst()));
      assertThat(run.levels().getLast().left()).isEqualTo((double) limit.burst());
    }
  }

  @Property(tries = 100)
  void run_sameTraffic_isTheSameRun(@ForAll("cases") Case given) {
    for (var algorithm : Algorithm.values()) {
      assertThat(replay.run(given.limit(algorithm), given.traffic()))
          .isEqualTo(replay.run(given.limit(algorithm), given.traffic()));
    }
  }

  /** Ten just before the edge of a window, and ten just after. */
  private static Traffic aroundEdge() {
    return new Traffic(
        Stream.concat(
                Collections.nCopies(10, PER_MS - 1).stream(),
                Collections.nCopies(10, PER_MS).stream())
            .toList(),
        1);
  }

  @Test
  void run_aroundAWindowsEdge_fixedWindowPassesTwiceTheLimitAndTheLogOnce() {
    var fixed = replay.run(Limit.of(Algorithm.FIXED_WINDOW, 10, PER), aroundEdge());
    var log = replay.run(Limit.of(Algorithm.SLIDING_LOG, 10, PER), aroundEdge());

    assertThat(fixed.most()).isEqualTo(20);
    assertThat(log.most()).isEqualTo(10);
    assertThat(log.admitted()).isEqualTo(10);
    assertThat(log.denied()).isEqualTo(10);
  }

  @Test
  void run_tokenBucket_levelFallsByOneAndComesBackAtTheRate() {
    var limit = Limit.of(Algorithm.TOKEN_BUCKET, 10, PER).withBurst(5);

    var run = replay.run(limit, new Traffic(List.of(1_000, 1_250), 1));

    assertThat(run.levels())
        .containsExactly(
            new Level(0, 5),
            new Level(1_000_000_000, 5),
            new Level(1_000_000_000, 4),
            new Level(1_250_000_000, 4.5),
            new Level(1_250_000_000, 3.5),
            new Level(1_500_000_000, 4),
            new Level(2_000_000_000, 5));
  }

  @Test
  void run_leakyQueue_passesOneAtEachInterval() {
    var limit = Limit.of(Algorithm.LEAKY_QUEUE, 10, PER).withBurst(3);

    var run = replay.run(limit, new Traffic(Collections.nCopies(5, 0), 1));

    assertThat(run.decisions().stream().filter(Decision::admitted).map(Decision::delayNanos))
        .isEqualTo(
            IntStream.range(0, (int) run.admitted()).mapToObj(i -> i * 500_000_000L).toList());
    assertThat(run.denied()).isPositive();
  }

  @Test
  void run_concurrency_aPermitIsBackWhenTheWorkIsDone() {
    var limit = Limit.of(Algorithm.CONCURRENCY, 1, PER);

    var run = replay.run(limit, new Traffic(List.of(0, 299, 300, 301, 600), 300));

    assertThat(run.decisions())
        .extracting(Decision::admitted)
        .containsExactly(true, false, true, false, true);
    assertThat(run.most()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void run_noTraffic_isAllLeft(Algorithm algorithm) {
    var run = replay.run(Limit.of(algorithm, 3, PER), new Traffic(List.of(), 1));

    assertThat(run.levels()).containsExactly(new Level(0, 3));
    assertThat(run.most()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void run_asMuchAsThereCanBe_ends(Algorithm algorithm) {
    var moments = IntStream.range(0, Traffic.ARRIVALS_MAX).mapToObj(i -> i * 300).toList();

    var run = replay.run(Limit.of(algorithm, 100, PER), new Traffic(moments, 1_000));

    assertThat(run.decisions()).hasSize(Traffic.ARRIVALS_MAX);
  }

  @Test
  void traffic_outOfBounds_isRefused() {
    assertThatThrownBy(() -> new Traffic(List.of(2, 1), 1)).hasMessageContaining("arrivalsMs");
    assertThatThrownBy(() -> new Traffic(List.of(-1), 1)).hasMessageContaining("arrivalsMs");
    assertThatThrownBy(() -> new Traffic(Collections.nCopies(Traffic.ARRIVALS_MAX + 1, 0), 1))
        .hasMessageContaining("arrivalsMs");
    assertThatThrownBy(() -> new Traffic(List.of(Traffic.HORIZON_MS_MAX + 1), 1))
        .hasMessageContaining("arrivalsMs");
    assertThatThrownBy(() -> new Traffic(List.of(), 0)).hasMessageContaining("holdMs");
  }

  @Test
  void peak_spanHoldsItsStartAndNotItsEnd() {
    assertThat(Peak.of(new long[] {0, 10}, 10)).containsExactly(new Peak(0, 1, 0));
    assertThat(Peak.of(new long[] {0, 9, 10}, 10))
        .containsExactly(new Peak(0, 1, 0), new Peak(9, 2, 0));
    assertThat(Peak.of(new long[0], 10)).isEmpty();
  }
}
