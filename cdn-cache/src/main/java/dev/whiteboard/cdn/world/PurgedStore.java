package dev.whiteboard.cdn.world;

import dev.whiteboard.cdn.purge.Invalidation;
import dev.whiteboard.cdn.purge.Invalidation.Priority;
import dev.whiteboard.cdn.purge.Invalidation.Target;
import dev.whiteboard.cdn.purge.Journal;
import dev.whiteboard.cdn.store.ObjectStore;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What invalidations do to what a node keeps.
 *
 * @param clock of the world
 */
record PurgedStore(ObjectStore store, InstantSource clock) implements Journal.Store {
  private static final String FORGOTTEN = "all-forgotten";

  /** What all URLs begin with. */
  private static final Target EVERYTHING = new Target.Prefix("");

  @Override
  public void apply(Invalidation invalidation) {
    store.apply(invalidation);
  }

  @Override
  public void forgetAll(long through) {
    store.apply(
        new Invalidation(
            through,
            FORGOTTEN,
            EVERYTHING,
            false,
            Priority.URGENT,
            clock.instant(),
            Duration.ZERO));
  }
}
