package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.purge.Invalidation;
import dev.whiteboard.cdn.purge.InvalidationLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A log of invalidations that is gone with its test. */
final class MemoryLog implements InvalidationLog {
  private static final long HISTORY = 1;

  private final List<Invalidation> all = new ArrayList<>();

  @Override
  public synchronized CompletionStage<Invalidation> append(Invalidation draft) {
    var kept =
        new Invalidation(
            all.size() + 1L,
            draft.id(),
            draft.target(),
            draft.soft(),
            draft.priority(),
            draft.acceptedAt(),
            draft.timeToLive());
    all.add(kept);
    return CompletableFuture.completedStage(kept);
  }

  @Override
  public synchronized CompletionStage<End> end() {
    return CompletableFuture.completedStage(new End(HISTORY, all.size()));
  }

  @Override
  public synchronized CompletionStage<Slice> read(long from, int countMax) {
    var first = (int) Math.min(from - 1, all.size());
    var last = Math.min(first + countMax, all.size());
    return CompletableFuture.completedStage(
        new Slice(HISTORY, 1, last, List.copyOf(all.subList(first, last))));
  }
}
