package dev.whiteboard.bench.rig;

import dev.whiteboard.kit.store.Database;
import io.vertx.core.json.JsonObject;

/**
 * What PostgreSQL has done so far, by its own counters. They come up to a second late.
 *
 * @param walBytes written ahead
 * @param transactions committed
 * @param rowsWritten inserted, updated and deleted
 * @param rowsFetched by way of an index, mostly
 */
record PostgresWork(double walBytes, double transactions, double rowsWritten, double rowsFetched) {
  private static final String READ =
      """
      SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS wal, xact_commit,
             tup_inserted + tup_updated + tup_deleted AS written, tup_fetched
      FROM pg_stat_database WHERE datname = current_database()
      """;

  static PostgresWork read(Database database) {
    return database.query(handle ->
        handle
            .createQuery(READ)
            .map((row, _) ->
                new PostgresWork(
                    row.getDouble("wal"),
                    row.getDouble("xact_commit"),
                    row.getDouble("written"),
                    row.getDouble("tup_fetched")))
            .one());
  }

  /** What came since, for each of so many messages. */
  PostgresWork eachSince(PostgresWork before, long messages) {
    return new PostgresWork(
        (walBytes - before.walBytes) / messages,
        (transactions - before.transactions) / messages,
        (rowsWritten - before.rowsWritten) / messages,
        (rowsFetched - before.rowsFetched) / messages);
  }

  JsonObject toJson() {
    return new JsonObject()
        .put("walBytes", Math.round(walBytes))
        .put("transactions", transactions)
        .put("rowsWritten", rowsWritten)
        .put("rowsFetched", rowsFetched);
  }

  @Override
  public String toString() {
    return "%,.0f bytes of WAL, %.3f transactions, %.1f rows written, %.1f fetched"
        .formatted(walBytes, transactions, rowsWritten, rowsFetched);
  }
}
