package dev.whiteboard.chat.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.whiteboard.chat.proof.Nemesis.Chance;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Devices talk over two nodes while something breaks: afterwards each has every message that was
 * acknowledged to anybody, once, in the one order of its chat.
 *
 * <p>{@code -Dchat.chaos.runs=50} has more runs, {@code -Dchat.chaos.seed=42} the one of that seed,
 * {@code -Dchat.chaos.messages} longer ones.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class ChaosIT {
  private static final int RUNS = Integer.getInteger("chat.chaos.runs", 1);
  private static final int MESSAGES = Integer.getInteger("chat.chaos.messages", 1_500);

  /** Until all is where it belongs, on a machine that has much else to do. */
  private static final Duration SETTLED_WITHIN = Duration.ofMinutes(2);

  @TempDir private static Path folder;
  private static ChaosStack stack;

  @BeforeAll
  static void start() throws Exception {
    stack = new ChaosStack(folder);
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @ParameterizedTest
  @EnumSource
  void whateverBreaks_everyMessageIsAtEveryMember_once_inOneOrder(Nemesis nemesis)
      throws Exception {
    for (var i = 0; i < RUNS; i++) {
      var seed = Long.getLong("chat.chaos.seed", System.nanoTime());
      System.out.printf("%s with -Dchat.chaos.seed=%d%n", nemesis, seed);
      run(nemesis, seed);
    }
  }

  private static void run(Nemesis nemesis, long seed) throws Exception {
    try (var run = new ChaosRun(stack.urls(), "c" + Long.toString(System.nanoTime(), 36), seed);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var talking =
          threads.submit(() -> {
            run.talk(MESSAGES);
            return true;
          });
      await().atMost(SETTLED_WITHIN).until(() -> run.acknowledged() >= MESSAGES / 4);
      nemesis.strike(stack, run.clients(), new Chance(new Random(seed)));
      assertThat(talking.get(SETTLED_WITHIN.toSeconds(), TimeUnit.SECONDS)).isTrue();

      await()
          .atMost(SETTLED_WITHIN)
          .untilAsserted(() -> {
            assertThat(run.failures()).isEmpty();
            assertThat(run.acknowledged()).isEqualTo(MESSAGES);
            assertThat(run.missing()).isZero();
          });
      assertThat(run.violations()).as("seed %d", seed).isEmpty();
      if (nemesis.losesConnections()) {
        assertThat(run.losses()).as("connections lost").isPositive();
      }
    }
  }
}
