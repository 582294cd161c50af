package dev.whiteboard.shortener.code;

import dev.whiteboard.kit.store.Database;
import java.time.Duration;

/**
 * Windows from a table with a row a worker, by the database's clock.
 *
 * <p>The row that was leased the longest ago is taken, so that a node that comes back soon gets
 * another worker rather than a window in the future. Should the database's own clock be set back,
 * windows go on from where they were.
 */
public final class PostgresSnowflakeLeases implements SnowflakeLeases {
  /** How far a window reaches: long enough that leasing costs nothing, short enough to lose. */
  private static final Duration WINDOW = Duration.ofSeconds(10);

  private static final String LEASE =
      """
      UPDATE snowflake_workers
      SET leased_until = greatest(leased_until, :now) + :window
      WHERE worker = (
        SELECT worker FROM snowflake_workers
        ORDER BY leased_until LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING worker, leased_until
      """;

  private static final String NOW =
      "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint - :epoch";

  private final Database database;

  /** Leases from this database. */
  public PostgresSnowflakeLeases(Database database) {
    this.database = database;
  }

  @Override
  public Lease lease() {
    return database.transaction(handle -> {
      var now =
          handle
              .createQuery(NOW)
              .bind("epoch", Snowflake.EPOCH.toEpochMilli())
              .mapTo(Long.class)
              .one();
      return handle
          .createQuery(LEASE)
          .bind("now", now)
          .bind("window", WINDOW.toMillis())
          .map((row, _) -> lease(row.getInt("worker"), row.getLong("leased_until")))
          .one();
    });
  }

  private static Lease lease(int worker, long untilMillis) {
    return new Lease(worker, untilMillis - WINDOW.toMillis(), untilMillis);
  }
}
