package dev.whiteboard.chat.log;

import dev.whiteboard.kit.store.Database;
import dev.whiteboard.kit.store.DatabaseUrl;
import java.util.Map;

/**
 * The connections of the log's writers and of the outbox: a send never waits for one behind
 * requests, and they have settings that suit those statements and no others.
 *
 * <p>Every statement of the log probes indexes for keys that it is given; none reads a table. A
 * plan for that is right for ever, while to plan it anew for each batch, over the partitions of
 * four tables, costs more than to run it: 3 ms against 1. And as a cached plan outlives the day
 * when the tables were empty, it must not be one that reads them whole.
 */
public final class LogDatabase {
  /** One for each writer, one for each lane of the outbox, and two that take another's place. */
  private static final int CONNECTIONS_MAX = PostgresLog.WRITERS + OutboxLanes.COUNT + 2;

  private static final Map<String, String> SETTINGS =
      Map.of(
          "plan_cache_mode", "force_generic_plan",
          "enable_seqscan", "off",
          "enable_hashjoin", "off",
          "enable_mergejoin", "off");

  private LogDatabase() {}

  /**
   * Makes the pool, as {@link Database#open(DatabaseUrl, String, int, String)} does.
   *
   * @param schema the service's own
   * @param name of this database among those of the service; "" for the only one
   */
  public static Database open(DatabaseUrl url, String schema, String name) {
    return Database.open(url, schema, CONNECTIONS_MAX, name, SETTINGS);
  }
}
