package dev.whiteboard.cdn.purge;

import dev.whiteboard.cdn.purge.PurgeNode.Tier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * How far the latest invalidations have come. Times are those of the control plane, which hears a
 * little later than it happened. For any thread.
 */
public final class Spreads implements SpreadListener {
  /** Of whom it is remembered; the oldest goes first. */
  static final int COUNT_MAX = 1_000;

  private final InstantSource clock;
  private final Consumer<Duration> onLastEdge;
  private final LinkedHashMap<String, Progress> byId = new LinkedHashMap<>();
  private final Map<Long, Progress> bySequence = new TreeMap<>();

  /**
   * None yet.
   *
   * @param onLastEdge told how long each took, from accepted to the last edge
   */
  public Spreads(InstantSource clock, Consumer<Duration> onLastEdge) {
    this.clock = clock;
    this.onLastEdge = onLastEdge;
  }

  /** One begins, to these. */
  public synchronized void begin(
      Invalidation invalidation, StrategyChoice choice, Collection<PurgeNode> nodes) {
    var progress = new Progress(invalidation, choice, nodes);
    byId.put(invalidation.id(), progress);
    bySequence.put(invalidation.sequence(), progress);
    while (byId.size() > COUNT_MAX) {
      var oldest = byId.pollFirstEntry().getValue();
      bySequence.remove(oldest.invalidation.sequence(), oldest);
    }
  }

  /** How far one has come. */
  public synchronized Optional<Spread> find(String id) {
    return Optional.ofNullable(byId.get(id)).map(Progress::spread);
  }

  /** The latest, the newest first. */
  public synchronized List<Spread> latest(int countMax) {
    return byId.reversed().values().stream().limit(countMax).map(Progress::spread).toList();
  }

  @Override
  public synchronized void applied(long sequence, String node) {
    var progress = bySequence.get(sequence);
    if (progress != null) {
      progress.applied(node, clock.instant());
    }
  }

  @Override
  public synchronized void compared(String node, Digest digest) {
    for (var progress : bySequence.values()) {
      if (digest.has(progress.invalidation.sequence())) {
        progress.applied(node, clock.instant());
      }
    }
  }

  /** A node left the world: nobody waits for it. */
  public synchronized void left(String node) {
    bySequence.values().forEach(progress -> progress.left(node));
  }

  /** One on its way. */
  private final class Progress {
    private final Invalidation invalidation;
    private final StrategyChoice choice;
    private final Map<String, Instant> applied = new LinkedHashMap<>();
    private final Set<String> missing = new TreeSet<>();
    private final Set<String> missingEdges = new LinkedHashSet<>();

    Progress(Invalidation invalidation, StrategyChoice choice, Collection<PurgeNode> nodes) {
      this.invalidation = invalidation;
      this.choice = choice;
      for (var node : nodes) {
        missing.add(node.name());
        if (node.tier() == Tier.EDGE) {
          missingEdges.add(node.name());
        }
      }
    }

    void applied(String node, Instant at) {
      if (missing.remove(node)) {
        applied.put(node, at);
        if (missingEdges.remove(node) && missingEdges.isEmpty()) {
          onLastEdge.accept(Duration.between(invalidation.acceptedAt(), at));
        }
      }
    }

    void left(String node) {
      missing.remove(node);
      missingEdges.remove(node);
    }

    Spread spread() {
      return new Spread(
          invalidation,
          choice,
          Collections.unmodifiableMap(new LinkedHashMap<>(applied)),
          Collections.unmodifiableSet(new TreeSet<>(missing)));
    }
  }
}
