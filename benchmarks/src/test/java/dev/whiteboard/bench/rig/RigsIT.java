package dev.whiteboard.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.whiteboard.bench.result.Findings;
import dev.whiteboard.bench.result.Quantity;
import dev.whiteboard.stack.process.Shell;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All rigs, as small as they get: they run through, and what they verify holds. */
final class RigsIT {
  private static final int LINKS = 2_000;
  private static final List<Integer> RATES = List.of(100);
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  /** A rig leaves its process on some of the cores, and the next one here would find only those. */
  @AfterEach
  void allCoresAgain() {
    var pid = Long.toString(ProcessHandle.current().pid());
    Shell.run("taskset", "--all-tasks", "--cpu-list", "--pid", "0-" + (CORES - 1), pid);
  }

  @Test
  void redirects_areAnsweredAndCounted() throws Exception {
    var redirects = new Findings("redirects");
    var result = new RedirectRig(LINKS, false, RATES, options()).run(redirects);
    assertThat(result.getJsonObject("nodePerSecond").getLong("min")).isPositive();
    assertThat(result.getJsonArray("node")).hasSize(2);
    var visits = result.getJsonObject("visits");
    assertThat(visits.getLong("countedInPostgres")).isEqualTo(visits.getLong("answersRead"));
    assertGiven(redirects);
  }

  @Test
  void redirects_byWrk_areCountedButForThoseCutOff() throws Exception {
    assumeTrue(Wrk.isInstalled(), "wrk is not installed");
    var visits =
        new RedirectRig(LINKS, true, RATES, options())
            .run(new Findings("redirects"))
            .getJsonObject("visits");
    assertThat(visits.getLong("countedInPostgres"))
        .isBetween(
            visits.getLong("answersRead"),
            visits.getLong("answersRead") + visits.getLong("cutOffMax"));
  }

  @Test
  void creations_areAllInPostgres() throws Exception {
    var findings = new Findings("creations");
    var result = new CreationRig(LINKS, options()).run(findings);
    assertThat(result.getJsonObject("oneByOne").getJsonArray("rounds")).hasSize(2);
    assertThat(result.getJsonObject("bulk").getJsonArray("rounds")).hasSize(2);
    assertThat(result.getLong("links")).isGreaterThan(3 * LINKS);
    assertGiven(findings);
  }

  @Test
  void decisionsThroughRedis_areNeverDeniedInVain() throws Exception {
    var findings = new Findings("limits-in-redis");
    var all = options(2, false);
    var result = new RedisLimiterRig(LINKS, 500, Duration.ofSeconds(10), all).run(findings);
    for (var one : List.of("hotKey64", "manyKeys400", "hotKeyOpen")) {
      var rounds = result.getJsonObject(one).getJsonObject("ours").getJsonArray("rounds");
      assertThat(rounds).hasSize(2);
      assertThat(rounds.getJsonObject(1).getLong("answered")).isPositive();
      assertThat(rounds.getJsonObject(1).getLong("denied")).isZero();
    }
    assertGiven(findings);
  }

  @Test
  void checks_areDecidedAsOftenAsAnswered() throws Exception {
    var findings = new Findings("checks");
    var result = new CheckRig(LINKS, 200, false, options()).run(findings);
    assertThat(result.getJsonObject("local").getDouble("ratio")).isPositive();
    var throughRedis = result.getJsonObject("redis").getJsonArray("rounds");
    assertThat(throughRedis).hasSize(2);
    assertThat(throughRedis.getJsonObject(1).getLong("answered")).isPositive();
    assertGiven(findings);
  }

  @Test
  void edgeHits_areFromItsMemory() throws Exception {
    var findings = new Findings("edge-hit");
    var result = new EdgeHitRig(false, List.of(50), options()).run(findings);
    assertThat(result.getJsonObject("1024Bytes").getJsonObject("edge").getJsonArray("rounds"))
        .hasSize(2);
    assertGiven(findings);
  }

  @Test
  void edgeMisses_areAllAskedOfTheOrigin() throws Exception {
    var findings = new Findings("edge-miss");
    var result = new EdgeMissRig(options()).run(findings);
    assertThat(result.getJsonArray("rounds")).hasSize(2);
    assertGiven(findings);
  }

  @Test
  void purges_areAppliedByAllNodes() throws Exception {
    var findings = new Findings("purge");
    var result = new PurgeRig(10, options()).run(findings);
    assertThat(result.getInteger("nodes")).isEqualTo(8);
    assertGiven(findings);
  }

  @Test
  void chatSends_haveTheirPlaceAndAreAtEachMember() throws Exception {
    var findings = new Findings("chat-send");
    var result = new ChatSendRig(20, List.of(200), List.of(), options()).run(findings);
    for (var ordering : List.of("postgres", "kafka")) {
      for (var chats : List.of("many", "hot")) {
        var atGoal = result.getJsonObject(ordering).getJsonObject(chats).getJsonObject("atGoal");
        assertThat(atGoal.getJsonObject("messagesPerSecond").getLong("min")).isPositive();
      }
    }
    assertGiven(findings);
  }

  @Test
  void chatDeliveries_areOnceAndInOrder_onTwoNodes() throws Exception {
    var findings = new Findings("chat-delivery");
    var far = "500-on-two-nodes";
    var only = List.of("5", far);
    var result = new ChatDeliveryRig(500, List.of(1_000), only, options()).run(findings);
    var rungs = result.getJsonObject(far).getJsonArray("rungs");
    assertThat(rungs.getJsonObject(0).getJsonObject("deliveriesPerSecond").getLong("min"))
        .isPositive();
    assertGiven(findings);
  }

  @Test
  void chatGroup_isServedByTwoNodes() throws Exception {
    var findings = new Findings("chat-group");
    var result = new ChatGroupRig(50, 10, options()).run(findings);
    assertThat(result.getJsonObject("group").getJsonArray("rounds")).hasSize(2);
    assertGiven(findings);
  }

  @Test
  void chatIdle_isHeldWhileOthersTalk() throws Exception {
    var findings = new Findings("chat-idle");
    var result = new ChatIdleRig(200, options()).run(findings);
    assertThat(result.getDouble("connectedWithinSeconds")).isPositive();
    assertGiven(findings);
  }

  @Test
  void chatClients_comeBackWithNothingLost() throws Exception {
    var findings = new Findings("chat-reconnect");
    var result = new ChatReconnectRig(50, options(1)).run(findings);
    assertThat(result.getLong("messagesVerified")).isPositive();
    assertThat(result.getJsonObject("killed").getJsonArray("rounds")).hasSize(1);
    assertGiven(findings);
  }

  /**
   * Each quantity is there, or why it is not: a slow machine may not even keep up with the first
   * rate.
   */
  private static void assertGiven(Findings findings) {
    var given = new HashSet<String>();
    findings.figures().forEach(figure -> given.add(figure.id()));
    findings.missing().forEach(missing -> given.add(missing.what()));
    assertThat(findings.missing())
        .noneMatch(missing -> missing.why().contains("with these options"));
    assertThat(given)
        .containsAll(Quantity.of(findings.bench()).stream().map(Quantity::id).toList());
  }

  private RigOptions options() {
    return options(2);
  }

  private RigOptions options(int rounds) {
    return options(rounds, true);
  }

  private RigOptions options(int rounds, boolean quick) {
    var second = Duration.ofSeconds(1);
    return new RigOptions(8, second, rounds, second, true, List.of("-Xmx256m"), quick);
  }
}
