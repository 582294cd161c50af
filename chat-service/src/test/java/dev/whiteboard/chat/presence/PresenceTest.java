package dev.whiteboard.chat.presence;

import static dev.whiteboard.chat.presence.HandNodes.user;
import static dev.whiteboard.chat.protocol.ServerFrame.Presence.State.OFFLINE;
import static dev.whiteboard.chat.protocol.ServerFrame.Presence.State.ONLINE;
import static dev.whiteboard.chat.protocol.ServerFrame.Presence.State.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.whiteboard.chat.id.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PresenceTest {
  private static final Duration MOMENT = Duration.ofSeconds(2);
  private static final UserId ADA = user(1);
  private static final UserId BEN = user(2);

  private final HandNodes nodes = new HandNodes(2);
  private final Looker connection = new Looker(Runnable::run);

  @Test
  void watch_tellsAtOnceWhoIsThere_andEachChange() {
    nodes.nodes.get(0).came(ADA);
    var looker = nodes.looker(1, ADA, BEN);
    nodes.pass(MOMENT);
    assertThat(looker.of(ADA)).containsExactly(ONLINE);
    assertThat(looker.of(BEN)).containsExactly(OFFLINE);

    nodes.nodes.get(0).came(BEN);
    nodes.pass(MOMENT);

    assertThat(looker.of(BEN)).containsExactly(OFFLINE, ONLINE);
    assertThat(looker.of(ADA)).hasSize(1);
  }

  @Test
  void gone_backWithinTheGraceOnAnotherNode_wasNeverAway() {
    var looker = nodes.looker(1, ADA);
    nodes.nodes.get(0).came(ADA);
    nodes.pass(Duration.ofSeconds(24));
    nodes.nodes.get(0).gone(connection, ADA);
    nodes.pass(Duration.ofSeconds(14));
    nodes.nodes.get(1).came(ADA);
    nodes.pass(Duration.ofSeconds(30));

    assertThat(looker.of(ADA)).containsExactly(ONLINE);
  }

  @Test
  void gone_andNotBack_isToldAfterTheGrace_sinceHeWent() {
    nodes.nodes.get(0).came(ADA);
    var looker = nodes.looker(1, ADA);
    nodes.pass(MOMENT);
    var wentMs = nodes.nowMs;
    nodes.nodes.get(0).gone(connection, ADA);
    nodes.pass(Duration.ofSeconds(14));
    assertThat(looker.of(ADA)).containsExactly(ONLINE);

    nodes.pass(MOMENT);

    assertThat(looker.of(ADA)).containsExactly(ONLINE, OFFLINE);
    assertThat(looker.shown.getLast().since()).isEqualTo(Optional.of(Instant.ofEpochMilli(wentMs)));
  }

  /** A client that was silent for a while leaves little of a lease. */
  @Test
  void gone_atTheEndOfALease_theGraceIsWaitedForAllTheSame() {
    nodes.nodes.get(0).came(ADA);
    var looker = nodes.looker(1, ADA);
    nodes.pass(Duration.ofSeconds(50));
    nodes.nodes.get(0).gone(connection, ADA);
    nodes.pass(Duration.ofSeconds(14));
    assertThat(looker.of(ADA)).containsExactly(ONLINE);

    nodes.pass(MOMENT);

    assertThat(looker.of(ADA)).containsExactly(ONLINE, OFFLINE);
  }

  @Test
  void gone_oneOfTwoConnections_staysOnline() {
    nodes.nodes.get(0).came(ADA);
    nodes.nodes.get(0).came(ADA);
    var looker = nodes.looker(1, ADA);
    nodes.nodes.get(0).gone(connection, ADA);
    for (var i = 0; i < 5; i++) {
      nodes.pass(Duration.ofSeconds(25));
      nodes.nodes.get(0).heard(ADA);
    }

    assertThat(looker.of(ADA)).containsExactly(ONLINE);
  }

  @Test
  void away_isUnknownOnce_andTheTruthWhenItIsBack() {
    nodes.nodes.get(0).came(ADA);
    var looker = nodes.looker(1, ADA, BEN);
    nodes.pass(MOMENT);
    nodes.leases.isAway = true;
    nodes.pass(Duration.ofSeconds(10));
    assertThat(looker.of(ADA)).containsExactly(ONLINE, UNKNOWN);
    assertThat(looker.of(BEN)).containsExactly(OFFLINE, UNKNOWN);

    nodes.leases.isAway = false;
    nodes.pass(Duration.ofSeconds(20));

    assertThat(looker.of(ADA)).containsExactly(ONLINE, UNKNOWN, ONLINE);
    assertThat(looker.of(BEN)).containsExactly(OFFLINE, UNKNOWN, OFFLINE);
  }

  /** A store that restarts empty must not make everybody seem to have gone. */
  @Test
  void away_backWithNothing_nobodyWhoIsThereIsToldToHaveGone() {
    nodes.nodes.get(0).came(ADA);
    var looker = nodes.looker(1, ADA);
    nodes.pass(MOMENT);
    nodes.leases.isAway = true;
    nodes.pass(Duration.ofSeconds(5));
    nodes.leases.forgetAll();
    nodes.leases.isAway = false;
    nodes.pass(Duration.ofSeconds(20));

    assertThat(looker.of(ADA)).containsExactly(ONLINE, UNKNOWN, ONLINE);
  }

  @Test
  void watch_whileAway_isUnknown() {
    nodes.nodes.get(0).came(ADA);
    nodes.leases.isAway = true;
    nodes.pass(Duration.ofSeconds(5));

    var looker = nodes.looker(1, ADA);

    assertThat(looker.of(ADA)).containsExactly(UNKNOWN);
  }

  @Test
  void watch_oneWithWhomNoChatIsShared_isUnknown_whateverHeDoes() {
    nodes.strangers.add(ADA);
    nodes.nodes.get(0).came(ADA);
    var looker = nodes.looker(1, ADA);
    nodes.nodes.get(0).gone(connection, ADA);
    nodes.pass(Duration.ofSeconds(30));

    assertThat(looker.of(ADA)).containsExactly(UNKNOWN);
  }

  @Test
  void watch_noChatIsSharedAnyMore_isUnknownWithinAMinute() {
    nodes.nodes.get(0).came(ADA);
    var looker = nodes.looker(1, ADA);
    nodes.pass(MOMENT);
    nodes.strangers.add(ADA);
    nodes.pass(Duration.ofSeconds(31));
    nodes.nodes.get(0).heard(ADA);
    nodes.pass(Duration.ofSeconds(31));

    assertThat(looker.of(ADA)).startsWith(ONLINE).endsWith(UNKNOWN).hasSize(2);
  }

  @Test
  void watch_othersInstead_isToldOfThoseAlone() {
    var looker = nodes.looker(1, ADA);
    nodes.pass(MOMENT);
    nodes.nodes.get(1).watch(looker, user(999), List.of(BEN));
    nodes.nodes.get(0).came(ADA);
    nodes.nodes.get(0).came(BEN);
    nodes.pass(MOMENT);
    nodes.nodes.get(1).watch(looker, user(999), List.of());
    nodes.nodes.get(0).gone(connection, BEN);
    nodes.pass(Duration.ofSeconds(20));

    assertThat(looker.of(ADA)).containsExactly(OFFLINE);
    assertThat(looker.of(BEN)).endsWith(ONLINE);
  }

  @Test
  void show_slowClient_isShownTheNewestLater() {
    nodes.nodes.get(0).came(ADA);
    var looker = nodes.looker(1, ADA);
    nodes.pass(MOMENT);
    looker.isSlow = true;
    nodes.nodes.get(0).gone(connection, ADA);
    nodes.pass(Duration.ofSeconds(20));
    nodes.nodes.get(0).came(ADA);
    nodes.pass(MOMENT);
    nodes.nodes.get(0).gone(connection, ADA);
    nodes.pass(Duration.ofSeconds(20));
    assertThat(looker.of(ADA)).containsExactly(ONLINE);

    looker.isSlow = false;
    nodes.pass(MOMENT);

    assertThat(looker.of(ADA)).containsExactly(ONLINE, OFFLINE);
  }

  @Test
  void changed_moreThanMayBeTold_isRationed_andTheNewestIsToldInTheEnd() {
    var many = IntStream.range(0, 500).mapToObj(HandNodes::user).toArray(UserId[]::new);
    var looker = nodes.looker(1, many);
    nodes.pass(Duration.ofSeconds(1));
    nodes.pass(Duration.ofSeconds(5));
    assertThat(looker.shown).hasSize(500);
    looker.shown.clear();

    List.of(many).forEach(nodes.nodes.get(0)::came);
    nodes.pass(Duration.ofMillis(HandNodes.TICK_MS));
    assertThat(looker.shown.size()).isBetween(1, 2 * LoopViews.FRAMES_MAX);
    nodes.pass(Duration.ofSeconds(5));

    for (var user : many) {
      assertThat(looker.of(user)).containsExactly(ONLINE);
    }
  }

  @Test
  void watch_moreThanTheNodeHasRoomFor_isUnknown() {
    var small = new HandNodes(1, 2);
    small.nodes.getFirst().came(ADA);
    small.looker(0, user(7), user(8));
    var looker = small.looker(0, ADA);
    small.pass(MOMENT);

    assertThat(looker.of(ADA)).containsExactly(UNKNOWN);
  }

  @Test
  void of_shortHeartbeat_leaseLastsOutTheGrace() {
    var grace = Duration.ofSeconds(15);
    assertThat(PresenceTimes.of(Duration.ofSeconds(25), grace).lease())
        .isEqualTo(Duration.ofSeconds(55));
    assertThat(PresenceTimes.of(Duration.ofSeconds(1), grace).lease()).isGreaterThan(grace);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PresenceTimes(Duration.ofSeconds(15), grace));
  }
}
