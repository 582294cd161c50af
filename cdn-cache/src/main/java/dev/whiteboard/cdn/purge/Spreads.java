package dev.whiteboard.cdn.purge;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * How far the latest invalidations have come. Times are those of the control plane, which hears a
 * little later than it happened. For any thread.
 */
public final class Spreads implements SpreadListener {
  /** Of whom it is remembered; the oldest goes first. */
  static final int COUNT_MAX = 1_000;

  private final InstantSource clock;
  private final Consumer<Duration> onComplete;
  private final List<Consumer<Event>> watchers = new CopyOnWriteArrayList<>();
  private final LinkedHashMap<String, Progress> byId = new LinkedHashMap<>();
  private final Map<Long, Progress> bySequence = new TreeMap<>();

  /**
   * None yet.
   *
   * @param onComplete told how long each took, from accepted to applied by all
   */
  public Spreads(InstantSource clock, Consumer<Duration> onComplete) {
    this.clock = clock;
    this.onComplete = onComplete;
  }

  /** What happens to an invalidation. */
  public sealed interface Event {
    /** It was accepted. */
    record Accepted(Spread spread) implements Event {}

    /**
     * A node has applied it.
     *
     * @param isComplete whether it was the last one
     */
    record Applied(String id, String node, Instant at, boolean isComplete) implements Event {}
  }

  /** A subscription. */
  @FunctionalInterface
  public interface Watch extends AutoCloseable {
    /** Tells no more. */
    @Override
    void close();
  }

  /**
   * Tells of each event as it happens, in order.
   *
   * @param watcher called on threads of others: must not block, nor call back
   */
  public Watch watch(Consumer<Event> watcher) {
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }

  private void tell(Event event) {
    watchers.forEach(watcher -> watcher.accept(event));
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
    tell(new Event.Accepted(progress.spread()));
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

  /** One on its way. */
  private final class Progress {
    private final Invalidation invalidation;
    private final StrategyChoice choice;
    private final Map<String, Instant> applied = new LinkedHashMap<>();
    private final Set<String> missing = new TreeSet<>();

    Progress(Invalidation invalidation, StrategyChoice choice, Collection<PurgeNode> nodes) {
      this.invalidation = invalidation;
      this.choice = choice;
      nodes.forEach(node -> missing.add(node.name()));
    }

    void applied(String node, Instant at) {
      if (missing.remove(node)) {
        applied.put(node, at);
        if (missing.isEmpty()) {
          onComplete.accept(Duration.between(invalidation.acceptedAt(), at));
        }
        tell(new Event.Applied(invalidation.id(), node, at, missing.isEmpty()));
      }
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
