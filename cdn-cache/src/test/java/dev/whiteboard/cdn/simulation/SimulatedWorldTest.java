package dev.whiteboard.cdn.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.purge.PurgeAgent;
import dev.whiteboard.cdn.purge.PurgeOptions;
import dev.whiteboard.cdn.purge.SpreadListener;
import dev.whiteboard.cdn.purge.Spreads;
import dev.whiteboard.cdn.purge.Strategy.Kind;
import dev.whiteboard.cdn.purge.StrategyChoice;
import dev.whiteboard.cdn.simulation.SimulatedNetwork.Weather;
import dev.whiteboard.cdn.simulation.SimulatedWorld.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Nodes that are away, logs that are over, control planes that die. */
final class SimulatedWorldTest {
  private static final List<Kind> KINDS = List.of(Kind.values());
  private static final Size SMALL = new Size(2, 2);
  private static final Weather FAIR = new Weather(0, 0);
  private static final String EDGE = "edge-0-0";
  private static final Duration ROUND = Duration.ofMillis(1_300);
  private static final Duration LONG = Duration.ofSeconds(10);

  private final SimulatedWorld world =
      new SimulatedWorld(3, SMALL, FAIR, PurgeOptions.DEFAULT, SpreadListener.NONE);

  @Property(tries = 25)
  void invalidate_anyLossAndRepeatsAndCuts_isAppliedByAllExactlyOnce(
      @ForAll long seed,
      @ForAll @IntRange(max = 40) int loss,
      @ForAll @IntRange(max = 30) int twice) {
    var stormy =
        new SimulatedWorld(
            seed, SMALL, new Weather(loss, twice), PurgeOptions.DEFAULT, SpreadListener.NONE);
    var random = new SplittableRandom(seed);
    var watermarks = new long[stormy.nodes().size()];
    for (var i = 0; i < 20; i++) {
      disturb(stormy, random);
      stormy.invalidate(KINDS.get(random.nextInt(KINDS.size())));
      stormy.time().run(Duration.ofMillis(random.nextInt(400)));
      checkMonotone(stormy, watermarks);
    }
    stormy.members().nodes().forEach(node -> stormy.network().mend(node.name()));
    var end = stormy.invalidate(Kind.FLOOD).sequence();

    assertThat(stormy.time().run(Duration.ofMinutes(2), () -> allHave(stormy, end))).isTrue();
    assertThat(stormy.nodes())
        .allSatisfy(node -> {
          assertThat(node.store().twice()).isZero();
          assertThat(node.store().forgottenThrough()).isZero();
        });
  }

  private static void disturb(SimulatedWorld stormy, SplittableRandom random) {
    var nodes = stormy.members().nodes();
    var name = nodes.get(random.nextInt(nodes.size())).name();
    switch (random.nextInt(5)) {
      case 0 -> stormy.network().cut(name);
      case 1 -> nodes.forEach(node -> stormy.network().mend(node.name()));
      case 2 -> stormy.log().appendStranger();
      case 3 -> stormy.appendOnly();
      default -> {}
    }
  }

  private static void checkMonotone(SimulatedWorld stormy, long[] watermarks) {
    var nodes = stormy.nodes();
    for (var i = 0; i < watermarks.length; i++) {
      assertThat(nodes.get(i).agent().watermark()).isGreaterThanOrEqualTo(watermarks[i]);
      watermarks[i] = nodes.get(i).agent().watermark();
    }
  }

  private static boolean allHave(SimulatedWorld stormy, long sequence) {
    return stormy.nodes().stream().allMatch(node -> node.agent().watermark() >= sequence);
  }

  @Test
  void cut_pastTheBound_isNotCurrentUntilItHasCaughtUp() {
    world.time().run(LONG);
    assertThat(edge().isCurrent()).isTrue();

    world.network().cut(EDGE);
    var missed = world.invalidate(Kind.FLOOD).sequence();
    world.time().run(LONG);
    assertThat(edge().isCurrent()).isFalse();

    world.network().mend(EDGE);
    var early = new ArrayList<Boolean>();
    world
        .time()
        .run(
            LONG,
            () -> {
              early.add(edge().isCurrent() && edge().watermark() < missed);
              return edge().isCurrent();
            });
    assertThat(early).doesNotContain(true);
    assertThat(edge().isCurrent()).isTrue();
    assertThat(world.node(EDGE).store().has(missed)).isTrue();
  }

  @Test
  void cut_moreThanAnyoneRemembers_isReadFromTheLog() {
    world.time().run(ROUND);
    world.network().cut(EDGE);
    var last = 0L;
    for (var i = 0; i < 4_300; i++) {
      last = world.invalidate(Kind.FLOOD).sequence();
      world.time().run(Duration.ofMillis(2));
    }
    world.network().mend(EDGE);
    var end = last;

    assertThat(world.time().run(Duration.ofMinutes(2), () -> edge().watermark() == end)).isTrue();
    assertThat(world.node(EDGE).store().count()).isEqualTo(4_300);
    assertThat(world.node(EDGE).store().twice()).isZero();
    assertThat(world.node(EDGE).store().forgottenThrough()).isZero();
  }

