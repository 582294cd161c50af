package dev.whiteboard.cdn.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Eight nodes with real HTTP between them: a miss goes up once, and all tiers keep it. */
final class HierarchyTest {
  private static final Duration ORIGIN_TAKES = Duration.ofMillis(500);
  private static final String KEPT = "max-age=60";

  private static final String[] FRESH_ONLY = {"Cache-Control", "only-if-cached, min-fresh=1"};

  private static SmallWorld world;

  @BeforeAll
  static void start() throws Exception {
    world = SmallWorld.start();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void coldKey_200ClientsAt4Edges_costOneRequest() throws Exception {
    world.origin().answersAfter(ORIGIN_TAKES, "one for all", "Cache-Control", KEPT);

    var answers = world.crowd(200, "/cold");

    assertThat(answers).extracting(SmallWorld.Answer::status).containsOnly(200);
    assertThat(answers).extracting(SmallWorld.Answer::body).containsOnly("one for all");
    assertThat(world.origin().asked("/cold")).isOne();
  }

  @Test
  void miss_isKeptAtEachTierOnItsWayBack() throws Exception {
    world.origin().answers(200, "kept", "Cache-Control", KEPT);
    var regional = world.owner(Tier.REGIONAL, "/kept");

    var miss = world.get("edge-eu-1", "/kept");

    assertThat(miss.path()).containsExactly("shield", "central", regional, "edge-eu-1");
    assertThat(miss.caches()).allMatch(member -> member.contains("; fwd=uri-miss"));
    assertThat(miss.caches()).allMatch(member -> member.contains("; stored"));
    for (var node : List.of("shield", "central", regional, "edge-eu-1")) {
      await().until(() -> world.node(node).store().bytes() > 0);
    }
    var hit = world.get("edge-eu-1", "/kept");
    assertThat(hit.isHit()).isTrue();
    var elsewhere = world.get("edge-us-1", "/kept");
    assertThat(elsewhere.edge()).contains("fwd=uri-miss");
    assertThat(elsewhere.caches().get(elsewhere.caches().size() - 2)).contains(regional, "; hit");
    assertThat(world.origin().asked("/kept")).isOne();
  }

  @Test
  void nextRequestAtEachEdge_isAHit() throws Exception {
    world.origin().answersAfter(ORIGIN_TAKES, "hits then", "Cache-Control", KEPT);
    world.crowd(8, "/hits");

    for (var edge : world.edges()) {
      await().until(() -> world.get(edge, "/hits").isHit());
    }
    assertThat(world.origin().asked("/hits")).isOne();
  }

  @Test
  void age_countsThroughAllTiers() throws Exception {
    world.origin().answers(200, "old", "Cache-Control", "max-age=600");
    world.get("edge-eu-1", "/age");
    world.pass(Duration.ofSeconds(30));

    var fromAbove = world.get("edge-us-1", "/age");
    world.pass(Duration.ofSeconds(30));
    var fromEdge = world.get("edge-us-1", "/age");

    assertThat(age(fromAbove)).isBetween(30L, 45L);
    assertThat(fromEdge.isHit()).isTrue();
    assertThat(age(fromEdge)).isBetween(60L, 75L);
  }

  @Test
  void via_namesEachTierTheAnswerCameThrough() throws Exception {
    world.origin().answers(200, "via", "Cache-Control", KEPT);

    var via = String.join(", ", world.get("edge-eu-2", "/via").headers().getAll("via"));

    assertThat(via)
        .isEqualTo(
            "1.1 shield, 1.1 central, 1.1 %s, 1.1 edge-eu-2", world.owner(Tier.REGIONAL, "/via"));
    assertThat(world.origin().asked().getLast().headers())
        .anySatisfy(line -> assertThat(line.toLowerCase(Locale.ROOT)).startsWith("via:"));
  }

  @Test
  void staleWhileRevalidate_oneRefreshAcrossAllTiers_andEachEdgeHasTheNewOne() throws Exception {
    var swr = "max-age=10, stale-while-revalidate=600";
    world.origin().answers(200, "old", "Cache-Control", swr);
    for (var edge : world.edges()) {
      world.get(edge, "/swr");
    }
    assertThat(world.origin().asked("/swr")).isOne();
    world.origin().answersAfter(ORIGIN_TAKES, "new", "Cache-Control", swr);
    world.pass(Duration.ofSeconds(20));

    var stale = world.crowd(40, "/swr");

    assertThat(stale).extracting(SmallWorld.Answer::body).containsOnly("old");
    for (var edge : world.edges()) {
      // Nothing goes up for these: what came down with the one refresh is all they can get.
      await().until(() -> world.get(edge, "/swr", FRESH_ONLY).body().equals("new"));
    }
    assertThat(world.origin().asked("/swr")).isEqualTo(2);
  }

  @Test
  void coldKey_followersAreToldThatTheyWaited() throws Exception {
    world.origin().answersAfter(ORIGIN_TAKES, "waited for", "Cache-Control", KEPT);

    var answers = world.crowd(8, "/waited");

    assertThat(answers).extracting(SmallWorld.Answer::body).containsOnly("waited for");
    assertThat(answers)
        .filteredOn(answer -> answer.caches().toString().contains("; collapsed"))
        .hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void meters_countByTier_andTheOriginOnce() throws Exception {
    world.origin().answers(200, "counted", "Cache-Control", KEPT);
    var before = counted("cdn.origin.requests");
    var edges = counted("cdn.requests", "tier", "edge", "result", "miss");
    var shields = counted("cdn.requests", "tier", "shield", "result", "miss");

    world.get("edge-eu-1", "/counted");
    world.get("edge-us-1", "/counted");

    assertThat(counted("cdn.origin.requests") - before).isOne();
    await()
        .untilAsserted(() -> {
          assertThat(counted("cdn.requests", "tier", "edge", "result", "miss") - edges)
              .isEqualTo(2);
          assertThat(counted("cdn.requests", "tier", "shield", "result", "miss") - shields).isOne();
        });
  }

  private static double counted(String name, String... tags) {
    return world.registry().get(name).tags(tags).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  @Test
  void notKept_eachIsAskedForAtTheOrigin() throws Exception {
    world.origin().answers(200, "mine", "Cache-Control", "no-store");

    var answers = world.crowd(8, "/mine");

    assertThat(answers).extracting(SmallWorld.Answer::status).containsOnly(200);
    assertThat(world.origin().asked("/mine")).isEqualTo(8);
  }

  private static long age(SmallWorld.Answer answer) {
    return Long.parseLong(answer.header("age").orElseThrow());
  }
}
