package dev.whiteboard.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All rigs, as small as they get: they run through, and what they verify holds. */
final class RigsIT {
  private static final int LINKS = 2_000;

  @TempDir private Path results;

  @Test
  void redirects_areAnsweredAndCounted() throws Exception {
    var result = new RedirectRig(LINKS, false, options()).run();
    assertThat(result.getJsonObject("nodePerSecond").getLong("min")).isPositive();
    assertThat(result.getJsonArray("node")).hasSize(2);
    var visits = result.getJsonObject("visits");
    assertThat(visits.getLong("countedInPostgres")).isEqualTo(visits.getLong("answersRead"));
  }

  @Test
  void redirects_byWrk_areCountedButForThoseCutOff() throws Exception {
    assumeTrue(Wrk.isInstalled(), "wrk is not installed");
    var visits = new RedirectRig(LINKS, true, options()).run().getJsonObject("visits");
    assertThat(visits.getLong("countedInPostgres"))
        .isBetween(
            visits.getLong("answersRead"),
            visits.getLong("answersRead") + visits.getLong("cutOffMax"));
  }

  @Test
  void creations_areAllInPostgres() throws Exception {
    var result = new CreationRig(LINKS, options()).run();
    assertThat(result.getJsonObject("oneByOne").getJsonArray("rounds")).hasSize(2);
    assertThat(result.getJsonObject("bulk").getJsonArray("rounds")).hasSize(2);
    assertThat(result.getLong("links")).isGreaterThan(3 * LINKS);
  }

  @Test
  void decisionsThroughRedis_areNeverDeniedInVain() throws Exception {
    var result = new RedisLimiterRig(LINKS, 500, Duration.ofSeconds(10), options()).run();
    for (var one : List.of("hotKey64", "manyKeys400", "hotKeyOpen")) {
      var rounds = result.getJsonObject(one).getJsonObject("ours").getJsonArray("rounds");
      assertThat(rounds).hasSize(2);
      assertThat(rounds.getJsonObject(1).getLong("answered")).isPositive();
      assertThat(rounds.getJsonObject(1).getLong("denied")).isZero();
    }
  }

  @Test
  void checks_areDecidedAsOftenAsAnswered() throws Exception {
    var result = new CheckRig(LINKS, 200, false, options()).run();
    assertThat(result.getJsonObject("local").getDouble("ratio")).isPositive();
    var throughRedis = result.getJsonObject("redis").getJsonArray("rounds");
    assertThat(throughRedis).hasSize(2);
    assertThat(throughRedis.getJsonObject(1).getLong("answered")).isPositive();
  }

  private RigOptions options() {
    var second = Duration.ofSeconds(1);
    return new RigOptions(8, second, 2, second, true, List.of("-Xmx256m"), results);
  }
}