  @Test
  void cut_pastTheTimeToLive_emptiesTheStore() {
    world.time().run(ROUND);
    world.network().cut(EDGE);
    for (var i = 0; i < 4_300; i++) {
      world.invalidate(Kind.FLOOD);
      world.time().run(Duration.ofMillis(2));
    }
    world.log().keepLatest(50);
    world.network().mend(EDGE);

    assertThat(world.time().run(LONG, () -> edge().watermark() == 4_300)).isTrue();
    assertThat(world.node(EDGE).store().forgottenThrough()).isGreaterThan(0);
    assertThat(world.node(EDGE).store().twice()).isZero();
  }

  @Test
  void restart_node_needsTheEndOfTheLogAlone() {
    for (var i = 0; i < 30; i++) {
      world.invalidate(Kind.TREE);
    }
    world.time().run(ROUND);
    world.restart(EDGE);
    assertThat(edge().isCurrent()).isFalse();

    assertThat(world.time().run(ROUND, edge()::isCurrent)).isTrue();
    assertThat(edge().watermark()).isEqualTo(30);
    assertThat(world.node(EDGE).store().count()).isZero();
    assertThat(world.node(EDGE).store().forgottenThrough()).isEqualTo(30);
  }

  @Test
  void catchUpTo_behindItsChild_answersOnceItHasApplied() {
    world.time().run(ROUND);
    world.network().cut("regional-0");
    var sequence = world.invalidate(Kind.FLOOD).sequence();
    world.time().run(Duration.ofMillis(200));
    world.network().mend("regional-0");
    var parent = world.node("regional-0").agent();
    assertThat(parent.watermark()).isLessThan(sequence);

    var caughtUp = parent.catchUpTo(sequence);
    var done = world.time().run(Duration.ofMillis(500), () -> isDone(caughtUp));

    assertThat(done).isTrue();
    assertThat(caughtUp.toCompletableFuture()).isCompletedWithValue(true);
    assertThat(parent.watermark()).isGreaterThanOrEqualTo(sequence);
  }

  @Test
  void catchUpTo_whatNobodyHas_saysNoInTime() {
    world.time().run(ROUND);
    var caughtUp = edge().catchUpTo(1_000);
    world.time().run(PurgeOptions.DEFAULT.catchUpMax());

    assertThat(caughtUp.toCompletableFuture()).isCompletedWithValue(false);
  }

  @Test
  void catchUpTo_appliedBefore_isThereAtOnce() {
    var sequence = world.invalidate(Kind.FLOOD).sequence();
    world.time().run(ROUND);

    assertThat(edge().catchUpTo(sequence).toCompletableFuture()).isCompletedWithValue(true);
  }

  /** It died with it in the log and nowhere else. */
  @Test
  void restartControl_acceptedAndNotSpread_reachesAll() {
    world.time().run(ROUND);
    var sequence = world.appendOnly().sequence();
    world.restartControl();

    assertThat(world.time().run(LONG, () -> allHave(world, sequence))).isTrue();
  }

  @Test
  void cutControl_nodesHearEachOther_stayCurrent() {
    world.time().run(LONG);
    world.network().cut(SimulatedWorld.CONTROL);
    world.time().run(LONG);

    assertThat(world.nodes()).allSatisfy(node -> assertThat(node.agent().isCurrent()).isTrue());
  }

  /** A region that is cut off as a whole must not keep itself in good faith. */
  @Test
  void cutRegion_itsNodesHearNobodyElse_areNotCurrent() {
    world.time().run(LONG);
    var region = List.of("shield", "central-0", "central-1", "central-2", SimulatedWorld.CONTROL);
    region.forEach(world.network()::cut);
    world.time().run(LONG);

    assertThat(edge().isCurrent()).isFalse();
    assertThat(world.node("regional-1").agent().isCurrent()).isFalse();
  }

  @Test
  void log_madeAnew_allBeginAnewAndApplyItsFirst() {
    for (var i = 0; i < 5; i++) {
      world.invalidate(Kind.FLOOD);
    }
    world.time().run(LONG);
    world.log().beginAgain();
    world.invalidate(Kind.FLOOD);

    assertThat(
            world
                .time()
                .run(
                    LONG,
                    () -> world.nodes().stream().allMatch(node -> node.agent().watermark() == 1)))
        .isTrue();
  }

  @Test
  void spreads_nodeAway_isCompleteWhenItIsBack() {
    var time = new Instant[] {Instant.EPOCH};
    var completed = new ArrayList<Duration>();
    var spreads = new Spreads(() -> time[0], completed::add);
    var watched = new SimulatedWorld(4, SMALL, FAIR, PurgeOptions.DEFAULT, spreads);
    watched.network().cut(EDGE);
    var invalidation = watched.invalidate(Kind.TREE);
    spreads.begin(invalidation, new StrategyChoice(Kind.TREE, "test"), watched.members().nodes());
    watched.time().run(LONG);
    assertThat(spreads.find(invalidation.id()).orElseThrow().missing()).containsExactly(EDGE);

    watched.network().mend(EDGE);
    watched.time().run(LONG);
    assertThat(spreads.find(invalidation.id()).orElseThrow().isComplete()).isTrue();
    assertThat(completed).hasSize(1);
  }

  private PurgeAgent edge() {
    return world.node(EDGE).agent();
  }

  private static boolean isDone(CompletionStage<Boolean> stage) {
    return stage.toCompletableFuture().isDone();
  }
}
