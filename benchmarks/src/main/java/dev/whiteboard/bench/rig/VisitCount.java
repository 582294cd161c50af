package dev.whiteboard.bench.rig;

import dev.whiteboard.kit.store.Database;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits until every redirect has been counted: sent to Kafka, read back, added in PostgreSQL. */
final class VisitCount {
  private static final Duration COUNTED_MAX = Duration.ofMinutes(15);

  /** Looking costs the node and the database something too. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final ShortenerNode node;
  private final Database database;

  VisitCount(ShortenerNode node, Database database) {
    this.node = node;
    this.database = database;
  }

  /** How many redirects the node has answered, by its own count. */
  long redirected() throws IOException {
    return node.metric("shortener_redirects_total", "outcome=\"redirected\"");
  }

  /** How many visits PostgreSQL has. */
  long counted() {
    return database.query(handle ->
        handle
            .createQuery("SELECT coalesce(sum(visits), 0) FROM visit_totals")
            .mapTo(Long.class)
            .one());
  }

  /**
   * Waits until the two are equal.
   *
   * @return how long that took
   * @throws IOException where they are not in time; with what became of the clicks
   */
  Duration awaitAllCounted() throws IOException {
    var startNanos = System.nanoTime();
    while (redirected() != counted()) {
      if (System.nanoTime() - startNanos > COUNTED_MAX.toNanos()) {
        throw new IOException(
            "%d redirects, and %d visits in PostgreSQL; clicks dropped: %d"
                .formatted(
                    redirected(),
                    counted(),
                    node.metric("shortener_click_events_total", "result=\"dropped\"")));
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }
}
