package dev.whiteboard.chat.presence;

import dev.whiteboard.chat.fanout.NodeNews;
import dev.whiteboard.chat.id.UserId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Nodes that share leases, on one thread, with a clock that is moved by hand. */
final class HandNodes {
  static final PresenceTimes TIMES =
      PresenceTimes.of(Duration.ofSeconds(25), Duration.ofSeconds(15));
  static final long TICK_MS = 100;

  final HandLeases leases = new HandLeases(() -> HandNodes.this.nowMs, TIMES.lease().toMillis());
  final List<Presence> nodes = new ArrayList<>();

  /** Whom nobody may see. */
  final Set<UserId> strangers = new HashSet<>();

  boolean losesHints;
  long nowMs = 1_000_000;

  HandNodes(int count) {
    this(count, 1_000);
  }

  HandNodes(int count, int watchesMax) {
    for (var i = 0; i < count; i++) {
      nodes.add(node("node-" + i, watchesMax));
    }
  }

  private Presence node(String name, int watchesMax) {
    return new Presence(
        new Presence.Parts(
            leases.of(name),
            (_, users) -> {
              var visible = new HashSet<>(users);
              visible.removeAll(strangers);
              return visible;
            },
            users -> {
              if (!losesHints) {
                nodes.forEach(node -> node.accept(new NodeNews.Presence(users)));
              }
            },
            Runnable::run,
            () -> nowMs,
            TIMES,
            watchesMax,
            new PresenceMeters(new SimpleMeterRegistry())));
  }

  /** A client of a node that watches these. */
  Looker looker(int node, UserId... users) {
    var looker = new Looker(Runnable::run);
    nodes.get(node).watch(looker, user(999), List.of(users));
    return looker;
  }

  /** Lets time pass, tick by tick. */
  void pass(Duration time) {
    for (var end = nowMs + time.toMillis(); nowMs < end; ) {
      nowMs += TICK_MS;
      nodes.forEach(Presence::tick);
    }
  }

  static UserId user(int number) {
    return new UserId(new UUID(2, number));
  }
}
