package dev.whiteboard.cdn.protect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An attack on one gate: what it remembers stays bounded, and who behaves notices nothing. */
final class GateFloodTest {
  private static final int ROUNDS = 200;
  private static final int ATTACKERS = 50;

  private final Guarded guarded = new Guarded();

  /**
   * A fiftieth of a second each: attackers ask at ten times their limit, ann and bob at half of
   * theirs.
   */
  @Test
  void admit_fewClientsFlood_othersAllPass() {
    var attacks = 0;
    var passed = 0;
    guarded.onMiss("bob", "/a?known=1");
    for (var round = 0; round < ROUNDS; round++) {
      guarded.clock.pass(Duration.ofMillis(20));
      for (var i = 0; i < 20 * ATTACKERS; i++) {
        passed += guarded.passes("eve" + i % ATTACKERS, "/a?x=" + attacks++) ? 1 : 0;
      }
      assertThat(guarded.onMiss("ann", "/page" + round)).isEqualTo(OnMiss.KEEP);
      assertThat(guarded.onMiss("bob", "/a?known=1")).isEqualTo(OnMiss.KEEP);
    }
    var seconds = ROUNDS / 50;
    var perAttacker =
        Guarded.BOUNDS.clientRequestsBurst() + seconds * Guarded.BOUNDS.clientRequestsPerSecond();
    assertThat(passed).isLessThanOrEqualTo(ATTACKERS * perAttacker);
    assertThat(guarded.refused(Reason.CLIENT_RATE)).isEqualTo(attacks - passed);
  }

  /** Each request from an address of its own, and for a path and query of its own. */
  @Test
  void admit_anyNumberOfClientsAndPaths_memoryIsBounded() {
    for (var i = 0; i < 100_000; i++) {
      guarded.passes("c" + i, "/p" + i + "?x=" + i);
    }

    // Of clients that ask, that make up queries, and of paths whose are kept; none is passed.
    assertThat(guarded.gate.keys()).isLessThanOrEqualTo(4 * Guarded.BOUNDS.keysMax());
    assertThat(guarded.gate.requests().clients()).isZero();
  }

  @Test
  void admit_manyThreads_neverMoreUnderWayThanMayBe() throws Exception {
    var most = new AtomicInteger();
    var work = new ArrayList<Callable<Void>>();
    for (var thread = 0; thread < 8; thread++) {
      var client = "c" + thread % 2;
      work.add(() -> {
        for (var i = 0; i < 20_000; i++) {
          if (guarded.ask(client, "/a") instanceof Gate.Admitted admitted) {
            most.accumulateAndGet(guarded.gate.requests().of(client), Math::max);
            admitted.done().run();
          }
          guarded.clock.pass(Duration.ofMillis(5));
        }
        return null;
      });
    }
    try (var threads = Executors.newFixedThreadPool(work.size())) {
      for (var done : threads.invokeAll(work, 1, TimeUnit.MINUTES)) {
        done.get();
      }
    }

    assertThat(most.get()).isBetween(1, Guarded.BOUNDS.clientInFlightMax());
    assertThat(guarded.gate.requests().total()).isZero();
    assertThat(guarded.gate.requests().clients()).isZero();
  }
}
