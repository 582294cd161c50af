package dev.whiteboard.cdn.simulation;

import dev.whiteboard.cdn.purge.Invalidation;
import dev.whiteboard.cdn.purge.InvalidationLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A log in memory that answers at once. Not for several threads. */
public final class SimulatedLog implements InvalidationLog {
  private final List<Optional<Invalidation>> records = new ArrayList<>();
  private long history;
  private int forgotten;

  /** An empty one of this history. */
  public SimulatedLog(long history) {
    this.history = history;
  }

  @Override
  public CompletionStage<Invalidation> append(Invalidation draft) {
    var sequenced =
        new Invalidation(
            records.size() + 1,
            draft.id(),
            draft.target(),
            draft.soft(),
            draft.priority(),
            draft.acceptedAt(),
            draft.timeToLive());
    records.add(Optional.of(sequenced));
    return CompletableFuture.completedStage(sequenced);
  }

  /** Adds what is no invalidation. */
  public void appendStranger() {
    records.add(Optional.empty());
  }

  /** Forgets all but the latest: their time to live is over. */
  public void keepLatest(int count) {
    forgotten = Math.max(forgotten, records.size() - count);
  }

  /** Is deleted and made again. */
  public void beginAgain() {
    history++;
    records.clear();
    forgotten = 0;
  }

  @Override
  public CompletionStage<End> end() {
    return CompletableFuture.completedStage(new End(history, records.size()));
  }

  @Override
  public CompletionStage<Slice> read(long from, int countMax) {
    var start = (int) Math.min(Math.max(from - 1, forgotten), records.size());
    var end = Math.min(start + countMax, records.size());
    var invalidations = records.subList(start, end).stream().flatMap(Optional::stream).toList();
    return CompletableFuture.completedStage(new Slice(history, forgotten + 1, end, invalidations));
  }
}
