package dev.whiteboard.shortener.code;

import dev.whiteboard.kit.store.Database;

/**
 * Ranges from one row in PostgreSQL.
 *
 * <p>Naive would be one id at a time: every link made, on every node, then waits for the same row's
 * lock. A range makes that once in {@code size} links. A sequence would do as well; a row can be
 * read and moved by hand.
 */
public final class PostgresIdRanges implements IdRanges {
  private final Database database;
  private final int size;

  /**
   * Leases from this database.
   *
   * @param size how many ids a lease has: the gap that a killed node leaves at most
   */
  public PostgresIdRanges(Database database, int size) {
    this.database = database;
    this.size = size;
  }

  @Override
  public IdRange lease() {
    var end =
        database.query(handle ->
            handle
                .createQuery("UPDATE id_counter SET next_id = next_id + :size RETURNING next_id")
                .bind("size", size)
                .mapTo(Long.class)
                .one());
    return new IdRange(end - size, end);
  }
}
