package dev.whiteboard.chat.presence;

import static dev.whiteboard.chat.presence.HandNodes.TICK_MS;
import static dev.whiteboard.chat.presence.HandNodes.TIMES;
import static dev.whiteboard.chat.presence.HandNodes.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.whiteboard.chat.id.UserId;
import dev.whiteboard.chat.protocol.ServerFrame.Presence.State;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Two nodes on which users come, are heard, go and are cut off by a death, with hints that may all
 * be lost, seen by a client on a third.
 */
final class PresencePropertyTest {
  private static final int USERS = 3;

  enum What {
    COME,
    HEAR,
    GO,
    DIE
  }

  record Step(What what, int node, int user, int passMs) {}

  @Property(tries = 150)
  void anySequence_isOnlineIffALeaseLives_andNobodyIsOfflineWithinTheGrace(
      @ForAll("steps") List<Step> steps, @ForAll boolean losesHints) {
    var world = new World(losesHints);
    steps.forEach(world::run);
    world.settle();
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of(What.values()),
            Arbitraries.integers().between(0, 1),
            Arbitraries.integers().between(0, USERS - 1),
            Arbitraries.integers().between(0, 25_000))
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  /** What really is so, to compare with what is shown. */
  private static final class World {
    private final HandNodes nodes = new HandNodes(3);
    private final Looker looker = nodes.looker(2, user(0), user(1), user(2));
    private final List<Map<UserId, Deque<Looker>>> connections = new ArrayList<>();
    private final Map<UserId, Long> lastHere = new HashMap<>();
    private final Map<UserId, Integer> checked = new HashMap<>();

    World(boolean losesHints) {
      nodes.losesHints = losesHints;
      connections.add(new HashMap<>());
      connections.add(new HashMap<>());
    }

    void run(Step step) {
      var who = user(step.user);
      var node = nodes.nodes.get(step.node);
      var theirs = connections.get(step.node).computeIfAbsent(who, _ -> new ArrayDeque<>());
      switch (step.what) {
        case COME -> {
          theirs.add(new Looker(Runnable::run));
          node.came(who);
        }
        case HEAR -> {
          if (!theirs.isEmpty()) {
            node.heard(who);
          }
        }
        case GO -> {
          if (!theirs.isEmpty()) {
            node.gone(theirs.remove(), who);
            lastHere.put(who, nodes.nowMs);
          }
        }
        case DIE ->
            connections
                .get(step.node)
                .forEach((user, gone) -> {
                  // its clients are not heard any more; what it has in memory it takes along
                  while (!gone.isEmpty()) {
                    gone.remove();
                    lastHere.put(user, nodes.nowMs);
                  }
                });
      }
      pass(step.passMs);
    }

    private void pass(long ms) {
      for (var end = nodes.nowMs + ms; nodes.nowMs < end; ) {
        beat();
        nodes.pass(Duration.ofMillis(TICK_MS));
        assertNobodyIsOfflineTooEarly();
      }
    }

    /** Each client is heard once a heartbeat, at the latest. */
    private void beat() {
      for (var i = 0; i < connections.size(); i++) {
        for (var theirs : connections.get(i).entrySet()) {
          if (!theirs.getValue().isEmpty()) {
            lastHere.put(theirs.getKey(), nodes.nowMs);
            if (nodes.nowMs % 25_000 < TICK_MS) {
              nodes.nodes.get(i).heard(theirs.getKey());
            }
          }
        }
      }
    }

    private void assertNobodyIsOfflineTooEarly() {
      for (var i = 0; i < USERS; i++) {
        var who = user(i);
        var shown = looker.of(who);
        if (shown.size() > checked.getOrDefault(who, 0)) {
          checked.put(who, shown.size());
          if (shown.getLast() == State.OFFLINE && lastHere.containsKey(who)) {
            assertThat(nodes.nowMs - lastHere.get(who))
                .isGreaterThanOrEqualTo(TIMES.grace().toMillis());
          }
        }
      }
    }

    void settle() {
      pass(40_000);
      for (var i = 0; i < USERS; i++) {
        if (nodes.leases.isOnline(user(i))) { // one that ended this moment is looked at soon
          assertThat(looker.of(user(i)).getLast()).isEqualTo(State.ONLINE);
        }
      }
      pass(TIMES.lease().toMillis() + 40_000);
      for (var i = 0; i < USERS; i++) {
        assertThat(looker.of(user(i)).getLast() == State.ONLINE).isEqualTo(isHere(user(i)));
      }
    }

    private boolean isHere(UserId who) {
      return connections.stream()
          .anyMatch(node -> !node.getOrDefault(who, new ArrayDeque<>()).isEmpty());
    }
  }
}
