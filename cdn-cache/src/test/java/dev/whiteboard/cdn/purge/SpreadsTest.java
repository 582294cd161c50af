package dev.whiteboard.cdn.purge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.cdn.purge.PurgeNode.Tier;
import dev.whiteboard.cdn.purge.Spreads.Event;
import dev.whiteboard.cdn.purge.Strategy.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SpreadsTest {
  private static final StrategyChoice CHOICE = new StrategyChoice(Kind.FLOOD, "why");
  private static final List<PurgeNode> NODES =
      List.of(
          new PurgeNode("shield", "east", Tier.SHIELD, Optional.empty()),
          new PurgeNode("edge-1", "east", Tier.EDGE, Optional.of("shield")),
          new PurgeNode("edge-2", "west", Tier.EDGE, Optional.of("shield")));

  private static final Set<String> ALL = Set.of("shield", "edge-1", "edge-2");

  private final List<Duration> completed = new ArrayList<>();
  private Instant now = Instant.ofEpochMilli(1_000);
  private final Spreads spreads = new Spreads(() -> now, completed::add);

  @Test
  void applied_byAll_isCompleteAndTimed() {
    spreads.begin(SomeInvalidations.of(1), CHOICE, NODES);
    now = Instant.ofEpochMilli(1_020);
    spreads.applied(1, "edge-1");
    spreads.applied(1, "edge-1");
    now = Instant.ofEpochMilli(1_040);
    spreads.applied(1, "edge-2");
    assertThat(spread(1).isComplete()).isFalse();
    assertThat(spread(1).missing()).containsExactly("shield");
    now = Instant.ofEpochMilli(1_900);
    spreads.applied(1, "shield");

    assertThat(spread(1).isComplete()).isTrue();
    assertThat(spread(1).applied()).containsEntry("edge-1", Instant.ofEpochMilli(1_020));
    assertThat(completed).containsExactly(Duration.ofMillis(900));
  }

  @Test
  void compared_digestHasSome_countsThoseAlone() {
    spreads.begin(SomeInvalidations.of(1), CHOICE, NODES);
    spreads.begin(SomeInvalidations.of(2), CHOICE, NODES);
    spreads.begin(SomeInvalidations.of(3), CHOICE, NODES);
    spreads.compared("edge-1", new Digest(1, List.of(new Range(3, 3))));

    assertThat(spread(1).missing()).doesNotContain("edge-1");
    assertThat(spread(2).missing()).contains("edge-1");
    assertThat(spread(3).missing()).doesNotContain("edge-1");
  }

  @Test
  void watch_untilItIsClosed_isToldOfEachNodeOnce() {
    var events = new ArrayList<Event>();
    try (var _ = spreads.watch(events::add)) {
      spreads.begin(SomeInvalidations.of(1), CHOICE, NODES);
      spreads.applied(1, "edge-1");
      spreads.applied(1, "edge-1");
      spreads.applied(1, "edge-2");
      spreads.compared("shield", new Digest(1, List.of()));
    }
    spreads.begin(SomeInvalidations.of(2), CHOICE, NODES);

    assertThat(events)
        .hasSize(4)
        .first()
        .isEqualTo(new Event.Accepted(new Spread(SomeInvalidations.of(1), CHOICE, Map.of(), ALL)));
    assertThat(events.get(1)).isEqualTo(new Event.Applied("i-1", "edge-1", now, false));
    assertThat(events.getLast()).isEqualTo(new Event.Applied("i-1", "shield", now, true));
  }

  @Test
  void begin_moreThanAreRemembered_forgetsTheOldest() {
    for (var sequence = 1; sequence <= Spreads.COUNT_MAX + 1; sequence++) {
      spreads.begin(SomeInvalidations.of(sequence), CHOICE, NODES);
    }

    assertThat(spreads.find("i-1")).isEmpty();
    assertThat(spreads.find("i-2")).isPresent();
    assertThat(spreads.latest(2))
        .extracting(spread -> spread.invalidation().sequence())
        .containsExactly(Spreads.COUNT_MAX + 1L, (long) Spreads.COUNT_MAX);
  }

  private Spread spread(long sequence) {
    return spreads.find("i-" + sequence).orElseThrow();
  }
}
