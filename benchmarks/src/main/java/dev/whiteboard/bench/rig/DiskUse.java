package dev.whiteboard.bench.rig;

import dev.whiteboard.kit.store.Database;

/** What a schema takes of the disk: tables, indexes, long values, and what is empty among them. */
final class DiskUse {
  /** Of the partitioned ones, the parts count: they themselves have nothing. */
  private static final String READ =
      """
      SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class
      WHERE relkind IN ('r', 'm') AND relnamespace = current_schema()::regnamespace
      """;

  private DiskUse() {}

  /** In bytes, by PostgreSQL's own count. */
  static long bytes(Database database) {
    return database.query(handle -> handle.createQuery(READ).mapTo(Long.class).one());
  }
}
