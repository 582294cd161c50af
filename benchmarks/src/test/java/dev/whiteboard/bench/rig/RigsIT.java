package dev.whiteboard.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.whiteboard.stack.process.Shell;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All rigs, as small as they get: they run through, and what they verify holds. */
final class RigsIT {
  private static final int LINKS = 2_000;
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  @TempDir private Path results;

  /** A rig leaves its process on some of the cores, and the next one here would find only those. */
  @AfterEach
  void allCoresAgain() {
    var pid = Long.toString(ProcessHandle.current().pid());
    Shell.run("taskset", "--all-tasks", "--cpu-list", "--pid", "0-" + (CORES - 1), pid);
  }

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

  @Test
  void chatSends_haveTheirPlaceAndAreAtEachMember() throws Exception {
    var result = new ChatSendRig(20, List.of(200), options()).run();
    for (var ordering : List.of("postgres", "kafka")) {
      for (var chats : List.of("many", "hot")) {
        var atGoal = result.getJsonObject(ordering).getJsonObject(chats).getJsonObject("atGoal");
        assertThat(atGoal.getJsonObject("messagesPerSecond").getLong("min")).isPositive();
      }
    }
  }

  @Test
  void chatDeliveries_areOnceAndInOrder_onTwoNodes() throws Exception {
    var only = "500-on-two-nodes";
    var result = new ChatDeliveryRig(500, List.of(1_000), List.of(only), options()).run();
    var rungs = result.getJsonObject(only).getJsonArray("rungs");
    assertThat(rungs.getJsonObject(0).getJsonObject("deliveriesPerSecond").getLong("min"))
        .isPositive();
  }

  @Test
  void chatGroup_isServedByTwoNodes() throws Exception {
    var result = new ChatGroupRig(50, 10, options()).run();
    assertThat(result.getJsonObject("group").getJsonArray("rounds")).hasSize(2);
  }

  @Test
  void chatIdle_isHeldWhileOthersTalk() throws Exception {
    var result = new ChatIdleRig(200, options()).run();
    assertThat(result.getDouble("connectedWithinSeconds")).isPositive();
  }

  @Test
  void chatClients_comeBackWithNothingLost() throws Exception {
    var result = new ChatReconnectRig(50, options(1)).run();
    assertThat(result.getLong("messagesVerified")).isPositive();
    assertThat(result.getJsonObject("killed").getJsonArray("rounds")).hasSize(1);
  }

  private RigOptions options() {
    return options(2);
  }

  private RigOptions options(int rounds) {
    var second = Duration.ofSeconds(1);
    return new RigOptions(8, second, rounds, second, true, List.of("-Xmx256m"), results, true);
  }
}
